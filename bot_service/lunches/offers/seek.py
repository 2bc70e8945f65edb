"""Another time for a lunch: asked for by a guest, or needed because a calendar filled up or somebody is away."""

from datetime import timedelta

from bot_service import clock
from bot_service.database.row import move
from bot_service.graph.calendars import Calendars
from bot_service.lunches.tables.lunch import Lunch


async def look_for_another_time(lunch: Lunch) -> None:
    """From any open or booked state: ask everybody anew, at other times, in the caller's transaction.

    Whoever calls has taken the event of a booked lunch out of all calendars before. The step that follows finds times, or ends
    the lunch kindly.
    """
    await move(
        lunch,
        "seeking",
        due_at=clock.now(),
        attempt=lunch.attempt + 1,
        event_id="",
        payload=None,
    )


async def seek_another_time(lunch_id: str, *, calendars: Calendars) -> None:
    """The step of a lunch that looks for another time."""
    raise NotImplementedError(lunch_id, calendars, timedelta)
