"""Whose mailbox invites to a lunch."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service import clock
from bot_service.database.row import put, row_id
from bot_service.lunches.offers.organisers import chosen, clear_fault, faults, in_turn, next_organiser, note_fault
from bot_service.lunches.tables.lunch import Lunch
from bot_service.lunches.tables.mailbox import Mailbox
from tests.lunches import colleagues

TABLES = colleagues.TABLES
POOL = [f"potluck{number}@contoso.example" for number in range(1, 4)]


@pytest.fixture
async def calendar(database: Any) -> AsyncIterator[colleagues.Calendar]:
    del database
    yield colleagues.Calendar()
    clock.follow_real_time()


@pytest.fixture
async def lunch(calendar: colleagues.Calendar) -> Lunch:
    del calendar
    for address in POOL:
        await put(Mailbox(id=row_id("mailbox", address), state="watched", address=address))
    return Lunch(id="lunch", round_id="round", kind="mixer", state="agreed")


def test_lunches_spread_evenly_over_the_pool() -> None:
    firsts = Counter(in_turn(f"lunch {number}", POOL)[0] for number in range(3000))

    assert set(firsts) == set(POOL)
    assert max(firsts.values()) < 1.1 * min(firsts.values())


@given(st.text(max_size=20), st.sets(st.sampled_from(POOL), min_size=1))
def test_a_mailbox_that_is_added_moves_no_lunch_between_the_others(lunch_id: str, pool: set[str]) -> None:
    larger = in_turn(lunch_id, POOL)

    assert [address for address in larger if address in pool] == in_turn(lunch_id, pool)


@given(st.permutations(POOL), st.sets(st.sampled_from(POOL)), st.sampled_from(["", *POOL]))
def test_nobody_organises_who_is_at_fault_while_another_is_left(
    order: list[str], at_fault: set[str], after: str
) -> None:
    left = order[order.index(after) :] if after else order
    found = chosen(order, at_fault, after)

    if set(left) - at_fault:
        assert found in set(left) - at_fault
    else:
        assert found == (None if after else order[0])


async def test_a_lunch_stays_with_its_mailbox_while_that_works(lunch: Lunch) -> None:
    first = await next_organiser(lunch, "")
    assert first is not None

    assert await next_organiser(lunch, first) == first


async def test_each_mailbox_of_the_pool_is_tried_once_and_then_it_ends(lunch: Lunch) -> None:
    tried: list[str] = []
    while (organiser := await next_organiser(lunch, tried[-1] if tried else "")) is not None:
        tried.append(organiser)
        await note_fault(organiser.upper(), "It is full.")

    assert sorted(tried) == POOL


async def test_a_mailbox_at_fault_is_tried_again_after_a_day_or_when_it_is_well(
    lunch: Lunch, calendar: colleagues.Calendar
) -> None:
    first = await next_organiser(lunch, "")
    assert first is not None
    await note_fault(first, "It is full.")
    assert await next_organiser(lunch, "") != first

    await clear_fault(first)
    assert await next_organiser(lunch, "") == first

    await note_fault(first, "It is full.")
    calendar.now += timedelta(days=1, seconds=1)
    assert await next_organiser(lunch, "") == first
    assert (await Mailbox.get(address=first)).fault == "It is full.", "doctor says so until it worked"


async def test_a_pool_in_which_all_are_at_fault_is_tried_all_the_same(lunch: Lunch) -> None:
    first = await next_organiser(lunch, "")
    for address in POOL:
        await note_fault(address, "Our app may not use it.")

    assert await next_organiser(lunch, "") == first


async def test_a_guest_organises_where_the_company_wants_it_and_the_pool_steps_in(lunch: Lunch) -> None:
    maya, erik = await colleagues.join("Maya Berg", "Marketing"), await colleagues.join("Erik Lund", "Design")

    assert await next_organiser(lunch, "", guests=[maya, erik]) == "erik-lund@contoso.example"
    await note_fault("erik-lund@contoso.example", "Our app may not use it.")
    assert await next_organiser(lunch, "erik-lund@contoso.example", guests=[maya, erik]) == "maya-berg@contoso.example"
    await note_fault("maya-berg@contoso.example", "Our app may not use it.")
    assert await next_organiser(lunch, "maya-berg@contoso.example", guests=[maya, erik]) == in_turn(lunch.id, POOL)[0]


async def test_a_mailbox_that_left_the_pool_organises_nothing_new(lunch: Lunch) -> None:
    first = await next_organiser(lunch, "")
    assert first is not None
    await Mailbox.filter(address=first).update(state="former")

    assert await next_organiser(lunch, first) in set(POOL) - {first}


async def test_the_doctor_is_told_of_the_pool_for_long_and_of_guests_for_a_day(
    lunch: Lunch, calendar: colleagues.Calendar
) -> None:
    del lunch
    await note_fault(POOL[0], "It is full.")
    await note_fault("erik@contoso.example", "Our app may not use it.")
    assert await faults() == [("erik@contoso.example", "Our app may not use it."), (POOL[0], "It is full.")]

    calendar.now += timedelta(days=2)
    assert await faults() == [(POOL[0], "It is full.")]
