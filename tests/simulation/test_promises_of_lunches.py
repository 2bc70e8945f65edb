from datetime import timedelta

from bot_service.simulation import promises
from bot_service.simulation.seen import OwnAccount, Table
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
        for sentence in promises.nobody_is_in_two_places(run)
    )


def test_a_lunch_over_a_holiday_is_told():
    holiday = meeting("Holiday", at(7, 0), minutes=5 * 24 * 60, show_as="oof")
    run = seen(calendars=(calendar(AISHA, lunch(AISHA, TOMASZ, start=NOON), holiday),))
    assert len([*promises.nobody_is_in_two_places(run)]) == 1


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
    assert [*promises.nobody_is_in_two_places(run)] == []


def test_a_meeting_put_over_a_lunch_later_is_not_our_doing():
    event = lunch(AISHA, TOMASZ, start=NOON, created_at=at(3))
    late, early = (meeting("Crisis", NOON, created_at=at(day)) for day in (5, 1))
    assert [*promises.nobody_is_in_two_places(seen(calendars=(calendar(AISHA, event, late),)))] == []
    assert [*promises.nobody_is_in_two_places(seen(calendars=(calendar(AISHA, event, early),)))] != []


def test_two_meetings_of_her_own_at_once_are_her_own_affair():
    assert [
        *promises.nobody_is_in_two_places(seen(calendars=(calendar(AISHA, meeting("A", NOON), meeting("B", NOON)),)))
    ] == []


def test_noon_in_berlin_is_no_lunch_in_new_york():
    event = lunch(CHEN, AISHA, start=at(8, 11))  # 6:00 in New York
    run = seen(calendars=(calendar(CHEN, event), calendar(AISHA, event)))
    assert [sentence[:8] for sentence in promises.nobody_eats_outside_working_hours(run)] == ["chen.wei"]


def test_a_saturday_is_no_working_day():
    assert [
        *promises.nobody_eats_outside_working_hours(seen(calendars=(calendar(AISHA, lunch(AISHA, MAYA, start=at(5))),)))
    ] != []


def test_a_guest_without_the_event_is_told():
    run = seen(calendars=(calendar(TOMASZ, lunch(TOMASZ, AISHA, start=NOON)), calendar(AISHA)))
    assert [*promises.each_guest_has_the_event_once(run)] == [
        "aisha.bello@contoso.example is a guest of the event lunch-1 and does not have it."
    ]


def test_the_same_event_twice_on_one_calendar_is_told():
    event = lunch(TOMASZ, AISHA, start=NOON)
    run = seen(calendars=(calendar(TOMASZ, event, event), calendar(AISHA, event)))
    assert any("2 times" in sentence for sentence in promises.each_guest_has_the_event_once(run))


def test_a_lunch_booked_twice_and_one_called_off_but_left_standing_are_told():
    first, second = (lunch(TOMASZ, AISHA, start=NOON, uid=f"lunch-{number}") for number in (0, 1))
    orphan = lunch(TOMASZ, MAYA, start=NOON + timedelta(days=2), uid="orphan")
    run = seen(
        calendars=(calendar(TOMASZ, first, second, orphan),),
        own=OwnAccount(tables=(TABLE,)),
    )
    told = [*promises.each_lunch_that_is_on_has_one_event(run)]
    assert told == [
        "The lunch l1 has 2 events.",
        "The event orphan is on calendars, but its lunch was called off or never was.",
    ]


def test_a_cancelled_event_counts_as_none():
    run = seen(
        calendars=(calendar(TOMASZ, lunch(TOMASZ, AISHA, start=NOON, is_cancelled=True)),),
        own=OwnAccount(tables=(TABLE,)),
    )
    assert [*promises.each_lunch_that_is_on_has_one_event(run)] == ["The lunch l1 has 0 events."]


def test_an_offer_before_the_yes_to_potluck_is_told():
    run = seen(joined(AISHA), offered("l1", at(2), TOMASZ, AISHA), joined(TOMASZ, when=at(3)))
    assert [*promises.only_who_joined_is_matched(run)] == ["Tomasz Nowak got an offer on 07 Jan, but had not joined."]


def test_stop_holds_from_the_next_second_on():
    run = seen(joined(AISHA, TOMASZ), said(AISHA, at(1), "Stop"), offered("l1", at(2), TOMASZ, AISHA))
    assert [sentence.split()[0] for sentence in promises.only_who_joined_is_matched(run)] == ["Aisha"]


def test_a_lunch_on_the_calendar_of_somebody_who_declined_potluck_is_told():
    run = seen(pressed(AISHA, at(0), "welcome.decline"), calendars=(calendar(AISHA, lunch(AISHA, TOMASZ, start=NOON)),))
    assert any("never joined" in sentence for sentence in promises.only_who_joined_is_matched(run))


def test_one_team_and_repeats_are_told_for_matched_lunches_only():
    mixer = lunch(TOMASZ, CHEN, start=NOON)
    again = lunch(TOMASZ, CHEN, start=NOON + timedelta(days=1), uid="lunch-2")
    table = lunch(TOMASZ, CHEN, start=NOON + timedelta(days=2), uid="lunch-3", kind="team table")
    run = seen(calendars=(calendar(TOMASZ, mixer, again, table), calendar(CHEN, mixer, again, table)))
    assert promises.same_team_pairs(run) == [("Chen Wei", "Tomasz Nowak")] * 2
    assert promises.repeat_pairs(run) == {("Chen Wei", "Tomasz Nowak"): 2}
    assert [*promises.nobody_is_matched_twice(run)] == ["Chen Wei and Tomasz Nowak were matched 2 times."]
    assert len([*promises.lunches_cross_teams(run)]) == 2
