"""Graph: what has changed between two moments of a calendar since somebody last looked, page by page.

Links carry all they need, so they outlive the process; what changes while somebody turns pages is told in the next round.
https://learn.microsoft.com/graph/api/event-delta
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot_service.sandbox.account import Account
from bot_service.sandbox.event_shape import as_diary_event, as_event
from bot_service.sandbox.graph_directory import mailbox_of
from bot_service.sandbox.meeting import Copy
from bot_service.sandbox.odata import Answer, Call, Json, Refused, link, page_size_of
from bot_service.sandbox.world import World
from bot_service.sandbox.zones import read_instant

_UNKNOWN = {"$select", "$expand", "$filter", "$orderby", "$search"}
_TYPED = {"@odata.type": "#microsoft.graph.event"}


@dataclass(frozen=True)
class _Place:
    """How far a round has come. `own` counts entries of the first round that nobody was invited to, and is -1 in later ones.

    Meetings are told in the order of their latest change, those numbered above `since` up to `until`.
    """

    own: int
    since: int
    until: int
    start: datetime
    end: datetime

    def written(self) -> str:
        return f"{self.own}_{self.since}_{self.until}_{self.start:%Y%m%dT%H%M%S}_{self.end:%Y%m%dT%H%M%S}"


def calendar_changes(world: World, call: Call, user: str) -> Answer:
    """GET /users/{id}/calendarView/delta: first all events of the range, later those that changed or went.

    Raises `Refused`: 410 for a link that the mailbox no longer knows: start again from nothing.
    """
    owner = mailbox_of(world, user)
    if _UNKNOWN & call.query.keys():
        raise Refused(
            400,
            "ErrorInvalidUrlQuery",
            "The following parameters are not supported with change tracking over the 'CalendarView' resource.",
        )
    place = _place(world, call)
    told, place, is_over = _page(world, call, owner, place, page_size_of(call, 10, 1000))
    body: Json = {"@odata.context": f"{call.base}/$metadata#Collection(event)", "value": told}
    if is_over:
        after = replace(place, own=-1, since=place.until, until=0)
        body["@odata.deltaLink"] = link(call, {"$deltatoken": after.written()}, without=call.query)
    else:
        body["@odata.nextLink"] = link(call, {"$skiptoken": place.written()}, without=call.query)
    return Answer(200, body, call.applied_preferences)


def _page(world: World, call: Call, owner: Account, place: _Place, size: int) -> tuple[list[Json], _Place, bool]:
    """The next events to tell, where that leads to, and whether the round is over."""
    entries = world.outlook.diary(owner).entries(place.start, place.end)[place.own :] if place.own >= 0 else []
    told = [_TYPED | as_diary_event(owner, entry, call) for entry in entries[:size]]
    place = replace(place, own=place.own + len(told))
    copies = [copy for copy in world.outlook.copies(owner) if place.since < copy.version <= place.until]
    if place.own >= 0:
        copies = [copy for copy in copies if _is_within(copy, place)]
    copies.sort(key=lambda copy: copy.version)
    shown = copies[: size - len(told)]
    told += [_told(copy, call, place) for copy in shown]
    is_over = len(entries) <= size and len(shown) == len(copies)
    return told, replace(place, since=shown[-1].version if shown else place.since), is_over


def _told(copy: Copy, call: Call, place: _Place) -> Json:
    if _is_within(copy, place):
        return _TYPED | as_event(copy, call)
    some_id = copy.immutable_id if call.wants_immutable_ids else copy.id
    return _TYPED | {"id": some_id, "@removed": {"reason": "deleted"}}


def _is_within(copy: Copy, place: _Place) -> bool:
    facts = copy.meeting.facts
    return not copy.is_gone and facts.start < place.end and facts.end > place.start


def _place(world: World, call: Call) -> _Place:
    """Where this call goes on: at a page, at a round, or at the very beginning."""
    newest = world.outlook.version
    if token := call.query.get("$skiptoken"):
        return _read(token, world)
    if token := call.query.get("$deltatoken"):
        return replace(_read(token, world), until=newest)
    start, end = time_window(call.query.get("startDateTime"), call.query.get("endDateTime"))
    return _Place(0, 0, newest, start, end)


def _read(token: str, world: World) -> _Place:
    """Raises `Refused` (410) for what isn't known, or not any more."""
    lost = Refused(410, "SyncStateNotFound", "The sync state generation is not found; full resync is needed.")
    try:
        own, since, until, start, end = token.split("_")
        place = _Place(int(own), int(since), int(until), read_instant(start), read_instant(end))
    except ValueError:
        raise lost from None
    began = place.since if place.own < 0 else place.until
    if began < world.oldest_delta or max(place.since, place.until) > world.outlook.version:
        raise lost
    return place


def time_window(start: str | None, end: str | None) -> tuple[datetime, datetime]:
    """The two moments of a query. Raises `Refused` (400)."""
    if not start or not end:
        raise Refused(
            400,
            "ErrorInvalidParameter",
            "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.",
        )
    try:
        first, last = read_instant(start), read_instant(end)
    except ValueError as trouble:
        raise Refused(400, "ErrorInvalidParameter", f"The time window can't be read: {trouble}.") from trouble
    if last < first:
        raise Refused(400, "ErrorInvalidParameter", "The StartDateTime must be before the EndDateTime.")
    return first, last
