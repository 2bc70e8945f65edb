"""An event as Graph shows it: the organiser's copy with the tally of answers, an attendee's copy with her own."""

import html
import re
from datetime import datetime

from bot_service.sandbox.account import Account
from bot_service.sandbox.diary import Diary, Entry
from bot_service.sandbox.event_body import property_key
from bot_service.sandbox.ids import change_key, event_id, ical_uid
from bot_service.sandbox.meeting import Copy, Facts, join_link
from bot_service.sandbox.odata import Call, Json
from bot_service.sandbox.zones import as_instant, as_moment

_NEVER = "0001-01-01T00:00:00Z"
_EXPANDED = re.compile(r"id eq '([^']+)'")


def as_event(copy: Copy, call: Call) -> Json:
    """One copy of a meeting, with times and ids as the call prefers, and the extended properties it expands."""
    facts, meeting = copy.meeting.facts, copy.meeting
    body_type = "html" if facts.is_online else facts.body_type
    content = facts.body + (f'<br><a href="{join_link(meeting)}">Join the meeting now</a>' if facts.is_online else "")
    event: Json = {
        "@odata.etag": f'W/"{change_key(copy.id, copy.version)}"',
        "id": copy.immutable_id if call.wants_immutable_ids else copy.id,
        "createdDateTime": as_instant(meeting.created_at),
        "lastModifiedDateTime": as_instant(meeting.changed_at),
        "changeKey": change_key(copy.id, copy.version),
        "categories": list(copy.categories),
        "transactionId": meeting.transaction_id if copy.is_organiser else None,
        "originalStartTimeZone": facts.zone,
        "originalEndTimeZone": facts.zone,
        "iCalUId": meeting.ical_uid,
        "reminderMinutesBeforeStart": facts.reminder_minutes,
        "isReminderOn": True,
        "hasAttachments": False,
        "subject": facts.subject,
        "bodyPreview": html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", content))).strip()[:255],
        "importance": facts.importance,
        "sensitivity": facts.sensitivity,
        "isAllDay": facts.is_all_day,
        "isCancelled": meeting.is_cancelled,
        "isOrganizer": copy.is_organiser,
        "responseRequested": facts.wants_answers,
        "seriesMasterId": None,
        "showAs": copy.show_as,
        "type": "singleInstance",
        "webLink": f"https://outlook.office365.com/owa/?itemid={copy.id}&exvsurl=1&path=/calendar/item",
        "onlineMeetingUrl": None,
        "isOnlineMeeting": facts.is_online,
        "onlineMeetingProvider": "teamsForBusiness" if facts.is_online else "unknown",
        "onlineMeeting": {"joinUrl": join_link(meeting)} if facts.is_online else None,
        "allowNewTimeProposals": facts.allows_new_times,
        "hideAttendees": facts.hides_attendees,
        "responseStatus": _own_answer(copy),
        "body": {"contentType": body_type, "content": content},
        "start": as_moment(facts.start, call.zone),
        "end": as_moment(facts.end, call.zone),
        "location": {
            "displayName": facts.place,
            "locationType": "default",
            "uniqueId": facts.place,
            "uniqueIdType": "private",
        },
        "locations": [{"displayName": facts.place, "locationType": "default"}] if facts.place else [],
        "recurrence": None,
        "attendees": _attendees(copy, call.zone),
        "organizer": {"emailAddress": {"name": meeting.organiser.name, "address": meeting.organiser.mail}},
    }
    return event | _expanded(facts, call.query.get("$expand", "")) if copy.is_organiser else event


def as_diary_event(owner: Account, entry: Entry, call: Call) -> Json:
    """An entry of somebody's own diary: nobody is invited to it."""
    parts = Diary.parts(owner, entry)
    return {
        "id": event_id(*parts, immutable=call.wants_immutable_ids),
        "iCalUId": ical_uid(*parts),
        "subject": entry.subject,
        "isAllDay": entry.is_all_day,
        "isCancelled": False,
        "isOrganizer": True,
        "showAs": entry.show_as,
        "type": "singleInstance",
        "categories": [],
        "start": as_moment(entry.start, call.zone),
        "end": as_moment(entry.end, call.zone),
        "attendees": [],
        "organizer": {"emailAddress": {"name": owner.name, "address": owner.mail}},
        "responseStatus": {"response": "organizer", "time": _NEVER},
    }


def _own_answer(copy: Copy) -> Json:
    return _status("organizer" if copy.is_organiser else copy.answer, copy.answered_at)


def _attendees(copy: Copy, zone: str) -> list[Json]:
    """The list of attendees. Only the organiser sees what the others answered, and which times they would like better."""
    shown = []
    for line in copy.meeting.facts.attendees:
        is_owner = line.mail.lower() == copy.owner.mail.lower()
        said, at = copy.meeting.answers.get(line.mail.lower(), ("none", None))
        proposal = copy.meeting.proposals.get(line.mail.lower())
        if not copy.is_organiser:
            if copy.meeting.facts.hides_attendees and not is_owner:
                continue
            said, at = (copy.answer, copy.answered_at) if is_owner and copy.answered_at else ("none", None)
        attendee: Json = {
            "type": line.kind,
            "status": _status(said, at),
            "emailAddress": {"name": line.name, "address": line.mail},
        }
        if copy.is_organiser and proposal is not None:
            start, end = proposal
            attendee["proposedNewTime"] = {"start": as_moment(start, zone), "end": as_moment(end, zone)}
        shown.append(attendee)
    return shown


def _status(answer: str, at: datetime | None) -> Json:
    return {"response": answer, "time": as_instant(at) if at else _NEVER}


def _expanded(facts: Facts, expand: str) -> Json:
    """The extended properties that `$expand=singleValueExtendedProperties($filter=id eq '…')` names."""
    if not expand.startswith("singleValueExtendedProperties"):
        return {}
    wanted = {property_key(name) for name in _EXPANDED.findall(expand)}
    found = [{"id": name, "value": value} for name, value in facts.properties.items() if property_key(name) in wanted]
    return {"singleValueExtendedProperties": found} if found else {}
