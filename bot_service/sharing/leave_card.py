"""The question whether a host may ask now and then, and the card on which a person sees and changes who may."""

from collections.abc import Mapping
from typing import Any

from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Shown, show
from bot_service.courtesy.wishes.wishes import who_may_ask
from bot_service.manners import chosen
from bot_service.people.person import Person, hosts, person
from bot_service.sharing.leave import (
    Leave,
    give_leave,
    invite,
    own_leave,
    refuse_leave,
    take_back,
)
from bot_service.sharing.named import to_choose_from
from bot_service.teams import cards
from bot_service.teams.wording import clean

TITLE = "Who may ask you to share a story?"


async def draw_leave(leave_id: str, to: str) -> Shown | None:
    """The question to this person, or what she answered."""
    leave = await Leave.get_or_none(id=leave_id)
    host = await Person.get_or_none(id=leave.host_id) if leave else None
    if leave is None or host is None or leave.person_id != to:
        return None
    question = f"May {host.first_name} ask you now and then?"
    about = [cards.heading(cards.escape(question)), cards.person(host.name, host.id, host.team)]
    if leave.state in {"wanted", "asked"}:
        asking = f"You two met. {host.first_name} would like to offer you a company story to share now and then. Only if you like: no is fine."
        buttons = [
            cards.execute("Yes, now and then", "leave.yes", leave.id),
            cards.execute("No, thank you", "leave.no", leave.id),
        ]
        return show(*about, cards.words(cards.escape(asking)), summary=question, actions=buttons)
    answered = _answered(leave, host)
    changed = [cards.execute("Change it", "asks.show", "")]
    return show(*about, cards.words(cards.escape(answered)), summary=answered, actions=changed)


def _answered(leave: Leave, host: Person) -> str:
    weeks = chosen().ask_every_weeks
    return {
        "given": f"Yes. {host.first_name} may ask you now and then; you are never asked more than once in {weeks} weeks. You can take it back at any time.",
        "refused": f"No. That is fine; {host.first_name} isn't told, and you won't be asked again.",
        "taken back": f"Not any more. That is fine; {host.first_name} isn't told.",
    }.get(leave.state, "You didn't answer, so we take it as a no. Nobody is told.")


async def answer_yes(person_id: str, data: Mapping[str, Any]) -> Answer:
    """Yes: this host may ask her, when courtesy agrees too. Raises `NotYourLeave`."""
    leave = await own_leave(person_id, data.get("id"))
    await give_leave(leave)
    return Answer(card="leave", about=leave.id)


async def answer_no(person_id: str, data: Mapping[str, Any]) -> Answer:
    """No: told to nobody. Raises `NotYourLeave`."""
    leave = await own_leave(person_id, data.get("id"))
    await refuse_leave(leave)
    return Answer(card="leave", about=leave.id)


async def draw_asks(_about: str, to: str) -> Shown | None:
    """Hers alone: which hosts may ask her, and all of them to choose from."""
    me = await person(to)
    able = [one.name for one in await who_may_ask(to)]
    everyone = sorted((one for one in await hosts() if one.id != to), key=lambda host: (host.name, host.id))
    lines = [f"Now and then: {cards.escape(', '.join(able))}." if able else "Nobody so far."]
    lines += ["You said that nobody shall ask you, and that holds whatever stands here."] if me.never_ask else []
    hint = cards.words("No host is told what you choose. You can always share without being asked.", subtle=True)
    named = to_choose_from(everyone)
    choice = [cards.choices("host", "Host", named, required="Choose a host first.")] if named else []
    buttons = [
        cards.execute("May ask me now and then", "leave.invite", ""),
        cards.execute("Not any more", "leave.back", ""),
    ]
    back = cards.door("Back", "settings.show")
    shown = [cards.heading(TITLE), *map(cards.words, lines), *choice, hint]
    return show(*shown, summary=TITLE, actions=[*(buttons if named else []), back])


async def show_asks(_person_id: str, _data: Mapping[str, Any]) -> Answer:
    """She looks who may ask her."""
    return Answer(card="asks")


async def let_ask(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She lets a host ask: the one of the button, else the one she chose. Raises `NotAHost`, `NobodyKnown`."""
    await invite(person_id, _host(data))
    return Answer(card="asks")


async def let_ask_no_more(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She takes it back, or says so beforehand."""
    await take_back(person_id, _host(data))
    return Answer(card="asks")


def _host(data: Mapping[str, Any]) -> str:
    return clean(data.get("id")) or clean(data.get("host"))


CARDS = {"leave": draw_leave, "asks": draw_asks}
VERBS = {
    "leave.yes": answer_yes,
    "leave.no": answer_no,
    "asks.show": show_asks,
    "leave.invite": let_ask,
    "leave.back": let_ask_no_more,
}
