"""Microsoft Graph on one page: which path is answered by whom, and what a token must be good for.

Calendars are open as the product's administrator would open them (Exchange RBAC for Applications): the app reaches the
organiser's mailbox only, and a person's own token reaches hers.
"""

import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from bot_service.sandbox import (
    graph_calendar,
    graph_delta,
    graph_directory,
    graph_events,
    graph_groups,
    graph_schedule,
    graph_subscriptions,
    graph_teams,
)
from bot_service.sandbox.faults import Fault
from bot_service.sandbox.graph_batch import run_batch
from bot_service.sandbox.ids import guid
from bot_service.sandbox.odata import Answer, Call, Refused
from bot_service.sandbox.world import World
from bot_service.sandbox.zones import UnknownZone, as_instant, zone_of

Handler = Callable[..., Answer]
_USER = re.compile(r"/users/([^/]+)/(?:events|calendar|mailboxSettings)")

#: method, path, role of the app (as consented in Entra, or by Exchange), handler
_ROUTES: tuple[tuple[str, str, str, Handler], ...] = (
    ("GET", "/users", "User.Read.All", graph_directory.list_users),
    ("GET", "/users/delta", "User.Read.All", graph_directory.user_changes),
    ("GET", "/users/{user}", "User.Read.All", graph_directory.get_user),
    ("GET", "/users/{user}/manager", "User.Read.All", graph_directory.get_manager),
    ("GET", "/users/{user}/photo/$value", "User.Read.All", graph_directory.get_photo),
    ("GET", "/users/{user}/mailboxSettings", "MailboxSettings.Read", graph_directory.get_mailbox_settings),
    ("GET", "/users/{user}/calendar", "Calendars.ReadWrite", graph_calendar.get_calendar),
    ("POST", "/users/{user}/calendar/getSchedule", "Calendars.ReadWrite", graph_schedule.get_schedule),
    ("GET", "/users/{user}/calendarView", "Calendars.ReadWrite", graph_calendar.calendar_view),
    ("GET", "/users/{user}/calendarView/delta", "Calendars.ReadWrite", graph_delta.calendar_changes),
    ("GET", "/users/{user}/events", "Calendars.ReadWrite", graph_events.list_events),
    ("POST", "/users/{user}/events", "Calendars.ReadWrite", graph_events.create_event),
    ("GET", "/users/{user}/events/{event}", "Calendars.ReadWrite", graph_events.get_event),
    ("PATCH", "/users/{user}/events/{event}", "Calendars.ReadWrite", graph_events.change_event),
    ("DELETE", "/users/{user}/events/{event}", "Calendars.ReadWrite", graph_events.delete_event),
    ("POST", "/users/{user}/events/{event}/cancel", "Calendars.ReadWrite", graph_events.cancel_event),
    ("POST", "/users/{user}/events/{event}/{answer:accept|decline|tentativelyAccept}", "Calendars.ReadWrite", graph_events.answer_event),
    ("GET", "/subscriptions", "Calendars.ReadWrite", graph_subscriptions.list_subscriptions),
    ("POST", "/subscriptions", "Calendars.ReadWrite", graph_subscriptions.create_subscription),
    ("GET", "/subscriptions/{subscription}", "Calendars.ReadWrite", graph_subscriptions.get_subscription),
    ("PATCH", "/subscriptions/{subscription}", "Calendars.ReadWrite", graph_subscriptions.renew_subscription),
    ("DELETE", "/subscriptions/{subscription}", "Calendars.ReadWrite", graph_subscriptions.delete_subscription),
    ("POST", "/subscriptions/{subscription}/reauthorize", "Calendars.ReadWrite", graph_subscriptions.reauthorize_subscription),
    ("GET", "/groups", "Group.Read.All", graph_groups.list_groups),
    ("GET", "/groups/{group}", "Group.Read.All", graph_groups.get_group),
    ("GET", "/groups/{group}/members", "Group.Read.All", graph_groups.list_members),
    ("GET", "/groups/{group}/transitiveMembers", "Group.Read.All", graph_groups.all_members),
    ("GET", "/groups/{group}/transitiveMembers/{kind:microsoft.graph.user|microsoft.graph.group}", "Group.Read.All", graph_groups.all_members),
    ("GET", "/teams/{team}", "Group.Read.All", graph_teams.get_team),
    ("GET", "/teams/{team}/channels", "Channel.ReadBasic.All", graph_teams.list_channels),
)  # fmt: skip


@dataclass(frozen=True)
class _Route:
    method: str
    pattern: re.Pattern[str]
    role: str
    handler: Handler


def _compiled(path: str) -> re.Pattern[str]:
    """`{user}` matches one segment, `{answer:a|b}` one of these words; functions may be written with brackets."""
    parts = []
    for segment in path.split("/"):
        if segment.startswith("{"):
            name, _, words = segment[1:-1].partition(":")
            parts.append(f"(?P<{name}>{words or '[^/]+'})")
        else:
            parts.append(re.escape(segment) + (r"(?:\(\))?" if segment == "delta" else ""))
    return re.compile("/".join(parts))


_TABLE = tuple(_Route(method, _compiled(path), role, handler) for method, path, role, handler in _ROUTES)


class Graph:
    """Answers calls to Graph from the state of the world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._calls = 0

    def answer(self, call: Call) -> Answer:
        """Answer one call; refusals become Graph's errors."""
        self._calls += 1
        try:
            if call.path == "/$batch" and call.method == "POST":
                return run_batch(call, self._answer_part)
            return self._dispatch(call)
        except Refused as refused:
            return self.refuse(refused, call.headers.get("client-request-id", ""))

    def refuse(self, refused: Refused, client_request_id: str = "") -> Answer:
        """A refusal as Graph writes it, with the time and the id of the request."""
        return refused.answer(as_instant(self._world.clock.now)[:-1], guid("request", self._calls), client_request_id)

    def _answer_part(self, call: Call) -> Answer:
        """One part of a batch: trouble that was ordered for its path meets it too."""
        fault = self._world.faults.take(call.method, f"/v1.0{call.path}", only=("status", "drop", "lose_reply"))
        if fault is None:
            return self._answer_alone(call)
        if fault.do == "lose_reply":
            self._answer_alone(call)
        return self.refuse(ordered_refusal(fault) if fault.do == "status" else refusal_of(504))

    def _answer_alone(self, call: Call) -> Answer:
        """A part needs one of the few places in its mailbox, as a request does that comes alone; parts take turns in it."""
        named = _USER.match(call.path)
        owner = self._world.company.find(named[1]) if named else None
        try:
            with self._world.limits.opened(owner.id) if owner else nullcontext():
                return self.answer(call)
        except Refused as refused:
            return self.refuse(refused)

    def _dispatch(self, call: Call) -> Answer:
        is_known = False
        for route in _TABLE:
            found = route.pattern.fullmatch(call.path)
            if found is None:
                continue
            is_known = True
            if route.method == call.method:
                self._check(call, route, found.groupdict())
                return route.handler(self._world, call, **found.groupdict())
        if is_known:
            raise Refused(
                405,
                "Request_BadRequest",
                f"Specified HTTP method '{call.method}' is not allowed for the request target.",
            )
        raise Refused(400, "BadRequest", f"Resource not found for the segment '{call.path.rpartition('/')[2]}'.")

    def _check(self, call: Call, route: _Route, named: dict[str, str]) -> None:
        """Is the token good for this? And are the preferences such that they can be followed?"""
        try:
            zone_of(call.zone)
        except UnknownZone:
            raise Refused(
                400,
                "TimeZoneNotSupportedException",
                f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{call.zone}'.",
            ) from None
        owner = self._world.company.find(named.get("user", ""))
        is_mailbox = route.role.startswith(("Calendars", "MailboxSettings"))
        if is_mailbox and owner is not None:
            self._world.limits.count_request(owner.id)
        if call.grant.person_id:
            if is_mailbox and (owner is None or owner.id != call.grant.person_id):
                raise Refused(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
            return
        if route.role not in call.grant.roles:
            code = "ErrorAccessDenied" if is_mailbox else "Authorization_RequestDenied"
            sentence = (
                "Access is denied. Check credentials and try again."
                if is_mailbox
                else "Insufficient privileges to complete the operation."
            )
            raise Refused(403, code, sentence)
        if route.role.startswith("Calendars") and owner is not None and owner.id not in self._world.open_mailboxes:
            raise Refused(403, "ErrorAccessDenied", "Access to OData is disabled: the app may not open this mailbox.")


def ordered_refusal(fault: Fault) -> Refused:
    """The refusal that somebody ordered."""
    return refusal_of(fault.status, fault.seconds, fault.code)


def refusal_of(status: int, seconds: float | None = None, other_code: str = "") -> Refused:
    """The refusal that goes with a status, as Microsoft documents them."""
    code, sentence = {
        401: ("InvalidAuthenticationToken", "Access token has expired or is not yet valid."),
        403: ("ErrorAccessDenied", "Access is denied. Check credentials and try again."),
        404: ("ErrorItemNotFound", "The specified object was not found in the store."),
        409: ("ErrorIrresolvableConflict", "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item."),
        429: ("ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
        503: ("serviceNotAvailable", "The service is temporarily unavailable."),
        504: ("gatewayTimeout", "The server, while acting as a proxy, did not receive a timely response."),
    }.get(status, ("generalException", "An error that was ordered."))  # fmt: skip
    wait = seconds if seconds is not None else 1 if status == 429 else None
    return Refused(status, other_code or code, sentence, retry_after=None if wait is None else round(wait))
