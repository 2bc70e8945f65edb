"""The rows of one person in one table: those that are hers, those between her and somebody else, and those that only name her."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tortoise.connection import get_connection
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from bot_service.database.held import Held, Through
from bot_service.privacy.whose import Whose

Rows = QuerySet[Any]


def hers(held: Held, whose: Whose) -> Rows | None:
    """What is exported whole and deleted; None where a table has nothing of the kind."""
    return _any(held, [*_by(held.hers, whose), *_ways(held.hers_through, whose)])


def between(held: Held, whose: Whose) -> Rows | None:
    """What is deleted with her although it is somebody else's too."""
    return _any(held, [*_by(held.between, whose), *_ways(held.between_through, whose)])


def named_through(held: Held, whose: Whose) -> Rows | None:
    """What stays, found by way of another table, with her in the columns that are emptied."""
    return _any(held, _ways(held.named_through, whose))


async def told(held: Held, whose: Whose) -> Rows | None:
    """Of what is between her and others, or names her, the rows that she may be shown."""
    ways = [(column, _one_of(column, whose.keys)) for column in (*held.between, *held.named)]
    ways += [(way.column, _through(way, whose)) for way in (*held.between_through, *held.named_through)]
    ways += [(column, _one_of("id", await naming(held, column, [whose.id]))) for column in held.listed]
    return _any(held, [_but_secret(held, column, way) for column, way in ways])


async def naming(held: Held, column: str, words: Iterable[str]) -> list[str]:
    """Ids of the rows in whose text or list one of these words stands, however it is spelt."""
    connection = get_connection("default")
    is_postgres = connection.capabilities.dialect == "postgres"
    like = "ILIKE ${0}" if is_postgres else "LIKE ?"  # SQLite's LIKE minds no case either
    text = f'CAST("{column}" AS TEXT)'
    looked_for = [f"%{_escaped(word)}%" for word in words]
    tests = " OR ".join(f"{text} {like.format(number)} ESCAPE '\\'" for number in range(1, len(looked_for) + 1))
    query = f'SELECT id FROM "{held.table}" WHERE {tests} ORDER BY id'  # noqa: S608 - names of our own tables and columns
    return [str(row["id"]) for row in await connection.execute_query_dict(query, looked_for)]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _but_secret(held: Held, column: str, way: Q) -> Q:
    secret = held.in_confidence.get(column)
    if secret is None:
        return way
    return way & ~_where(secret) if secret else way & Q(id__isnull=True)


def _by(columns: tuple[str, ...], whose: Whose) -> Iterator[Q]:
    return (_one_of(column, whose.keys) for column in columns)


def _ways(through: tuple[Through, ...], whose: Whose) -> list[Q]:
    return [_through(way, whose) for way in through]


def _through(way: Through, whose: Whose) -> Q:
    there = way.rows.filter(**{f"{way.hers}__in": whose.keys}).values(way.there)
    return _one_of(way.column, Subquery(there))


def _one_of(column: str, values: object) -> Q:
    return _where({f"{column}__in": values})


def _where(filters: Mapping[str, Any]) -> Q:
    return Q(**filters)


def _any(held: Held, ways: list[Q]) -> Rows | None:
    return held.rows.filter(Q(*ways, join_type=Q.OR)) if ways else None
