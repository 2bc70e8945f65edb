"""Whether a person lets one host ask her now and then: the question comes once, after they met; silence is a no.

What she said she may change whenever she likes: take her leave back, or invite a host of her own accord. Her last word counts.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from tortoise import fields

from bot_service import clock
from bot_service.courtesy import courier
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.rules.quiet_hours import after_working_days
from bot_service.database.row import AlreadyMoved, DueRow, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.people.person import Person, person
from bot_service.people.relationship import ledger
from bot_service.people.relationship.consent import noes_since_leave
from bot_service.people.relationship.ledger import Passed, passed_between
from bot_service.teams.wording import clean

#: Working days she has, from the moment the card reached her.
SILENCE = 10
A_MOMENT = timedelta(microseconds=1)


class Leave(DueRow):
    """wanted → asked → given | refused | let go; given → taken back; whatever it is → given, where she invites the host.

    All but `given` read the same to everybody else.
    """

    host_id = fields.CharField(max_length=64, db_index=True)
    person_id = fields.CharField(max_length=64, db_index=True)

    class Meta:
        table = "leave"


class NotYourLeave(Refusal):
    """Somebody else's to give, or gone."""

    reason = "not your leave"


class NotAHost(Refusal):
    """Only hosts ask, so nobody else can be let."""

    reason = "not a host"


def leave_of(host_id: str, person_id: str) -> str:
    """The id of the one leave that this person can give to this host."""
    return row_id("leave", host_id, person_id)


async def want_leave(host_id: str, person_id: str, due_at: datetime) -> None:
    """Ask her once, at `due_at`, whether this host may ask her; in the caller's transaction. Wanted twice is wanted once."""
    if host_id != person_id:
        await _put(host_id, person_id, due_at)


async def gave_leave(host_id: str) -> list[str]:
    """Ids of the people who let this host ask."""
    return [leave.person_id for leave in await Leave.filter(host_id=host_id, state="given").order_by("person_id")]


async def ask_for_leave(leave_id: str) -> None:
    """Step of (leave, wanted): write the question, if there is still a host to answer."""
    leave = await Leave.get(id=leave_id)
    host, asked = await Person.get_or_none(id=leave.host_id), await Person.get_or_none(id=leave.person_id)
    async with transaction():
        if host is None or not host.is_host or asked is None or not asked.is_joined:
            await move(leave, "let go")
            return
        await move(leave, "asked")
        key = clock.now().isoformat()  # an earlier question may have been withheld
        await courier.write(to=asked.id, kind=Kind.LEAVE, card="leave", about=leave.id, key=key, sender=host.id)


async def leave_arrived(message: Message, outcome: str) -> None:
    """Her time to answer begins when she can see the question; one that can't reach her was never put, and may be wanted again."""
    leave = await Leave.get_or_none(id=message.about)
    if leave is None or leave.state != "asked":
        return
    if outcome in {"declined", "shadowed"}:
        await Leave.filter(id=leave.id, state="asked").delete()
    else:
        asked = await Person.get(id=leave.person_id)
        await move(leave, "asked", due_at=after_working_days(clock.now(), SILENCE, asked.hours))


async def let_leave_go(leave_id: str) -> None:
    """Step of (leave, asked): silence is a no."""
    leave = await Leave.get(id=leave_id)
    if leave.due_at is not None and leave.due_at <= clock.now():
        async with transaction():
            await move(leave, "let go")
            await courier.refresh("leave", leave.id)


async def give_leave(leave: Leave) -> None:
    """She answers the question with yes; a question that is answered or let go stays as it is."""
    if leave.state == "asked":
        with suppress(AlreadyMoved):
            async with transaction():
                await _give(leave)


async def refuse_leave(leave: Leave) -> None:
    """She answers the question with no: final, unless she herself invites the host, and told to nobody."""
    if leave.state == "asked":
        with suppress(AlreadyMoved):
            async with transaction():
                await _end(leave, "refused")


async def invite(person_id: str, host_id: object) -> None:
    """She lets this host ask, of her own accord: also unasked, after a no, after two noes. Said twice it is said once.

    Raises `NotAHost`, `NobodyKnown`.
    """
    host = await person(clean(host_id))
    if not host.is_host or host.id == person_id:
        raise NotAHost("Only hosts ask colleagues to share a story. Nothing was changed.")
    with suppress(AlreadyMoved):
        async with transaction():
            leave = await _put(host.id, person_id, None)
            if leave.state != "given" or noes_since_leave(await _words(leave), person_id, host.id):
                await _give(leave)


async def take_back(person_id: str, host_id: object) -> None:
    """From this second on the host can't ask her any more, and isn't told. A question not put or answered yet is answered with no."""
    host = await Person.get_or_none(id=clean(host_id))
    if host is None or host.id == person_id:
        return
    with suppress(AlreadyMoved):
        async with transaction():
            leave = await Leave.get_or_none(id=leave_of(host.id, person_id))
            if leave is None and host.is_host:
                leave = await _put(host.id, person_id, None)
            if leave is None or leave.state not in {"wanted", "asked", "given"}:
                return
            if leave.state == "given":
                await _end(leave, "taken back")
                await _record(Passed.WITHDRAWN, leave)
            else:
                await _end(leave, "refused")


async def own_leave(person_id: str, leave_id: object) -> Leave:
    """The question with this id, if it was put to this person. Raises `NotYourLeave`."""
    found = await Leave.get_or_none(id=clean(leave_id))
    if found is None or found.person_id != person_id or found.state == "wanted":
        raise NotYourLeave("This question isn't yours, or is no longer there. Nothing was changed.")
    return found


async def _put(host_id: str, person_id: str, due_at: datetime | None) -> Leave:
    id_ = leave_of(host_id, person_id)
    await put(Leave(id=id_, state="wanted", due_at=due_at, host_id=host_id, person_id=person_id))
    return await Leave.get(id=id_)


async def _give(leave: Leave) -> None:
    await _end(leave, "given")
    await _record(Passed.LEAVE, leave)


async def _end(leave: Leave, to: str) -> None:
    """The question is answered, wherever it is: it is not put any more, and a card that has it shows the answer."""
    await move(leave, to)
    await courier.withdraw("leave", leave.id)
    await courier.refresh("leave", leave.id)


async def _record(kind: Passed, leave: Leave) -> None:
    """Her newest word. No two of them are at the same moment, so that there is always a last one."""
    words = await _words(leave)
    latest = max((one.at for one in words), default=clock.now() - A_MOMENT)
    ref = row_id("word", leave.id, str(len(words)))
    at = max(clock.now(), latest + A_MOMENT)
    await ledger.record(kind, from_id=leave.person_id, to_id=leave.host_id, ref=ref, at=at)


async def _words(leave: Leave) -> list[ledger.Passing]:
    """Everything that she has said to this host on being asked, earliest first."""
    said = {Passed.LEAVE, Passed.WITHDRAWN, Passed.DECLINED}
    between = await passed_between(leave.host_id, leave.person_id)
    return [one for one in between if one.from_id == leave.person_id and one.kind in said]
