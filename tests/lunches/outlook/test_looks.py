"""When a booked lunch is looked at, and that no change gets lost between two looks."""

from datetime import UTC, datetime, timedelta

import pytest

from bot_service import clock
from bot_service.graph.calendars import Booked, Calendars
from bot_service.lunches.outlook.watch import SETTLE, next_look, watch_lunch
from bot_service.lunches.tables.lunch import Lunch
from bot_service.lunches.tables.mailbox import Mailbox
from tests.lunches.outlook.story import TABLES, Story

__all__ = ["TABLES"]

NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def lunch_at_noon(kind: str = "mixer") -> Lunch:
    return Lunch(id="lunch", state="booked", kind=kind, starts_at=NOON, minutes=45)


@pytest.mark.parametrize(
    ("before", "looks_before"),
    [(100 * HOUR, 48 * HOUR), (48 * HOUR, 24 * HOUR), (25 * HOUR, 24 * HOUR)],
)
def test_a_lunch_is_looked_at_two_days_and_one_day_before(before: timedelta, looks_before: timedelta) -> None:
    assert next_look(lunch_at_noon(), NOON - before) == NOON - looks_before


def test_then_when_it_is_over_and_people_are_back_at_their_desks() -> None:
    assert next_look(lunch_at_noon(), NOON - 24 * HOUR) == NOON + timedelta(minutes=45) + SETTLE


def test_an_open_table_is_looked_at_an_hour_before_too() -> None:
    assert next_look(lunch_at_noon("open table"), NOON - 20 * HOUR) == NOON - HOUR


@pytest.mark.parametrize(
    ("before", "next_before"),
    [(100 * HOUR, 76 * HOUR), (60 * HOUR, 48 * HOUR), (25 * HOUR, 24 * HOUR), (24 * HOUR, 2 * HOUR)],
)
def test_where_nobody_tells_us_of_changes_it_is_looked_at_daily_and_two_hours_before(
    before: timedelta, next_before: timedelta
) -> None:
    assert next_look(lunch_at_noon(), NOON - before, is_followed=False) == NOON - next_before


async def test_a_no_is_found_within_a_day_also_in_the_calendar_of_a_guest_which_nobody_reads(story: Story) -> None:
    ada = await story.joins("Ada")
    story.organiser = ada.mail
    story.world.open_mailboxes.add(ada.id)
    await story.have_lunch("Ada", "Bo", "Cy", organiser=ada.mail)
    await Mailbox.all().update(state="former")
    await story.look()

    await story.does_unseen("Cy", "decline")
    await story.wait_until(clock.now() + timedelta(days=1))

    assert (await story.guest("Cy")).answer == "no"
    assert story.copy("Bo") is not None


async def test_what_we_are_told_while_we_look_is_looked_at_next(story: Story) -> None:
    """The mailbox's own step sets the lunch due while its event is just being read: the change may have come after that."""
    await story.have_lunch("Ada", "Bo")
    told_at = clock.now() + timedelta(seconds=1)

    class ReadWhileSomethingChanges(Calendars):
        async def read(self, event_id: str, *, organiser: str) -> Booked | None:
            booked = await super().read(event_id, organiser=organiser)
            await Lunch.filter(id="lunch").update(due_at=told_at)
            return booked

    await watch_lunch("lunch", calendars=ReadWhileSomethingChanges(story.client, [story.organiser]))

    assert (await story.lunch()).due_at == told_at
