"""The one welcome, which is also the question for consent: before her yes no calendar is read and nothing else is sent."""

from collections.abc import Mapping
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.courier import recall, refresh, write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.shown import Render, Shown
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.people.person import Person, person
from bot_service.teams import cards


async def welcome(person_id: str) -> None:
    """Greet a person once, when Teams has opened a chat with her.

    Once is once: the message is kept as long as she is, so that neither a new installation of the app nor a second time with the
    company greets her again. She is back with a word.
    """
    newcomer = await Person.get(id=person_id)
    async with transaction():
        await write(to=person_id, kind=Kind.WELCOME, card="welcome", about=person_id)
        await move(newcomer, "welcomed")


async def draw_welcome(person_id: str, _to: str) -> Shown | None:
    """The question, or what she answered."""
    someone = await person(person_id)
    if someone.is_joined:
        told = (
            "You are in. I'll look for a lunch or coffee with someone of another team and write to you then. "
            "Say **settings** to change how, and **stop** at any time."
        )
        return _shown(someone, cards.words(told))
    if someone.state == "declined":
        told = "All right. You won't hear from me again, unless you write **join** or press this button."
        back = cards.execute("Count me in after all", "welcome.join", someone.id)
        return _shown(someone, cards.words(told), actions=[back])
    return _shown(
        someone,
        cards.words(
            "Potluck brings you together with colleagues of other teams, over lunch or coffee, "
            "and celebrates what people are proud of."
        ),
        cards.words(
            "If you join, I look at when you are free or busy (never at what you do) to find a time that suits both of you. "
            "You decide on every invitation, you can pause or leave at any time, and nobody sees your answers."
        ),
        cards.words("This is no consent to be asked for anything else.", subtle=True),
        actions=[
            cards.execute("Count me in", "welcome.join", someone.id, style="positive"),
            cards.execute("No, thank you", "welcome.decline", someone.id),
        ],
    )


def _shown(someone: Person, *elements: Any, actions: list[Any] | None = None) -> Shown:
    greeting = f"Hello {cards.escape(someone.first_name)}, have lunch with someone new?"
    return Shown(cards.as_json(cards.card(cards.heading(greeting), *elements, actions=actions or [])), greeting)


async def join(person_id: str, _data: Mapping[str, Any]) -> Answer:
    """Her yes; from now on her free and busy times may be read, for lunches only."""
    return await _decide(person_id, "joined")


async def decline(person_id: str, _data: Mapping[str, Any]) -> Answer:
    """Her no, or her goodbye. It needs no reason, and holds from this second on; what follows for others is the next step's."""
    return await _decide(person_id, "declined")


async def _decide(person_id: str, state: str) -> Answer:
    someone, now = await person(person_id), clock.now()
    async with transaction():
        if someone.state != state:
            await move(someone, state, due_at=now, joined_at=now if state == "joined" else someone.joined_at)
        if state == "declined":
            await recall(person_id)
        await refresh("welcome", person_id)
    return Answer(card="welcome", about=person_id)


VERBS = {"welcome.join": join, "welcome.decline": decline}
CARDS: dict[str, Render] = {"welcome": draw_welcome}
