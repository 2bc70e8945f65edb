"""“How was it?”: one question after a lunch, and a reply that only goes where it belongs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tortoise import fields

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.courier import refresh, write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.quiet_hours import after_working_days
from bot_service.courtesy.shown import Render, Shown
from bot_service.database.row import DueRow, move, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.lunches.tables.lunch import Lunch, guests_of, others_at
from bot_service.people.ledger import Passed, record
from bot_service.people.person import person
from bot_service.teams import cards

LET_GO_AFTER = 3  #: working days without a reply
LONGEST_SUCCESS = 500  #: characters


class NotYourCheckIn(Refusal):
    """A reply to a lunch she was not at, or that was answered and dealt with."""

    reason = "check-in is closed"


class CheckIn(DueRow):
    """planned → asked → answered → done; or let go. What she told is kept only until `journey` has passed it on."""

    lunch_id = fields.CharField(max_length=64, db_index=True)
    person_id = fields.CharField(max_length=64, db_index=True)
    met = fields.BooleanField(null=True)
    why_missed = fields.CharField(
        max_length=16, default="", db_default=""
    )  #: no time, moved, nobody came, or "": she would rather not say
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


async def ask_how_it_was(checkin_id: str) -> None:
    """The step of a planned check-in."""
    checkin = await CheckIn.get(id=checkin_id)
    async with transaction():
        await write(to=checkin.person_id, kind=Kind.CHECK_IN, card="checkin", about=checkin_id)
        await move(checkin, "asked", due_at=after_working_days(clock.now(), LET_GO_AFTER, "UTC"))


async def let_it_go(checkin_id: str) -> None:
    """No reply is a reply: no reminder."""
    async with transaction():
        await move(await CheckIn.get(id=checkin_id), "let go")
        await refresh("checkin", checkin_id)


async def draw_checkin(checkin_id: str, to: str) -> Shown | None:
    """The question, or that it is answered."""
    checkin = await CheckIn.get_or_none(id=checkin_id)
    others = await others_at(checkin.lunch_id, to) if checkin else []
    if checkin is None or not others:
        return None
    title = f"How was it with {' and '.join(cards.escape(other.name) for other in others)}?"
    if checkin.state in {"answered", "done", "let go"}:
        said = "Thank you for telling me." if checkin.state != "let go" else "Never mind; no answer is fine too."
        return Shown(cards.as_json(cards.card(cards.heading(title), cards.words(said))), title)
    whose = [(other.id, other.name) for other in others]
    proud = " or ".join(other.first_name for other in others)
    inputs = [cards.text_input("success", f"What is {proud} proud of?", multiline=True, max_length=LONGEST_SUCCESS)]
    hint = f"It goes to {proud} first and alone; nothing is posted without a yes. Leave it empty if nothing came up."
    body = [
        cards.heading(title),
        *inputs,
        *([cards.choices("owner", "Whose success is it?", whose, value=whose[0][0])] if len(whose) > 1 else []),
        cards.words(hint, subtle=True),
        cards.toggle("again", "I would like to meet again (only told if the other side ticks it too)"),
    ]
    buttons = [
        cards.execute("We met", "checkin.met", checkin_id, style="positive", lunch=checkin.lunch_id),
        cards.execute("We didn't meet", "checkin.missed", checkin_id, lunch=checkin.lunch_id),
    ]
    return Shown(cards.as_json(cards.card(*body, actions=buttons)), title)


async def met(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She confirms the lunch: from now on it counts as given to her by everybody who sat there."""
    checkin_id = str(data.get("id", ""))
    async with transaction():
        checkin = await _open_checkin(checkin_id, person_id)
        if checkin.state == "asked":
            others = await others_at(checkin.lunch_id, person_id)
            owner = next(
                (other.id for other in others if other.id == data.get("owner")), others[0].id if others else ""
            )
            told = str(data.get("success") or "").strip()[:LONGEST_SUCCESS]
            again = str(data.get("again", "")).lower() == "true"
            await move(checkin, "answered", due_at=clock.now(), met=True, again=again, owner_id=owner, success=told)
            for other in others:
                await record(Passed.LUNCH, from_id=other.id, to_id=person_id, ref=checkin.lunch_id)
                await record(Passed.CHECK_IN, from_id=person_id, to_id=other.id, ref=checkin.lunch_id)
            await _lunch_became(checkin.lunch_id, "held")
        await refresh("checkin", checkin_id)
    return Answer(card="checkin", about=checkin_id)


async def missed(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She says they did not meet. Only when nobody says otherwise the lunch counts as missed."""
    checkin_id = str(data.get("id", ""))
    async with transaction():
        checkin = await _open_checkin(checkin_id, person_id)
        if checkin.state == "asked":
            await move(checkin, "answered", due_at=clock.now(), met=False)
            guests = [guest for guest in await guests_of(checkin.lunch_id) if guest.answer == "yes"]
            if await CheckIn.filter(lunch_id=checkin.lunch_id, met=False).count() == len(guests):
                await _lunch_became(checkin.lunch_id, "missed")
        await refresh("checkin", checkin_id)
    return Answer(card="checkin", about=checkin_id)


async def _open_checkin(checkin_id: str, person_id: str) -> CheckIn:
    await person(person_id)
    checkin = await CheckIn.filter(id=checkin_id, person_id=person_id).select_for_update().first()
    if checkin is None or checkin.state in {"planned", "let go"}:
        raise NotYourCheckIn("This question isn't open for you any more. Nothing was changed.")
    return checkin


async def _lunch_became(lunch_id: str, state: str) -> None:
    """From booked only: the first to confirm makes it held, and held stays held."""
    await Lunch.filter(id=lunch_id, state="booked").update(state=state, due_at=None)


VERBS = {"checkin.met": met, "checkin.missed": missed}
CARDS: dict[str, Render] = {"checkin": draw_checkin}
