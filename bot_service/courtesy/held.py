"""What is held on people here: that a message came, and why; never what it said."""

from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from bot_service.courtesy.channels.channel import Channel
from bot_service.courtesy.channels.post import Post
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.note import Note
from bot_service.courtesy.reason import Reason
from bot_service.database.held import Held, Through

QUARTER, HALF_A_YEAR = timedelta(days=90), timedelta(days=180)
#: What budgets of a year look at, and a little more.
COUNTED_FOR = timedelta(days=400)
COUNTED = (Kind.ASK, Kind.LEAVE, Kind.BOOST, Kind.CHECK_IN)


def _old_messages(now: datetime) -> QuerySet[Any]:
    """A plain one after a quarter; what budgets count after more than a year; what comes once in a life here, never."""
    plain = Q(moved_at__lt=now - QUARTER) & ~Q(kind__in=COUNTED)
    counted = Q(moved_at__lt=now - COUNTED_FOR)
    return Message.filter(plain | counted, due_at__isnull=True, by_hand=False).exclude(kind=Kind.WELCOME)


def _told_notes(now: datetime) -> QuerySet[Any]:
    """Those whose message is not on its way any more."""
    del now
    waiting = Message.filter(card="note", due_at__isnull=False).values("about")
    return Note.exclude(id__in=Subquery(waiting))


HELD = (
    Held(
        Message,
        what="That a message was written to you: of which kind, about what, on whose behalf, when it was sent, and the rule that "
        "held it back. Not what it said.",
        why="So that you get no message twice and not too many.",
        seen_by="You, when you ask why you got it. While your company tries Potluck out and nothing is sent: administrators too, who "
        "read what would have gone to whom, and why, for as long as it is kept. Otherwise nobody.",
        hers=("to_id",),
        named=("sender_id", "about"),
        plain=("kind", "card", "topic", "with_id", "rule", "activity_id"),
        in_confidence={"sender_id": {}, "about": {}},
        too_old=_old_messages,
        until="90 days; asks, questions and favours 400 days, because budgets of a year count them; the one welcome, and the one "
        "message that a colleague set off by hand, as long as you work here, so that they come once",
    ),
    Held(
        Reason,
        what="Why a message came, came later, or did not come.",
        why="So that you can ask.",
        seen_by="You. Nobody else.",
        hers=("to_id",),
        plain=("message_id", "verdict", "rule"),
        kept="reasons_kept_days",
        since="at",
    ),
    Held(
        Note,
        what="A sentence of Potluck's that answers something you wrote.",
        why="To deliver it.",
        seen_by="You.",
        words=("text",),
        hers_through=(Through("id", Message, "about", "to_id"),),
        too_old=_told_notes,
        until="until it has arrived",
    ),
    Held(
        Post,
        what="That a post of yours stands in a channel, and where. Not what it says.",
        why="To keep it up to date, and not to post it twice.",
        seen_by="The post itself: everybody in that channel.",
        hers=("author_id",),
        named=("about",),
        plain=("card", "service_url", "conversation_id", "tenant_id", "activity_id"),
        kept=HALF_A_YEAR,
    ),
    Held(Channel, plain=("team_name", "name", "service_url", "conversation_id", "tenant_id")),
)
