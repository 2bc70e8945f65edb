"""A short demo from beginning to end, and its files read as a stranger would: with icalendar and json alone."""

import asyncio
import io
import json
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import icalendar
import pytest
from rich.console import Console

from bot_service.simulation.headless import run_headless
from bot_service.simulation.stage import Run

WEEKS = 3

Ran = tuple[Path, dict[str, Any], str]


@pytest.fixture(scope="module", name="ran")
def _ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    out, spoken = tmp_path_factory.mktemp("a run") / "out", io.StringIO()
    report = asyncio.run(run_headless(Run(people=24, seed=7, weeks=WEEKS), out, console=Console(file=spoken)))
    return out, report, spoken.getvalue()


def of_kind(out: Path, kind: str) -> list[dict[str, Any]]:
    return [line for path in sorted((out / "teams").glob("*.jsonl")) for line in lines(path) if line["kind"] == kind]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_report_has_every_field_and_no_broken_promise(ran: Ran) -> None:
    out, report, _ = ran
    written = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert written == report
    assert set(written) >= {
        "weeks", "people", "lunches", "same_team_lunches", "repeat_pairs", "unmatched_people", "shoutouts", "boosts", "stories", "asks",
        "shares", "thanks", "courtesy", "eager", "violations", "graph_requests", "teams_requests", "offered", "zones",
    }  # fmt: skip
    assert (written["weeks"], written["people"], written["violations"]) == (WEEKS, 24, [])
    assert set(written["lunches"]) == {"proposed", "agreed", "booked", "held", "missed", "called_off"}
    assert (
        written["lunches"]["proposed"]
        >= written["lunches"]["agreed"]
        >= written["lunches"]["booked"]
        > written["lunches"]["held"]
        > 0
    )
    assert written["same_team_lunches"] == written["repeat_pairs"] == 0
    assert written["graph_requests"] > 0
    assert written["teams_requests"] > 0


def test_in_each_round_nearly_everybody_who_could_meet_somebody_is_invited(ran: Ran) -> None:
    rounds = ran[1]["offered"]
    assert [each["round"] for each in rounds] == ["everybody 1"]
    assert all(each["share"] == round(each["offered"] / each["eligible"], 4) >= 0.95 for each in rounds)
    assert all(0 < each["offered"] <= each["eligible"] <= 24 for each in rounds)


def test_every_colleague_is_named_with_all_that_the_contract_says(ran: Ran) -> None:
    people = json.loads((ran[0] / "people.json").read_text(encoding="utf-8"))
    assert len(people) == 24
    assert all(
        set(each) >= {"id", "userPrincipalName", "displayName", "team", "timeZone", "role", "optedIn"}
        for each in people
    )


def test_no_calendar_has_two_things_at_once_where_one_of_them_is_ours(ran: Ran) -> None:
    out, report, _ = ran
    people = json.loads((out / "people.json").read_text(encoding="utf-8"))
    files = {path.name: icalendar.Calendar.from_ical(path.read_bytes()) for path in (out / "calendars").iterdir()}
    assert set(files) == {f"{each['userPrincipalName']}.ics" for each in people}
    uids = set()
    for calendar in files.values():
        events = [
            event for event in calendar.walk("VEVENT") if event["STATUS"] != "CANCELLED" and event["TRANSP"] == "OPAQUE"
        ]
        assert not calendar.errors
        assert any("Potluck" not in _categories(event) for event in events), "private meetings are there too"
        uids |= {str(event["UID"]) for event in calendar.walk("VEVENT") if "Potluck" in _categories(event)}
        for one, other in combinations(events, 2):
            if "Potluck" in _categories(one) + _categories(other):
                assert one["DTEND"].dt <= other["DTSTART"].dt or other["DTEND"].dt <= one["DTSTART"].dt
    assert len(uids) == report["lunches"]["booked"]


def test_each_conversation_is_told_in_order_of_time_and_in_sandbox_time(ran: Ran) -> None:
    for path in (ran[0] / "teams").iterdir():
        told = lines(path)
        assert all(
            set(line) >= {"at", "conversation", "kind", "from", "to", "id", "type", "text", "attachments"}
            for line in told
        )
        moments = [datetime.fromisoformat(line["at"]) for line in told]
        assert moments == sorted(moments)
        assert all(moment.tzinfo is not None and moment.year == 2026 for moment in moments)
        assert len({line["conversation"] for line in told}) == 1
    assert of_kind(ran[0], "channel"), "something was told to all"


def test_the_ledger_names_people_and_nobody_claims_a_lunch_alone(ran: Ran) -> None:
    out, report, _ = ran
    ids = {each["id"] for each in json.loads((out / "people.json").read_text(encoding="utf-8"))}
    entries = lines(out / "ledger.jsonl")
    assert entries
    assert all(set(entry) == {"at", "kind", "from", "to", "team", "ref"} for entry in entries)
    assert all({entry["from"], entry["to"]} <= ids for entry in entries)
    confirmed = {
        line["from"] for line in of_kind(out, "personal") if line["type"] == "invoke" and line["text"] == "checkin.met"
    }
    assert {entry["to"] for entry in entries if entry["kind"] == "lunch"} <= confirmed
    assert report["lunches"]["held"] == len({entry["ref"] for entry in entries if entry["kind"] == "lunch"})


def test_whoever_has_no_terminal_reads_a_line_a_week(ran: Ran) -> None:
    spoken = ran[2].splitlines()
    assert len(spoken) == WEEKS + 1
    assert spoken[0].startswith("Mon 12 January 2026: week 1 is over")
    assert spoken[-1].startswith("24 people, 3 weeks:")


async def test_the_same_seed_tells_the_same_story(tmp_path: Path) -> None:
    for name in ("one", "other"):
        await run_headless(Run(people=12, seed=3, weeks=1), tmp_path / name, console=Console(file=io.StringIO()))
    one, other = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "other")
    )
    assert set(one) == set(other)
    assert [str(path) for path in one if one[path] != other[path] and path.name != "report.json"] == []


def _categories(event: icalendar.cal.Component) -> list[str]:
    return [str(each) for each in event.categories]
