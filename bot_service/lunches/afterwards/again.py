"""Meet again: guests of one lunch who would all like to get the next one. A wish that nobody shares is told to nobody.

So nothing that anybody else can see depends on a single tick: no card, no message, no row, and no moment. The next lunch is
looked for a while after the lunch itself, not after the answers.
"""

from datetime import UTC, datetime, timedelta

from bot_service.courtesy.rules.quiet_hours import quiet_until
from bot_service.database.row import put, row_id
from bot_service.lunches.afterwards.checkin import CheckIn
from bot_service.lunches.programs.round import AGAIN, Round, planned
from bot_service.lunches.tables.lunch import Lunch
from bot_service.people.hours import USUAL

AFTER = timedelta(weeks=4)


async def plan_next(lunch: Lunch) -> None:
    """Plan a round for all guests who ticked it, once there are two, in the caller's transaction, which has locked the lunch.

    Another guest of a larger table who ticks it later joins them. Who has paused or left until then is left out when the round
    is matched; these people may meet however lately they met.
    """
    wishes = CheckIn.filter(lunch_id=lunch.id, met=True, again=True).order_by("person_id")
    willing = [checkin.person_id for checkin in await wishes]
    if len(willing) < 2 or lunch.starts_at is None:
        return
    begins_at = _morning_of(lunch.starts_at + AFTER)
    again = planned(
        row_id("round", AGAIN, lunch.id), AGAIN, begins_at, program_id=lunch.program_id, form=lunch.form, only=willing
    )
    await put(again)
    await Round.filter(id=again.id, state="planned").update(only=willing)


def _morning_of(moment: datetime) -> datetime:
    """When that day's work begins, or that of the next working day."""
    midnight = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return quiet_until(midnight, USUAL)
