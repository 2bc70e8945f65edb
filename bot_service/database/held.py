"""What a table holds about people, in one value: export, erasure, retention and the privacy page all read it, so that they can't drift."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot_service.database.row import Row

#: (id of the person) → what else must be done at her erasure, beside what the columns say, in the transaction of the erasure.
Also = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Held:
    """One table.

    `what` and `why` are sentences for people; `seen_by` says who else sees it, "nobody" included. Columns in `hers` make a row hers:
    it is exported whole and deleted with her. Columns in `named` only mention her in what is somebody else's: the row stays as a
    nameless stub, with "" there. Both hold ids of people. `kept`: how long a row is kept after the moment in column `since`; None as
    long as the person is here. A row with work ahead (`due_at`) is never too old. `also`: for what columns can't say.
    """

    rows: type[Row]
    what: str
    why: str
    seen_by: str
    hers: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    kept: timedelta | None = None
    since: str = ""
    also: Also | None = None
