"""Graph: the default calendar, what lies in it between two moments, and what has changed there since.

https://learn.microsoft.com/graph/api/calendar-list-calendarview and event-delta
"""

from datetime import datetime

from bot_service.sandbox.account import Account
from bot_service.sandbox.event_shape import as_event
from bot_service.sandbox.graph_directory import mailbox_of
from bot_service.sandbox.graph_events import calendar_items
from bot_service.sandbox.ids import change_key, event_id
from bot_service.sandbox.odata import Answer, Call, Json, Refused, entity, link, listed, selected
from bot_service.sandbox.world import World
from bot_service.sandbox.zones import read_instant


def get_calendar(world: World, call: Call, user: str) -> Answer:
    """GET /users/{id}/calendar"""
    owner = mailbox_of(world, user)
    calendar: Json = {
        "id": event_id(owner.id, "calendar"),
        "name": "Calendar",
        "color": "auto",
        "hexColor": "",
        "isDefaultCalendar": True,
        "changeKey": change_key(owner.id, "calendar"),
        "canShare": True,
        "canViewPrivateItems": True,
        "canEdit": True,
        "allowedOnlineMeetingProviders": ["teamsForBusiness"],
        "defaultOnlineMeetingProvider": "teamsForBusiness",
        "isTallyingResponses": True,
        "isRemovable": False,
        "owner": {"name": owner.name, "address": owner.mail},
    }
    return entity(call, f"users('{owner.id}')/calendar", calendar)


def calendar_view(world: World, call: Call, user: str) -> Answer:
    """GET /users/{id}/calendarView?startDateTime=…&endDateTime=…"""
    owner = mailbox_of(world, user)
    start, end = _range(call.query.get("startDateTime"), call.query.get("endDateTime"))
    events = [event for _, _, event in calendar_items(world, call, owner, start, end)]
    if names := call.query.get("$select"):
        known = set().union(*events) if events else {name.strip() for name in names.split(",")}
        events = [selected(event, names, known.__contains__, "event") for event in events]
    return listed(call, f"users('{owner.id}')/calendarView", events, page_size=10, most=1000)


def calendar_changes(world: World, call: Call, user: str) -> Answer:
    """GET /users/{id}/calendarView/delta: first all events of the range, later those that changed or went.

    Raises `Refused` (410) for a link that the mailbox no longer knows: start again from nothing.
    """
    owner = mailbox_of(world, user)
    if {"$select", "$expand", "$filter", "$orderby", "$search"} & call.query.keys():
        raise Refused(
            400,
            "ErrorInvalidUrlQuery",
            "The following parameters are not supported with change tracking over the 'CalendarView' resource.",
        )
    token = call.query.get("$deltatoken")
    if token is None:
        start, end = _range(call.query.get("startDateTime"), call.query.get("endDateTime"))
        events = [event for _, _, event in calendar_items(world, call, owner, start, end)]
        version = world.outlook.version
    else:
        since, start, end = _read_token(token, world.outlook.version)
        events = _changed(world, call, owner, since, start, end)
        version = world.outlook.version
    answer = listed(call, "Collection(event)", events, page_size=10, most=1000)
    if answer.body is not None and "@odata.nextLink" not in answer.body:
        fresh = f"{version}_{start:%Y%m%dT%H%M%S}_{end:%Y%m%dT%H%M%S}"
        gone = ("startDateTime", "endDateTime", "$skiptoken")
        answer.body["@odata.deltaLink"] = link(call, {"$deltatoken": fresh}, without=gone)
    return answer


def _changed(world: World, call: Call, owner: Account, since: int, start: datetime, end: datetime) -> list[Json]:
    changed = []
    for copy in world.outlook.copies(owner):
        if copy.version <= since:
            continue
        facts = copy.meeting.facts
        if copy.is_gone or facts.start >= end or facts.end <= start:
            some_id = copy.immutable_id if call.wants_immutable_ids else copy.id
            changed.append({"@odata.type": "#microsoft.graph.event", "id": some_id, "@removed": {"reason": "deleted"}})
        else:
            changed.append(as_event(copy, call))
    return changed


def _range(start: str | None, end: str | None) -> tuple[datetime, datetime]:
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


def _read_token(token: str, newest: int) -> tuple[int, datetime, datetime]:
    parts = token.split("_")
    try:
        since, start, end = int(parts[0]), read_instant(parts[1]), read_instant(parts[2])
    except (ValueError, IndexError):
        since, start, end = newest + 1, datetime.min, datetime.min  # noqa: DTZ901 - never read: refused below
    if since > newest:
        raise Refused(410, "SyncStateNotFound", "The sync state generation is not found; full resync is needed.")
    return since, start, end
