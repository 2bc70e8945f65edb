"""What a table holds about people, in one value: export, erasure, retention and the privacy page all read it, so that they can't drift."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tortoise.queryset import QuerySet

from bot_service.database.row import Row

#: (id of the person) → what her erasure does beside what the columns say, in its transaction and before all else.
Also = Callable[[str], Awaitable[None]]

#: A moment → the rows that nobody needs any more since before then, where the table itself can't tell.
TooOld = Callable[[datetime], QuerySet[Any]]


class Through(NamedTuple):
    """A row is found through another table: `column` holds what stands in `there` of those of its rows that hold her id in `hers`."""

    column: str
    rows: type[Row]
    there: str
    hers: str


@dataclass(frozen=True)
class Held:
    """One table. Every column with text, JSON or bytes (but `state`, and an `id` made by us) stands in exactly one of these:

    - `hers`: her id or address there makes the row hers: exported whole, and deleted with her;
    - `between`: the row is between her and somebody else: deleted with her, exported as far as `shared` says;
    - `named`: it only mentions her: blanked, so that a nameless stub stays, and exported as far as `shared` says;
    - `listed`: a JSON list of ids, from which hers is taken;
    - `words`: what somebody wrote, or we did about somebody: her name and addresses are blotted out wherever they stand;
    - `plain`: names nobody but those whose row it is.

    `hers_through`, `between_through` and `named_through` find such rows by way of another table. Where she is named, nothing is left
    in the columns `emptied`, which need stand nowhere else; with `renumbered` its id is made of hers, nothing refers to it, and it gets
    another. `in_confidence` (column → filter) are rows that others made of her without her knowing: never exported.

    `what` and `why` are sentences for people, `seen_by` who else sees it; a table without them is about nobody. `kept`: how long a
    row stays after the moment in column `since`; None: as long as she is here; or the name of the number of `manners` that tells
    the days. A row with work ahead (`due_at`) is never too old. `until` says for how long where `too_old` decides it.
    """

    rows: type[Row]
    what: str = ""
    why: str = ""
    seen_by: str = ""
    hers: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    hers_through: tuple[Through, ...] = ()
    between_through: tuple[Through, ...] = ()
    named_through: tuple[Through, ...] = ()
    shared: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    renumbered: bool = False
    in_confidence: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    kept: timedelta | str | None = None
    since: str = "moved_at"
    too_old: TooOld | None = None
    until: str = ""
    also: Also | None = None

    @property
    def table(self) -> str:
        """Its name in the database."""
        return str(self.rows._meta.db_table)  # noqa: SLF001 - Tortoise keeps it there

    @property
    def is_about_people(self) -> bool:
        return bool(self.what)

    @property
    def has_work(self) -> bool:
        """Whether its rows carry work ahead, and when they were last moved."""
        return "due_at" in self.rows._meta.fields_map  # noqa: SLF001 - as above
