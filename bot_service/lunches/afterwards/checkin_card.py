"""The card that asks how a lunch was, and what its buttons mean. The first tap is enough; everything else may be left empty."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.courier import answered, refresh
from bot_service.courtesy.message import Message
from bot_service.courtesy.rules.quiet_hours import after_working_days
from bot_service.courtesy.shown import Shown, show
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.lunches.afterwards.again import plan_next
from bot_service.lunches.afterwards.checkin import (
    CARD,
    MOVED_FOR,
    WAITING,
    CheckIn,
    open_checkin,
    others_who_came,
    settle,
)
from bot_service.lunches.tables.said import listed
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Passed, record
from bot_service.teams import cards
from bot_service.teams.wording import clean

LONGEST_SUCCESS = 500  #: characters
MOVED = "moved"
#: What is kept → what she presses.
REASONS = {
    "no time": "There was no time",
    MOVED: "It was moved",
    "nobody came": "Nobody came",
    "not said": "I'd rather not say",
}
WORTH = {"yes": "Yes", "no": "Not really"}


async def draw_checkin(checkin_id: str, to: str) -> Shown | None:
    """The question; why they did not meet; or that it is answered. None where it was let go before it could reach her."""
    checkin = await CheckIn.get_or_none(id=checkin_id, person_id=to)
    others = await others_who_came(checkin.lunch_id, to) if checkin else []
    if checkin is None or not others:
        return None
    title = f"How was it with {listed([other.name for other in others])}?"
    heading = cards.heading(cards.escape(title))
    if checkin.state == "asked":
        buttons = [_met_button(checkin), _button(checkin, "We didn't meet", "checkin.missed")]
        return show(heading, *_questions(others), summary=title, actions=buttons)
    if checkin.state == MOVED:
        later = cards.words("All right. Once you have met, tell me here; I won't ask again.")
        return show(heading, later, *_questions(others), summary=title, actions=[_met_button(checkin)])
    if checkin.state == "let go":
        is_too_late = await Message.exists(to_id=to, card=CARD, about=checkin_id, state="waiting")
        said = "Never mind; no answer is fine too."
        return None if is_too_late else show(heading, cards.words(said), summary=title)
    if checkin.met is False and not checkin.why_missed:
        asked = cards.words("All right. What came in between? Nobody else is told, and you need not say.")
        reasons = [_button(checkin, said, "checkin.why", why=why) for why, said in REASONS.items()]
        return show(heading, asked, summary=title, actions=reasons)
    return show(heading, cards.words("Thank you for telling me."), summary=title)


def _questions(others: Sequence[Person]) -> list[Any]:
    first_names = [other.first_name for other in others]
    anybody = listed(first_names, "or")
    whose = [(other.id, other.name) for other in others]
    only_told = "only told if the other side ticks it too" if len(others) == 1 else "only told to who ticks it too"
    hint = f"It goes to {cards.escape(anybody)} first and alone; nothing is posted without a yes. Leave it empty if nothing came up."
    return [
        cards.text_input("success", f"What is {anybody} proud of?", multiline=True, max_length=LONGEST_SUCCESS),
        *([cards.choices("owner", "Whose success is it?", whose, value=whose[0][0])] if len(whose) > 1 else []),
        cards.words(hint, subtle=True),
        cards.choices("worth", "Was it worth your time? (nobody else is told)", WORTH, expanded=True),
        cards.toggle("again", f"I would like to meet again ({only_told})"),
    ]


def _met_button(checkin: CheckIn) -> Any:
    return cards.execute("We met", "checkin.met", checkin.id, style="positive", lunch=checkin.lunch_id)


def _button(checkin: CheckIn, title: str, verb: str, **data: Any) -> Any:
    return cards.execute(title, verb, checkin.id, lunch=checkin.lunch_id, **data)


async def met(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She confirms the lunch: from now on it counts as given to her by everybody who sat there. Raises `NotYourCheckIn`."""
    checkin_id = clean(data.get("id"))
    async with transaction():
        checkin = await open_checkin(checkin_id, person_id)
        if checkin.state in WAITING:
            others = await others_who_came(checkin.lunch_id, person_id)
            await move(checkin, "answered", due_at=clock.now(), met=True, why_missed="", **_told(data, others))
            await answered(CARD, checkin_id)
            for other in others:
                await record(Passed.LUNCH, from_id=other.id, to_id=person_id, ref=checkin.lunch_id)
                await record(Passed.CHECK_IN, from_id=person_id, to_id=other.id, ref=checkin.lunch_id)
            if (lunch := await settle(checkin.lunch_id)) is not None:
                await plan_next(lunch)
        await refresh(CARD, checkin_id)
    return Answer(card=CARD, about=checkin_id)


def _told(data: Mapping[str, Any], others: Sequence[Person]) -> dict[str, Any]:
    """What she filled in, as far as it makes sense: a success belongs to somebody who sat there."""
    owner = next((other.id for other in others if other.id == data.get("owner")), others[0].id if others else "")
    return {
        "owner_id": owner,
        "success": clean(data.get("success"))[:LONGEST_SUCCESS],
        "worth": {"yes": True, "no": False}.get(clean(data.get("worth"))),
        "again": str(data.get("again", "")).lower() == "true",
    }


async def missed(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She says that they did not meet; her card asks why, and she may leave it at that. Raises `NotYourCheckIn`."""
    checkin_id = clean(data.get("id"))
    async with transaction():
        checkin = await open_checkin(checkin_id, person_id)
        if checkin.state == "asked":
            await move(checkin, "answered", due_at=clock.now(), met=False)
            await answered(CARD, checkin_id)
            await settle(checkin.lunch_id)
        await refresh(CARD, checkin_id)
    return Answer(card=CARD, about=checkin_id)


async def why(person_id: str, data: Mapping[str, Any]) -> Answer:
    """Why they did not meet; the first reason stands. One that was moved she may still confirm. Raises `NotYourCheckIn`."""
    checkin_id, reason = clean(data.get("id")), clean(data.get("why"))
    async with transaction():
        checkin = await open_checkin(checkin_id, person_id)
        if checkin.met is False and not checkin.why_missed and reason in REASONS:
            if reason == MOVED:
                until = after_working_days(clock.now(), MOVED_FOR)
                await move(checkin, MOVED, due_at=until, why_missed=reason)
                await settle(checkin.lunch_id)
            else:
                await move(checkin, checkin.state, due_at=checkin.due_at, why_missed=reason)
        await refresh(CARD, checkin_id)
    return Answer(card=CARD, about=checkin_id)


VERBS = {"checkin.met": met, "checkin.missed": missed, "checkin.why": why}
