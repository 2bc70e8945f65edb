"""What differs between a lunch as we know it and its event. Pure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot_service.graph.meeting import Booked
from bot_service.lunches.outlook.differences import (
    Away,
    Declined,
    Forwarded,
    Gone,
    Left,
    Moved,
    NotYetInvited,
    OrganiserLeft,
    PlaceChanged,
    ProposalGone,
    Proposed,
    Responded,
    Seat,
    StillInvited,
    Table,
    TakenOff,
    Uninvited,
    differences,
    people_differences,
)

NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
LENGTH = timedelta(minutes=45)
LATER = (NOON + timedelta(hours=1), NOON + timedelta(hours=1) + LENGTH)
POTLUCK, ADA, BO, CY = "potluck@contoso.example", "ada@contoso.example", "bo@contoso.example", "cy@contoso.example"

TABLE = Table(
    starts_at=NOON,
    ends_at=NOON + LENGTH,
    place="Canteen",
    organiser=POTLUCK,
    seats=(Seat("ada", ADA), Seat("bo", BO), Seat("cy", CY)),
)
EVENT = Booked(
    event_id="event",
    i_cal_uid="uid",
    start=NOON,
    end=NOON + LENGTH,
    cancelled=False,
    responses={ADA: "none", BO: "none", CY: "none"},
    place="Canteen",
    guests=frozenset({ADA, BO, CY}),
    categories=("Potluck", "mixer"),
    organiser=POTLUCK,
)


def test_a_lunch_that_nobody_touched_has_no_differences() -> None:
    assert differences(TABLE, EVENT) == []


def test_each_answer_is_one_difference() -> None:
    event = replace(EVENT, responses={ADA: "accepted", BO: "tentative", CY: "declined"})

    assert differences(TABLE, event) == [Responded("ada", "accepted"), Responded("bo", "tentative"), Declined("cy")]


def test_an_answer_that_is_noted_already_is_none() -> None:
    table = replace(TABLE, seats=(Seat("ada", ADA, "accepted"), *TABLE.seats[1:]))

    assert differences(table, replace(EVENT, responses={ADA: "accepted", BO: "none", CY: "none"})) == []


def test_a_move_wipes_out_answers() -> None:
    table = replace(TABLE, seats=(Seat("ada", ADA, "accepted"), *TABLE.seats[1:]))

    assert differences(table, replace(EVENT, start=LATER[0], end=LATER[1])) == [Moved(*LATER), Responded("ada", "")]


def test_a_move_to_a_proposed_time_is_one_that_was_wished_for() -> None:
    event = replace(EVENT, start=LATER[0], end=LATER[1], proposals={BO: LATER})

    assert differences(TABLE, event) == [Moved(*LATER, is_wished=True)]


def test_a_proposal_comes_before_the_no_that_came_with_it() -> None:
    event = replace(EVENT, responses={ADA: "declined", BO: "none", CY: "none"}, proposals={ADA: LATER})

    assert differences(TABLE, event) == [Proposed("ada", *LATER, declines=True)]


def test_a_proposal_that_was_looked_at_is_none_and_the_no_counts() -> None:
    table = replace(TABLE, seats=(Seat("ada", ADA, proposed_at=LATER[0]), *TABLE.seats[1:]))
    event = replace(EVENT, responses={ADA: "declined", BO: "none", CY: "none"}, proposals={ADA: LATER})

    assert differences(table, event) == [Declined("ada")]


def test_a_proposal_that_stands_there_no_longer_may_be_made_again() -> None:
    table = replace(TABLE, seats=(Seat("ada", ADA, proposed_at=LATER[0]), *TABLE.seats[1:]))

    assert differences(table, EVENT) == [ProposalGone("ada")]


def test_another_place_is_a_difference() -> None:
    assert differences(TABLE, replace(EVENT, place="Roof")) == [PlaceChanged("Roof")]


def test_an_event_that_is_deleted_or_cancelled_is_gone() -> None:
    assert differences(TABLE, None) == [Gone()]
    assert differences(TABLE, replace(EVENT, cancelled=True, responses={ADA: "declined"})) == [Gone()]


def test_a_stranger_was_forwarded_to_and_somebody_who_is_missing_was_taken_off() -> None:
    assert differences(TABLE, replace(EVENT, guests=EVENT.guests | {"dee@contoso.example"})) == [
        Forwarded("dee@contoso.example")
    ]
    assert differences(TABLE, replace(EVENT, guests=EVENT.guests - {CY})) == [Uninvited("cy")]


def test_a_guest_whose_address_changed_is_not_taken_for_one_who_was_taken_off() -> None:
    table = replace(TABLE, seats=(*TABLE.seats[:2], Seat("cy", "cy.married@contoso.example")))

    assert differences(table, EVENT) == [Forwarded(CY)]


def test_who_joined_an_open_table_is_to_be_invited() -> None:
    table = replace(TABLE, is_open=True)

    assert differences(table, replace(EVENT, guests=EVENT.guests - {CY})) == [NotYetInvited("cy")]


def test_who_does_not_come_any_more_is_to_be_taken_off() -> None:
    table = replace(TABLE, seats=TABLE.seats[:2], former=frozenset({CY}))

    assert differences(table, EVENT) == [StillInvited(CY)]


def test_who_does_not_come_any_more_and_is_off_the_event_is_so_once() -> None:
    table, event = (
        replace(TABLE, seats=TABLE.seats[:2], former=frozenset({CY})),
        replace(EVENT, guests=frozenset({ADA, BO})),
    )

    assert differences(table, event) == [TakenOff(CY)]
    assert differences(replace(table, off=frozenset({CY})), event) == []


def test_who_is_on_it_again_after_that_was_asked_again_unless_she_has_declined() -> None:
    table = replace(TABLE, seats=TABLE.seats[:2], former=frozenset({CY}), off=frozenset({CY}))

    assert differences(table, EVENT) == [Forwarded(CY)]
    assert differences(table, replace(EVENT, responses={CY: "declined"})) == [StillInvited(CY)]


def test_the_guest_who_organises_is_neither_missing_nor_a_stranger() -> None:
    table = replace(TABLE, organiser=ADA)
    event = replace(EVENT, organiser=ADA, guests=EVENT.guests - {ADA}, responses={BO: "none", CY: "none"})

    assert differences(table, event) == []


def test_who_left_the_company_and_who_is_away_are_known_without_the_event() -> None:
    seats = (Seat("ada", ADA, has_left=True), *TABLE.seats[1:])
    table = replace(TABLE, organiser=ADA, seats=seats, is_orphaned=True)

    assert people_differences(table, away=frozenset({"bo"})) == [OrganiserLeft(), Left("ada"), Away("bo")]


def test_a_category_that_somebody_deleted_is_nothing() -> None:
    assert differences(TABLE, replace(EVENT, categories=())) == []


ANSWERS = st.sampled_from(["none", "accepted", "tentative", "declined"])
SPANS = (
    st.integers(0, 40).map(lambda quarters: NOON + timedelta(minutes=15 * quarters)).map(lambda at: (at, at + LENGTH))
)
GUESTS = st.sampled_from([ADA, BO, CY, "dee@contoso.example"])


@st.composite
def events(draw: st.DrawFn) -> Booked:
    """Any event that could come of this lunch."""
    guests = draw(st.frozensets(GUESTS))
    start, end = draw(SPANS)
    return Booked(
        event_id="event",
        i_cal_uid="uid",
        start=start,
        end=end,
        cancelled=False,
        responses={mail: draw(ANSWERS) for mail in sorted(guests)},
        place=draw(st.sampled_from(["Canteen", "Roof", ""])),
        guests=guests,
        proposals={mail: draw(SPANS) for mail in sorted(guests) if draw(st.booleans())},
        organiser=POTLUCK,
    )


@given(events())
def test_the_same_event_twice_taken_over_in_between_has_no_differences(event: Booked) -> None:
    """As `notes` and `proposals` take them over; who is company stays company, and nothing more follows from it."""
    table = taken_over(TABLE, event)
    again = differences(table, event)
    settled = taken_over(table, event)

    assert [one for one in again if not isinstance(one, Forwarded | Declined | StillInvited)] == []
    assert differences(taken_over(settled, event), event) == differences(settled, event)


@given(events())
def test_who_stays_is_never_both_a_guest_and_turned_away(event: Booked) -> None:
    found = differences(TABLE, event)

    for seat in TABLE.seats:
        about_her = [one for one in found if getattr(one, "person_id", "") == seat.person_id]
        assert len([one for one in about_her if not isinstance(one, Responded)]) <= 1


def taken_over(table: Table, event: Booked) -> Table:
    """The table as our rows tell of it once everything in the event was dealt with."""
    changes = differences(table, event)
    out = {one.person_id for one in changes if isinstance(one, Declined | Uninvited)}
    said = {one.person_id: one.response for one in changes if isinstance(one, Responded)}
    proposed: dict[str, datetime | None] = {one.person_id: None for one in changes if isinstance(one, ProposalGone)}
    proposed |= {one.person_id: one.start for one in changes if isinstance(one, Proposed)}
    seats = tuple(
        replace(
            seat,
            response=said.get(seat.person_id, seat.response),
            proposed_at=proposed.get(seat.person_id, seat.proposed_at),
        )
        for seat in table.seats
        if seat.person_id not in out
    )
    former = table.former | {seat.mail for seat in table.seats if seat.person_id in out}
    off = former - event.guests
    table = replace(table, seats=seats, former=former, off=off)
    return replace(table, starts_at=event.start, ends_at=event.end, place=event.place)
