"""How many requests it takes to know when everybody is free, and how long.

    uv run python benchmarks/schedules.py [--people 1000 10000]

Each company's calendars for the next two weeks, asked of a sandbox on loopback through the real client: twenty mailboxes a call,
twenty calls a batch, by three mailboxes in turns. The sandbox answers in the same process; what it works on its answers is told apart.
Exit code 1 when the bar is missed: 10,000 people in 600 requests.
"""

import argparse
import asyncio
import sys
import time as timer
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from statistics import median
from typing import NamedTuple
from unittest.mock import patch

from aiohttp.test_utils import TestServer
from rich.console import Console
from rich.table import Table

from bot_service.graph.calendars import Calendars
from bot_service.graph.client import GraphClient
from bot_service.graph.sign_in import SignIn
from bot_service.sandbox.graph import Graph
from bot_service.sandbox.odata import Answer, Call
from bot_service.sandbox.server import create_microsoft
from bot_service.sandbox.world import World
from bot_service.settings import Microsoft

PEOPLE = (1_000, 10_000)
BAR = 600 / 10_000  # requests a person
RUNS = 3
WINDOW = timedelta(days=14)


class Read(NamedTuple):
    """What reading everybody once took: requests, seconds in all, and those of them that the sandbox worked."""

    people: int
    requests: int
    seconds: float
    theirs: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=PEOPLE)
    asked = parser.parse_args()
    return show([asyncio.run(measured(people)) for people in asked.people])


def show(results: list[list[Read]]) -> int:
    table = Table(title=f"Everybody's free and busy times for {WINDOW.days} days, median of {RUNS} runs")
    for name in ("people", "requests", "bar", "seconds", "ours and the wire", "a person"):
        table.add_column(name, justify="right")
    for runs in results:
        people, requests = runs[0].people, max(one.requests for one in runs)
        seconds, ours = median(one.seconds for one in runs), median(one.seconds - one.theirs for one in runs)
        times = (f"{seconds:.1f} s", f"{ours:.1f} s", f"{ours / people * 1e6:,.0f} µs")
        table.add_row(f"{people:,}", str(requests), f"≤ {people * BAR:.0f}", *times)
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    return int(any(one.requests > one.people * BAR for runs in results for one in runs))


async def measured(people: int) -> list[Read]:
    world = World(seed=7, people=people)
    async with TestServer(create_microsoft(world), host="127.0.0.1") as server:
        microsoft = microsoft_at(str(server.make_url("")).rstrip("/"), world)
        with closing(SignIn(microsoft)) as sign_in, sandbox_timed() as spent:
            client = GraphClient(microsoft, sign_in)
            calendars = Calendars(client, [mailbox.mail for mailbox in world.company.organisers])
            mails = [person.mail for person in world.company.people]
            start = world.clock.now
            await calendars.schedules(
                mails, start, start + WINDOW
            )  # the sandbox fills diaries when they are first read
            runs = [await read(world, calendars, mails, spent) for _ in range(RUNS)]
            await client.close()
    return runs


async def read(world: World, calendars: Calendars, mails: list[str], spent: list[float]) -> Read:
    before, worked, began = world.requests.graph, sum(spent), timer.perf_counter()
    schedules = await calendars.schedules(mails, world.clock.now, world.clock.now + WINDOW)
    seconds = timer.perf_counter() - began
    assert not any(schedule.fault for schedule in schedules.values())
    return Read(len(mails), world.requests.graph - before, seconds, sum(spent) - worked)


@contextmanager
def sandbox_timed() -> Iterator[list[float]]:
    """Hands over the seconds that the sandbox's Graph works on each batch, as they grow."""
    spent: list[float] = []
    answer = Graph.answer

    def timed(graph: Graph, call: Call) -> Answer:
        began = timer.perf_counter()
        try:
            return answer(graph, call)
        finally:
            if call.path == "/$batch":
                spent.append(timer.perf_counter() - began)

    with patch.object(Graph, "answer", timed):
        yield spent


def microsoft_at(address: str, world: World) -> Microsoft:
    company = world.company
    return Microsoft(
        tenant_id=company.tenant_id,
        app_id=company.app_id,
        app_secret=company.app_secret,
        graph_url=f"{address}/v1.0",
        login_url=f"{address}/login",
    )


if __name__ == "__main__":
    sys.exit(main())
