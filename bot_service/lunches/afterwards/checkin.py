"""“How was it?”: one question after a lunch, and what becomes of it. No reply is a reply."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields

from bot_service import clock
from bot_service.courtesy.courier import refresh, write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.rules.quiet_hours import after_working_days
from bot_service.database.row import DueRow, move, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.people.person import Person, people, person

CARD = "checkin"
WAITING = ("asked", "moved")  #: states in which she may say that they met

#: Working days: from the moment the question reached her; for a lunch that was moved; and until one that couldn't reach her
#: (she paused) has lost its sense.
LET_GO_AFTER, MOVED_FOR, OVERTAKEN_AFTER = 3, 10, 10


class NotYourCheckIn(Refusal):
    """A reply to a lunch she was not at, or to a question that was let go."""

    reason = "check-in is closed"


class CheckIn(DueRow):
    """planned → asked → answered → done; asked → let go.

    Where she says that the lunch was moved, the question stays open on her card, without a further message: answered or done →
    moved → answered, or let go. What she told is kept only until `journey` has passed it on.
    """

    lunch_id = fields.CharField(max_length=64, db_index=True)
    person_id = fields.CharField(max_length=64, db_index=True)
    met = fields.BooleanField(null=True)
    why_missed = fields.CharField(
        max_length=16, default="", db_default=""
    )  #: no time, moved, nobody came, or not said; "": she hasn't been so far
    worth = fields.BooleanField(null=True)  #: whether it was worth her time; hers alone
    again = fields.BooleanField(default=False)  #: hers alone unless the other side ticks it too
    owner_id = fields.CharField(max_length=64, default="")  #: whose success she told
    success = fields.TextField(default="")

    class Meta:
        table = "check_in"

    @classmethod
    def of(cls, lunch_id: str, person_id: str, *, due_at: datetime) -> "CheckIn":
        """The one check-in of this guest for this lunch."""
        ids = {"id": row_id("check-in", lunch_id, person_id), "lunch_id": lunch_id, "person_id": person_id}
        return cls(**ids, state="planned", due_at=due_at)


async def others_who_came(lunch_id: str, person_id: str) -> list[Person]:
    """With whom she was to sit at this table, by name: everybody else who had said yes."""
    coming = await Guest.filter(lunch_id=lunch_id, answer="yes").exclude(person_id=person_id)
    known = await people({guest.person_id for guest in coming})
    return sorted(known.values(), key=lambda other: (other.name, other.id))


async def ask_how_it_was(checkin_id: str) -> None:
    """The step of a planned check-in. Courtesy brings it in her working hours, so perhaps the next morning."""
    checkin = await CheckIn.get(id=checkin_id)
    async with transaction():
        await write(to=checkin.person_id, kind=Kind.CHECK_IN, card=CARD, about=checkin_id, awaits=True)
        await move(checkin, "asked", due_at=after_working_days(clock.now(), OVERTAKEN_AFTER))


async def checkin_arrived(message: Message, outcome: str) -> None:
    """The question is in her chat, so her working days begin; or it never will be, and nothing is asked any more."""
    asked = CheckIn.filter(id=message.about, state="asked")  # she may have been quicker than the news of its arrival
    if outcome != "declined":
        reader = await Person.get(id=message.to_id)
        await asked.update(due_at=after_working_days(clock.now(), LET_GO_AFTER, reader.hours))
    elif (checkin := await asked.select_for_update().first()) is not None:
        await _let_go(checkin)


async def let_it_go(checkin_id: str) -> None:
    """The step of a check-in without a reply: there is no reminder. It stays unanswered, and courtesy is more patient next time."""
    async with transaction():
        checkin = await CheckIn.filter(id=checkin_id, state__in=WAITING).select_for_update().first()
        if checkin is not None and checkin.due_at is not None and checkin.due_at <= clock.now():
            await _let_go(checkin)


async def _let_go(checkin: CheckIn) -> None:
    await move(checkin, "let go")
    await settle(checkin.lunch_id)
    await refresh(CARD, checkin.id)


async def open_checkin(checkin_id: str, person_id: str) -> CheckIn:
    """Her check-in, locked in the caller's transaction, answered or not. Raises `NotYourCheckIn`."""
    await person(person_id)
    checkin = await CheckIn.filter(id=checkin_id, person_id=person_id).select_for_update().first()
    if checkin is None or checkin.state in {"planned", "let go"}:
        raise NotYourCheckIn("This question isn't open for you any more. Nothing was changed.")
    return checkin


async def settle(lunch_id: str) -> Lunch | None:
    """Did it take place? Called after each answer, in its transaction; returns the lunch, locked."""
    lunch = await Lunch.filter(id=lunch_id).select_for_update().first()
    if lunch is not None and lunch.state in {"booked", "missed"}:
        became = _what_it_was(await CheckIn.filter(lunch_id=lunch_id))
        if became != lunch.state:
            await move(lunch, became)
    return lunch


def _what_it_was(answers: Sequence[CheckIn]) -> str:
    """By what its guests say: held as soon as one of them says so, whatever others say.

    Missed when somebody says so and nobody is left to say otherwise. Until then, and where nobody says anything, it stays booked.
    """
    if any(one.met for one in answers):
        return "held"
    is_denied = any(one.met is False for one in answers)
    is_open = any(one.state in {"planned", *WAITING} for one in answers)
    return "missed" if is_denied and not is_open else "booked"
