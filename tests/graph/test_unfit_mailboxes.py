"""A mailbox that can't organise: it is told by its reason and the way out, and nothing of the lunch stays behind in it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot_service import clock
from bot_service.errors import Outage
from bot_service.graph.calendars import Booked, Calendars, Meeting
from bot_service.graph.client import GraphClient
from bot_service.graph.trouble import MailboxUnfit
from bot_service.sandbox.account import Account
from tests.graph.conftest import NOON, Contoso, Hears, lunches_of


@pytest.fixture
def coffee(lunch: Meeting) -> Meeting:
    return replace(lunch, online=True, place="")


async def book(calendars: Calendars, meeting: Meeting, organiser: str = "") -> Booked:
    return await calendars.book(meeting, calendars.payload(meeting, "attempt-1"), "attempt-1", organiser=organiser)


async def refused(calendars: Calendars, meeting: Meeting) -> MailboxUnfit:
    with pytest.raises(MailboxUnfit) as refusal:
        await book(calendars, meeting)
    return refusal.value


@pytest.mark.parametrize(
    ("trouble", "reason", "way_out"),
    [
        ("closed", "not_permitted", "Application Calendars.ReadWrite"),
        ("moved", "moved", "POTLUCK_ORGANISER"),
        ("full", "full", "empty it"),
    ],
)
async def test_a_mailbox_that_takes_no_lunch_says_why_and_the_next_one_takes_it(
    trouble: str, reason: str, way_out: str, contoso: Contoso, calendars: Calendars, lunch: Meeting
) -> None:
    first, second, *_ = contoso.world.company.organisers
    contoso.world.mailboxes.switch(first.id, trouble)

    refusal = await refused(calendars, lunch)

    assert (refusal.reason, refusal.mailbox) == (reason, first.mail)
    assert way_out in refusal.sentence
    booked = await book(calendars, lunch, second.mail)
    assert booked.organiser == second.mail
    assert len(lunches_of(contoso, contoso.somebody("Finance"))) == 1


async def test_without_the_role_no_mailbox_is_permitted(contoso: Contoso, calendars: Calendars, lunch: Meeting) -> None:
    contoso.world.sign_in.roles.discard("Calendars.ReadWrite")

    assert (await refused(calendars, lunch)).reason == "not_permitted"


async def test_a_mailbox_that_is_full_since_the_answer_was_lost_has_the_lunch(
    contoso: Contoso, calendars: Calendars, lunch: Meeting, two: tuple[Account, Account], hears: Hears
) -> None:
    contoso.world.faults.order({"path": "/events", "method": "POST", "do": "lose_reply"})
    with pytest.raises(Outage):
        await book(calendars, lunch)
    contoso.world.mailboxes.switch(contoso.world.company.organiser.id, "full")

    booked = await book(calendars, lunch)

    assert booked.start == NOON
    assert hears(two[0]) == ["created"]


async def test_an_online_coffee_can_be_joined(calendars: Calendars, coffee: Meeting) -> None:
    assert (await book(calendars, coffee)).is_online


async def test_without_a_licence_nobody_is_invited_to_an_online_coffee(
    contoso: Contoso, calendars: Calendars, coffee: Meeting, two: tuple[Account, Account], hears: Hears
) -> None:
    contoso.world.mailboxes.switch(contoso.world.company.organiser.id, "no_online_meetings")

    assert (await refused(calendars, coffee)).reason == "no_online_meetings"
    assert hears(two[0]) == []


async def test_a_licence_that_went_since_we_looked_leaves_no_coffee_that_nobody_can_join(
    contoso: Contoso, calendars: Calendars, coffee: Meeting, two: tuple[Account, Account], hears: Hears
) -> None:
    assert await calendars.may_meet_online(contoso.organiser)
    contoso.world.mailboxes.switch(contoso.world.company.organiser.id, "no_online_meetings")

    assert (await refused(calendars, coffee)).reason == "no_online_meetings"
    assert hears(two[0]) == ["created", "deleted"]
    assert [event for event in lunches_of(contoso, two[0]) if not event["isCancelled"]] == []


async def test_a_coffee_whose_answer_was_lost_is_taken_back_when_the_licence_went(
    contoso: Contoso,
    client: GraphClient,
    calendars: Calendars,
    coffee: Meeting,
    two: tuple[Account, Account],
    hears: Hears,
) -> None:
    contoso.world.faults.order({"path": "/events", "method": "POST", "do": "lose_reply"})
    with pytest.raises(Outage):
        await book(calendars, coffee)
    contoso.world.mailboxes.switch(contoso.world.company.organiser.id, "no_online_meetings")
    started_anew = Calendars(client, [contoso.organiser])

    assert (await refused(started_anew, coffee)).reason == "no_online_meetings"
    assert hears(two[0]) == ["created", "deleted"]


async def test_whether_a_mailbox_may_meet_online_is_asked_once_a_day(contoso: Contoso, calendars: Calendars) -> None:
    now = NOON
    clock.follow(lambda: now)
    try:
        assert await calendars.may_meet_online(contoso.organiser)
        asked = contoso.world.requests.graph
        assert await calendars.may_meet_online(contoso.organiser.upper())
        assert contoso.world.requests.graph == asked

        now += timedelta(days=1)
        contoso.world.mailboxes.switch(contoso.world.company.organiser.id, "no_online_meetings")
        assert not await calendars.may_meet_online(contoso.organiser)
    finally:
        clock.follow_real_time()


async def test_a_pool_reads_free_and_busy_times_while_one_of_its_mailboxes_can(
    contoso: Contoso, client: GraphClient
) -> None:
    mailboxes = contoso.world.company.organisers
    for each in mailboxes[:-1]:
        contoso.world.mailboxes.switch(each.id, "moved")
    calendars = Calendars(client, [each.mail for each in mailboxes])
    people = [person.mail for person in contoso.world.company.people]

    schedules = await calendars.schedules(people, NOON, NOON + timedelta(days=1))

    assert {schedule.fault for schedule in schedules.values()} == {""}
