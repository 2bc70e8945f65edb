"""“Not with Tom”: whom somebody would rather not have lunch with, said on a card or in a word, and taken back in the same place.

Hers alone: no card, list, count or reason of anybody else's shows it, and the one she named learns nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot_service.courtesy.answer import Answer, Verb
from bot_service.courtesy.note import answer_in_words
from bot_service.courtesy.shown import Render, Shown, show
from bot_service.database.transaction import transaction
from bot_service.lunches.afterwards.met_card import meetings_of
from bot_service.lunches.offers.step_out import step_out_of_all
from bot_service.lunches.programs.colleagues import NotClear, colleague_meant
from bot_service.lunches.programs.not_with import keep_apart, may_sit_again, not_with
from bot_service.lunches.tables.lunch import AHEAD, Guest, Lunch
from bot_service.lunches.tables.said import listed, local_time
from bot_service.people.person import Person, person
from bot_service.teams import cards
from bot_service.teams.wording import clean

CARD = "not-with"
TITLE = "Rather not at one table"
NOBODY = "nobody"
SHOWN = 60  #: names to choose from; who is missing can be typed
LONGEST_NAME = 200


async def draw_not_with(_about: str, to: str) -> Shown | None:
    """Whom she named, and the fields in which she names somebody else or takes it back."""
    return await _draw(await person(to), "")


async def _draw(me: Person, typed: str, fault: str = "") -> Shown:
    apart = await not_with(me.id)
    met = await _met(me, apart)
    names = cards.escape(listed([one.name for one in apart]))
    return show(
        cards.heading(TITLE),
        cards.words(f"I never bring you to one table with **{names}**." if apart else "You have named nobody."),
        *([cards.words(f"**Nothing is saved yet:** {cards.escape(fault)}")] if fault else []),
        *([cards.choices("met", "Somebody I have met", _titles(met), value=NOBODY)] if met else []),
        cards.text_input(
            "name",
            "Or a name or mail address" if met else "Name or mail address",
            value=typed,
            placeholder="As the directory has it",
            max_length=LONGEST_NAME,
        ),
        *([cards.choices("again", "May sit with me again", _titles(apart), value=NOBODY)] if apart else []),
        cards.words(
            "Only you see this, and nobody learns it from what I do. An open table at which one of them sits is not shown to you.",
            subtle=True,
        ),
        summary=TITLE,
        actions=[
            cards.execute("Save", "not-with.save", "", style="positive"),
            cards.execute("Back", "preferences.show", ""),
        ],
    )


async def _met(me: Person, apart: Sequence[Person]) -> list[Person]:
    """Whom she has met, the latest first, without those she named already."""
    known = {one.id: one for meeting in await meetings_of(me.id) for one in meeting.others}
    return [one for one in known.values() if one not in apart][:SHOWN]


def _titles(some: Sequence[Person]) -> list[tuple[str, str]]:
    """With a first choice that changes nothing."""
    shown = [(one.id, f"{one.name}, {one.team}" if one.team else one.name) for one in some[:SHOWN]]
    return [(NOBODY, "Nobody"), *shown]


async def show_it(_person_id: str, _data: Mapping[str, Any]) -> Answer:
    return Answer(card=CARD)


async def save(person_id: str, data: Mapping[str, Any]) -> Answer:
    """Take over what she chose and typed, all or nothing; what is not clear is told on the card, which keeps it."""
    me = await person(person_id)
    named, typed = {one.id for one in await not_with(me.id)}, clean(data.get("name"))[:LONGEST_NAME]
    others = {clean(data.get("met"))} & {one.id for meeting in await meetings_of(me.id) for one in meeting.others}
    try:
        others |= {(await colleague_meant(typed, me)).id} if typed else set()
    except NotClear as fault:
        return Answer(text=fault.sentence, shown=await _draw(me, typed, fault.sentence))
    async with transaction():
        for again in {clean(data.get("again"))} & named:
            await may_sit_again(me.id, again)
        for other in sorted(others - named):
            await _part(me, other)
    return Answer(card=CARD)


async def say_not_with(speaker: Person, typed: str, key: str) -> None:
    """The same in a word, once per `key`, in the caller's transaction."""
    try:
        other = await colleague_meant(typed, speaker)
    except NotClear as fault:
        return await answer_in_words(speaker.id, cards.escape(fault.sentence), key=key)
    await _part(speaker, other.id)
    told = f"All right, I keep you and {other.name} at different tables. Nobody is told. Write “not with” to see or change it."
    ahead = await _stands(speaker, other.id)
    return await answer_in_words(speaker.id, cards.escape(" ".join([told, *ahead])), key=key)


async def _part(me: Person, other_id: str) -> None:
    """From this second on; an invitation that both have is off for her, as by any no."""
    await keep_apart(me.id, other_id)
    await step_out_of_all(me.id, tables_with=other_id)


async def _stands(me: Person, other_id: str) -> list[str]:
    """What stands in both calendars is hers to decline."""
    mine = await Guest.filter(person_id=me.id, answer="yes").values_list("lunch_id", flat=True)
    theirs = await Guest.filter(person_id=other_id, answer="yes").values_list("lunch_id", flat=True)
    both = {str(one) for one in mine} & {str(one) for one in theirs}
    lunches = await Lunch.filter(id__in=list(both), state__in=AHEAD).order_by("starts_at", "id")
    return [
        f"Your {lunch.form} on {local_time(lunch.starts_at, me.zone)} still stands in your calendars; decline it there if you like."
        for lunch in lunches
        if lunch.starts_at is not None
    ]


VERBS: dict[str, Verb] = {"not-with.show": show_it, "not-with.save": save}
CARDS: dict[str, Render] = {CARD: draw_not_with}
