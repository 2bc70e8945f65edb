"""Whether a person lets one host ask her now and then: asked once in a working life, after they met; silence is a no."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from tortoise import fields

from bot_service import clock
from bot_service.courtesy import courier
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.quiet_hours import after_working_days
from bot_service.courtesy.shown import Shown
from bot_service.database.row import AlreadyMoved, DueRow, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.people import ledger
from bot_service.people.ledger import Passed
from bot_service.people.person import Person
from bot_service.teams import cards
from bot_service.teams.wording import clean

#: Working days she has, from the moment the card reached her.
SILENCE = 10


class Leave(DueRow):
    """wanted → asked → given | refused | let go. The last two read the same to everybody else."""

    host_id = fields.CharField(max_length=64, db_index=True)
    person_id = fields.CharField(max_length=64, db_index=True)

    class Meta:
        table = "leave"


class NotYourLeave(Refusal):
    """Somebody else's to give, or gone."""

    reason = "not your leave"


async def want_leave(host_id: str, person_id: str, due_at: datetime) -> None:
    """Ask her once, at `due_at`, whether this host may ask her; in the caller's transaction. Wanted twice is wanted once."""
    if host_id != person_id:
        id_ = row_id("leave", host_id, person_id)
        await put(Leave(id=id_, state="wanted", due_at=due_at, host_id=host_id, person_id=person_id))


async def gave_leave(host_id: str) -> list[str]:
    """Ids of the people who let this host ask."""
    return [leave.person_id for leave in await Leave.filter(host_id=host_id, state="given").order_by("person_id")]


async def ask_for_leave(leave_id: str) -> None:
    """Step of (leave, wanted): write the question, if there is still a host to answer."""
    leave = await Leave.get(id=leave_id)
    host, person = await Person.get(id=leave.host_id), await Person.get(id=leave.person_id)
    async with transaction():
        if not host.is_host or not person.is_joined:
            await move(leave, "let go")
            return
        await move(leave, "asked")
        await courier.write(to=person.id, kind=Kind.LEAVE, card="leave", about=leave.id, sender=host.id)


async def leave_arrived(message: Message, outcome: str) -> None:
    """Her time to answer begins when she can see the question; a question that can't reach her is never put again."""
    leave = await Leave.get_or_none(id=message.about)
    if leave is None or leave.state != "asked":
        return
    if outcome == "declined":
        await move(leave, "let go")
    else:
        person = await Person.get(id=leave.person_id)
        await move(leave, "asked", due_at=after_working_days(clock.now(), SILENCE, person.hours))


async def let_leave_go(leave_id: str) -> None:
    """Step of (leave, asked): silence is a no."""
    leave = await Leave.get(id=leave_id)
    if leave.due_at is not None and leave.due_at <= clock.now():
        async with transaction():
            await move(leave, "let go")
            await courier.refresh("leave", leave.id)


async def draw_leave(leave_id: str, to: str) -> Shown | None:
    """The question to this person, or what she answered."""
    leave = await Leave.get_or_none(id=leave_id)
    if leave is None or leave.person_id != to:
        return None
    host = await Person.get(id=leave.host_id)
    question = f"May {host.first_name} ask you now and then?"
    lines = {
        "given": f"Yes. {host.first_name} may ask you now and then, never more than once in eight weeks. “Don't ask me” ends it.",
        "refused": f"No. That is fine; {host.first_name} isn't told, and you won't be asked again.",
        "let go": "You didn't answer, so we take it as a no. Nobody is told.",
    }
    answered = lines.get(leave.state, "")
    asking = f"You two met. {host.first_name} would like to offer you a company story to share now and then. Only if you like: no is fine."
    elements = [cards.heading(cards.escape(question)), cards.person(host.name, host.id, host.team)]
    buttons = [
        cards.execute("Yes, now and then", "leave.yes", leave.id),
        cards.execute("No, thank you", "leave.no", leave.id),
    ]
    drawn = cards.card(
        *elements,
        cards.words(cards.escape(answered or asking)),
        actions=[] if answered else buttons,
        summary=answered or question,
    )
    return Shown(cards.as_json(drawn), answered or question)


async def give_leave(person_id: str, data: Mapping[str, Any]) -> Answer:
    """Yes: this host may ask her, when courtesy agrees too."""
    leave = await _own_leave(person_id, data.get("id"))
    if leave.state == "asked":
        with suppress(AlreadyMoved):
            async with transaction():
                await move(leave, "given")
                await ledger.record(Passed.LEAVE, from_id=person_id, to_id=leave.host_id, ref=leave.id)
                await courier.refresh("leave", leave.id)
    return Answer(card="leave", about=leave.id)


async def refuse_leave(person_id: str, data: Mapping[str, Any]) -> Answer:
    """No: final, and told to nobody."""
    leave = await _own_leave(person_id, data.get("id"))
    if leave.state == "asked":
        with suppress(AlreadyMoved):
            async with transaction():
                await move(leave, "refused")
                await courier.refresh("leave", leave.id)
    return Answer(card="leave", about=leave.id)


async def _own_leave(person_id: str, leave_id: object) -> Leave:
    found = await Leave.get_or_none(id=clean(leave_id))
    if found is None or found.person_id != person_id or found.state == "wanted":
        raise NotYourLeave("This question isn't yours, or is no longer there. Nothing was changed.")
    return found


CARDS = {"leave": draw_leave}
VERBS = {"leave.yes": give_leave, "leave.no": refuse_leave}
