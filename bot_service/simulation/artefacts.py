"""The files of a run, for whoever wants to check it: names and fields are a contract (`potluck demo --headless --out DIR`)."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot_service.errors import UserMistake
from bot_service.simulation.ics import as_ics
from bot_service.simulation.own_account import Entry
from bot_service.simulation.seen import Seen, Turn


def prepare(out: Path) -> Path:
    """Make the folder before a long run, not after it. Raises `UserMistake` where that can't be done."""
    try:
        for folder in (out / "calendars", out / "teams"):
            folder.mkdir(parents=True, exist_ok=True)
            for old in (*folder.glob("*.ics"), *folder.glob("*.jsonl")):
                old.unlink()
    except OSError as error:
        raise UserMistake(f"{out} can't be written ({error.strerror}); give another folder with --out.") from error
    return out


def write(out: Path, seen: Seen, report: Mapping[str, Any]) -> None:
    """Write report.json, people.json, ledger.jsonl, calendars/*.ics and teams/*.jsonl into a prepared folder."""
    _write_json(out / "report.json", report)
    _write_json(out / "people.json", [each.line for each in seen.people])
    _write_lines(out / "ledger.jsonl", (_entry_line(entry) for entry in seen.entries))
    for calendar in seen.calendars:
        path = out / "calendars" / f"{safe(calendar.principal_name)}.ics"
        path.write_text(as_ics(calendar, seen.end), encoding="utf-8", newline="")
    for conversation, turns in _by_conversation(seen.turns).items():
        _write_lines(out / "teams" / f"{safe(conversation)}.jsonl", (turn.line for turn in turns))


def rfc3339(at: datetime) -> str:
    """Return a moment as design §5 wants it, e.g. 2026-01-05T07:00:00Z."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def safe(name: str) -> str:
    """Make a file name of an id: what some file systems refuse becomes an underscore."""
    return re.sub(r"[^\w.@+-]", "_", name)


def _by_conversation(turns: Iterable[Turn]) -> dict[str, list[Turn]]:
    found: dict[str, list[Turn]] = {}
    for turn in turns:
        found.setdefault(turn.conversation, []).append(turn)
    return found


def _entry_line(entry: Entry) -> dict[str, str]:
    return {
        "at": rfc3339(entry.at),
        "kind": entry.kind,
        "from": entry.giver,
        "to": entry.receiver,
        "team": entry.team,
        "ref": entry.ref,
    }


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _write_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
