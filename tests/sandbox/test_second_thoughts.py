"""What comes up after somebody accepted, and what people with rights do: seldom, the same on each run, and never over anything."""

from datetime import datetime, timedelta

import pytest

from bot_service.sandbox.account import Account
from bot_service.sandbox.conversations import PRESS
from bot_service.sandbox.diary import AWAY, ELSEWHERE, FREE
from bot_service.sandbox.habits import Habits
from bot_service.sandbox.meeting import ACCEPTED, Copy, Facts, Invited
from bot_service.sandbox.plans import Interfere, SecondThought
from bot_service.sandbox.second_thoughts import LATER, SecondThoughts
from bot_service.sandbox.workday import is_at_work
from bot_service.sandbox.world import World


@pytest.fixture
def vuk(world: World, maya: Account) -> Account:
    people = world.company.people
    return next(one for one in people if one.team == "Engineering" and one.zone == maya.zone and not one.is_host)


@pytest.fixture
def thoughts(world: World) -> SecondThoughts:
    return SecondThoughts(world, Habits(7))


@pytest.fixture
def lunch(world: World, maya: Account, vuk: Account) -> Copy:
    """A lunch of Maya and Vuk, who works where she does, within the week, at a time that suits both; both have accepted."""
    start = world.start + timedelta(days=3, hours=4)
    while not all(free(world, one, start) for one in (maya, vuk)):
        start += timedelta(minutes=30)
    invited = tuple(Invited(one.mail, one.name) for one in (maya, vuk))
    facts = Facts("Lunch", start, start + timedelta(hours=1), attendees=invited, categories=("Potluck", "mixer"))
    copy = world.outlook.book(world.company.organiser, facts)
    for one in (maya, vuk):
        (hers,) = world.outlook.copies(one)
        world.outlook.answer(hers, ACCEPTED)
    return copy


def free(world: World, person: Account, start: datetime, *, but: str = "") -> bool:
    end = start + timedelta(hours=1)
    taken = [entry for entry in world.outlook.taken(person, start, end) if entry.subject != but]
    at_work = is_at_work(person, start) and is_at_work(person, end - timedelta(minutes=1))
    return at_work and all(entry.show_as in {FREE, ELSEWHERE} for entry in taken)


def copy_of(world: World, person: Account) -> Copy:
    (copy,) = world.outlook.copies(person)
    return copy


def think(thoughts: SecondThoughts, world: World, person: Account, do: str) -> int:
    return thoughts.act(person, SecondThought(copy_of(world, person).id, do))


def test_a_few_of_a_hundred_have_second_thoughts_in_time_and_the_same_ones_on_each_run(
    world: World, maya: Account, lunch: Copy
):
    copy = copy_of(world, maya)
    drawn = [
        [SecondThoughts(world, Habits(seed)).after_accepting(maya, f"lunch {number}", copy) for number in range(2000)]
        for seed in (7, 7, 8)
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    some = [thought for thought in drawn[0] if thought]
    assert 0.04 < len(some) / 2000 < 0.08
    for do, at, latest in some:
        (before,) = [before for _, word, before in LATER if word == do.do]
        assert world.clock.now < at <= latest == lunch.meeting.facts.start - before
    assert {do.do for do, _, _ in some} == {"decline", "propose", "forward", "away"}


def test_nobody_thinks_twice_about_the_same_lunch_and_obedient_people_never(
    world: World, thoughts: SecondThoughts, maya: Account, lunch: Copy
):
    assert lunch.meeting.answers[maya.mail.lower()][0] == ACCEPTED
    names = [f"lunch {number}" for number in range(200)]
    obedient = SecondThoughts(world, Habits(7, always_yes=True))
    asked = [
        [each.after_accepting(maya, name, copy_of(world, maya)) for name in names]
        for each in (thoughts, thoughts, obedient)
    ]
    assert [any(answers) for answers in asked] == [True, False, False]
    assert not any(obedient.interferes(week) for week in range(50))


def test_a_day_off_takes_the_whole_day_of_the_lunch(world: World, thoughts: SecondThoughts, maya: Account, lunch: Copy):
    assert think(thoughts, world, maya, "away") == 1
    facts = lunch.meeting.facts
    (day,) = [entry for entry in world.outlook.diary(maya).entries(facts.start, facts.end) if entry.show_as == AWAY]
    assert (day.is_all_day, day.noted_at) == (True, world.clock.now)


def test_a_better_time_is_one_that_suits_herself(world: World, thoughts: SecondThoughts, vuk: Account, lunch: Copy):
    assert think(thoughts, world, vuk, "propose") == 1
    start, _ = lunch.meeting.proposals[vuk.mail.lower()]
    assert start != lunch.meeting.facts.start
    assert start.date() == lunch.meeting.facts.start.date()
    assert free(world, vuk, start, but="Lunch")


def test_nobody_is_brought_along_who_does_not_take_part(
    world: World, thoughts: SecondThoughts, maya: Account, lunch: Copy
):
    assert think(thoughts, world, maya, "forward") == 0
    for person in world.company.people:
        world.teams.post(world.teams.personal(person.id, person.name), person.id, "welcome.join", kind=PRESS)
    assert think(thoughts, world, maya, "forward") == 1
    brought = lunch.meeting.facts.attendees[-1]
    company = world.company.find(brought.mail)
    assert company is not None
    assert company.team not in {"Marketing", "Engineering"}
    assert (brought.kind, free(world, company, lunch.meeting.facts.start, but="Lunch")) == ("optional", True)


def test_who_has_not_accepted_or_no_longer_has_it_does_nothing(
    world: World, thoughts: SecondThoughts, maya: Account, vuk: Account, lunch: Copy
):
    assert not lunch.is_gone
    world.outlook.answer(copy_of(world, maya), "tentativelyAccepted")
    assert think(thoughts, world, maya, "decline") == 0
    assert think(thoughts, world, vuk, "decline") == 1
    assert think(thoughts, world, vuk, "decline") == 0


def test_whoever_has_rights_moves_a_lunch_only_to_a_time_that_suits_all(
    world: World, maya: Account, vuk: Account, lunch: Copy
):
    before = lunch.meeting.facts
    moved = deleted = placed = 0
    for number in range(40):
        world.outlook.change(lunch, before)
        SecondThoughts(world, Habits(7)).act(world.company.organiser, Interfere(number))
        facts = lunch.meeting.facts
        if facts.start != before.start:
            moved += 1
            assert all(free(world, one, facts.start, but="Lunch") for one in (maya, vuk))
        placed += facts.place != before.place
        deleted = lunch.meeting.is_cancelled
        if deleted:
            break
    assert moved
    assert placed
    assert deleted
