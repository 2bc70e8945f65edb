"""Graph: the default calendar, and what lies in it between two moments.

https://learn.microsoft.com/graph/api/calendar-list-calendarview
"""

from bot_service.sandbox.graph_delta import time_window
from bot_service.sandbox.graph_directory import mailbox_of
from bot_service.sandbox.graph_events import calendar_items
from bot_service.sandbox.ids import change_key, event_id
from bot_service.sandbox.odata import Answer, Call, Json, entity, listed, selected
from bot_service.sandbox.world import World


def get_calendar(world: World, call: Call, user: str) -> Answer:
    """GET /users/{id}/calendar"""
    owner = mailbox_of(world, user)
    meets_online = not world.mailboxes.has(owner, "no_online_meetings")
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
        "allowedOnlineMeetingProviders": ["teamsForBusiness"] if meets_online else [],
        "defaultOnlineMeetingProvider": "teamsForBusiness" if meets_online else "unknown",
        "isTallyingResponses": True,
        "isRemovable": False,
        "owner": {"name": owner.name, "address": owner.mail},
    }
    return entity(call, f"users('{owner.id}')/calendar", calendar)


def calendar_view(world: World, call: Call, user: str) -> Answer:
    """GET /users/{id}/calendarView?startDateTime=…&endDateTime=…"""
    owner = mailbox_of(world, user)
    start, end = time_window(call.query.get("startDateTime"), call.query.get("endDateTime"))
    events = [event for _, _, event in calendar_items(world, call, owner, start, end)]
    if names := call.query.get("$select"):
        known = set().union(*events) if events else {name.strip() for name in names.split(",")}
        events = [selected(event, names, known.__contains__, "event") for event in events]
    return listed(call, f"users('{owner.id}')/calendarView", events, page_size=10, most=1000)
