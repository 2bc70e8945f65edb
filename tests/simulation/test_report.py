from dataclasses import replace

from bot_service.matching.explain import ODD_ONE
from bot_service.simulation.own_account import Mixing, OwnAccount, Table, Unmatched
from bot_service.simulation.report import one_line, report
from bot_service.simulation.seen import Placing
from tests.simulation.contoso import (
    AISHA,
    CHEN,
    MAYA,
    TOMASZ,
    at,
    calendar,
    card,
    joined,
    lunch,
    offered,
    passed,
    posted,
    pressed,
    seen,
    sent,
)  # fmt: skip

PRIDE = "Closed the books in three days"


def test_a_run_from_offer_to_thanks_is_counted_from_what_people_saw():
    together = lunch(TOMASZ, AISHA, start=at(8))
    called_off = lunch(MAYA, CHEN, start=at(9), uid="lunch-2", is_cancelled=True)
    run = seen(
        joined(TOMASZ, AISHA, MAYA, CHEN),
        offered("l1", at(2, 14), TOMASZ, AISHA),
        offered("l2", at(2, 14), MAYA, CHEN),
        offered("l3", at(16, 14), MAYA, TOMASZ),
        pressed(TOMASZ, at(3), "offer.lunch", "l1"),
        pressed(AISHA, at(3), "offer.lunch", "l1"),
        pressed(MAYA, at(3), "offer.coffee", "l2"),
        pressed(CHEN, at(3), "offer.coffee", "l2"),
        pressed(MAYA, at(17), "offer.decline", "l3"),
        pressed(TOMASZ, at(9), "checkin.met", "c1", success=PRIDE, again="true"),
        pressed(AISHA, at(9), "checkin.met", "c2", success="", again="false"),
        sent(AISHA, at(9), card(PRIDE, success_open="s1", success_keep="s1")),
        pressed(AISHA, at(10), "shoutout.post", "so1"),
        posted(at(10), card("A shout-out for Aisha Bello", PRIDE)),
        pressed(TOMASZ, at(40), "share.shared", "story-1", thanks="private"),
        calendars=(calendar(TOMASZ, together), calendar(AISHA, together), calendar(MAYA, called_off), calendar(CHEN, called_off)),
        entries=(passed("share", TOMASZ, MAYA, at(40), "story-1"), passed("thanks", MAYA, TOMASZ, at(40), "story-1")),
        own=OwnAccount(
            lunches={"called off": 2}, unmatched=(Unmatched("chen", "2", "the number of people was odd"),), refusals={"quiet hours": 3},
            asks={"later": 1}, tables=(Table("l1", at(8), frozenset({TOMASZ.id, AISHA.id})),),
        ),
        graph=12,
        teams=34,
    )  # fmt: skip
    figures = report(run)
    assert figures["violations"] == []
    assert figures["lunches"] == {"proposed": 3, "agreed": 2, "booked": 2, "held": 1, "missed": 0, "called_off": 2}
    assert figures["unmatched_people"] == [{"person": "chen", "round": "2", "reason": "the number of people was odd"}]
    assert figures["shoutouts"] == {"offered": 1, "posted": 1, "declined": 0}
    assert (figures["shares"], figures["thanks"], figures["stories"], figures["successes"]) == (1, 1, 1, 1)
    assert figures["asks"] == {"delivered": 0, "later": 1, "declined": 0}
    assert figures["courtesy"] == {"quiet hours": 3}
    assert (figures["weeks"], figures["people"], figures["graph_requests"], figures["teams_requests"]) == (
        10,
        4,
        12,
        34,
    )
    assert one_line(figures).endswith("1 shares, 1 thanks; 0 broken promises.")


def test_of_three_one_may_drop_out_and_the_lunch_is_still_agreed():
    offers = tuple(sent(guest, at(2), card(offer_lunch="l1", offer_decline="l1")) for guest in (MAYA, TOMASZ, AISHA))
    yes = tuple(pressed(guest, at(3), "offer.lunch", "l1") for guest in (MAYA, TOMASZ))
    assert report(seen(offers, yes))["lunches"]["agreed"] == 0
    assert report(seen(offers, yes, pressed(AISHA, at(4), "offer.decline", "l1")))["lunches"]["agreed"] == 1


def test_a_table_that_is_open_to_all_needs_no_invitation_to_count():
    event = lunch(TOMASZ, AISHA, start=at(8), kind="open table")
    table = Table("t1", at(8), frozenset({TOMASZ.id, AISHA.id}))
    run = seen(calendars=(calendar(TOMASZ, event), calendar(AISHA, event)), own=OwnAccount(tables=(table,)))
    assert report(run)["lunches"] == {"proposed": 1, "agreed": 1, "booked": 1, "held": 0, "missed": 0, "called_off": 0}


def test_each_round_says_how_many_were_invited_and_the_run_in_which_zones_people_eat():
    mixing = Mixing("everybody 1", at(2), dict.fromkeys((TOMASZ.id, AISHA.id), frozenset({"l1"})), {CHEN.id: ODD_ONE})
    hours = calendar(CHEN).hours
    placing = Placing(at(3), CHEN.principal_name, "lunch-1", "Lunch", at(8), at(8, 13), hours=hours)
    run = replace(seen(offered("l1", at(2, 14), TOMASZ, AISHA), own=OwnAccount(mixings=(mixing,))), placings=(placing,))
    assert report(run)["offered"] == [{"round": "everybody 1", "eligible": 3, "offered": 2, "share": 0.6667}]
    assert report(run)["zones"] == ["America/New_York"]


def test_a_lunch_that_nobody_came_to_is_missed():
    event = lunch(TOMASZ, AISHA, start=at(8))
    run = seen(
        pressed(TOMASZ, at(9), "checkin.missed", "c1"), calendars=(calendar(TOMASZ, event), calendar(AISHA, event))
    )
    assert report(run)["lunches"]["missed"] == 1
    assert report(run)["lunches"]["held"] == 0
