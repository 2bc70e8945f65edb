"""Whether any message may reach a person, edge by edge, and what every rule says of itself."""

import re
import string
from dataclasses import fields, replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules.rule import FAVOURS
from bot_service.courtesy.rules.table import RULES, decide, only_waits
from bot_service.manners import NUMBERS, Manners
from bot_service.people.hours import Hours
from tests.courtesy.asking import (
    DAY,
    HOUR,
    MAYA_MAY_ASK_ADA,
    SECOND,
    TUESDAY,
    WEEK,
    ago,
    allowed,
    ask,
    message,
    put_off,
    refused,
)

ALWAYS = {Kind.ANSWER, Kind.WELCOME}
UNASKED = sorted(set(Kind) - ALWAYS)
ALL = sorted(Kind)


def of(kind: Kind, **change: object) -> object:
    """A message of this kind for which everything else is fine."""
    return ask(**change) if kind == Kind.ASK else message(kind, **change)


@pytest.mark.parametrize("kind", ALL)
def test_without_a_chat_nothing_can_arrive(kind: Kind):
    allowed(of(kind))
    refused(of(kind, has_chat=False), "no chat")


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.ANSWER}))
def test_who_left_the_company_gets_nothing_and_is_not_celebrated(kind: Kind):
    refused(of(kind, has_left=True, has_joined=False), "left")


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.ANSWER, Kind.THANKS}))
def test_who_opted_out_gets_nothing_that_she_does_not_ask_for(kind: Kind):
    refused(of(kind, has_opted_out=True, has_joined=False), "opted out")


@pytest.mark.parametrize("kind", sorted(set(UNASKED) - {Kind.THANKS}))
def test_who_has_not_joined_gets_nothing_but_one_welcome(kind: Kind):
    refused(of(kind, has_joined=False), "not joined")
    allowed(message(Kind.WELCOME, has_joined=False))


def test_who_shares_without_having_joined_is_thanked_all_the_same():
    allowed(message(Kind.THANKS, has_joined=False))
    allowed(message(Kind.THANKS, has_joined=False, has_opted_out=True))


def test_somebody_who_has_not_joined_is_shown_one_celebration_that_a_colleague_set_off_herself():
    allowed(message(Kind.CELEBRATION, has_joined=False, by_hand=True))
    refused(message(Kind.CELEBRATION, has_joined=False), "not joined")
    refused(message(Kind.CELEBRATION, has_joined=False, by_hand=True, previews=1), "not joined")
    refused(message(Kind.CELEBRATION, has_joined=False, has_opted_out=True, by_hand=True), "opted out")
    refused(message(Kind.LUNCH, has_joined=False, by_hand=True), "not joined")
    allowed(message(Kind.CELEBRATION, by_hand=True, previews=7))


def test_who_never_wants_to_be_celebrated_is_not():
    refused(message(Kind.CELEBRATION, celebrate="never"), "celebrate never")
    refused(message(Kind.CELEBRATION, celebrate="never", has_joined=False, by_hand=True), "celebrate never")
    allowed(message(Kind.CELEBRATION, celebrate="privately"))
    allowed(message(Kind.THANKS, celebrate="never"))


@pytest.mark.parametrize("kind", UNASKED)
def test_a_pause_holds_to_the_second(kind: Kind):
    assert decide(of(kind, paused_until=TUESDAY + SECOND))[1] == "paused"
    allowed(of(kind, paused_until=TUESDAY))


def test_a_pause_puts_celebrations_and_thanks_off_and_cancels_what_would_be_too_late():
    for kind in (Kind.CELEBRATION, Kind.THANKS, Kind.CHECK_IN):
        put_off(message(kind, paused_until=TUESDAY + WEEK), "paused", TUESDAY + WEEK)
    for kind in (*sorted(FAVOURS), Kind.LUNCH, Kind.REMINDER):
        refused(of(kind, paused_until=TUESDAY + WEEK), "paused")


def test_an_invitation_waits_while_another_one_waits_for_her_answer():
    for kind in (Kind.LUNCH, Kind.REMINDER):
        put_off(message(kind, awaits=True, open_invitations=1), "one open invitation", TUESDAY + 4 * HOUR)
        allowed(message(kind, awaits=True))
        allowed(message(kind, awaits=True, open_invitations=1, manners=Manners(open_invitations=2)))


def test_news_of_a_lunch_does_not_wait_for_an_answer_to_another_one():
    allowed(message(Kind.LUNCH, open_invitations=3))


def test_how_was_it_comes_ever_more_seldom_while_she_does_not_answer():
    asked = [ago(days=60), ago(days=40), ago(days=20)]
    allowed(message(Kind.CHECK_IN, unanswered_checkins=(ago(days=7),)))
    put_off(message(Kind.CHECK_IN, unanswered_checkins=(ago(days=6),)), "patience", TUESDAY + DAY)
    put_off(message(Kind.CHECK_IN, unanswered_checkins=(ago(days=20), ago(days=13))), "patience", TUESDAY + DAY)
    put_off(message(Kind.CHECK_IN, unanswered_checkins=tuple(asked)), "patience", TUESDAY + 8 * DAY)


def test_after_four_questions_without_an_answer_none_comes_any_more():
    four = tuple(ago(days=days) for days in (900, 700, 600, 500))
    refused(message(Kind.CHECK_IN, unanswered_checkins=four), "patience")
    allowed(message(Kind.CHECK_IN, unanswered_checkins=four, manners=Manners(checkins_unanswered=5)))
    allowed(message(Kind.LUNCH, unanswered_checkins=four))


@pytest.mark.parametrize("kind", UNASKED)
def test_at_night_everything_waits_for_the_morning_of_the_person(kind: Kind):
    evening = datetime(2026, 3, 10, 20, 0, tzinfo=UTC)
    allowed(of(kind, now=evening, hours=Hours(zone="America/New_York")))  # four in the afternoon there
    put_off(of(kind, now=evening), "quiet hours", datetime(2026, 3, 11, 9, 0, tzinfo=UTC))


def test_on_friday_evening_everything_waits_for_monday():
    friday = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)
    put_off(message(Kind.LUNCH, now=friday), "quiet hours", datetime(2026, 3, 16, 9, 0, tzinfo=UTC))


def test_her_own_hours_and_her_countrys_holidays_count():
    nurse = Hours(frozenset({5, 6}), time(22), time(6), "Europe/London")
    allowed(message(Kind.LUNCH, hours=nurse, now=datetime(2026, 3, 15, 3, 0, tzinfo=UTC)))
    put_off(message(Kind.LUNCH, hours=nurse), "quiet hours", datetime(2026, 3, 14, 22, 0, tzinfo=UTC))
    easter_monday = datetime(2026, 4, 6, 10, 0, tzinfo=UTC)
    at_home = Hours(zone="Europe/Berlin", country="DE")
    put_off(
        message(Kind.LUNCH, hours=at_home, now=easter_monday), "quiet hours", datetime(2026, 4, 7, 7, 0, tzinfo=UTC)
    )


def test_who_asks_the_bot_something_at_night_is_answered_at_night():
    for kind in sorted(ALWAYS):
        allowed(message(kind, has_joined=False, now=TUESDAY.replace(hour=3), paused_until=TUESDAY + WEEK))


@pytest.mark.parametrize("kind", ALL)
def test_no_more_than_ten_messages_reach_her_in_a_minute(kind: Kind):
    ten = tuple(ago(seconds=number) for number in range(50, 60))
    assert decide(of(kind, arrived=ten))[1] == ("something just arrived" if kind in FAVOURS else "few in a minute")
    put_off(message(Kind.ANSWER, arrived=ten), "few in a minute", TUESDAY + SECOND)
    allowed(message(Kind.ANSWER, arrived=ten[1:]))
    put_off(
        message(Kind.ANSWER, arrived=ten[:3], manners=Manners(notifications_a_minute=3)),
        "few in a minute",
        ten[2] + timedelta(minutes=1),
    )


def test_asks_leaves_and_boosts_are_favours_and_lunches_are_not():
    assert {Kind.LEAVE, Kind.ASK, Kind.BOOST} == FAVOURS


def test_a_host_sees_of_a_person_neither_her_evening_nor_that_somebody_just_wrote_to_her():
    assert only_waits(MAYA_MAY_ASK_ADA)
    assert only_waits(replace(MAYA_MAY_ASK_ADA, now=TUESDAY.replace(hour=22), arrived=(TUESDAY.replace(hour=22),)))
    assert not only_waits(replace(MAYA_MAY_ASK_ADA, paused_until=TUESDAY + DAY))
    assert not only_waits(replace(MAYA_MAY_ASK_ADA, unsolicited=(ago(days=1),)))
    assert not only_waits(replace(MAYA_MAY_ASK_ADA, now=TUESDAY.replace(hour=22), leave_given=False))


def test_every_rule_has_a_name_of_its_own_and_a_sentence_for_people():
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        for manners in (Manners(), Manners(**{field.name: NUMBERS[field.name].least for field in fields(Manners)})):
            said = rule.said(manners)
            assert said.endswith(".")
            assert not set("{}|") & set(said)
            assert " 1 days" not in said
            assert not {"ledger", "gift", "balance", "ladder", "courtesy"} & set(re.findall(r"\w+", said.lower()))


def test_a_sentence_tells_the_numbers_that_its_rule_goes_by_and_no_others():
    for rule in RULES:
        named = {name for _, name, _, _ in string.Formatter().parse(rule.sentence) if name}
        assert named == set(rule.setting), rule.name


def test_sentences_count_as_people_do():
    said = {rule.name: rule.said(Manners(noes_end_asking=1, host_teams_first=1)) for rule in RULES}
    assert said["said no before"] == "After 1 no a host asks no more, until you invite her to."
    assert "1 other team," in said["met too few teams"]
    assert said["asked enough"] == "At most 4 asks a year, whoever asks."
