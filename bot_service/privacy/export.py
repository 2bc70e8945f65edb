"""All that is held on one person, as she may have it: what is hers whole, what is between her and others as far as she knows it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot_service import clock
from bot_service.database.held import Held
from bot_service.people.person import NobodyKnown, Person, people
from bot_service.privacy import found
from bot_service.privacy.said import kept_for
from bot_service.privacy.tables import known
from bot_service.privacy.whose import Whose, whose

Fields = Mapping[str, Any]

#: Said of what others wrote in confidence, of which only the place is told.
NAMES_YOU = "your name or address stands in these words of somebody else"


@dataclass(frozen=True)
class Group:
    """One table. `hers`: whole rows. `shared`: of others' rows what she may see. `mentions`: ids of rows whose words name her."""

    held: Held
    hers: Sequence[Fields]
    shared: Sequence[Fields]
    mentions: Sequence[str]

    @property
    def is_empty(self) -> bool:
        return not (self.hers or self.shared or self.mentions)


@dataclass(frozen=True)
class Export:
    """`people`: id → name of everybody who stands in what she may see."""

    person_id: str
    name: str
    at: datetime
    groups: Sequence[Group]
    people: Mapping[str, str]

    def as_json(self) -> str:
        """For machines: every group with the sentences on it, and its rows as they are kept."""
        written = {
            "person": {"id": self.person_id, "name": self.name},
            "at": self.at.isoformat(),
            "people": self.people,
            "groups": [_written(group) for group in self.groups],
        }
        return json.dumps(written, ensure_ascii=False, indent=2)

    def as_html(self) -> str:
        """For people: one plain page without any script."""
        from bot_service.privacy.export_page import page  # noqa: PLC0415 - the page is drawn of an export

        return page(self)


async def export_of(person_id: str) -> Export:
    """Gather it, table by table. Raises `NobodyKnown`."""
    person = await Person.get_or_none(id=person_id)
    if person is None:
        raise NobodyKnown("Nothing is held on this person.")
    her = whose(person)
    groups = [await _gather(held, her) for held in known()]
    told = [group for group in groups if not group.is_empty]
    return Export(person.id, person.name, clock.now(), told, await _names_in(told, person))


async def _gather(held: Held, her: Whose) -> Group:
    hers, told = found.hers(held, her), await found.told(held, her)
    whole = {row.id: _whole(row) for row in await hers.order_by("id")} if hers is not None else {}
    shared = {row.id: _part(row, held, her) for row in await told.order_by("id")} if told is not None else {}
    naming = {id_ for column in held.words for id_ in await found.naming(held, column, her.names)}
    return Group(
        held,
        list(whole.values()),
        [row for id_, row in shared.items() if id_ not in whole],
        sorted(naming - whole.keys() - shared.keys()),
    )


def _whole(row: Any) -> Fields:
    return {column: _plain(getattr(row, column)) for column in row._meta.fields_db_projection}  # noqa: SLF001 - Tortoise keeps it there


def _part(row: Any, held: Held, her: Whose) -> Fields:
    """What was shared with her, and where she stands in it."""
    columns = (*held.between, *held.named, *held.listed)
    stands = [column for column in columns if _names(getattr(row, column), her)]
    written = {column: _plain(getattr(row, column)) for column in dict.fromkeys(("id", *held.shared))}
    return written | {column: her.id if column in held.listed else getattr(row, column) for column in stands}


def _names(value: Any, her: Whose) -> bool:
    return her.id in value if isinstance(value, list) else value in her.keys


def _plain(value: Any) -> Any:
    """As JSON can say it."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.isoformat() if isinstance(value, datetime | date | time) else value


async def _names_in(groups: Sequence[Group], person: Person) -> dict[str, str]:
    """The names of all whose ids stand in these rows; nobody else's."""
    rows = [row for group in groups for row in (*group.hers, *group.shared)]
    ids = {value for row in rows for column, value in row.items() if column.endswith("_id") and isinstance(value, str)}
    known_here = await people({one for one in ids if one} | {person.id})
    return {id_: one.name for id_, one in sorted(known_here.items())}


def _written(group: Group) -> dict[str, Any]:
    held = group.held
    return {
        "table": held.table,
        "what": held.what,
        "why": held.why,
        "seen_by": held.seen_by,
        "kept": kept_for(held),
        "yours": group.hers,
        "shared_with_you": group.shared,
        **({"named_in": {"note": NAMES_YOU, "ids": group.mentions}} if group.mentions else {}),
    }
