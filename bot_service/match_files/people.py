"""PEOPLE.csv: who looks for a lunch. Columns id,team[,site][,zone][,manager]."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot_service.match_files.faults import Faults, quoted
from bot_service.match_files.sheet import Sheet, read_sheet
from bot_service.matching.seekers import Seeker

NEEDED = ("id", "team")
OPTIONAL = ("site", "zone", "manager")

#: Offsets change with the seasons and the same input shall give the same output: they are those of this day.
SEASON = datetime(2026, 1, 1)  # noqa: DTZ001 - each zone gives it its own offset

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+\-−])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE | re.ASCII)  # noqa: RUF001 - a minus as Word makes it
_LINE_BREAK = re.compile(r"[\r\n]")


def read_people(path: Path, faults: Faults) -> tuple[Sheet, dict[str, Seeker]] | None:
    """Everybody by id, in the order of the file; None where the file can't be read to its end. `faults` say what is wrong."""
    sheet = read_sheet(path, NEEDED, OPTIONAL, faults)
    if sheet is None:
        return None
    people: dict[str, Seeker] = {}
    lines: dict[str, int] = {}
    for line, (id_, team, site, zone, manager) in sheet.rows(*NEEDED, *OPTIONAL):
        for column, value in (("id", id_), ("team", team), ("site", site)):
            if _LINE_BREAK.search(value):
                sheet.fault(line, f"the {column} {quoted(value)} has a line break in it; write it on one line.")
        if not team:
            sheet.fault(line, "the team is empty; everybody needs one.")
        if not id_:
            sheet.fault(line, "the id is empty; everybody needs one of their own.")
        elif id_ in people:
            sheet.fault(line, f"the id {quoted(id_)} stands in line {lines[id_]} already; keep one of the two lines.")
        else:
            people[id_] = Seeker(id_, team, site, _told_offset(sheet, line, zone), manager)
            lines[id_] = line
    return (sheet, people) if sheet.is_whole else None


def utc_offset(zone: str) -> float | None:
    """Hours east of UTC of an IANA zone in January 2026, or of “UTC+2”, “+02:00”. None for the empty word.

    Raises `LookupError` for anything else.
    """
    return _offset(zone) if zone else None


def alike(people: Mapping[str, Seeker]) -> list[str]:
    """A sentence for teams, and for ids, that differ in capital letters alone: perhaps they are meant to be one."""
    sentences = []
    for what, names in (("teams", {seeker.team for seeker in people.values()}), ("ids", set(people))):
        first: dict[str, str] = {}
        for name in sorted(names):
            other = first.setdefault(name.casefold(), name)
            if other != name:
                sentences.append(f"{quoted(other)} and {quoted(name)} count as two {what}.")
    return sentences


def _told_offset(sheet: Sheet, line: int, zone: str) -> float | None:
    try:
        return utc_offset(zone)
    except LookupError:
        way_out = "write a name such as Europe/Berlin, or UTC+2, or leave it empty"
        sheet.fault(line, f"the zone {quoted(zone)} is not known; {way_out}.")
        return None


@cache
def _offset(zone: str) -> float:
    if zone.upper() in {"UTC", "GMT", "Z"}:
        return 0.0
    if by_hand := _OFFSET.fullmatch(zone):
        sign = 1 if by_hand[1] == "+" else -1
        hours = int(by_hand[2]) + int(by_hand[3] or 0) / 60
        if hours > 14:  # Kiritimati's: nobody lives further from Greenwich
            raise LookupError(zone)
        return sign * hours
    try:
        offset = SEASON.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    except (LookupError, ValueError, OSError) as error:
        raise LookupError(zone) from error
    if offset is None:
        raise LookupError(zone)
    return offset.total_seconds() / 3600
