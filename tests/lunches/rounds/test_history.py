"""What one round remembers of those before."""

from datetime import timedelta

import pytest

from bot_service.database.row import put
from bot_service.lunches.programs.round import LeftOver, Round
from bot_service.lunches.rounds.history import past_of, sat_out_last
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.matching.seekers import PastGroup
from bot_service.settings import Settings
from tests.lunches.colleagues import MONDAY, TABLES

__all__ = ["TABLES"]
MIGRATIONS = ""


async def a_round(id_: str, number: int, *, kind: str = "mixer", second: bool = False) -> Round:
    await put(Round(id=id_, state="matched", program_id="everybody", kind=kind, number=number, second=second))
    return await Round.get(id=id_)


async def left_over(person: str, round_id: str) -> None:
    await put(LeftOver(id=f"{round_id} {person}", round_id=round_id, person_id=person, reason="nobody had time"))


@pytest.mark.usefixtures("database")
async def test_who_sat_out_and_found_nobody_in_the_second_round_either_goes_first():
    for id_, number, second in (("first", 1, False), ("second", 1, True), ("another day", 1, True)):
        await a_round(id_, number, second=second)
    await left_over("ada", "first")
    await left_over("bo", "first")
    await put(Lunch(id="lunch", state="held", round_id="second", kind="mixer"))
    await put(Guest(id="bo's place", lunch_id="lunch", person_id="bo", answer="yes"))

    assert await sat_out_last(await a_round("next", 2)) == {"ada"}


@pytest.mark.usefixtures("database")
async def test_a_table_that_somebody_asked_for_looks_at_nobodys_last_round(database: Settings):
    del database
    await a_round("asked for", 0, kind="on demand")
    await a_round("asked for too", 0, kind="again")
    await left_over("ada", "asked for")

    assert await sat_out_last(await a_round("once more", 0, kind="on demand")) == set()
    assert await sat_out_last(await a_round("first", 1)) == set()


@pytest.mark.usefixtures("database")
async def test_the_coffees_of_others_use_up_nothing_of_a_programmes_memory():
    for week, (round_id, program, number, kind) in enumerate(
        [
            ("first", "everybody", 1, "mixer"),
            *[(f"coffee {n}", "", 0, "on demand") for n in range(7)],
            ("next", "everybody", 2, "mixer"),
        ]
    ):
        begun = MONDAY + timedelta(days=week)
        await put(Round(id=round_id, state="matched", program_id=program, kind=kind, number=number, begun_at=begun))
    for lunch, round_id, state, guests in (
        ("one", "first", "held", ("ada", "bo")),
        ("two", "coffee 3", "booked", ("cy", "dee")),
        ("three", "coffee 5", "called off", ("ada", "dee")),
    ):
        await put(Lunch(id=lunch, state=state, round_id=round_id, kind="mixer"))
        for guest in guests:
            await put(Guest(id=f"{lunch} {guest}", lunch_id=lunch, person_id=guest, answer="yes"))

    past = await past_of("everybody")

    assert sorted(past.groups) == [PastGroup(1, ("ada", "bo")), PastGroup(1, ("cy", "dee"))]
    assert past.declined == {frozenset({"ada", "dee"}): 1}
