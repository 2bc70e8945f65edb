"""An ask that was earned breaks nothing; take away any one thing that it stands on, and it is told."""

from dataclasses import replace

import pytest

from bot_service.simulation import promises_of_asks as promises
from bot_service.simulation import tries
from bot_service.simulation.own_account import Entry
from bot_service.simulation.seen import Calendar, Colleague, Seen, Turn
from tests.simulation.contoso import (
    AISHA,
    CHEN,
    EVERYBODY,
    MAYA,
    TOMASZ,
    at,
    calendar,
    card,
    colleague,
    passed,
    pressed,
    said,
    seen,
    sent,
)

SALLY = colleague("Sally", "Ride", "Sales")
PEOPLE = (*EVERYBODY, SALLY)
ASKED_AT = at(50, 13)

#: Maya ate with Tomasz, Aisha and Sally and shared the story herself. Tomasz met her, was celebrated, gave leave; she asks.
LUNCHES = tuple(
    passed("lunch", MAYA, guest, at(3 + day), f"l{day}") for day, guest in enumerate((TOMASZ, AISHA, SALLY))
)
SHOUTOUT = passed("shoutout", AISHA, TOMASZ, at(9), "s1")
LEAVE = passed("leave", TOMASZ, MAYA, at(15), "leave-1")
ASK = passed("ask", MAYA, TOMASZ, ASKED_AT, "ask-1")
ENTRIES = (*LUNCHES, SHOUTOUT, LEAVE, ASK)

MET = tuple(pressed(guest, at(3 + day), "checkin.met", f"c{day}") for day, guest in enumerate((TOMASZ, AISHA, SALLY)))
LET_POST = pressed(TOMASZ, at(9), "shoutout.post", "s1")
YES = pressed(TOMASZ, at(15), "leave.yes", "leave-1")
FIRST = pressed(MAYA, at(20), "share.shared", "story-1")
SENT = pressed(MAYA, ASKED_AT, "ask.send", "story-1", person=TOMASZ.id)
ANSWER = sent(MAYA, ASKED_AT, text="It is on its way to Tomasz.")
ASK_CARD = sent(TOMASZ, ASKED_AT, card("Maya has a story", ask_look="ask-1", ask_decline="ask-1", ask_never="ask-1"))
TURNS = (*MET, LET_POST, YES, FIRST, SENT, ANSWER, ASK_CARD)


def run(*turns: Turn, entries: tuple[Entry, ...] = ENTRIES, people: tuple[Colleague, ...] = PEOPLE) -> Seen:
    return replace(seen(*turns, entries=entries, calendars=tuple(map(_works, people))), people=people)


def _works(person: Colleague) -> Calendar:
    return calendar(person)


def every(run: Seen) -> list[str]:
    return [sentence for promise in promises.PROMISES for sentence in promise(run)]


def earned(*turns: Turn, entries: tuple[Entry, ...] = ENTRIES, people: tuple[Colleague, ...] = PEOPLE) -> list[str]:
    return [*promises.every_ask_was_earned(run(*turns, entries=entries, people=people))]


def without(*entries: Entry) -> tuple[Entry, ...]:
    return tuple(entry for entry in ENTRIES if entry not in entries)


def test_a_patient_host_breaks_nothing():
    assert every(run(*TURNS)) == []


def test_an_ask_without_leave_is_told():
    assert earned(*TURNS, entries=without(LEAVE)) == ["Maya Lindqvist asked Tomasz Nowak without her leave."]


def test_leave_that_was_taken_back_is_no_leave_until_it_is_given_anew():
    back = passed("withdrawn", TOMASZ, MAYA, at(30), "w1")
    anew = passed("leave", TOMASZ, MAYA, at(31), "leave-2")
    assert earned(*TURNS, entries=(*ENTRIES, back)) == ["Maya Lindqvist asked Tomasz Nowak without her leave."]
    assert earned(*TURNS, entries=(*ENTRIES, back, anew)) == []


def test_leave_that_only_we_remember_is_no_leave():
    told = ["The ledger says that Tomasz Nowak gave leave, but she never pressed yes."]
    assert [*promises.leave_is_given_by_a_press(run(*MET))] == told
    twice = passed("leave", TOMASZ, AISHA, at(16), "leave-2")
    assert [*promises.leave_is_given_by_a_press(run(*TURNS, entries=(*ENTRIES, twice)))] == told


def test_leave_given_to_another_host_is_no_leave():
    other = passed("leave", TOMASZ, AISHA, at(8))
    assert earned(*TURNS, entries=(*without(LEAVE), other)) == ["Maya Lindqvist asked Tomasz Nowak without her leave."]


def test_gifts_of_one_kind_are_too_few():
    again = passed("lunch", AISHA, TOMASZ, at(10), "l9")
    assert earned(*TURNS, entries=(*without(SHOUTOUT), again)) == [
        "Maya Lindqvist asked Tomasz Nowak after too little: lunch since she was last asked."
    ]


def test_gifts_of_others_alone_are_not_enough():
    theirs = replace(LUNCHES[0], giver=AISHA.id)
    tables = (*LUNCHES[1:], passed("lunch", MAYA, CHEN, at(5), "l8"))
    assert earned(*TURNS, entries=(theirs, *tables, SHOUTOUT, LEAVE, ASK)) == [
        "Maya Lindqvist asked Tomasz Nowak before giving anything to her."
    ]


def test_what_was_given_before_the_last_ask_by_anybody_is_spent():
    earlier = passed("ask", AISHA, TOMASZ, at(12), "ask-0")
    late = replace(ASK, at=at(80, 13))
    told = earned(*TURNS, entries=(*without(ASK), earlier, late))
    assert "Maya Lindqvist asked Tomasz Nowak after too little: nothing since she was last asked." in told


def test_her_first_gift_has_to_be_four_weeks_old_and_the_latest_of_anybody_five_working_days():
    young = replace(LUNCHES[0], at=at(30))
    assert earned(*TURNS, entries=(young, *ENTRIES[1:])) == [
        "Maya Lindqvist asked Tomasz Nowak only 20 days after her first gift."
    ]
    on_thursday, on_friday = (passed("boost", AISHA, TOMASZ, at(day), "b1") for day in (45, 46))
    assert earned(*TURNS, entries=(*without(ASK), on_thursday, replace(ASK, at=at(52, 13)))) == []
    assert earned(*TURNS, entries=(*without(ASK), on_friday, replace(ASK, at=at(52, 13)))) == [
        "Maya Lindqvist asked Tomasz Nowak too soon after the latest gift: it would look like a price."
    ]


def test_two_asks_within_eight_weeks_and_a_fifth_in_a_year_are_told_whoever_asks():
    def asked(*days: int) -> list[str]:
        asks = tuple(passed("ask", AISHA, TOMASZ, at(day), f"ask-{day}") for day in days)
        return [sentence for sentence in earned(*TURNS, entries=asks) if "time within" in sentence]

    assert asked(0, 56, 112, 168) == []
    assert asked(0, 55) == ["Aisha Bello asked Tomasz Nowak a second time within eight weeks."]
    assert asked(0, 56, 112, 168, 224) == ["Aisha Bello asked Tomasz Nowak a fifth time within a year."]


def test_a_host_asks_five_people_in_any_seven_days_at_most():
    asks = [passed("ask", MAYA, TOMASZ, at(40 + day), f"ask-{day}") for day in (0, 1, 2, 3, 4)]
    sixth, later = (passed("ask", MAYA, CHEN, at(day), "ask-9") for day in (46, 47))
    assert "Maya Lindqvist asked Chen Wei as a sixth within seven days." in earned(entries=(*asks, sixth))
    assert "Maya Lindqvist asked Chen Wei as a sixth within seven days." not in earned(entries=(*asks, later))


def test_a_story_is_offered_to_one_in_ten_of_a_team_and_to_one_of_a_small_team():
    sent_too = pressed(MAYA, at(48), "ask.send", "story-1", person=CHEN.id)
    other = pressed(MAYA, at(48), "ask.send", "story-2", person=CHEN.id)
    before = passed("ask", MAYA, CHEN, at(48), "ask-0")
    told = "Maya Lindqvist asked Tomasz Nowak as one more than 1 of the 2 people of Engineering for one story."
    assert told in earned(*TURNS, sent_too, entries=(*ENTRIES, before))
    assert told not in earned(*TURNS, other, entries=(*ENTRIES, before))
    many = tuple(colleague(f"E{number}", "Lee", "Engineering") for number in range(18))
    assert told not in earned(*TURNS, sent_too, entries=(*ENTRIES, before), people=(*PEOPLE, *many))


@pytest.mark.parametrize(
    "third",
    [
        replace(LUNCHES[2], receiver=CHEN.id, team=CHEN.team),
        replace(LUNCHES[2], team=MAYA.team),
        replace(LUNCHES[2], ref=LUNCHES[1].ref),
        replace(LUNCHES[2], at=ASKED_AT.replace(hour=14)),
    ],
    ids=["a team she knows", "her own team", "the same table", "too late"],
)
def test_a_host_has_lunch_in_three_other_teams_first(third: Entry):
    assert earned(*TURNS, entries=(*without(LUNCHES[2]), third)) == [
        "Maya Lindqvist asked Tomasz Nowak before she had lunch with three other teams."
    ]


def test_a_host_shares_a_story_herself_before_she_asks():
    turns = [turn for turn in TURNS if turn is not FIRST]
    told = ["Maya Lindqvist asked Tomasz Nowak for a story that she had not shared herself."]
    assert earned(*turns) == told
    assert earned(*turns, pressed(MAYA, at(20), "share.shared", "story-9")) == told
    assert earned(*turns, pressed(MAYA, at(51), "share.shared", "story-1")) == told


def again(day: int, *turns: Turn, entries: tuple[Entry, ...] = ()) -> list[str]:
    """Maya asks Tomasz once more on a day after the first ask, which he has not answered by a share."""
    sent_again = pressed(MAYA, at(50 + day), "ask.send", "story-2", person=TOMASZ.id)
    ask = passed("ask", MAYA, TOMASZ, at(50 + day), f"ask-{day}")
    told = earned(*TURNS, sent_again, *turns, entries=(*ENTRIES, ask, *entries))
    return [sentence for sentence in told if "noes" in sentence or "after a no" in sentence]


def test_a_no_or_silence_holds_for_ninety_days():
    decline = pressed(TOMASZ, at(52), "ask.decline", "ask-1")
    assert again(89) == ["Maya Lindqvist asked Tomasz Nowak 88 days after a no."]
    assert again(92) == []
    assert again(91, decline) == ["Maya Lindqvist asked Tomasz Nowak 89 days after a no."]
    assert again(89, pressed(TOMASZ, at(51), "share.shared", "story-1")) == []


def test_after_two_noes_nothing_comes_until_the_person_invites():
    second = passed("ask", MAYA, TOMASZ, at(150), "ask-150")
    anew = passed("leave", TOMASZ, MAYA, at(160), "leave-2")
    assert again(300, entries=(second,)) == ["Maya Lindqvist asked Tomasz Nowak after two noes."]
    assert again(300, entries=(second, anew)) == []


def test_an_ask_that_no_host_sent_is_told():
    turns = [turn for turn in TURNS if turn is not SENT]
    assert [*promises.every_ask_was_sent_by_its_host(run(*turns))] == [
        "Tomasz Nowak was asked for Maya Lindqvist, who had not pressed anything."
    ]


@pytest.mark.parametrize(
    ("gift", "press"),
    [
        ("lunch", pressed(AISHA, at(2), "checkin.met", "c1")),
        ("shoutout", pressed(AISHA, at(2), "shoutout.post", "s1")),
        ("boost", pressed(MAYA, at(2), "boost.passed", "b1")),
    ],
)
def test_a_gift_counts_when_it_was_seen_to_be_received(gift: str, press: Turn):
    entries = (passed(gift, MAYA, AISHA, at(3)),)
    assert [*promises.every_gift_was_received(seen(press, entries=entries))] == []
    assert [*promises.every_gift_was_received(seen(entries=entries))] == [
        f"The ledger has a {gift} for Aisha Bello that nobody confirmed."
    ]


def test_an_ask_card_that_the_ledger_does_not_know_is_told():
    assert [*promises.every_ask_is_in_the_ledger(seen(ASK_CARD))] == ["Tomasz Nowak saw 1 asks, the ledger has 0."]


@pytest.mark.parametrize(
    "never",
    [pressed(TOMASZ, at(20), "ask.never"), pressed(TOMASZ, at(20), "settings.save", never_ask="true")],
    ids=["on an ask", "in her settings"],
)
def test_never_holds_until_she_takes_it_back(never: Turn):
    leave_card = sent(TOMASZ, at(21), card("May Maya ask you?", leave_yes="leave-1"))
    told = ["Tomasz Nowak was asked after she had said never."]
    back = pressed(TOMASZ, at(30), "settings.save", never_ask="false")
    assert [*promises.nobody_is_asked_after_never(seen(never, ASK_CARD))] == told
    assert [*promises.nobody_is_asked_after_never(seen(never, leave_card))] == told
    assert [*promises.nobody_is_asked_after_never(seen(never, back, ASK_CARD))] == []


def askable(*names: tuple[Colleague, str], words: str = "") -> Turn:
    choices = [{"title": title, "value": person.id} for person, title in names]
    field = {"type": "Input.ChoiceSet", "id": "person", "choices": choices}
    shown = card("Whom may I ask?", *([words] if words else []), ask_send="story-1")
    return sent(MAYA, at(50, 12), {**shown, "body": [*shown["body"], field]})


def shown(*turns: Turn) -> list[str]:
    before = (turn for turn in TURNS if turn not in (SENT, ANSWER, ASK_CARD))
    return [*promises.a_host_sees_only_whom_she_may_ask(run(*before, *turns, entries=without(ASK)))]


def test_a_host_is_shown_names_that_she_may_ask_and_no_others():
    assert shown(askable((TOMASZ, "Tomasz Nowak · Engineering"))) == []
    assert "Maya Lindqvist was shown Aisha Bello on 24 Feb, though asking would be without her leave." in shown(
        askable((AISHA, "Aisha Bello · Finance"))
    )


def test_a_host_reads_of_nobody_else_on_the_card_that_says_whom_she_may_ask():
    told = shown(askable((TOMASZ, "Tomasz Nowak"), words="Aisha Bello: from 12 March on"))
    assert told == ["Maya Lindqvist was told something about Aisha Bello on the card that says whom she may ask."]


def tried(person: Colleague, day: int, answer: str) -> tuple[Turn, Turn]:
    press = pressed(MAYA, at(day), "ask.send", "story-1", person=person.id)
    return press, sent(MAYA, at(day), text=answer)


def test_a_pause_a_no_and_a_stranger_look_the_same_to_a_host_who_tries():
    same = (*tried(TOMASZ, 5, "Not yet."), *tried(AISHA, 6, "Not yet."), *tried(CHEN, 7, "It is on its way to Chen."))
    assert [*promises.not_yet_is_all_she_learns(seen(*same))] == []
    telling = (*same, *tried(CHEN, 8, "Not yet. Chen has paused."))
    assert [*promises.not_yet_is_all_she_learns(seen(*telling))] == [
        "A host reads “Not yet.” of Tomasz Nowak and “Not yet. Chen has paused.” of Chen Wei."
    ]
    closed = (*same, *tried(CHEN, 8, "This story is closed. Write “stories” to see those that are open."))
    assert [*promises.not_yet_is_all_she_learns(seen(*closed))] == []


def test_what_an_eager_host_tried_is_counted():
    eager = replace(MAYA, is_eager=True)
    again = (tried(CHEN, day, "It is on its way to Chen.") for day in (7, 9))
    turns = (*tried(TOMASZ, 5, "Not yet."), *(turn for pair in again for turn in pair), said(MAYA, at(8), "help"))
    theirs = pressed(AISHA, at(9), "ask.send", "story-1", person=CHEN.id)
    run = replace(seen(*turns, theirs), people=(eager, *EVERYBODY[1:]))
    assert tries.eager(run) == {"tried": 3, "sent": 1, "sent_before": 1, "not_yet": 1}
    assert tries.eager(seen(*turns)) == {"tried": 0, "sent": 0, "sent_before": 0, "not_yet": 0}
