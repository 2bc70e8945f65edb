"""When people are free, as Exchange tells it."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot_service.errors import Outage
from bot_service.graph import requests
from bot_service.graph.calendars import Calendars
from bot_service.graph.client import GraphClient
from bot_service.graph.schedule import WorkingHours, schedule_in
from bot_service.graph.trouble import MailboxUnfit
from tests.graph.conftest import Contoso

MONDAY = datetime(2026, 1, 12, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=5)


async def test_taken_times_and_working_hours_of_everybody_are_known(contoso: Contoso, calendars: Calendars) -> None:
    people = contoso.world.company.people

    schedules = await calendars.schedules([person.mail.upper() for person in people], MONDAY, FRIDAY)

    assert set(schedules) == {person.mail for person in people}
    for person in people:
        entries = contoso.world.outlook.taken(person, MONDAY, FRIDAY)
        taken = sorted((entry.start, entry.end) for entry in entries if entry.show_as in {"busy", "tentative", "oof"})
        hours, read = person.hours, schedules[person.mail].hours
        assert list(schedules[person.mail].busy) == taken
        assert read is not None
        assert (read.days, read.start, read.end) == (frozenset(hours.days), hours.start, hours.end)
        assert (
            MONDAY.astimezone(ZoneInfo(read.zone)).utcoffset() == MONDAY.astimezone(ZoneInfo(person.zone)).utcoffset()
        )
        assert schedules[person.mail].fault == ""


async def test_ten_thousand_people_need_twenty_five_requests(contoso: Contoso, calendars: Calendars) -> None:
    mails = [f"somebody{number}@contoso.example" for number in range(10_000)]

    schedules = await calendars.schedules(mails, MONDAY, FRIDAY)

    assert contoso.world.requests.graph == 25
    assert list(schedules) == sorted(mails)
    assert {schedule.fault for schedule in schedules.values()} == {"ErrorMailRecipientNotFound"}


async def test_never_more_than_four_requests_are_open_in_one_mailbox(
    contoso: Contoso, calendars: Calendars, client: GraphClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails = [person.mail for person in contoso.world.company.people]
    most: list[int] = []
    opened = contoso.world.limits.opened

    @contextmanager
    def watched(mailbox: str) -> Iterator[None]:
        with opened(mailbox):
            most.append(contoso.world.limits.open[mailbox])
            yield

    monkeypatch.setattr(contoso.world.limits, "opened", watched)
    lookers = (
        client.answer(requests.some_event(client.builders, contoso.organiser), mailbox=contoso.organiser)
        for _ in range(20)
    )
    await asyncio.gather(*(calendars.schedules(mails, MONDAY, FRIDAY) for _ in range(10)), *lookers)

    assert max(most) <= 4
    assert not contoso.world.requests.refused


async def test_the_mailboxes_of_a_pool_take_turns(
    contoso: Contoso, client: GraphClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailboxes = contoso.world.company.organisers
    calendars = Calendars(client, [each.mail for each in mailboxes])
    seen: Counter[str] = Counter()
    count = contoso.world.limits.count_request

    def counted(mailbox: str) -> None:
        seen[mailbox] += 1
        count(mailbox)

    monkeypatch.setattr(contoso.world.limits, "count_request", counted)
    await calendars.schedules([f"somebody{number}@contoso.example" for number in range(2400)], MONDAY, FRIDAY)

    assert seen == {each.id: 40 for each in mailboxes}, "120 calls in six batches"


async def test_trouble_of_one_mailbox_is_a_fault_of_its_owner_alone(contoso: Contoso, calendars: Calendars) -> None:
    gone, busy, shy, well = (contoso.somebody(team) for team in ("Legal", "Sales", "Design", "Finance"))
    contoso.world.mailboxes.switch(gone.id, "moved")
    contoso.world.mailboxes.switch(busy.id, "schedule", "ErrorResultSetTooBig")
    contoso.world.mailboxes.switch(shy.id, "schedule", "ErrorNoFreeBusyAccess")

    schedules = await calendars.schedules([one.mail for one in (gone, busy, shy, well)], MONDAY, FRIDAY)

    assert [schedules[one.mail].fault for one in (gone, busy, shy, well)] == [
        "ErrorMailboxLogonFailed",
        "ErrorResultSetTooBig",
        "ErrorNoFreeBusyAccess",
        "",
    ]


async def test_who_has_no_mail_is_never_asked_for(contoso: Contoso, calendars: Calendars) -> None:
    known = contoso.somebody("Finance").mail

    schedules = await calendars.schedules([known, "", "two words@contoso.example"], MONDAY, FRIDAY)

    assert {mail: schedule.fault for mail, schedule in schedules.items()} == {
        "": "NoAnswer",
        known: "",
        "two words@contoso.example": "NoAnswer",
    }
    assert await calendars.schedules([], MONDAY, FRIDAY) == {}


async def test_somebody_unknown_is_a_fault_of_hers_alone(contoso: Contoso, calendars: Calendars) -> None:
    known = contoso.somebody("Finance").mail

    schedules = await calendars.schedules([known, "gone@contoso.example"], MONDAY, FRIDAY)

    assert schedules["gone@contoso.example"].fault == "ErrorMailRecipientNotFound"
    assert schedules["gone@contoso.example"].hours is None
    assert schedules[known].fault == ""


async def test_a_window_longer_than_exchange_allows_is_our_mistake(calendars: Calendars) -> None:
    with pytest.raises(ValueError, match="62 days"):
        await calendars.schedules(["a@contoso.example"], MONDAY, MONDAY + timedelta(days=62))


async def test_throttling_reaches_the_caller_at_once_and_with_its_wait(contoso: Contoso, calendars: Calendars) -> None:
    contoso.world.faults.order({"path": "getSchedule", "do": "status", "status": 429, "seconds": 40})
    started = asyncio.get_running_loop().time()

    with pytest.raises(Outage) as outage:
        await calendars.schedules(["a@contoso.example"], MONDAY, FRIDAY)

    assert outage.value.after == timedelta(seconds=40)
    assert asyncio.get_running_loop().time() - started < 5


@pytest.mark.parametrize("status", [429, 503, 504])
async def test_a_call_that_is_put_off_for_a_moment_is_asked_again(
    status: int, contoso: Contoso, calendars: Calendars
) -> None:
    people = contoso.world.company.people
    contoso.world.faults.order({"path": "getSchedule", "do": "status", "status": status, "seconds": 0, "times": 2})

    schedules = await calendars.schedules([person.mail for person in people], MONDAY, FRIDAY)

    assert contoso.world.requests.graph == 2, "three calls, and then the two of them that were put off"
    assert {schedule.fault for schedule in schedules.values()} == {""}


async def test_what_stays_throttled_is_an_outage(contoso: Contoso, calendars: Calendars) -> None:
    contoso.world.faults.order({"path": "getSchedule", "do": "status", "status": 429, "seconds": 0, "times": 99})

    with pytest.raises(Outage, match="slow down"):
        await calendars.schedules(["a@contoso.example"], MONDAY, FRIDAY)

    assert contoso.world.requests.graph == 4


@pytest.mark.parametrize(
    "trouble", [{"do": "status", "status": 503}, {"do": "status", "status": 504}, {"do": "drop"}, {"do": "lose_reply"}]
)
async def test_whatever_goes_wrong_on_the_way_is_an_outage(
    trouble: dict[str, object], contoso: Contoso, calendars: Calendars
) -> None:
    contoso.world.faults.order({"path": r"\$batch", "times": 1, **trouble})

    with pytest.raises(Outage):
        await calendars.schedules(["a@contoso.example"], MONDAY, FRIDAY)


async def test_a_mailbox_out_of_our_scope_is_a_refusal(contoso: Contoso, client: GraphClient) -> None:
    calendars = Calendars(client, [contoso.somebody("Legal").mail])

    with pytest.raises(MailboxUnfit, match=r"Application Calendars\.ReadWrite"):
        await calendars.schedules(["a@contoso.example"], MONDAY, FRIDAY)


@pytest.mark.parametrize(
    ("subject", "is_own"),
    [
        ("Lunch", True),
        ("🥗 lunch break!", True),
        ("Mittagspause", True),
        ("Mittag", True),
        ("Déjeuner", True),
        ("Pausa pranzo", True),
        ("ランチ", True),
        ("Lunch with Ann", False),
        ("Launch", False),
        ("Lunch & learn", False),
        ("Team lunch", False),
        ("", False),
        (None, False),
    ],
)
def test_only_a_block_that_is_named_lunch_and_nothing_else_is_her_own(subject: str | None, is_own: bool) -> None:
    noon = {"dateTime": "2026-01-12T12:00:00.0000000", "timeZone": "UTC"}
    one = {"dateTime": "2026-01-12T13:00:00.0000000", "timeZone": "UTC"}
    item = {"status": "busy", "start": noon, "end": one, "subject": subject}

    schedule = schedule_in({"scheduleId": "ann@contoso.example", "scheduleItems": [item]})

    assert len(schedule.busy) == 1
    assert schedule.own_lunch == (schedule.busy if is_own else ())


def test_somebody_out_of_office_is_away_whatever_she_calls_it() -> None:
    noon = {"dateTime": "2026-01-12T12:00:00.0000000", "timeZone": "UTC"}
    one = {"dateTime": "2026-01-12T13:00:00.0000000", "timeZone": "UTC"}
    items = [
        {"status": status, "start": noon, "end": one, "subject": "Lunch"}
        for status in ("oof", "tentative", "free", "workingElsewhere")
    ]

    schedule = schedule_in({"scheduleId": "ann@contoso.example", "scheduleItems": items})

    assert (len(schedule.busy), len(schedule.away), len(schedule.own_lunch)) == (2, 1, 1)


def test_working_elsewhere_is_open_and_zones_of_any_kind_are_read() -> None:
    """Shapes as Microsoft's pages show them, beyond what the sandbox serves."""

    def item(status: str, start: str, zone: str) -> dict[str, object]:
        day = "2026-01-12T"
        return {
            "status": status,
            "start": {"dateTime": f"{day}{start}:00.0000000", "timeZone": zone},
            "end": {"dateTime": f"{day}20:00:00.0000000", "timeZone": zone},
        }

    schedule = schedule_in({
        "scheduleId": "Adele@Contoso.example",
        "scheduleItems": [item("oof", "19:00", "Pacific Standard Time"), item("workingElsewhere", "08:00", "UTC"), item("free", "09:00", "UTC")],
        "workingHours": {
            "daysOfWeek": ["monday", "friday"],
            "startTime": "08:30:00.0000000",
            "endTime": "17:00:00.0000000",
            "timeZone": {"@odata.type": "#microsoft.graph.customTimeZone", "bias": -330, "name": "Customized Time Zone"},
        },
    })  # fmt: skip

    assert schedule.mail == "adele@contoso.example"
    assert schedule.busy == ((datetime(2026, 1, 13, 3, tzinfo=UTC), datetime(2026, 1, 13, 4, tzinfo=UTC)),)
    assert schedule.hours == WorkingHours(frozenset({0, 4}), time(8, 30), time(17), "Asia/Kolkata")
