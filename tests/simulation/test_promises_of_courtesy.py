"""When and how often a message may come, judged by people's own clocks and by what they pressed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot_service.simulation import promises_of_courtesy as promises
from bot_service.simulation.seen import Colleague, Seen, Turn
from tests.simulation.contoso import (
    AISHA,
    CHEN,
    EVERYBODY,
    MAYA,
    TOMASZ,
    at,
    calendar,
    card,
    joined,
    posted,
    pressed,
    said,
    seen,
    sent,
)

JOINED = joined(*EVERYBODY)
HOURS = tuple(map(calendar, EVERYBODY))
MINUTE = timedelta(minutes=1)


def run(*turns: Turn | tuple[Turn, ...]) -> Seen:
    return seen(JOINED, *turns, calendars=HOURS)


def test_a_normal_week_breaks_nothing():
    offer = sent(TOMASZ, at(2, 10), card("Lunch?", offer_lunch="l1"))
    boost = sent(MAYA, at(3, 10), card("Tomasz wrote something", boost_passed="b1"))
    question = sent(TOMASZ, at(4, 10), card("May Maya ask you?", leave_yes="lv1"))
    assert [told for promise in promises.PROMISES for told in promise(run(offer, boost, question))] == []


def test_two_favours_within_seven_days_are_told_whatever_they_are():
    question = sent(TOMASZ, at(2, 10), card("May Maya ask you?", leave_yes="lv1"))
    early, late = (sent(TOMASZ, at(day, 10), card("A story", ask_decline="a1")) for day in (8, 9))
    assert [*promises.one_favour_a_week(run(question, early))] == [
        "Tomasz Nowak got two favours to do within a week, on 07 Jan and 13 Jan."
    ]
    assert [*promises.one_favour_a_week(run(question, late))] == []
    assert [*promises.one_favour_a_week(run(question, replace(early, to=AISHA.id)))] == []


@pytest.mark.parametrize(
    ("person", "moment"),
    [
        (TOMASZ, at(2, 7, 59)),
        (TOMASZ, at(2, 16, 30)),
        (TOMASZ, at(5, 10)),
        (CHEN, at(2, 13, 55)),
        (replace(TOMASZ, country="DE"), at(88, 10)),
    ],
    ids=["before work", "as work ends", "Saturday", "night in New York", "Good Friday"],
)
def test_what_comes_while_she_does_not_work_is_told(person: Colleague, moment: datetime):
    people = tuple(person if each.id == person.id else each for each in EVERYBODY)
    told = [*promises.nothing_arrives_in_quiet_hours(replace(run(sent(person, moment, card("Lunch?"))), people=people))]
    assert [sentence.partition(" on ")[0] for sentence in told] == [f"{person.name} got “Lunch?”"]


def test_an_answer_may_come_at_any_time_and_so_may_a_new_version_of_a_card():
    night = at(2, 23)
    asked = said(TOMASZ, night, "help")
    answer = sent(TOMASZ, night, text="This is what you can write to me")
    change = sent(TOMASZ, night + timedelta(hours=1), card("Closed"), replaces="1")
    assert [*promises.nothing_arrives_in_quiet_hours(run(asked, answer, change))] == []
    later = sent(TOMASZ, night + 10 * MINUTE, card("Lunch?"))
    assert len([*promises.nothing_arrives_in_quiet_hours(run(asked, later))]) == 1


def test_before_her_yes_one_welcome_comes_and_nothing_else():
    welcome = sent(AISHA, at(0, 7), card("Hello Aisha", welcome_join="w", welcome_decline="w"))
    again = replace(welcome, at=at(1), id="again")
    offer = sent(AISHA, at(2), card("Lunch?", offer_lunch="l1"))
    assert [*promises.only_the_welcome_comes_unasked(seen(welcome))] == []
    assert [*promises.only_the_welcome_comes_unasked(seen(welcome, again, offer))] == [
        "Aisha Bello got “Hello Aisha” on 06 Jan, but takes no part.",
        "Aisha Bello got “Lunch?” on 07 Jan, but takes no part.",
    ]


def test_who_has_not_joined_is_thanked_for_what_she_shared():
    thanks = sent(AISHA, at(3), card("Thank you for sharing"))
    shared = pressed(AISHA, at(2), "share.shared", "story-1")
    assert [*promises.only_the_welcome_comes_unasked(seen(shared, thanks))] == []
    assert len([*promises.only_the_welcome_comes_unasked(seen(thanks))]) == 1


@pytest.mark.parametrize("goodbye", [said(TOMASZ, at(2), " Stop "), pressed(TOMASZ, at(2), "welcome.decline")])
def test_after_a_goodbye_nothing_comes_until_she_is_back(goodbye: Turn):
    offer = sent(TOMASZ, at(3), card("Lunch?", offer_lunch="l1"))
    assert len([*promises.only_the_welcome_comes_unasked(run(goodbye, offer))]) == 1
    back = said(TOMASZ, at(2, 15), "join")
    assert [*promises.only_the_welcome_comes_unasked(run(goodbye, back, offer))] == []


def test_a_pause_holds_for_four_weeks_or_until_she_is_back():
    pause, back = said(TOMASZ, at(2), "pause"), said(TOMASZ, at(10), "resume")
    during, after = (sent(TOMASZ, at(day), card("How was it?", checkin_met="c")) for day in (20, 31))
    assert [*promises.a_pause_holds(run(pause, during))] == [
        "Tomasz Nowak got “How was it?” on 25 Jan, while she had paused."
    ]
    assert [*promises.a_pause_holds(run(pause, after))] == []
    assert [*promises.a_pause_holds(run(pause, back, during))] == []


def wish(celebrate: str, day: int = 2) -> Turn:
    return pressed(AISHA, at(day), "settings.save", celebrate=celebrate)


SUCCESS = sent(AISHA, at(3), card("Tomasz listened", success_open="s1"))
POST = posted(at(4), card("A shout-out for Aisha Bello", "Three days!", "Told by", "Tomasz Nowak"))


def test_never_means_no_card_and_no_post_and_in_private_no_post():
    celebrated = ["Aisha Bello was celebrated on 08 Jan, after she had said never."]
    shown = ["“A shout-out for Aisha Bello” was posted on 09 Jan, against her wish."]
    assert [*promises.who_said_never_is_not_celebrated(run(SUCCESS, POST))] == []
    assert [*promises.who_said_never_is_not_celebrated(run(wish("never"), SUCCESS))] == celebrated
    assert [*promises.who_said_never_is_not_celebrated(run(wish("never"), POST))] == shown
    assert [*promises.who_said_never_is_not_celebrated(run(wish("privately"), SUCCESS))] == []
    assert [*promises.who_said_never_is_not_celebrated(run(wish("privately"), POST))] == shown
    assert [*promises.who_said_never_is_not_celebrated(run(wish("never"), wish("openly", 3), POST))] == []


def test_nobody_is_celebrated_after_leaving():
    assert len([*promises.who_said_never_is_not_celebrated(run(said(AISHA, at(3), "stop"), POST))]) == 1
    assert [*promises.who_said_never_is_not_celebrated(run(said(TOMASZ, at(3), "stop"), POST))] == []


def test_more_than_ten_messages_in_a_minute_are_told_once():
    burst = tuple(sent(TOMASZ, at(2) + number * MINUTE / 20, text=f"News {number}") for number in range(12))
    assert [*promises.not_more_than_ten_a_minute(run(burst[:10]))] == []
    assert [*promises.not_more_than_ten_a_minute(run(burst))] == [
        "Tomasz Nowak got more than 10 messages in a minute, on 07 Jan 12:00."
    ]
    slow = tuple(sent(TOMASZ, at(2) + number * MINUTE / 9, text=f"News {number}") for number in range(30))
    assert [*promises.not_more_than_ten_a_minute(run(slow))] == []


def test_an_ask_is_open_until_she_answers_or_its_buttons_are_gone():
    first, second = (sent(TOMASZ, at(day), card("A story", ask_decline=f"a{day}")) for day in (2, 4))
    closed = sent(TOMASZ, at(3), card("You didn't answer, so we take it as a no."), replaces=first.id)
    told = ["Tomasz Nowak had two open asks on 09 Jan."]
    assert [*promises.one_open_ask(run(first, second))] == told
    assert [*promises.one_open_ask(run(first, closed, second))] == []
    assert [*promises.one_open_ask(run(first, pressed(TOMASZ, at(3), "ask.decline", "a2"), second))] == []
