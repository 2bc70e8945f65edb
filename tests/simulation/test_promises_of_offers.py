from dataclasses import replace

from bot_service.matching.explain import NO_TIME, ODD_ONE
from bot_service.simulation import promises_of_offers as promises
from bot_service.simulation.own_account import Mixing, OwnAccount, Telling
from bot_service.simulation.seen import Seen, Turn
from tests.simulation.contoso import (
    AISHA,
    CHEN,
    MAYA,
    TOMASZ,
    at,
    calendar,
    card,
    lunch,
    offered,
    pressed,
    seen,
    sent,
)

OFFER = offered("l1", at(2), TOMASZ, AISHA)


def every(run: Seen) -> list[str]:
    return [sentence for promise in promises.PROMISES for sentence in promise(run)]


def mixing(left_over: dict[str, str], **lunches: str) -> OwnAccount:
    """A round of these people and their lunches, one or several after another."""
    proposed = {person: frozenset(several.split()) for person, several in lunches.items()}
    return OwnAccount(mixings=(Mixing("everybody 1", at(2), proposed, left_over),))


def test_a_round_in_which_all_are_invited_breaks_nothing():
    run = seen(OFFER, own=mixing({CHEN.id: NO_TIME}, tomasz="l1", aisha="l1"))
    assert every(run) == []
    assert [each.line() for each in promises.offered(run)] == [
        {"round": "everybody 1", "eligible": 2, "offered": 2, "share": 1.0}
    ]


def test_who_has_her_lunches_booked_and_is_told_of_one_that_stands_was_invited():
    own = replace(mixing({}, tomasz="l1", chen="l1"), tellings=(Telling("l1", CHEN.id, "lunch-news", "a1"),))
    assert promises.offered(seen(OFFER, own=own))[0].offered == 2
    assert promises.offered(seen(OFFER, own=replace(own, tellings=())))[0].offered == 1


def test_who_could_have_met_somebody_and_was_left_over_counts():
    run = seen(OFFER, own=mixing({CHEN.id: ODD_ONE, MAYA.id: ODD_ONE}, tomasz="l1", aisha="l1"))
    assert [*promises.nearly_everybody_is_invited(run)] == ["In round everybody 1 2 of 4 people were invited: 50%."]


def test_among_few_one_may_be_left_over():
    assert every(seen(OFFER, own=mixing({CHEN.id: ODD_ONE}, tomasz="l1", aisha="l1"))) == []


def test_an_invitation_of_the_second_round_counts_where_the_first_was_over_before_she_woke():
    second = offered("l2", at(3), TOMASZ, CHEN)
    run = seen(OFFER[:1], second, own=mixing({}, tomasz="l1", aisha="l1", chen="l0 l2"))
    assert [(each.eligible, each.offered) for each in promises.offered(run)] == [(3, 2)]


def test_an_invitation_that_never_arrived_is_none():
    run = seen(OFFER[:1], own=mixing({}, tomasz="l1", aisha="l1", chen="l1"))
    assert [*promises.nearly_everybody_is_invited(run)] == ["In round everybody 1 1 of 3 people were invited: 33%."]


def test_a_round_of_the_last_days_is_still_on_its_way():
    late = replace(seen(own=mixing({}, tomasz="l1")), end=at(4))
    assert promises.offered(late) == []


def test_a_fourth_message_about_one_lunch_is_told():
    cards = ("offer", "nudge", "lunch-news", "checkin")
    tellings = tuple(Telling("l1", AISHA.id, each, each) for each in cards)
    assert [*promises.nobody_hears_of_a_lunch_too_often(seen(own=OwnAccount(tellings=tellings[:3])))] == []
    assert [*promises.nobody_hears_of_a_lunch_too_often(seen(own=OwnAccount(tellings=tellings)))] == [
        "Aisha Bello got 4 messages about the lunch l1: offer, nudge, lunch-news, checkin."
    ]


def test_a_second_invitation_beside_an_open_one_is_told():
    other = offered("l2", at(3), MAYA, AISHA)
    assert [*promises.nobody_has_two_open_invitations(seen(OFFER, other))] == [
        "Aisha Bello had two open invitations on 08 Jan 12:00: l1 and l2."
    ]


def test_an_invitation_that_was_answered_or_is_over_is_not_open():
    other = offered("l2", at(3), MAYA, AISHA)
    for verb in ("offer.lunch", "offer.decline", "offer.another", "offer.pause"):
        assert every(seen(OFFER, pressed(AISHA, at(2, 15), verb, "l1"), other)) == []
    over = sent(AISHA, at(2, 15), card("This one doesn't come about."), replaces=OFFER[1].id)
    assert every(seen(OFFER, over, other)) == []


def test_an_invitation_opened_anew_counts_anew():
    again = sent(AISHA, at(2, 16), card("Another time?", offer_lunch="l1"), replaces=OFFER[1].id)
    run = seen(OFFER, pressed(AISHA, at(2, 15), "offer.lunch", "l1"), again, offered("l2", at(3), MAYA, AISHA))
    assert len([*promises.nobody_has_two_open_invitations(run)]) == 1


def test_a_kind_end_that_tells_of_a_no_is_told():
    silence = sent(AISHA, at(5), card("Your lunch with Tomasz Nowak doesn't come about."))
    other = offered("l2", at(2), CHEN, MAYA)
    same, telling = (
        sent(MAYA, at(6), card(f"Your coffee with Chen Wei doesn't come about.{more}"))
        for more in ("", " He is sorry.")
    )
    no = pressed(CHEN, at(3), "offer.decline", "l2")
    for end, sentences in ((same, 0), (telling, 1)):
        own = OwnAccount(
            tellings=(
                Telling("l1", AISHA.id, "kind-end", silence.id),
                Telling("l2", MAYA.id, "kind-end", end.id),
            )
        )
        run = seen(OFFER, other, silence, no, end, own=own)
        assert len([*promises.kind_ends_read_the_same(run)]) == sentences
        wished_for = replace(own, kinds={"l1": "mixer", "l2": "on demand"})
        assert [*promises.kind_ends_read_the_same(replace(run, own=wished_for))] == []


def ticked(who: str, when: int, again: str) -> Turn:
    person = {"tomasz": TOMASZ, "aisha": AISHA}[who]
    return pressed(person, at(when), "checkin.met", f"c-{who}", lunch="l1", again=again)


def test_two_ticks_bring_two_together_again_and_one_does_not():
    meet = offered("l9", at(40), TOMASZ, AISHA)
    own = OwnAccount(kinds={"l9": "again"})
    both = seen(OFFER, ticked("tomasz", 9, "true"), ticked("aisha", 9, "true"), meet, own=own)
    one = seen(OFFER, ticked("tomasz", 9, "true"), ticked("aisha", 9, "false"), meet, own=own)
    assert [*promises.meeting_again_is_wished_by_all(both)] == []
    assert [*promises.meeting_again_is_wished_by_all(one)] == [
        "The lunch l9 brings Aisha Bello together with people whom she had not wished to meet again."
    ]


def test_an_event_of_two_who_did_not_wish_to_meet_again_is_told():
    event = lunch(TOMASZ, AISHA, start=at(50), kind="again")
    run = seen(OFFER, ticked("aisha", 9, "true"), calendars=(calendar(TOMASZ, event), calendar(AISHA, event)))
    assert [sentence.split(" with ")[0] for sentence in promises.meeting_again_is_wished_by_all(run)] == [
        "The event lunch-1 brings Tomasz Nowak together"
    ]


def test_the_wish_must_have_been_about_these_people():
    other = offered("l1", at(2), TOMASZ, CHEN)
    meet = offered("l9", at(40), TOMASZ, AISHA)
    ticks = ticked("tomasz", 9, "true"), ticked("aisha", 9, "true")
    run = seen(other, *ticks, meet, own=OwnAccount(kinds={"l9": "again"}))
    assert len([*promises.meeting_again_is_wished_by_all(run)]) == 1
