import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot_service.sandbox.account import Account
from bot_service.sandbox.diary import Entry
from bot_service.sandbox.graph_schedule import availability_view
from bot_service.sandbox.world import World
from tests.sandbox.graph_caller import Caller

ASK = "/users/potluck@contoso.example/calendar/getSchedule"


def question(*mails: str, until: str = "2026-01-19T00:00:00", interval: int = 15) -> dict[str, Any]:
    return {
        "schedules": list(mails),
        "startTime": {"dateTime": "2026-01-05T00:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": until, "timeZone": "UTC"},
        "availabilityViewInterval": interval,
    }


async def test_keys_may_be_written_as_the_documentation_or_as_the_sdk_writes_them(graph: Caller, maya: Account):
    _, documented = await graph("POST", ASK, question(maya.mail))
    _, by_sdk = await graph(
        "POST", ASK, {key[0].upper() + key[1:]: value for key, value in question(maya.mail).items()}
    )
    assert documented["value"] == by_sdk["value"]
    assert len(documented["value"][0]["availabilityView"]) == 14 * 96


async def test_the_view_says_the_same_as_the_items(graph: Caller, maya: Account):
    _, answer = await graph("POST", ASK, question(maya.mail))
    [schedule] = answer["value"]
    start = datetime(2026, 1, 5, tzinfo=UTC)
    for item in schedule["scheduleItems"]:
        begin = datetime.fromisoformat(item["start"]["dateTime"]).replace(tzinfo=UTC)
        digit = schedule["availabilityView"][max(0, int((begin - start) / timedelta(minutes=15)))]
        assert (
            digit == {"busy": "2", "tentative": "1", "oof": "3", "free": "0", "workingElsewhere": "0"}[item["status"]]
        )
    assert schedule["workingHours"]["timeZone"] == {"name": "W. Europe Standard Time"}


async def test_a_mailbox_that_is_not_there_is_an_error_of_its_own(graph: Caller, maya: Account):
    status, answer = await graph("POST", ASK, question(maya.mail, "nobody@contoso.example", "robin@fabrikam.example"))
    assert status == 200
    assert [schedule.get("error", {}).get("responseCode") for schedule in answer["value"]] == [
        None, "ErrorMailRecipientNotFound", "ErrorMailRecipientNotFound",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (question(*[f"{number}@contoso.example" for number in range(21)]), "ErrorExceededMaxRequestedMailboxes"),
        (question("a@contoso.example", until="2026-03-08T00:00:00"), "ErrorTimeIntervalTooBig"),
        (question("a@contoso.example", until="2026-01-04T00:00:00"), "ErrorInvalidTimeInterval"),
        (question("a@contoso.example", interval=3), "ErrorInvalidMergedFreeBusyInterval"),
        (question(), "ErrorInvalidParameter"),
    ],
)
async def test_too_many_too_long_and_senseless_questions_are_refused(graph: Caller, asked: dict[str, Any], code: str):
    status, answer = await graph("POST", ASK, asked)
    assert (status, answer["error"]["code"]) == (400, code)


def test_the_strongest_of_what_touches_an_interval_is_shown():
    nine = datetime(2026, 1, 5, 9, tzinfo=UTC)
    half = timedelta(minutes=30)
    entries = [
        Entry(nine - half, nine + half / 2, "busy", "Ends inside"),
        Entry(nine, nine + 2 * half, "tentative", "Weaker"),
        Entry(nine + 3 * half, nine + 9 * half, "oof", "Beyond the end"),
        Entry(nine + 2 * half, nine + 3 * half, "workingElsewhere", "Counts as free"),
    ]
    assert availability_view(entries, nine, nine + 4 * half, half) == "2103"


async def test_twenty_people_for_two_weeks_are_answered_at_once(graph: Caller, world: World):
    mails = [person.mail for person in world.company.people[:20]]
    await graph("POST", ASK, question(*mails))
    started = time.process_time()
    await graph("POST", ASK, question(*mails))
    assert time.process_time() - started < 0.25


async def test_with_what_somebody_is_busy_is_seen_only_where_she_shares_it(graph: Caller, world: World, maya: Account):
    shown = {}
    for shares in (True, False):
        world.company.change(maya.id, shares_details=shares)
        _, answer = await graph("POST", ASK, question(maya.mail))
        shown[shares] = answer["value"][0]["scheduleItems"]
    assert all(item["subject"] for item in shown[True])
    assert all(set(item) == {"status", "start", "end"} for item in shown[False])
    assert len(shown[True]) == len(shown[False])


async def test_a_mailbox_that_cannot_be_read_has_its_own_error_and_the_others_are_told(
    graph: Caller, world: World, maya: Account, vuk: Account
):
    world.mailboxes.switch(vuk.id, "schedule", "ErrorResultSetTooBig")
    _, answer = await graph("POST", ASK, question(maya.mail, vuk.mail, "nobody@contoso.example"))
    codes = [entry.get("error", {}).get("responseCode") for entry in answer["value"]]
    assert codes == [None, "ErrorResultSetTooBig", "ErrorMailRecipientNotFound"]
    assert answer["value"][0]["scheduleItems"]

    world.mailboxes.switch(vuk.id, "schedule", "")
    world.mailboxes.switch(maya.id, "moved")
    _, answer = await graph("POST", ASK, question(maya.mail, vuk.mail))
    assert [entry.get("error", {}).get("responseCode") for entry in answer["value"]] == [
        "ErrorMailboxLogonFailed",
        None,
    ]


async def test_zones_of_working_hours_come_by_either_name_or_as_rules(graph: Caller, world: World, maya: Account):
    zones = {}
    for style in ("windows", "iana", "custom"):
        world.company.change(maya.id, zone="Europe/Helsinki", zone_style=style)
        _, answer = await graph("POST", ASK, question(maya.mail))
        zones[style] = answer["value"][0]["workingHours"]["timeZone"]
    assert zones["windows"] == {"name": "FLE Standard Time"}
    assert zones["iana"] == {"name": "Europe/Helsinki"}
    assert zones["custom"]["@odata.type"] == "#microsoft.graph.customTimeZone"
    assert zones["custom"]["bias"] == -120
    assert zones["custom"]["daylightOffset"] == {
        "daylightBias": -60, "time": "03:00:00.0000000", "dayOccurrence": 5, "dayOfWeek": "sunday", "month": 3, "year": 0,
    }  # fmt: skip
