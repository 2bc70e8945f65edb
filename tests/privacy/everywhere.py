"""Somebody who has left a trace in every table, and a search that looks through all of them, whatever they are."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tortoise import fields
from tortoise.connection import get_connection

from bot_service.app import HELD
from bot_service.database.held import Held, Through
from bot_service.database.row import Row, put, row_id
from bot_service.people.person import Person
from bot_service.people.retention import Retention

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
CLEO = Person(
    id="5d1f8c3e-6c0b-4c57-9c59-6d7a4a1f2b11",
    state="joined",
    name="Cleo Ångström",
    principal_name="cleo.a@contoso.example",
    mail="Cleo.Angstrom@contoso.example",
    team="Finance",
)
BO = Person(id="bo", state="joined", name="Bo", principal_name="bo@contoso.example", mail="bo@contoso.example")
HER_WORDS = "the roof was mended by hand at midnight"
WORDS_ABOUT_HER = "Ask Cleo  Ångström (cleo.angstrom@CONTOSO.example); Bo knows her."
TRACES = (CLEO.id, CLEO.name, CLEO.mail, CLEO.principal_name, HER_WORDS)

#: Columns that hold an address instead of an id.
ADDRESSES = {"organiser", "address"}


@dataclass
class Trail:
    """The rows that were written, by table."""

    rows: dict[type[Row], list[Row]] = field(default_factory=dict)

    async def leave(self, held: Held, tag: str, **columns: Any) -> Row:
        id_ = columns.pop("id", row_id("trail", held.table, tag))
        row = held.rows(**{**_filled(held), "id": id_, **columns})
        await put(row)
        self.rows.setdefault(held.rows, []).append(row)
        return row

    def hers(self, way: Through) -> Any:
        (row,) = [row for row in self.rows[way.rows] if getattr(row, way.hers) == CLEO.id]
        return getattr(row, way.there)


async def leave_traces_everywhere() -> Trail:
    """For each column that can hold her a row that does, and her words and others' words about her wherever words are kept."""
    trail = Trail()
    for one in (CLEO, BO):
        await put(Person(**{name: getattr(one, name) for name in one._meta.fields_db_projection}))
    for held in HELD:
        if held.rows not in {Person, Retention}:
            await _leave_by_columns(trail, held)
    for held in HELD:
        await _leave_by_way_of_others(trail, held)
    await Person.filter(id=BO.id).update(manager_id=CLEO.id)
    return trail


async def _leave_by_columns(trail: Trail, held: Held) -> None:
    hers = dict.fromkeys(held.words, HER_WORDS)
    for column in (*held.hers, *held.between):
        await trail.leave(held, column, **hers, **{column: _her(column)})
    for column in held.named:
        emptied = {name: HER_WORDS for name in held.emptied if name in held.words}
        await trail.leave(held, column, **emptied, **{column: _her(column)})
    for column in held.listed:
        await trail.leave(held, column, **{column: [BO.id, CLEO.id]})
    for column in held.words:
        await trail.leave(held, f"words in {column}", **{column: WORDS_ABOUT_HER[: _room(held, column)]})


async def _leave_by_way_of_others(trail: Trail, held: Held) -> None:
    for way in (*held.hers_through, *held.between_through):
        there = trail.hers(way)
        await trail.leave(held, "through", **dict.fromkeys(held.words, HER_WORDS), **{way.column: there})
    for way in held.named_through:
        full = {name: _said(held, name) for name in held.emptied}
        await trail.leave(held, "through", **full, **{way.column: trail.hers(way)})


def _her(column: str) -> str:
    return CLEO.mail.lower() if column in ADDRESSES else CLEO.id


def _said(held: Held, column: str) -> object:
    is_bytes = isinstance(held.rows._meta.fields_map[column], fields.BinaryField)
    return json.dumps({"attendees": [CLEO.mail, CLEO.name]}).encode() if is_bytes else HER_WORDS


def _room(held: Held, column: str) -> int | None:
    return getattr(held.rows._meta.fields_map[column], "max_length", None)


def _filled(held: Held) -> dict[str, Any]:
    """Something in every column that needs something."""
    values: dict[str, Any] = {}
    for name, column in held.rows._meta.fields_map.items():
        if column.null or column.default is not None or name == "id":
            continue
        if isinstance(column, fields.CharField | fields.TextField):
            values[name] = "x"
        elif isinstance(column, fields.DatetimeField):
            values[name] = NOW
        elif isinstance(column, fields.IntField):
            values[name] = 0
    return values


async def found_in_tables(traces: Iterable[str] = TRACES) -> set[tuple[str, str]]:
    """(table, column) of all the open database, Procrastinate's included, in which one of these stands, however it is spelt."""
    connection = get_connection("default")
    places = set()
    for table, column in await _columns():
        rows = await connection.execute_query_dict(
            f'SELECT "{column}" AS said FROM "{table}" WHERE "{column}" IS NOT NULL'
        )
        if any(stands_in(row["said"], trace) for row in rows for trace in traces):
            places.add((table, column))
    return places


def stands_in(said: object, trace: str) -> bool:
    """Whether the trace is in there, as it is or as JSON writes it."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    low = " ".join(text.lower().split())
    return trace.lower() in low or json.dumps(trace).strip('"').lower() in low


async def _columns() -> list[tuple[str, str]]:
    connection = get_connection("default")
    if connection.capabilities.dialect == "postgres":
        query = "SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = 'public'"
    else:
        query = (
            "SELECT m.name AS t, c.name AS c FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        )
    return [(row["t"], row["c"]) for row in await connection.execute_query_dict(query)]


def found_in_files(database: Path, traces: Iterable[str] = TRACES) -> set[str]:
    """Names of the files of a SQLite database in whose bytes one of these stands, deleted or not."""
    files = [path for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    return {path.name for path in files for trace in traces if trace.encode() in path.read_bytes()}
