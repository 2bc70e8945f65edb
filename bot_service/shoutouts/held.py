"""What is held on people here: what somebody is proud of, and what was said of it in public."""

from datetime import timedelta

from bot_service.database.held import Held
from bot_service.shoutouts.shoutout import Shoutout
from bot_service.shoutouts.success import Success

HELD = (
    Held(
        Success,
        what="What a colleague told that you are proud of, and what you told of colleagues.",
        why="To show it to whoever it is about, first and alone.",
        seen_by="Whoever it is about. Anybody else only after that person's yes.",
        hers=("owner_id",),
        between=("told_by",),
        shared=("owner_id", "text"),
        words=("text",),
        plain=("checkin_id",),
        kept=timedelta(days=90),
    ),
    Held(
        Shoutout,
        what="A public card that celebrates you: its words, who told it, and what you answered.",
        why="To post it after your yes, in your words.",
        seen_by="You alone before your yes; everybody in the channel after it.",
        hers=("for_id",),
        between=("author_id",),
        words=("words",),
        plain=("success_id",),
        in_confidence={"author_id": {}},
        kept=timedelta(days=180),
    ),
)
