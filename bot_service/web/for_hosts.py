"""What a host is told: her own mirror, and whom she may ask. Teams only, and of people nothing but that she may ask them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.wishes.seen import Role, Seen, Viewer, all_seen
from bot_service.people.person import Person
from bot_service.people.relationship.mirror import Line
from bot_service.people.relationship.overview import next_steps, overview_of
from bot_service.sharing.ask import may_be_asked
from bot_service.sharing.leave import gave_leave
from bot_service.sharing.story import open_stories

NOT_YET = "Everybody else: not yet."


@dataclass(frozen=True)
class Mirror:
    """Team by team when she last ate, listened, celebrated, thanked and passed on; `steps` are hers to take, in sentences."""

    teams: Sequence[Line]
    balance: str
    steps: Sequence[str]


@dataclass(frozen=True)
class Askable:
    """Whom she may ask to share one story ("" where none is open), by name; about everybody else there is `others` alone."""

    story_id: str
    title: str
    people: Sequence[Seen]
    others: str
    steps: Sequence[str]


async def mirror_of(host: Person, now: datetime) -> Mirror:
    """Read her own mirror."""
    asked = await Message.filter(sender_id=host.id, kind=Kind.ASK).count()  # whatever became of them
    overview = await overview_of(host, now, asked=asked)
    steps = [step.sentence for step in (*overview.forgotten, *overview.steps)]
    return Mirror(overview.lines, overview.balance.in_words, steps)


async def askable_by(host: Person, now: datetime, story_id: str = "") -> Askable:
    """Whom she may ask now to share this story; "" is the newest open one."""
    stories = [one for one in await open_stories(1 if not story_id else 100) if story_id in {"", one.id}]
    steps = [step.sentence for step in await next_steps(host, now)]
    if not stories:
        return Askable("", "", (), NOT_YET, steps)
    story = stories[0]
    able = await may_be_asked(host.id, story.id, await gave_leave(host.id))
    seen = await all_seen(able, Viewer(host.id, Role.HOST), now, topic=story.id)
    return Askable(story.id, story.title, [one for one in seen if one.may_be_asked == "yes"], NOT_YET, steps)
