"""What a person can write to the bot. Anything else gets the list of what she can."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot_service import clock
from bot_service.courtesy.courier import write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.note import answer_in_words
from bot_service.courtesy.why import tell_why
from bot_service.courtesy.wishes import welcome
from bot_service.courtesy.wishes.back import be_back
from bot_service.lunches.afterwards.not_with_card import say_not_with
from bot_service.lunches.programs.round import OPEN_TABLE
from bot_service.lunches.rounds.on_demand import Wish, ask_for_company, wish_in
from bot_service.lunches.tables.lunch import AHEAD, Guest, Lunch, others_at
from bot_service.lunches.tables.said import local_time, names_of
from bot_service.people.hours import zone_named
from bot_service.people.pause import PAUSE_FOR, pause
from bot_service.people.person import Person
from bot_service.people.typed.times_said import Unreadable, back_on, day_said, start_of
from bot_service.teams.wording import escape

PAUSE_UNTIL = "pause until "
NOT_WITH = re.compile(r"^(?:please[, ]+)?(?:rather )?not with\s+", re.IGNORECASE)

Act = Callable[[Person, str], Awaitable[None]]  #: (speaker, key of her message)

#: What the list of commands is grouped by.
LUNCHES, SHARING, YOU, HOSTS = "Lunches", "Good news", "You and Potluck", "For hosts"


@dataclass(frozen=True)
class Command:
    """`words` are the spellings we understand, lower-case; the first stands in the list. `reads` finds what is asked for in free text."""

    words: tuple[str, ...]
    does: str
    act: Act
    for_hosts: bool = False
    group: str = YOU
    reads: Callable[[str], Act | None] = lambda _text: None

    @property
    def shown(self) -> str:
        """As one would write it."""
        return self.words[0].replace(" i ", " I ")


async def obey(speaker: Person, text: str, key: str) -> None:
    """Do what she wrote, once per `key`, in the caller's transaction."""
    said = " ".join(text.lower().split()).strip(" .!?")
    for command in COMMANDS:
        if said in command.words and (speaker.is_host or not command.for_hosts):
            return await command.act(speaker, key)
    for command in COMMANDS:
        if act := command.reads(text):
            return await act(speaker, key)
    return await tell_what_i_can(speaker, key)


async def tell_what_i_can(speaker: Person, key: str) -> None:
    """The list, in groups; hosts see theirs too."""
    lines = ["This is what you can write to me:"]
    for group in (LUNCHES, SHARING, YOU, HOSTS):
        hers = [one for one in COMMANDS if one.group == group and (speaker.is_host or not one.for_hosts)]
        if hers:
            lines += ["", f"**{group}**", "", *[f"- **{command.shown}**: {command.does}" for command in hers]]
    await answer_in_words(speaker.id, "\n".join(lines), key=key)


def _shows(card: str) -> Callable[[Person, str], Awaitable[None]]:
    async def show(speaker: Person, key: str) -> None:
        about = speaker.id if card == "welcome" else ""
        await write(to=speaker.id, kind=Kind.ANSWER, card=card, about=about, key=key)

    return show


async def tell_lunches(speaker: Person, key: str) -> None:
    """Her lunches ahead."""
    lines = [line for _, line in await _lunches_of(speaker)]
    none = "You have no lunch ahead. The next round brings you together with somebody of another team."
    await answer_in_words(speaker.id, "\n".join(["Ahead of you:", "", *lines]) if lines else none, key=key)


async def _lunches_of(speaker: Person) -> list[tuple[bool, str]]:
    """Of each of her lunches ahead whether it stands in her calendar, or is being put there, and the line that tells it."""
    places = await Guest.filter(person_id=speaker.id).exclude(answer="no").values_list("lunch_id", flat=True)
    ahead = await Lunch.filter(id__in=list(places), state__in=AHEAD, starts_at__gte=clock.now()).order_by("starts_at")
    return [
        (
            lunch.state == "booked" or lunch.payload is not None,
            f"- {lunch.form} on {local_time(lunch.starts_at, speaker.zone)} with {await _company_at(lunch, speaker)}",
        )
        for lunch in ahead
        if lunch.starts_at is not None
    ]


async def _company_at(lunch: Lunch, speaker: Person) -> str:
    others = await others_at(lunch.id, speaker.id)
    return escape(names_of(others)) if others or lunch.kind != OPEN_TABLE else "whoever joins your table"


def _company(text: str) -> Act | None:
    """Company that is asked for in her own words."""
    wish = wish_in(text)
    return partial(_find_company, wish) if wish else None


async def _find_company(wish: Wish, speaker: Person, key: str) -> None:
    await ask_for_company(speaker, wish, key)


def _not_with(text: str) -> Act | None:
    """Somebody whom she names."""
    named = NOT_WITH.sub("", " ".join(text.split()).strip(" .!?"), count=1)
    return partial(_keep_apart, named) if named and NOT_WITH.match(text.strip()) else None


async def _keep_apart(named: str, speaker: Person, key: str) -> None:
    await say_not_with(speaker, named, key)


async def pause_for_weeks(speaker: Person, key: str) -> None:
    """Leave her alone for four weeks, from this second on."""
    until = clock.now() + PAUSE_FOR
    await pause(speaker.id, until)
    told = f"All right, I'll leave you alone until {local_time(until, speaker.zone)}. Write **resume** if you want to be back earlier."
    await answer_in_words(speaker.id, told, key=key)


def _pause(text: str) -> Act | None:
    """A pause until a day that she names."""
    said = " ".join(text.lower().split()).strip(" !?")
    return partial(pause_until, said.removeprefix(PAUSE_UNTIL)) if said.startswith(PAUSE_UNTIL) else None


async def pause_until(day: str, speaker: Person, key: str) -> None:
    """Leave her alone until a day that she names; on that day she is back."""
    try:
        back = back_on(day, clock.now().astimezone(zone_named(speaker.zone)).date())
    except Unreadable as fault:
        return await answer_in_words(speaker.id, escape(fault.sentence), key=key)
    await pause(speaker.id, start_of(back, speaker.zone))
    told = f"All right, I'll leave you alone until {day_said(back)}. Write **resume** if you want to be back earlier."
    return await answer_in_words(speaker.id, told, key=key)


async def come_back(speaker: Person, key: str) -> None:
    await be_back(speaker.id)
    back = "Welcome back! You are in the next round."
    told = back if speaker.is_joined else "Nothing is paused. Write **join** if you would like to take part."
    await answer_in_words(speaker.id, told, key=key)


async def stop(speaker: Person, key: str) -> None:
    await welcome.decline(speaker.id, {})
    told = "You won't hear from me again. Write **join** if you ever want to be back."
    booked = [line for stands, line in await _lunches_of(speaker) if stands]
    still = ["", "In your calendar there still is, and you can decline it there:", "", *booked] if booked else []
    await answer_in_words(speaker.id, "\n".join([told, *still]), key=key)


async def join(speaker: Person, key: str) -> None:
    await welcome.join(speaker.id, {})
    await answer_in_words(speaker.id, "You are in. I'll write when I have found somebody for you.", key=key)


COMMANDS: tuple[Command, ...] = (
    Command(("help", "hello", "hi", "?"), "this list", tell_what_i_can),
    Command(("lunch", "my lunches", "lunches"), "your lunches ahead", tell_lunches, group=LUNCHES),
    Command(
        ("find me coffee with someone from …", "find me"),
        "lunch or coffee with somebody of a team, or just “someone”",
        partial(_find_company, Wish()),
        group=LUNCHES,
        reads=_company,
    ),
    Command(("tables", "open tables"), "tables that you can join by one tap", _shows("tables"), group=LUNCHES),
    Command(("open table", "open a table"), "keep a table open for whoever likes", _shows("table-form"), group=LUNCHES),
    Command(
        ("history", "who did i meet", "whom did i meet"),
        "whom you have met, and what came of it",
        _shows("met"),
        group=LUNCHES,
    ),
    Command(
        ("not with …", "not with"),
        "somebody you would rather not have lunch with; nobody is told",
        _shows("not-with"),
        group=LUNCHES,
        reads=_not_with,
    ),
    Command(("stories", "news"), "company stories you may like to share", _shows("stories"), group=SHARING),
    Command(("boost",), "have a post of your own passed on", _shows("boost-form"), group=SHARING),
    Command(
        ("settings", "my settings"),
        "how you are celebrated, thanked and asked, when you work, a pause",
        _shows("settings"),
    ),
    Command(
        ("preferences", "my preferences", "lunch preferences"),
        "how you like to be invited to lunch, and when",
        _shows("preferences"),
    ),
    Command(
        ("why did i get this", "why"),
        "what you got from me last, why, and how to end it",
        tell_why,
    ),
    Command(("pause",), "no messages for four weeks; or “pause until 24 December”", pause_for_weeks, reads=_pause),
    Command(("resume",), "end a pause", come_back),
    Command(("stop", "leave", "unsubscribe"), "leave Potluck", stop),
    Command(("join", "start"), "take part", join),
    Command(("mirror",), "when you last ate with each team", _shows("mirror"), for_hosts=True, group=HOSTS),
    Command(
        ("programs", "program", "programmes"),
        "make, change, pause and end programs",
        _shows("programs"),
        for_hosts=True,
        group=HOSTS,
    ),
    Command(("story",), "publish a story", _shows("story-form"), for_hosts=True, group=HOSTS),
    Command(
        ("who can i ask", "ask"), "whom you may ask to share a story", _shows("askable"), for_hosts=True, group=HOSTS
    ),
)
