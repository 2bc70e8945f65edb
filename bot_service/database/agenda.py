"""What is due over all kinds of rows, in one query, however many kinds there are."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tortoise.connection import get_connection

from bot_service.database.row import DueRow

Kinds = Mapping[str, type[DueRow]]


async def due_among(kinds: Kinds, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Return (kind, id) of up to `limit` rows whose step is due, the longest due first; at the same moment in the order of `kinds`."""
    rank = {kind: place for place, kind in enumerate(kinds)}
    parts = [
        f"SELECT '{kind}' AS kind, {place} AS place, id, due_at FROM \"{kinds[kind]._meta.db_table}\" WHERE due_at <= {_mark()}"
        for kind, place in rank.items()
    ]
    values = [_as_stored(now)] * (1 if _is_postgres() else len(parts))
    query = f"{' UNION ALL '.join(parts)} ORDER BY due_at, place, id LIMIT {int(limit)}"
    return [
        (str(row["kind"]), str(row["id"])) for row in await get_connection("default").execute_query_dict(query, values)
    ]


async def earliest_among(kinds: Kinds) -> datetime | None:
    """Return when the next step of all is due, which may be in the past; None when nothing lies ahead."""
    parts = [f'SELECT MIN(due_at) AS due_at FROM "{model._meta.db_table}"' for model in kinds.values()]
    query = f"SELECT MIN(due_at) AS due_at FROM ({' UNION ALL '.join(parts)}) AS agenda"
    found = (await get_connection("default").execute_query_dict(query))[0]["due_at"]
    return datetime.fromisoformat(found) if isinstance(found, str) else found


def _is_postgres() -> bool:
    return bool(get_connection("default").capabilities.dialect == "postgres")


def _mark() -> str:
    return "$1" if _is_postgres() else "?"


def _as_stored(moment: datetime) -> Any:
    """SQLite keeps moments as text, in the form that Tortoise writes: in UTC, so that the order of texts is that of moments."""
    return moment if _is_postgres() else moment.astimezone(UTC).isoformat(" ")


async def stuck_among(kinds: Kinds, *, tries: int) -> dict[str, int]:
    """Return kind → how many of its rows have failed at least `tries` times in a row."""
    counts = {kind: await model.filter(tries__gte=tries).count() for kind, model in kinds.items()}
    return {kind: count for kind, count in counts.items() if count}
