"""Graph: free/busy of up to twenty mailboxes.

https://learn.microsoft.com/graph/outlook-get-free-busy-schedule. As an organisation shares it by default: when somebody
is taken, and how; with what only of those who share it. A mailbox that can't be read has an error of its own in the answer.
"""

from datetime import datetime, timedelta

from bot_service.sandbox.account import Account
from bot_service.sandbox.diary import AWAY, BUSY, ELSEWHERE, FREE, TENTATIVE, Entry
from bot_service.sandbox.graph_directory import mailbox_of, working_hours, zone_of_hours
from bot_service.sandbox.mailboxes import SCHEDULE_ERRORS
from bot_service.sandbox.odata import Answer, Call, Json, Refused
from bot_service.sandbox.world import World
from bot_service.sandbox.zones import UnknownZone, as_moment, read_moment

_DIGITS = {FREE: 0, TENTATIVE: 1, BUSY: 2, AWAY: 3, ELSEWHERE: 4}
_LONGEST = timedelta(days=62)


def get_schedule(world: World, call: Call, user: str) -> Answer:
    """POST /users/{id}/calendar/getSchedule"""
    mailbox_of(world, user)
    given = call.parameters()
    names = given.get("schedules")
    if not isinstance(names, list) or not names:
        raise Refused(400, "ErrorInvalidParameter", "The Schedules parameter must name at least one mailbox.")
    if len(names) > 20:
        raise Refused(
            400, "ErrorExceededMaxRequestedMailboxes", "The number of requested mailboxes exceeds the maximum of 20."
        )
    start, end = _window(given)
    interval = given.get("availabilityviewinterval") or 30
    if not isinstance(interval, int) or not 5 <= interval <= 1440:
        raise Refused(400, "ErrorInvalidMergedFreeBusyInterval", "The interval must be between 5 and 1440 minutes.")
    step = timedelta(minutes=interval)
    found = [_schedule(world, str(name), start, end, step, call.zone) for name in names]
    context = f"{call.base}/$metadata#Collection(microsoft.graph.scheduleInformation)"
    return Answer(200, {"@odata.context": context, "value": found}, call.applied_preferences)


def availability_view(entries: list[Entry], start: datetime, end: datetime, step: timedelta) -> str:
    """A digit per interval from `start`: the strongest of what touches it. Elsewhere at work counts as free there."""
    view = bytearray(b"0" * -(-(end - start) // step))
    for entry in sorted(entries, key=lambda entry: _DIGITS[entry.show_as] % 4):
        digit = _DIGITS[entry.show_as] % 4
        if digit:
            first = max(0, (entry.start - start) // step)
            last = min(len(view), -(-(entry.end - start) // step))
            view[first:last] = str(digit).encode() * (last - first)
    return view.decode()


def _window(given: Json) -> tuple[datetime, datetime]:
    try:
        start, _ = read_moment(given.get("starttime"))
        end, _ = read_moment(given.get("endtime"))
    except UnknownZone as unknown:
        raise Refused(
            400,
            "TimeZoneNotSupportedException",
            f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{unknown}'.",
        ) from None
    except ValueError as trouble:
        raise Refused(400, "ErrorInvalidParameter", str(trouble)) from trouble
    if end <= start:
        raise Refused(400, "ErrorInvalidTimeInterval", "The start time must be before the end time.")
    if end - start >= _LONGEST:
        raise Refused(400, "ErrorTimeIntervalTooBig", "The requested time interval must be shorter than 62 days.")
    return start, end


def _schedule(world: World, name: str, start: datetime, end: datetime, step: timedelta, zone: str) -> Json:
    owner = world.company.find(name)
    if owner is None or owner.is_guest or not owner.is_enabled:
        sentence = f"Unable to resolve e-mail address {name} to an Active Directory object."
        return _unknown(name, "ErrorMailRecipientNotFound", sentence)
    code = "ErrorMailboxLogonFailed" if world.mailboxes.has(owner, "moved") else world.mailboxes.schedule_error(owner)
    if code:
        return _unknown(name, code, SCHEDULE_ERRORS[code])
    return {"scheduleId": name, **_known_schedule(world, owner, start, end, step, zone)}


def _unknown(name: str, code: str, sentence: str) -> Json:
    error = {"message": sentence, "responseCode": code}
    return {"scheduleId": name, "availabilityView": "", "scheduleItems": [], "error": error}


def _item(owner: Account, entry: Entry, zone: str) -> Json:
    item: Json = {"status": entry.show_as, "start": as_moment(entry.start, zone), "end": as_moment(entry.end, zone)}
    if owner.shares_details:
        item |= {"isPrivate": False, "subject": entry.subject, "location": ""}
    return item


def _known_schedule(world: World, owner: Account, start: datetime, end: datetime, step: timedelta, zone: str) -> Json:
    entries = world.outlook.taken(owner, start, end)
    return {
        "availabilityView": availability_view(entries, start, end, step),
        "scheduleItems": [_item(owner, entry, zone) for entry in entries],
        "workingHours": working_hours(owner.hours, zone_of_hours(owner)),
    }
