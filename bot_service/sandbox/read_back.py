"""Everything in somebody's calendar, read back for those who check: her own diary, and meetings with every answer."""

from datetime import UTC, timedelta
from typing import Any

from bot_service.sandbox.account import Account
from bot_service.sandbox.diary import Diary, Entry
from bot_service.sandbox.graph_directory import working_hours
from bot_service.sandbox.ids import ical_uid
from bot_service.sandbox.meeting import DECLINED, Copy
from bot_service.sandbox.world import World
from bot_service.sandbox.zones import as_instant


def calendar_of(world: World, owner: Account) -> dict[str, Any]:
    """`{events, workingHours, timeZone}` from the start of the story to two weeks after its end, in order.

    A cancelled meeting is there with `isCancelled`; one that its owner declined or removed isn't. Times are RFC 3339 UTC.
    """
    first = world.start.astimezone(UTC).replace(hour=0, minute=0) - timedelta(days=1)
    entries = world.outlook.diary(owner).entries(first, world.end)
    copies = [copy for copy in world.outlook.copies(owner) if copy.meeting.is_cancelled or not copy.is_gone]
    events = [_own(owner, entry) for entry in entries] + [_meeting(copy) for copy in copies if copy.answer != DECLINED]
    events.sort(key=lambda event: (event["start"], event["iCalUId"]))
    return {"events": events, "workingHours": working_hours(owner.hours, {"name": owner.zone}), "timeZone": owner.zone}


def _own(owner: Account, entry: Entry) -> dict[str, Any]:
    return {
        "id": "",
        "iCalUId": ical_uid(*Diary.parts(owner, entry)),
        "subject": entry.subject,
        "start": as_instant(entry.start),
        "end": as_instant(entry.end),
        "createdAt": as_instant(entry.noted_at) if entry.noted_at else None,
        "isAllDay": entry.is_all_day,
        "showAs": entry.show_as,
        "isCancelled": False,
        "isOrganizer": True,
        "response": "organizer",
        "categories": [],
        "organizer": {"mail": owner.mail, "name": owner.name},
        "attendees": [],
        "location": "",
        "body": "",
    }


def _meeting(copy: Copy) -> dict[str, Any]:
    meeting, facts = copy.meeting, copy.meeting.facts
    return {
        "id": copy.id,
        "iCalUId": meeting.ical_uid,
        "subject": facts.subject,
        "start": as_instant(facts.start),
        "end": as_instant(facts.end),
        "createdAt": as_instant(meeting.created_at),
        "isAllDay": facts.is_all_day,
        "showAs": copy.show_as,
        "isCancelled": meeting.is_cancelled,
        "isOrganizer": copy.is_organiser,
        "response": "organizer" if copy.is_organiser else copy.answer,
        "categories": list(copy.categories),
        "organizer": {"mail": meeting.organiser.mail, "name": meeting.organiser.name},
        "attendees": [
            {
                "mail": line.mail,
                "name": line.name,
                "type": line.kind,
                "response": meeting.answers.get(line.mail.lower(), ("none", None))[0],
            }
            for line in facts.attendees
        ],
        "location": facts.place,
        "body": facts.body,
    }
