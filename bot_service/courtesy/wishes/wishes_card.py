"""“You and Potluck”: what holds between her and us, in words; the form in which she changes it; and the door by which she leaves."""

from collections.abc import Mapping, Sequence
from typing import Any

from microsoft_teams.cards import Fact, FactSet

from bot_service import clock
from bot_service.courtesy.answer import Answer, Verb
from bot_service.courtesy.shown import Render, Shown, show
from bot_service.courtesy.wishes import welcome
from bot_service.courtesy.wishes.wishes import (
    CELEBRATE,
    THANKS,
    as_drawn,
    as_typed,
    change_wishes,
    filled,
    what_holds,
    who_may_ask,
    without_own_hours,
)
from bot_service.people.person import Person, person
from bot_service.teams import cards

SETTINGS, FORM, LEAVE = "settings", "settings-form", "settings-leave"
TITLE = "You and Potluck"
LONGEST_TEXT = 200  #: characters of a field


async def draw_settings(_about: str, to: str) -> Shown | None:
    """What holds now, and doors to what has a card of its own."""
    someone = await person(to)
    holds = what_holds(someone, await who_may_ask(someone.id), clock.now())
    facts = [Fact(title=title, value=cards.escape(said)) for title, said in holds.items()]
    come_or_go = (
        cards.execute("Leave Potluck", "settings.leave", "")
        if someone.is_joined
        else cards.execute("Take part", "welcome.join", someone.id)
    )
    return show(
        cards.heading(TITLE),
        FactSet(facts=facts),
        cards.words("Only you see this, and a change holds from the next second on.", subtle=True),
        summary=TITLE,
        actions=[
            cards.execute("Change", "settings.edit", "", style="positive"),
            cards.execute("Lunch preferences", "preferences.show", ""),
            cards.execute("Who may ask me", "asks.show", ""),
            come_or_go,
        ],
    )


async def draw_form(_about: str, to: str) -> Shown | None:
    """The form with what holds now."""
    someone = await person(to)
    holds = filled(someone, clock.now())
    return _form(someone, holds, holds)


def _form(someone: Person, typed: Mapping[str, str], was: Mapping[str, str], faults: Sequence[str] = ()) -> Shown:
    """The form with these texts in its fields; above them, what was wrong with them. `was`: what stood there first."""
    told = "\n".join(["**Nothing is saved yet:**", "", *[f"- {cards.escape(fault)}" for fault in faults]])
    return show(
        cards.heading(TITLE),
        *([cards.words(told)] if faults else []),
        cards.choices("celebrate", "Celebrate what I am proud of", CELEBRATE, value=typed["celebrate"], expanded=True),
        cards.choices("thanks", "Thank me when I share a story", THANKS, value=typed["thanks"], expanded=True),
        cards.toggle(
            "never_ask", "Nobody may ask me to share anything, whatever I said before", on=typed["never_ask"] == "true"
        ),
        cards.text_input("hours", "I work", value=typed["hours"], placeholder="Mon-Thu 8-16", max_length=LONGEST_TEXT),
        cards.words(
            f"By your own clock. Nothing comes unasked outside of these hours. Empty: {without_own_hours(someone)}.",
            subtle=True,
        ),
        cards.text_input(
            "paused", "Leave me alone until", value=typed["paused"], placeholder="24 December", max_length=LONGEST_TEXT
        ),
        summary=TITLE,
        actions=[
            cards.execute("Save", "settings.save", "", style="positive", was=dict(was)),
            cards.execute("Cancel", "settings.show", ""),
        ],
    )


async def draw_leave(_about: str, _to: str) -> Shown | None:
    """The one question before she leaves, which says what then happens."""
    title = "Leave Potluck?"
    lines = [
        "From this second on you hear nothing more from me, and your calendar is not read.",
        "Invitations that wait for an answer end kindly; nobody is told why.",
        "What stands in your calendar stays there: decline it in Outlook if you don't want to go.",
        "Write **join** whenever you want to be back. What you set here stays as it is.",
    ]
    return show(
        cards.heading(title),
        cards.words("\n".join(f"- {line}" for line in lines)),
        summary=title,
        actions=[
            cards.execute("Leave", "settings.leave-now", "", style="destructive"),
            cards.execute("Stay", "settings.show", ""),
        ],
    )


async def show_them(_person_id: str, _data: Mapping[str, Any]) -> Answer:
    return Answer(card=SETTINGS)


async def edit(_person_id: str, _data: Mapping[str, Any]) -> Answer:
    return Answer(card=FORM)


async def save(person_id: str, data: Mapping[str, Any]) -> Answer:
    """Take over what she typed; whatever is wrong is told in the form, which keeps it all."""
    typed, was = as_typed(data), as_drawn(data)
    if faults := await change_wishes(person_id, typed, was):
        return Answer(text=" ".join(faults), shown=_form(await person(person_id), typed, was, faults))
    return Answer(card=SETTINGS)


async def ask_whether_to_leave(_person_id: str, _data: Mapping[str, Any]) -> Answer:
    return Answer(card=LEAVE)


async def leave_now(person_id: str, _data: Mapping[str, Any]) -> Answer:
    return await welcome.decline(person_id, {})


VERBS: dict[str, Verb] = {
    "settings.show": show_them,
    "settings.edit": edit,
    "settings.save": save,
    "settings.leave": ask_whether_to_leave,
    "settings.leave-now": leave_now,
}
CARDS: dict[str, Render] = {SETTINGS: draw_settings, FORM: draw_form, LEAVE: draw_leave}
