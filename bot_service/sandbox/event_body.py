"""Read what an app wrote about an event (the body of POST and PATCH) into facts.

https://learn.microsoft.com/graph/api/resources/event
"""

import json
from datetime import datetime
from typing import Any

from bot_service.sandbox.ids import guid
from bot_service.sandbox.meeting import Invited
from bot_service.sandbox.odata import Json, Refused
from bot_service.sandbox.zones import UnknownZone, read_moment

_SHOWN_AS = {"free", "tentative", "busy", "oof", "workingElsewhere", "unknown"}


def read_event(body: Json) -> dict[str, Any]:
    """The facts that the body names, by the fields of `Facts`. Raises `Refused` (400) for what Outlook wouldn't take."""
    facts: dict[str, Any] = {}
    for name, wanted, kind in (
        ("subject", "subject", str), ("isAllDay", "is_all_day", bool), ("isOnlineMeeting", "is_online", bool),
        ("hideAttendees", "hides_attendees", bool), ("responseRequested", "wants_answers", bool),
        ("allowNewTimeProposals", "allows_new_times", bool), ("importance", "importance", str), ("sensitivity", "sensitivity", str),
        ("reminderMinutesBeforeStart", "reminder_minutes", int), ("showAs", "show_as", str),
    ):  # fmt: skip
        if body.get(name) is not None:
            facts[wanted] = _typed(name, body[name], kind)
    if facts.get("show_as", "busy") not in _SHOWN_AS:
        raise _invalid("showAs", facts["show_as"])
    if len(facts.get("subject", "")) > 255:
        raise Refused(400, "ErrorPropertyValidationFailure", "The subject may have at most 255 characters.")
    for name in ("start", "end"):
        if body.get(name) is not None:
            facts[name], facts["zone"] = _moment(body[name])
    _read_objects(body, facts)
    return facts


def check_times(start: datetime, end: datetime) -> None:
    """Raises `Refused` (400) when it would end before it starts."""
    if end < start:
        raise Refused(
            400,
            "ErrorCalendarEndDateIsEarlierThanStartDate",
            "The end date of the calendar item is earlier than its start date.",
        )


def read_proposal(written: object) -> tuple[datetime, datetime] | None:
    """Read a timeSlot, in either spelling of its keys; None where there is none. Raises `Refused` (400)."""
    if written is None:
        return None
    slot = {key.lower(): value for key, value in _typed("proposedNewTime", written, dict).items()}
    (start, _), (end, _) = _moment(slot.get("start")), _moment(slot.get("end"))
    check_times(start, end)
    return start, end


def fingerprint(body: Json) -> str:
    """The same for the same event, however its JSON is spaced or ordered."""
    return guid("event", json.dumps(body, sort_keys=True))


def property_key(name: str) -> str:
    """The id of an extended property without regard to case: "String {guid} Name LunchId"."""
    return " ".join(name.split()).lower()


def _read_objects(body: Json, facts: dict[str, Any]) -> None:
    """The parts that are objects and lists."""
    if body.get("body") is not None:
        facts["body"] = str(_typed("body", body["body"], dict).get("content") or "")
        facts["body_type"] = str(body["body"].get("contentType") or "text").lower()
    if body.get("location") is not None:
        facts["place"] = str(_typed("location", body["location"], dict).get("displayName") or "")
    if body.get("categories") is not None:
        facts["categories"] = tuple(str(category) for category in _typed("categories", body["categories"], list))
    if body.get("attendees") is not None:
        facts["attendees"] = tuple(_invited(line) for line in _typed("attendees", body["attendees"], list))
        if len(facts["attendees"]) > 500:
            raise Refused(400, "ErrorExceededMaxRecipients", "An event may have at most 500 attendees.")
    if body.get("singleValueExtendedProperties") is not None:
        properties = _typed("singleValueExtendedProperties", body["singleValueExtendedProperties"], list)
        facts["properties"] = {str(one.get("id")): str(one.get("value")) for one in properties}


def _invited(line: object) -> Invited:
    address = _typed("attendees", line, dict).get("emailAddress") or {}
    mail = str(address.get("address") or "")
    if "@" not in mail:
        raise Refused(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.")
    return Invited(mail, str(address.get("name") or mail), str(line.get("type") or "required"))  # type: ignore[attr-defined]  # checked above


def _moment(written: object) -> tuple[datetime, str]:
    try:
        return read_moment(written)
    except UnknownZone as unknown:
        raise Refused(
            400,
            "TimeZoneNotSupportedException",
            f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{unknown}'.",
        ) from None
    except ValueError as trouble:
        raise Refused(
            400, "ErrorPropertyValidationFailure", f"At least one property failed validation: {trouble}"
        ) from trouble


def _typed(name: str, value: object, kind: type) -> Any:
    if not isinstance(value, kind):
        raise _invalid(name, value)
    return value


def _invalid(name: str, value: object) -> Refused:
    return Refused(400, "RequestBodyRead", f"The value '{value}' of the property '{name}' can't be read.")
