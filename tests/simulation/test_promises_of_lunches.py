from dataclasses import replace
from datetime import time, timedelta

from bot_service.simulation import promises
from bot_service.simulation import promises_of_calendars as calendars
from bot_service.simulation.own_account import OwnAccount, Table
from bot_service.simulation.seen import Calendar, Colleague, Event, Placing, WorkingHours
from tests.simulation.contoso import (
    AISHA,
    CHEN,
    MAYA,
    TOMASZ,
    at,
    calendar,
    joined,
    lunch,
    meeting,
    offered,
    pressed,
    said,
    seen,
)  # fmt: skip

NOON = at(8)
TABLE = Table("l1", NOON, frozenset({TOMASZ.id, AISHA.id}))


def test_a_plain_lunch_of_two_who_joined_breaks_nothing():
    event = lunch(TOMASZ, AISHA, start=NOON)
    run = seen(
        joined(TOMASZ, AISHA),
        offered("l1", at(2), TOMASZ, AISHA),
        calendars=(calendar(TOMASZ, event, meeting("Planning", at(8, 14))), calendar(AISHA, event)),
        own=OwnAccount(tables=(TABLE,)),
    )
    assert promises.broken(run) == []


def test_two_lunches_at_once_are_told():
    run = seen(
        calendars=(calendar(TOMASZ, lunch(TOMASZ, AISHA, start=NOON), lunch(TOMASZ, MAYA, start=NOON, uid="lunch-2")),)
    )
    assert any(
        "at the same time" in sentence and "tomasz.nowak" in sentence
        for sentence in calendars.nobody_is_in_two_places(run)
    )


def test_a_lunch_over_a_holiday_is_told():
    holiday = meeting("Holiday", at(7, 0), minutes=5 * 24 * 60, show_as="oof")
    run = seen(calendars=(calendar(AISHA, lunch(AISHA, TOMASZ, start=NOON), holiday),))
    assert len([*calendars.nobody_is_in_two_places(run)]) == 1


def test_a_lunch_that_ends_when_a_meeting_begins_is_fine_and_so_is_one_beside_free_time():
    run = seen(
        calendars=(
            calendar(
                AISHA,
                lunch(AISHA, TOMASZ, start=NOON),
                meeting("Review", at(8, 13)),
                meeting("Maybe", NOON, show_as="free"),
            ),
        )
    )
    assert [*calendars.nobody_is_in_two_places(run)] == []


def test_a_meeting_put_over_a_lunch_later_is_not_our_doing():
    event = lunch(AISHA, TOMASZ, start=NOON, created_at=at(3))
    late, early = (meeting("Crisis", NOON, created_at=at(day)) for day in (5, 1))
    assert [*calendars.nobody_is_in_two_places(seen(calendars=(calendar(AISHA, event, late),)))] == []
    assert [*calendars.nobody_is_in_two_places(seen(calendars=(calendar(AISHA, event, early),)))] != []


def placed(who: Colleague, event: Event, *over: Event) -> Placing:
    hours = calendar(who).hours
    return Placing(
        at(3),
        who.principal_name,
        event.uid,
        event.subject,
        event.start,
        event.end,
        tuple(one.taken for one in over),
        hours,
    )


def test_what_lay_there_when_it_was_booked_is_known_from_who_stood_by():
    event, crisis = lunch(AISHA, TOMASZ, start=NOON), meeting("Crisis", NOON)
    run = seen(calendars=(calendar(AISHA, event, crisis),))
    later, before = (replace(run, placings=(placed(AISHA, event, *over),)) for over in ((), (crisis,)))
    assert [*calendars.nobody_is_in_two_places(later)] == [*calendars.nothing_is_booked_over_anything(later)] == []
    assert len([*calendars.nobody_is_in_two_places(before)]) == 1
    assert [*calendars.nothing_is_booked_over_anything(before)] == [
        f"Potluck put “{event.subject}” of Tue 13 Jan 12:00 UTC in the calendar of aisha.bello@contoso.example, over “Crisis”."
    ]


def test_her_own_lunch_hour_may_be_used_by_her_leave_alone():
    event, block = lunch(AISHA, TOMASZ, start=NOON), meeting("Lunch", NOON)
    leave = pressed(AISHA, at(1), "preferences.save", own_lunch="true")
    for presses, sentences in (((), 2), ((leave,), 0)):
        run = replace(
            seen(*presses, calendars=(calendar(AISHA, event, block),)), placings=(placed(AISHA, event, block),)
        )
        judged = [*calendars.nobody_is_in_two_places(run), *calendars.nothing_is_booked_over_anything(run)]
        assert len(judged) == sentences


def test_a_lunch_put_outside_of_working_hours_is_told_even_when_it_was_moved_since():
    early = lunch(CHEN, AISHA, start=at(8, 11))
    run = replace(seen(), placings=(placed(CHEN, early), placed(CHEN, lunch(CHEN, AISHA, start=at(8, 17)))))
    assert [sentence.rpartition(", ")[2] for sentence in calendars.nothing_is_booked_over_anything(run)] == [
        "outside her working hours."
    ]


def test_who_has_moved_to_another_zone_since_keeps_her_lunch():
    event = lunch(AISHA, TOMASZ, start=at(8, 11))
    hours = WorkingHours(frozenset(range(5)), time(9), time(17), "America/New_York")
    moved = Calendar(AISHA.principal_name, (event,), hours)
    assert len([*calendars.nobody_eats_outside_working_hours(seen(calendars=(moved,)))]) == 1
    run = replace(seen(calendars=(moved,)), placings=(placed(AISHA, event),))
    assert [*calendars.nobody_eats_outside_working_hours(run)] == []


def test_a_lunch_over_a_holiday_entered_two_days_ahead_must_go():
    event = lunch(AISHA, TOMASZ, start=NOON, created_at=at(3))
    away = [meeting("Ill", at(8, 0), minutes=24 * 60, show_as="oof", created_at=when) for when in (at(6, 11), at(7))]
    early, late = (seen(calendars=(calendar(AISHA, event, entry),)) for entry in away)
    assert len([*calendars.who_is_away_is_noticed(early)]) == 1
    assert [*calendars.who_is_away_is_noticed(late)] == []
    assert [*calendars.who_is_away_is_noticed(replace(early, end=at(6, 11)))] == []  # it would be noticed after the run


def test_a_public_holiday_where_a_guest_works_is_told():
    event = lunch(CHEN, AISHA, start=at(14, 17))  # Monday 19 January 2026, Martin Luther King's day
    run = seen(calendars=(calendar(CHEN, event), calendar(AISHA, event)))
    abroad = replace(run, people=(replace(CHEN, country="US"), replace(AISHA, country="GB")))
    assert [*calendars.nobody_eats_on_a_holiday(abroad)] == [
        f"Chen Wei has “{event.subject}” on 19 Jan, a public holiday (US)."
    ]


def test_a_lunch_that_waits_for_ever_and_a_step_that_fails_are_told():
    own = OwnAccount(stuck={"l1": "agreed"}, faults=2)
    assert [*promises.each_lunch_goes_on(seen(own=own))] == [
        "The lunch l1 is still agreed.",
        "2 steps failed for reasons that nobody foresaw.",
    ]


def test_an_event_without_its_kind_is_told():
    plain, strange = (
        lunch(AISHA, TOMASZ, start=NOON, categories=each) for each in (("Potluck",), ("Potluck", "party"))
    )
    for event in (plain, strange):
        assert len([*calendars.each_event_says_what_it_is(seen(calendars=(calendar(AISHA, event),)))]) == 1


def test_whom_a_guest_brought_along_sits_there_and_is_nobodys_match():
    event = lunch(TOMASZ, AISHA, CHEN, start=NOON, optional=frozenset({CHEN.principal_name}))
    run = seen(
        joined(TOMASZ, AISHA),
        calendars=tuple(calendar(one, event) for one in (TOMASZ, AISHA, CHEN)),
        own=OwnAccount(tables=(Table("l1", NOON, frozenset({TOMASZ.id, AISHA.id, CHEN.id})),)),
    )
    assert promises.broken(run) == []
    assert promises.same_team_pairs(run) == []


def test_two_meetings_of_her_own_at_once_are_her_own_affair():
    assert [
        *calendars.nobody_is_in_two_places(seen(calendars=(calendar(AISHA, meeting("A", NOON), meeting("B", NOON)),)))
    ] == []


def test_noon_in_berlin_is_no_lunch_in_new_york():
    event = lunch(CHEN, AISHA, start=at(8, 11))  # 6:00 in New York
    run = seen(calendars=(calendar(CHEN, event), calendar(AISHA, event)))
    assert [sentence[:8] for sentence in calendars.nobody_eats_outside_working_hours(run)] == ["chen.wei"]


def test_a_saturday_is_no_working_day():
    assert [
        *calendars.nobody_eats_outside_working_hours(
            seen(calendars=(calendar(AISHA, lunch(AISHA, MAYA, start=at(5))),))
        )
    ] != []


def test_a_guest_without_the_event_is_told():
    run = seen(calendars=(calendar(TOMASZ, lunch(TOMASZ, AISHA, start=NOON)), calendar(AISHA)))
    assert [*calendars.each_guest_has_the_event_once(run)] == [
        "aisha.bello@contoso.example is a guest of the event lunch-1 and does not have it."
    ]


def test_the_same_event_twice_on_one_calendar_is_told():
    event = lunch(TOMASZ, AISHA, start=NOON)
    run = seen(calendars=(calendar(TOMASZ, event, event), calendar(AISHA, event)))
    assert any("2 times" in sentence for sentence in calendars.each_guest_has_the_event_once(run))


def test_a_lunch_booked_twice_and_one_called_off_but_left_standing_are_told():
    first, second = (lunch(TOMASZ, AISHA, start=NOON, uid=f"lunch-{number}") for number in (0, 1))
    orphan = lunch(TOMASZ, MAYA, start=NOON + timedelta(days=2), uid="orphan")
    run = seen(
        calendars=(calendar(TOMASZ, first, second, orphan),),
        own=OwnAccount(tables=(TABLE,)),
    )
    told = [*calendars.each_lunch_that_is_on_has_one_event(run)]
    assert told == [
        "The lunch l1 has 2 events.",
        "The event orphan is on calendars, but its lunch was called off or never was.",
    ]


def test_a_cancelled_event_counts_as_none():
    run = seen(
        calendars=(calendar(TOMASZ, lunch(TOMASZ, AISHA, start=NOON, is_cancelled=True)),),
        own=OwnAccount(tables=(TABLE,)),
    )
    assert [*calendars.each_lunch_that_is_on_has_one_event(run)] == ["The lunch l1 has 0 events."]


def test_an_offer_before_the_yes_to_potluck_is_told():
    run = seen(joined(AISHA), offered("l1", at(2), TOMASZ, AISHA), joined(TOMASZ, when=at(3)))
    assert [*promises.only_who_joined_is_matched(run)] == ["Tomasz Nowak got an offer on 07 Jan, but had not joined."]


def test_who_writes_that_she_joins_has_joined():
    offer = offered("l1", at(2), TOMASZ, AISHA)
    words = tuple(said(guest, at(1), "Join") for guest in (TOMASZ, AISHA))
    assert [*promises.only_who_joined_is_matched(seen(words, offer))] == []
    assert len([*promises.only_who_joined_is_matched(seen(words[:1], offer))]) == 1


def test_stop_holds_from_the_next_second_on():
    run = seen(joined(AISHA, TOMASZ), said(AISHA, at(1), "Stop"), offered("l1", at(2), TOMASZ, AISHA))
    assert [sentence.split()[0] for sentence in promises.only_who_joined_is_matched(run)] == ["Aisha"]


def test_a_lunch_on_the_calendar_of_somebody_who_declined_potluck_is_told():
    run = seen(pressed(AISHA, at(0), "welcome.decline"), calendars=(calendar(AISHA, lunch(AISHA, TOMASZ, start=NOON)),))
    assert any("never joined" in sentence for sentence in promises.only_who_joined_is_matched(run))


def test_one_team_and_repeats_are_told_for_matched_lunches_only():
    mixer = lunch(TOMASZ, CHEN, start=NOON)
    again = lunch(TOMASZ, CHEN, start=NOON + timedelta(days=1), uid="lunch-2", kind="on demand")
    chosen = [
        lunch(TOMASZ, CHEN, start=NOON + timedelta(days=day), uid=kind, kind=kind)
        for day, kind in enumerate(("team table", "open table", "again"), start=2)
    ]
    run = seen(calendars=(calendar(TOMASZ, mixer, again, *chosen), calendar(CHEN, mixer, again, *chosen)))
    assert promises.same_team_pairs(run) == [("Chen Wei", "Tomasz Nowak")] * 2
    assert promises.repeat_pairs(run) == {("Chen Wei", "Tomasz Nowak"): 2}
    assert [*promises.nobody_is_matched_twice(run)] == ["Chen Wei and Tomasz Nowak were matched 2 times."]
    assert len([*promises.lunches_cross_teams(run)]) == 2
