"""A person's calendar as an iCalendar file (RFC 5545), written by hand: the run must not need a calendar library."""

import html
import re
from datetime import UTC, datetime

from bot_service.simulation.seen import Calendar, Event

_LINE_OCTETS = 75  #: RFC 5545 §3.1, without the line break
_PARTSTAT = {
    "accepted": "ACCEPTED",
    "declined": "DECLINED",
    "tentative": "TENTATIVE",
    "tentativelyaccepted": "TENTATIVE",
    "organizer": "ACCEPTED",
}
_BUSYSTATUS = {
    "oof": "OOF",
    "busy": "BUSY",
    "tentative": "TENTATIVE",
    "free": "FREE",
    "workingelsewhere": "WORKINGELSEWHERE",
}


def as_ics(calendar: Calendar, written_at: datetime) -> str:
    """Return the whole calendar, one VEVENT per event, lines ended by CRLF. All times are UTC, so no VTIMEZONE is needed."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Potluck//Sandbox calendar//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(calendar.principal_name)}",
    ]
    for event in sorted(calendar.events, key=lambda each: (each.start, each.end, each.uid)):
        lines += _event_lines(event, written_at)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + "\r\n" for line in lines)


def _event_lines(event: Event, written_at: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{moment(event.created_at or written_at)}",
        f"DTSTART:{moment(event.start)}",
        f"DTEND:{moment(event.end)}",
        f"SUMMARY:{escaped(event.subject)}",
        f"STATUS:{_status(event)}",
        f"TRANSP:{'OPAQUE' if event.takes_time else 'TRANSPARENT'}",
    ]
    if event.created_at:
        lines.append(f"CREATED:{moment(event.created_at)}")
    if event.categories:
        lines.append("CATEGORIES:" + ",".join(escaped(category) for category in event.categories))
    if event.organiser:
        lines.append(f"ORGANIZER{_common_name(event, event.organiser)}:mailto:{event.organiser}")
    for mail in sorted(event.responses):
        if mail != event.organiser.lower():
            partstat = _PARTSTAT.get(event.responses[mail].lower(), "NEEDS-ACTION")
            role = "OPT-PARTICIPANT" if mail in event.optional else "REQ-PARTICIPANT"
            lines.append(f"ATTENDEE{_common_name(event, mail)};ROLE={role};PARTSTAT={partstat}:mailto:{mail}")
    if event.place:
        lines.append(f"LOCATION:{escaped(event.place)}")
    if event.body:
        lines.append(f"DESCRIPTION:{escaped(_plain(event.body))}")
    if busy := _BUSYSTATUS.get(event.show_as.lower()):
        lines.append(f"X-MICROSOFT-CDO-BUSYSTATUS:{busy}")
    return [*lines, "END:VEVENT"]


def _status(event: Event) -> str:
    if event.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if event.show_as == "tentative" else "CONFIRMED"


def moment(at: datetime) -> str:
    """Return a UTC date-time (§3.3.5, form 2); an aware time is expected."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Escape a TEXT value (§3.3.11): backslash, semicolon, comma, line break; other control characters can't stand there."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = re.sub(r"\r\n|\r|\n", r"\\n", text)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)


def folded(line: str) -> str:
    """Fold a line at 75 octets (§3.1); never inside a character, as readers that decode line by line would stumble."""
    if (len(line) <= _LINE_OCTETS and line.isascii()) or len(line.encode()) <= _LINE_OCTETS:
        return line
    if line.isascii():
        starts = [0, *range(_LINE_OCTETS, len(line), _LINE_OCTETS - 1)]
        return "\r\n ".join(line[start:stop] for start, stop in zip(starts, [*starts[1:], len(line)], strict=True))
    parts, part, octets = [], "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > _LINE_OCTETS:
            parts.append(part)
            part, octets = " ", 1
        part += character
        octets += size
    return "\r\n".join([*parts, part])


def _common_name(event: Event, mail: str) -> str:
    """Return the CN parameter, always quoted; a quote or control character can't stand in it (§3.2)."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", event.names.get(mail.lower(), "")).replace('"', "'")
    return f';CN="{name}"' if name else ""


def _plain(body: str) -> str:
    """Return the words of an HTML body, one paragraph or list item a line."""
    text = re.sub(r"(?is)<(style|script|head)\b.*?</\1>", "", body)
    text = re.sub(r"(?i)<br\s*/?>|</(p|div|li|ul|ol|h\d|tr)>", "\n", text)
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
