"""A host offers a story that she shared herself to one person, once. Courtesy decides whether it reaches her; no reminder follows.

Silence is a no. Whatever stands in the way, the host learns the same: not yet.
"""

from contextlib import suppress

from tortoise import fields

from bot_service import clock
from bot_service.courtesy import courier
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.rules.quiet_hours import after_working_days
from bot_service.courtesy.rules.situation import may_ask, may_ask_whom
from bot_service.database.row import AlreadyMoved, DueRow, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.people.person import Person
from bot_service.people.relationship import ledger
from bot_service.people.relationship.ledger import Passed
from bot_service.sharing.share import has_shared, sharers_of
from bot_service.sharing.story import NoSuchStory, host, published
from bot_service.teams.wording import clean

#: Working days she has, from the moment the ask reached her.
SILENCE = 5
#: Working days after which an ask that never reached her is withdrawn.
UNREACHED = 10


class Ask(DueRow):
    """wanted → asked → shared | declined | let go; wanted → withheld when courtesy said no."""

    story_id = fields.CharField(max_length=64, db_index=True)
    host_id = fields.CharField(max_length=64, db_index=True)
    person_id = fields.CharField(max_length=64, db_index=True)

    class Meta:
        table = "ask"


class NotYet(Refusal):
    """All that a host learns about anybody she may not ask now: no date, no reason."""

    reason = "not yet"


class NotYourAsk(Refusal):
    """Put to somebody else, or gone."""

    reason = "not your ask"


def ask_of(story_id: str, person_id: str) -> str:
    """The id of the one ask that can offer this story to this person, by whichever host."""
    return row_id("ask", story_id, person_id)


async def send_ask(host_id: str, story_id: object, person_id: object) -> Ask:
    """Put the ask on its way. Sent twice it is one ask, and what became of the first one is not told.

    Raises `OnlyForHosts`, `NoSuchStory`, `NotYet`.
    """
    await host(host_id)
    story = await published(story_id)
    if story.state != "open":
        raise NoSuchStory("This story is closed. Write “stories” to see those that are open.")
    asked = await Person.get_or_none(id=clean(person_id))
    if asked is None:
        raise NotYet("Not yet.")
    before = await Ask.get_or_none(id=ask_of(story.id, asked.id))
    if before is not None and before.host_id == host_id:
        return before
    done = before is not None or asked.id == host_id or await has_shared(story.id, asked.id)
    if done or not await may_ask(host_id, asked, clock.now(), topic=story.id):
        raise NotYet("Not yet.")
    due_at = after_working_days(clock.now(), UNREACHED, asked.hours)
    names = {"story_id": story.id, "host_id": host_id, "person_id": asked.id}
    async with transaction():
        await put(Ask(id=ask_of(story.id, asked.id), state="wanted", due_at=due_at, **names))
        ask = await Ask.get(id=ask_of(story.id, asked.id))
        if ask.host_id != host_id:
            raise NotYet("Not yet.")
        await courier.write(
            to=asked.id, kind=Kind.ASK, card="ask", about=ask.id, sender=host_id, topic=story.id, awaits=True
        )
    return ask


async def ask_arrived(message: Message, outcome: str) -> None:
    """It is in her chat (or perhaps is), so it counts and her time begins; or courtesy withheld it and nobody was asked.

    In shadow mode nobody sees it either, so nobody's silence is a no.
    """
    ask = await Ask.get_or_none(id=message.about)
    if ask is None or ask.state not in {"wanted", "asked"}:
        return await courier.answered("ask", message.about)
    if ask.state == "asked":
        return None
    if outcome in {"declined", "shadowed"}:
        await move(ask, "withheld")
        return await courier.answered("ask", ask.id)
    asked = await Person.get(id=ask.person_id)
    await move(ask, "asked", due_at=after_working_days(clock.now(), SILENCE, asked.hours))
    await ledger.record(Passed.ASK, from_id=ask.host_id, to_id=ask.person_id, ref=ask.id, at=message.sent_at)
    return None


async def withdraw_ask(ask_id: str) -> None:
    """Step of (ask, wanted): it could not reach her for too long, so it never will; one that is just being sent first arrives, or not."""
    ask = await Ask.get(id=ask_id)
    if ask.due_at is not None and ask.due_at <= clock.now():
        async with transaction():
            await courier.withdraw("ask", ask.id)
            if await Message.exists(card="ask", about=ask.id, state="sending"):
                await move(ask, "wanted", due_at=clock.now() + courier.SENDING_FOR)
            else:
                await move(ask, "withheld")


async def let_ask_go(ask_id: str) -> None:
    """Step of (ask, asked): silence is a no, and holds like one."""
    ask = await Ask.get(id=ask_id)
    if ask.due_at is not None and ask.due_at <= clock.now():
        await _take_no(ask, "let go")


async def decline_ask(person_id: str, ask_id: object) -> Ask:
    """She says no; pressed twice it is one no. Raises `NotYourAsk`."""
    ask = await own_ask(person_id, ask_id)
    if ask.state == "asked":
        with suppress(AlreadyMoved):
            await _take_no(ask, "declined")
    return ask


async def answer_ask_by_share(story_id: str, person_id: str) -> Ask | None:
    """She shared: the ask that she got is answered; one on its way needs no asking any more. In the caller's transaction.

    Returns the ask that she got, or None where she shared without one.
    """
    ask = await Ask.get_or_none(id=ask_of(story_id, person_id))
    if ask is None or ask.state not in {"wanted", "asked"}:
        return None
    was_asked = ask.state == "asked"
    await _settle(ask, "shared" if was_asked else "withheld")
    return ask if was_asked else None


async def own_ask(person_id: str, ask_id: object) -> Ask:
    """The ask with this id, if it was put to this person. Raises `NotYourAsk`."""
    found = await Ask.get_or_none(id=clean(ask_id))
    if found is None or found.person_id != person_id:
        raise NotYourAsk("This offer isn't for you, or is no longer there. Nothing was changed.")
    return found


async def may_be_asked(host_id: str, story_id: str, candidates: list[str]) -> list[Person]:
    """Those of `candidates` whom this host may offer this story now, by name."""
    taken = {ask.person_id for ask in await Ask.filter(story_id=story_id)} | await sharers_of(story_id)
    free = [one for one in candidates if one not in taken and one != host_id]
    people = await Person.filter(id__in=free).order_by("name", "id")
    able = await may_ask_whom(host_id, people, clock.now(), topic=story_id)
    return [one for one in people if one.id in able]


async def _take_no(ask: Ask, to: str) -> None:
    async with transaction():
        await _settle(ask, to)
        await ledger.record(Passed.DECLINED, from_id=ask.person_id, to_id=ask.host_id, ref=ask.id)


async def _settle(ask: Ask, to: str) -> None:
    """It waits for no answer any more, in the caller's transaction."""
    await move(ask, to)
    await courier.answered("ask", ask.id)
    await courier.refresh("ask", ask.id)
