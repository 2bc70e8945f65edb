"""How long it takes to know how near a host and a person are, and what a host sees of herself, from millions of entries.

    uv run python benchmarks/ledger.py [--people 100000] [--entries 5000000] [--on sqlite postgresql] [--page FILE]

A made-up company of 400 teams, from a handful to some thousands of people, and 50 hosts with 20,000 entries each; the rest is spread
over everybody, a few of whom do much and most of whom do little, over three years. Read by the product as it does it, on SQLite and on
the PostgreSQL of the tests, beside a peer that keeps no index and reads all of it; both must find the same. The median and the 95th of
100 are those of Python's clock around one call, the connection is open; “processor” is what one call works, here and in the server,
which a busy machine does not change. Exit code 1 when a bar is missed. `--page` writes the table
into a page of ours, between two marks. The databases lie in the system's folder for temporary files and are gone afterwards (8 GB).
"""

import argparse
import asyncio
import sqlite3
import sys
import tempfile
import time as timer
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import psutil
import psycopg
from rich.console import Console
from rich.progress import track
from rich.table import Table

sys.path.append(str(Path(__file__).parents[1]))  # for the server that the tests start

from bot_service.app import TABLES
from bot_service.database.connection import open_database
from bot_service.people.person import Person
from bot_service.people.relationship.groups import Team
from bot_service.people.relationship.ladder import given_to, next_step_with_person, rung
from bot_service.people.relationship.ledger import Passed, Passing, given_by, passed_between
from bot_service.people.relationship.mirror import balance, mirror, summed
from bot_service.people.relationship.overview import overview, overview_of
from bot_service.settings import Settings, read_settings
from tests.conftest import _postgresql_binaries, _postgresql_server

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
YEARS = 3
HOSTS, TEAMS, OF_A_HOST = 50, 400, 20_000
KINDS = {
    Passed.LUNCH: 45,
    Passed.CHECK_IN: 25,
    Passed.SUCCESS: 8,
    Passed.SHOUTOUT: 8,
    Passed.BOOST: 4,
    Passed.ASK: 3,
    Passed.SHARE: 2,
    Passed.THANKS: 2,
    Passed.LEAVE: 2,
    Passed.DECLINED: 1,
}
COLUMNS = ("id", "at", "kind", "from_id", "to_id", "team", "ref")
CALLS = 100
BAR_OF_ONE, BAR_OF_OVERVIEW = 5, 500  # milliseconds
BEGIN, END = "<!-- benchmarks/ledger.py writes from here … -->", "<!-- … to here. -->"

Row = tuple[str, str, str, str, str, str, str]


class Company(NamedTuple):
    """Who works here, as rows of `person`, and everything that passed, as numbers: into `people`, `KINDS` and seconds before NOW."""

    people: list[Person]
    givers: "np.ndarray[Any, Any]"
    receivers: "np.ndarray[Any, Any]"
    kinds: "np.ndarray[Any, Any]"
    seconds: "np.ndarray[Any, Any]"

    @property
    def hosts(self) -> list[Person]:
        return [one for one in self.people if one.is_host]

    def entries(self) -> Iterator[Row]:
        """Row by row, as they were written: the earliest first."""
        kinds, people = [str(kind) for kind in KINDS], self.people
        moments = np.datetime64(NOW.replace(tzinfo=None), "s") - self.seconds.astype("timedelta64[s]")
        columns = (self.givers.tolist(), self.receivers.tolist(), self.kinds.tolist(), np.datetime_as_string(moments))
        for number, (giver, receiver, kind, at) in enumerate(zip(*columns, strict=True)):
            to = people[receiver]
            moment = f"{at[:10]} {at[11:]}+00:00"
            yield f"{number:036}", moment, kinds[kind], people[giver].id, to.id, to.team, f"{number // 2:036}"


class Timed(NamedTuple):
    """What was asked, how many milliseconds each answer and the peer's one took, and whether both found the same."""

    on: str
    what: str
    bar: float
    ours: Sequence[float]
    processor: float  #: milliseconds of it for one answer, ours and the server's together
    peers: float
    same: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=5_000_000)
    parser.add_argument("--on", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql"))
    parser.add_argument("--page", type=Path)
    asked = parser.parse_args()
    company = made_up(asked.people, asked.entries)
    results: list[Timed] = []
    missed = 0
    for on in asked.on:
        with (on_sqlite if on == "sqlite" else on_postgresql)(company, asked.entries) as (settings, everything):
            results += asyncio.run(measured(on, settings, company, everything))
        missed = show(results, f"{asked.people:,} people, {asked.entries:,} entries", asked.page)
    return missed


def made_up(people: int, entries: int) -> Company:
    chance = np.random.default_rng(7)
    weights = 1 / np.arange(1, TEAMS + 1) ** 0.7
    teams = chance.choice(TEAMS, size=people, p=weights / weights.sum())
    everybody = [
        Person(
            **dict.fromkeys(("name", "principal_name", "mail"), f"colleague-{number}@contoso.example"),
            id=f"{number:08}-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
            state="joined" if number % 3 else "known",
            team=f"Department of things {team}",
            is_host=number < HOSTS,
        )
        for number, team in enumerate(teams.tolist())
    ]
    active = chance.lognormal(sigma=1.0, size=people)
    active /= active.sum()
    givers, receivers = (chance.choice(people, size=entries, p=active) for _ in "gr")
    of_hosts = min(HOSTS * OF_A_HOST, entries // 4)
    givers[:of_hosts] = np.arange(of_hosts) % HOSTS
    receivers[of_hosts : of_hosts * 3 // 2] = np.arange(of_hosts // 2) % HOSTS
    mixed = chance.permutation(entries)
    kinds = chance.choice(len(KINDS), size=entries, p=np.array(list(KINDS.values())) / 100)
    seconds = np.sort(chance.integers(YEARS * 365 * 86_400, size=entries))[::-1]
    return Company(everybody, givers[mixed], receivers[mixed], kinds, seconds)


@contextmanager
def on_sqlite(company: Company, number: int) -> Iterator[tuple[Settings, Callable[[], Iterable[Passing]]]]:
    """A file with all of it, its tables as the migrations make them, and a way to read every entry."""
    with tempfile.TemporaryDirectory(prefix="potluck-ledger-") as folder:
        path = Path(folder) / "potluck.db"
        settings = settings_for(f"sqlite://{path}")
        asyncio.run(hire(settings, company))
        with closing(sqlite3.connect(path)) as file:
            indexes = file.execute(
                "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'ledger' AND sql LIKE '%INDEX%'"
            )
            kept = [(name, sql) for name, sql in indexes if sql.startswith("CREATE") and "INDEX" in sql.split("(")[0]]
            for name, _ in kept:
                file.execute(f'DROP INDEX "{name}"')
            for faster in (
                "journal_mode = OFF",
                "synchronous = OFF",
                "cache_size = -1000000",
                "temp_store = MEMORY",
                "threads = 2",
            ):
                file.execute(f"PRAGMA {faster}")
            rows = track(company.entries(), "SQLite …", number, transient=True)
            file.executemany(f"INSERT INTO ledger ({', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            for _, sql in kept:
                file.execute(sql)
            file.commit()

        def everything() -> Iterator[Passing]:
            with closing(sqlite3.connect(path)) as file:
                for at, kind, *rest in file.execute("SELECT at, kind, from_id, to_id, team, ref FROM ledger"):
                    yield Passing(datetime.fromisoformat(at), kind, *rest)

        yield settings, everything


@contextmanager
def on_postgresql(company: Company, number: int) -> Iterator[tuple[Settings, Callable[[], Iterable[Passing]]]]:
    """The same on a server that forgets everything at the end."""
    with _postgresql_server(_postgresql_binaries()) as server:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
            admin.execute("CREATE DATABASE ledger")
        address = f"{server}/ledger"
        settings = settings_for(address)
        asyncio.run(hire(settings, company))
        with psycopg.connect(address, autocommit=True) as there:
            indexes = (
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'ledger' AND indexname NOT LIKE '%pkey'"
            )
            kept = there.execute(indexes).fetchall()
            for name, _ in kept:
                there.execute(f'DROP INDEX "{name}"')  # type: ignore[call-overload] # its own words
            with there.cursor().copy(f"COPY ledger ({', '.join(COLUMNS)}) FROM STDIN") as copy:  # type: ignore[call-overload] # ours
                rows = track(company.entries(), "PostgreSQL …", number, transient=True)
                while some := "".join("\t".join(row) + "\n" for row in islice(rows, 10_000)):
                    copy.write(some)
            there.execute("SET maintenance_work_mem = '1GB'")
            for _, sql in kept:
                there.execute(sql)
            there.execute("VACUUM ANALYZE")

        def everything() -> Iterator[Passing]:
            with psycopg.connect(address) as there, there.cursor("all of it") as cursor:
                cursor.itersize = 20_000
                for at, kind, *rest in cursor.execute("SELECT at, kind, from_id, to_id, team, ref FROM ledger"):
                    yield Passing(at, kind, *rest)

        yield settings, everything


def settings_for(address: str) -> Settings:
    return read_settings({"POTLUCK_MODE": "test", "DATABASE_URL": address})


async def hire(settings: Settings, company: Company) -> None:
    async with open_database(settings, TABLES):
        await Person.bulk_create(company.people, batch_size=500)


async def measured(
    on: str, settings: Settings, company: Company, everything: Callable[[], Iterable[Passing]]
) -> list[Timed]:
    random, hosts = Random("ledger"), company.hosts
    met = [
        (company.people[giver], company.people[receiver])
        for giver, receiver in zip(company.givers.tolist()[:200_000], company.receivers.tolist()[:200_000], strict=True)
        if giver < HOSTS
    ]
    pairs = random.sample(met, CALLS)
    some = random.sample(company.people[HOSTS:], CALLS)
    teams = {one.team for one in company.people}

    async def ladder(pair: tuple[Person, Person]) -> object:
        host, other = pair
        last = given_to(await passed_between(host.id, other.id), host.id, other.id)
        return rung(last), next_step_with_person(other.name, last, NOW)

    async def mirror_of(one: Person) -> object:
        return mirror(await given_by(one.id), teams)

    async def balance_of(one: Person) -> object:
        return balance(await given_by(one.id), 0)

    async def overview_for(host: Person) -> object:
        return await overview_of(host, NOW)

    began = timer.perf_counter()
    peers = all_at_once(everything(), company, pairs[0], some[0], hosts[0])
    peer = 1000 * (timer.perf_counter() - began)
    asked: list[tuple[str, str, float, Callable[[Any], Awaitable[object]], Sequence[Any]]] = [
        ("ladder", "a person's ladder towards a host", BAR_OF_ONE, ladder, pairs),
        ("mirror", "a person's mirror", BAR_OF_ONE, mirror_of, some),
        ("balance", "a person's balance", BAR_OF_ONE, balance_of, some),
        (
            "overview",
            "a host's overview: mirror, balance, forgotten teams, steps",
            BAR_OF_OVERVIEW,
            overview_for,
            hosts,
        ),
    ]
    print(f"{on}: loaded, and read from end to end; now the questions", flush=True)
    async with open_database(settings, TABLES):
        return [
            Timed(on, what, bar, *await timed(call, whom), peer, await call(whom[0]) == peers[name])
            for name, what, bar, call, whom in asked
        ]


async def timed(call: Callable[[Any], Awaitable[object]], whom: Sequence[Any]) -> tuple[list[float], float]:
    milliseconds, worked = [], processor_seconds()
    for one in [*whom[:3], *whom]:  # the first three are not counted
        began = timer.perf_counter()
        await call(one)
        milliseconds.append(1000 * (timer.perf_counter() - began))
    return milliseconds[3:], 1000 * (processor_seconds() - worked) / len(milliseconds)


def processor_seconds() -> float:
    """What this process and the server that it started have worked so far: a busy machine doesn't make it longer."""
    us = psutil.Process()
    times = [process.cpu_times() for process in (us, *us.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def all_at_once(
    everything: Iterable[Passing], company: Company, pair: tuple[Person, Person], one: Person, host: Person
) -> dict[str, object]:
    """What the peer finds in one pass over every entry: for a pair, for one person, and for one host."""
    between: list[Passing] = []
    given: dict[str, list[Passing]] = {one.id: [], host.id: []}
    latest: dict[str, datetime] = {}
    for entry in everything:
        if entry.kind in {Passed.LUNCH, Passed.SHOUTOUT} and (
            entry.team not in latest or entry.at > latest[entry.team]
        ):
            latest[entry.team] = entry.at
        if entry.from_id in given:
            given[entry.from_id].append(entry)
        if entry.from_id == pair[0].id and entry.to_id == pair[1].id:
            between.append(entry)
    sizes: dict[str, list[int]] = {}
    for colleague in company.people:
        size = sizes.setdefault(colleague.team, [0, 0])
        size[0] += 1
        size[1] += colleague.state == "joined" and not colleague.is_host
    teams = [Team(name, size, guests, latest.get(name)) for name, (size, guests) in sorted(sizes.items())]
    last = given_to(between, pair[0].id, pair[1].id)
    hers = summed(given[one.id], one.id)
    return {
        "ladder": (rung(last), next_step_with_person(pair[1].name, last, NOW)),
        "mirror": mirror(hers, sizes),
        "balance": balance(hers, 0),
        "overview": overview(summed(given[host.id], host.id), teams, host.team, NOW),
    }


def show(results: list[Timed], title: str, page: Path | None) -> int:
    heads = ("", "on", "median", "95 of 100", "processor", "bar", "reading all of it", "times as fast", "the same")
    rows, missed = [], False
    for one in results:
        ordered = sorted(one.ours)
        middle, late = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
        missed = missed or middle > one.bar or late > one.bar or not one.same
        rows.append(
            (
                one.what,
                one.on,
                f"{middle:.2f} ms",
                f"{late:.2f} ms",
                f"{one.processor:.2f} ms",
                f"≤ {one.bar:g} ms",
                f"{one.peers / 1000:.1f} s",
                f"{one.peers / middle:,.0f}",
                "yes" if one.same else "NO",
            )
        )
    table = Table(title=title)
    for head in heads:
        table.add_column(head, justify="left" if head in {"", "on"} else "right")
    for row in rows:
        table.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    if page:
        lines = [f"{title}:", "", f"| {' | '.join(heads)} |", f"|{'|'.join(['---', '---', *['---:'] * 7])}|"]
        lines += [f"| {' | '.join(row)} |" for row in rows]
        before, _, rest = page.read_text().partition(BEGIN)
        page.write_text("\n".join([before + BEGIN, "", *lines, "", END + rest.partition(END)[2]]))
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
