"""Whoever stands by when a lunch comes into a calendar knows what it was put over."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot_service.sandbox.account import Account
from bot_service.sandbox.diary import BUSY, FREE, Entry
from bot_service.sandbox.meeting import Copy, Facts, Invited, with_changes
from bot_service.sandbox.world import World
from bot_service.simulation.witness import Witness

NOON = datetime(2026, 5, 16, 12, tzinfo=ZoneInfo("Europe/Berlin"))  # a Saturday: nobody's diary has anything of its own
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return World(seed=7, people=12)


@pytest.fixture
def witness(world: World) -> Witness:
    return Witness(world)


def book(world: World, *guests: Account, start: datetime = NOON, category: str = "Potluck") -> Copy:
    invited = tuple(Invited(guest.mail, guest.name) for guest in guests)
    facts = Facts("Lunch", start, start + HOUR, attendees=invited, categories=(category, "mixer"))
    return world.outlook.book(world.company.organiser, facts)


def note_down(world: World, person: Account, subject: str, show_as: str = BUSY) -> None:
    world.outlook.note_down(person, Entry(NOON, NOON + HOUR, show_as, subject))


def test_a_lunch_in_free_time_is_over_nothing_and_each_guest_has_a_placing(world: World, witness: Witness):
    maya, other = world.company.people[:2]
    note_down(world, maya, "Maybe", FREE)
    book(world, maya, other)
    assert [(placing.owner, placing.over) for placing in witness.placings] == [
        (maya.principal_name, ()),
        (other.principal_name, ()),
    ]
    assert witness.placings[0].hours is not None
    assert witness.placings[0].hours.zone == maya.zone


def test_what_lay_there_before_is_noted_and_what_comes_later_is_not(world: World, witness: Witness):
    maya, other = world.company.people[:2]
    note_down(world, maya, "Review")
    book(world, maya, other)
    note_down(world, other, "Crisis")
    assert [[subject for *_, subject in placing.over] for placing in witness.placings] == [["Review"], []]


def test_of_two_lunches_at_once_the_second_lies_over_the_first(world: World, witness: Witness):
    maya, one, other = world.company.people[:3]
    book(world, maya, one)
    book(world, maya, other)
    assert [len(placing.over) for placing in witness.placings] == [0, 0, 1, 0]


def test_a_lunch_that_is_moved_is_placed_anew_and_one_that_is_answered_is_not(world: World, witness: Witness):
    maya, other = world.company.people[:2]
    copy = book(world, maya, other)
    (hers,) = world.outlook.copies(maya)
    world.outlook.answer(hers, "accepted")
    assert len(witness.placings) == 2
    world.outlook.change(copy, with_changes(copy.meeting.facts, {"start": NOON + HOUR, "end": NOON + 2 * HOUR}))
    assert [placing.start for placing in witness.placings] == [NOON, NOON, NOON + HOUR, NOON + HOUR]


def test_other_meetings_and_company_that_a_guest_brings_along_are_nothing_to_witness(world: World, witness: Witness):
    maya, other, company = world.company.people[:3]
    book(world, maya, other, category="Project")
    assert witness.placings == []
    book(world, maya, other, start=NOON + 3 * HOUR)
    hers = next(copy for copy in world.outlook.copies(maya) if "Potluck" in copy.categories)
    world.outlook.forward(hers, company)
    assert {placing.owner for placing in witness.placings} == {maya.principal_name, other.principal_name}
