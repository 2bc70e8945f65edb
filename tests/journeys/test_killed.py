"""Processes of Potluck are killed in the middle of a round. The round finishes as if nothing had been, but for a reminder."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot_service.courtesy.message import Message
from bot_service.lunches.programs.round import Round
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.simulation import inside
from bot_service.simulation.report import report
from bot_service.simulation.seen import Seen
from tests.journeys.processes import Town, town

#: The round has begun, and its invitations wait until people are at work.
WEDNESDAY_BEFORE_WORK = datetime(2026, 1, 7, 7, 30, tzinfo=UTC)
FRIDAY_BEFORE_WORK = datetime(
    2026, 1, 9, 6, 30, tzinfo=UTC
)  #: Thursday is over everywhere, and the hosts' round has not begun
SENDING, BOOKING = "/activities$", "/events$"
REMINDER = "A friendly reminder"

MakeDatabase = Callable[[str], str]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_a_service_killed_while_it_invites_and_while_it_books_finishes_the_round(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    async with town(tmp_path, make_database(""), people=14, seed=7) as contoso:
        service = await contoso.start("serve")
        async with contoso.looking_in():
            await contoso.run_to(WEDNESDAY_BEFORE_WORK)
            async with going_on(contoso):
                contoso.trouble("late_reply", SENDING)
                await contoso.kill_amid_trouble(service)
                arrived = await messages("sending")

                contoso.trouble("delay", SENDING)
                await contoso.kill_amid_trouble(await contoso.start("serve"))
                lost = await messages("sending") - arrived

                contoso.trouble("late_reply", BOOKING)
                await contoso.kill_amid_trouble(await contoso.start("serve"))
                await contoso.start("serve")
            assert (len(arrived), len(lost)) == (1, 1)
            await check_the_round(contoso, in_doubt=arrived | lost, reminded=lost)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_worker_killed_while_it_invites_or_books_is_stood_in_for_by_the_other(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    async with town(tmp_path, make_database(""), people=14, seed=7) as contoso:
        _, one, other = await asyncio.gather(
            contoso.start("serve", "--workers", "0"),
            contoso.start("work", "--workers", "2"),
            contoso.start("work", "--workers", "2"),
        )
        async with contoso.looking_in():
            await contoso.run_to(WEDNESDAY_BEFORE_WORK)
            async with going_on(contoso):
                contoso.trouble("delay", SENDING, times=4)
                await contoso.kill_amid_trouble(one, times=4)

                contoso.trouble("late_reply", BOOKING)
                await contoso.kill_amid_trouble(other)
                await contoso.start("work")
            lost = await messages("in doubt")
            assert 2 <= len(lost) <= 4  # what two dead workers can have been sending, two steps each
            await check_the_round(contoso, in_doubt=lost, reminded=lost)


@asynccontextmanager
async def going_on(contoso: Town) -> AsyncIterator[None]:
    """Time goes on to the end of Thursday, whatever happens to processes meanwhile."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(contoso.run_to(FRIDAY_BEFORE_WORK))
        yield


async def messages(state: str) -> set[str]:
    """Which are in this state: “sending” includes those whose sender was killed just now."""
    return {message.id for message in await Message.filter(state=state)}


async def check_the_round(contoso: Town, *, in_doubt: set[str], reminded: set[str]) -> None:
    """Who said yes has her lunch, once; who was `reminded` got no invitation but a reminder. Seen from the sandbox's side."""
    await check_the_records(in_doubt)
    seen = await seen_of(contoso)
    lunches = await guests_by_lunch()
    check_the_calendars(seen, [lunches[lunch.id] for lunch in await Lunch.filter(state="booked")])
    uncovered = {(message.to_id, message.about) for message in await Message.filter(id__in=list(reminded))}
    invited = {(guest, lunch) for lunch, guests in lunches.items() for guest in guests}
    assert cards(seen, reminders=False) == Counter(invited - uncovered)
    assert uncovered <= set(cards(seen, reminders=True)) <= invited
    assert set(cards(seen, reminders=True).values()) == {1}
    assert report(seen)["violations"] == []


async def check_the_records(in_doubt: set[str]) -> None:
    assert [one.state for one in await Round.all()] == ["matched"]
    booked = {lunch.id for lunch in await Lunch.filter(state="booked")}
    silent = {guest.lunch_id for guest in await Guest.exclude(answer="yes")}
    assert booked == {lunch.id for lunch in await Lunch.all()} - silent
    assert len(booked) >= 5
    assert await messages("in doubt") == in_doubt
    assert {message.card for message in await Message.filter(state="in doubt")} == {"offer"}
    assert await messages("sending") == set()


def check_the_calendars(seen: Seen, lunches: list[set[str]]) -> None:
    """One event per lunch, the same one in the calendar of each guest, and no other of ours."""
    id_of = {name: person.id for person in seen.people for name in person.called}
    holders: dict[str, list[str]] = {}
    for calendar in seen.calendars:
        for event in calendar.events:
            if event.is_ours:
                assert {id_of[mail] for mail in event.guests} in lunches
                holders.setdefault(event.uid, []).append(id_of[calendar.principal_name.lower()])
    assert sorted(map(sorted, holders.values())) == sorted(map(sorted, lunches))


def cards(seen: Seen, *, reminders: bool) -> Counter[tuple[str, str]]:
    """How many invitations, or reminders, came to (person, about a lunch)."""
    return Counter(
        (turn.to, lunch)
        for turn in seen.turns
        if turn.is_new and (REMINDER in turn.words()) is reminders
        for lunch in turn.offers("offer.")
    )


async def guests_by_lunch() -> dict[str, set[str]]:
    lunches: dict[str, set[str]] = {lunch.id: set() for lunch in await Lunch.all()}
    for guest in await Guest.all():
        lunches[guest.lunch_id].add(guest.person_id)
    return lunches


async def seen_of(contoso: Town) -> Seen:
    people = await contoso.sandbox.people()
    return Seen(
        start=contoso.world.start,
        end=contoso.world.clock.now,
        people=people,
        calendars=tuple([await contoso.sandbox.calendar(each.principal_name) for each in people]),
        turns=await contoso.sandbox.turns(),
        entries=await inside.entries(),
        own=await inside.own_account(contoso.world.clock.now),
        requests=await contoso.sandbox.requests(),
    )
