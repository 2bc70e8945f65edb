"""What is held on people here: what Teams told us, until we have acted on it."""

from datetime import timedelta

from bot_service.bot.inbox import Inbox
from bot_service.database.held import Held


async def _what_she_sent(person_id: str) -> None:
    """An activity that waits is hers when it comes from her, and then it is of no use to anybody else."""
    await Inbox.filter(body__contains=person_id).delete()


HELD = (
    Held(
        Inbox,
        what="What you wrote to Potluck or pressed, as Teams tells it, until it has been acted on: seconds, as a rule. After that "
        "only that something came, without its words.",
        why="So that nothing you say is lost, and nothing counts twice.",
        seen_by="Nobody.",
        words=("body",),
        kept=timedelta(days=30),
        also=_what_she_sent,
    ),
)
