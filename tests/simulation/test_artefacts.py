import json
from pathlib import Path

import icalendar
import pytest

from bot_service.errors import UserMistake
from bot_service.simulation import artefacts
from bot_service.simulation.report import report
from tests.simulation.contoso import AISHA, CHANNEL, MAYA, TOMASZ, at, calendar, card, lunch, passed, posted, seen, sent


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_file_of_the_contract_is_written(tmp_path: Path):
    event = lunch(TOMASZ, AISHA, start=at(8))
    hello = sent(AISHA, at(1), card("Hello"))
    hello = type(hello)(
        **{
            **hello.__dict__,
            "line": {"at": "2026-01-06T12:00:00Z", "conversation": hello.conversation, "text": "Zażółć"},
        }
    )
    run = seen(
        hello, posted(at(9), card("News")), calendars=tuple(calendar(person, event) for person in (TOMASZ, AISHA)),
        entries=(passed("lunch", TOMASZ, AISHA, at(9), "l1"),),
    )  # fmt: skip
    out = artefacts.prepare(tmp_path / "a folder" / "out")
    artefacts.write(out, run, report(run))
    assert sorted(path.name for path in out.iterdir()) == [
        "calendars",
        "ledger.jsonl",
        "people.json",
        "report.json",
        "teams",
    ]
    assert sorted(path.name for path in (out / "calendars").iterdir()) == [
        "aisha.bello@contoso.example.ics",
        "tomasz.nowak@contoso.example.ics",
    ]
    written = (out / "calendars" / "aisha.bello@contoso.example.ics").read_bytes()
    assert b"\r\n" in written
    assert b"\r\r\n" not in written
    assert len(icalendar.Calendar.from_ical(written).walk("VEVENT")) == 1
    assert lines(out / "ledger.jsonl") == [
        {"at": "2026-01-14T12:00:00Z", "kind": "lunch", "from": "tomasz", "to": "aisha", "team": "Finance", "ref": "l1"}
    ]
    assert {path.name for path in (out / "teams").iterdir()} == {artefacts.safe(CHANNEL) + ".jsonl", "a_1aisha.jsonl"}
    assert lines(out / "teams" / "a_1aisha.jsonl")[0]["text"] == "Zażółć"
    assert next(each["displayName"] for each in json.loads((out / "people.json").read_text())) == MAYA.name
    assert json.loads((out / "report.json").read_text())["people"] == 4


def test_files_of_an_earlier_run_do_not_stay_behind(tmp_path: Path):
    stale = artefacts.prepare(tmp_path) / "calendars" / "nobody@contoso.example.ics"
    stale.write_text("old")
    artefacts.prepare(tmp_path)
    assert not stale.exists()


def test_a_folder_that_cannot_be_written_is_a_users_mistake(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserMistake, match="give another folder with --out"):
        artefacts.prepare(tmp_path / "file" / "out")
