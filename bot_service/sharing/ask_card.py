"""The card on which a host sees whom she may ask, the ask as it reaches a person, and her answer."""

from collections.abc import Mapping
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Shown, show
from bot_service.manners import chosen
from bot_service.people.person import Person, person
from bot_service.people.relationship.ledger import Passed, passed_from
from bot_service.people.relationship.overview import next_steps
from bot_service.people.relationship.teams_met import teams_met
from bot_service.sharing.ask import Ask, decline_ask, may_be_asked, own_ask, send_ask
from bot_service.sharing.leave import gave_leave
from bot_service.sharing.named import to_choose_from
from bot_service.sharing.share import went_first
from bot_service.sharing.share_card import draw_share
from bot_service.sharing.story import Story, host, open_stories, published
from bot_service.sharing.story_card import GO_FIRST
from bot_service.teams import cards

TITLE = "Whom may I ask?"
NOT_YET = "Everybody else: not yet."
MORE = "There are more; these come first by name."
NOBODY = "Nobody just now. Have lunch, celebrate, pass on what colleagues wrote; asking comes later."
MOST_STEPS = 3
LONGEST_STEP = 200  #: characters; a team may have a long name


async def draw_askable(story_id: str, to: str) -> Shown | None:
    """For a host: who may be offered this story now ("": the newest), by name, and what she herself can do next.

    About everybody else nothing but "not yet": who paused, who said no and whom she never met look the same.
    """
    reader = await Person.get_or_none(id=to)
    if reader is None or not reader.is_host:
        return None
    story = await _story_to_ask_for(story_id)
    mirror = cards.door("Mirror", "mirror.show")
    if story is None:
        line = "There is no open story to ask for. Write “story” to publish one."
        return show(cards.heading(TITLE), cards.words(line), summary=line, actions=[mirror])
    is_first = await went_first(story.id, to)
    before = ([] if is_first else [GO_FIRST]) + await _lunches_before(reader)
    able = [] if before else await may_be_asked(to, story.id, await gave_leave(to))
    names = to_choose_from(able)
    choice = cards.choices("person", "You may ask one of these now", names, required="Choose whom to ask.")
    nobody = [] if before else [NOBODY]
    return show(
        cards.heading(TITLE),
        cards.words(f"For “{cards.escape(story.title)}”"),
        *([choice] if able else map(cards.words, before or nobody)),
        cards.words(NOT_YET if len(able) == len(names) else MORE),
        *map(cards.words, await _next_steps(reader)),
        summary=TITLE,
        actions=[
            *([] if is_first else [cards.execute("Share it yourself", "story.share", story.id, style="positive")]),
            *([cards.execute("Ask nicely", "ask.send", story.id, style="positive")] if able else []),
            mirror,
        ],
    )


async def _lunches_before(host: Person) -> list[str]:
    """How many teams she herself has still to have lunch with, in a sentence; nothing when these are enough."""
    enough = chosen().host_teams_first
    lunches = await passed_from(host.id, (Passed.LUNCH,))
    more = enough - teams_met([(one.ref, one.team) for one in lunches if one.team != host.team], enough)
    number = {1: "one", 2: "two", 3: "three"}.get(more, str(more))
    return [f"Have lunch with {number} more team{'s' if more > 1 else ''} first."] if more > 0 else []


async def _next_steps(host: Person) -> list[str]:
    steps = await next_steps(host, clock.now(), most=MOST_STEPS)
    lines = [f"- {cards.escape(cards.shortened(step.sentence, LONGEST_STEP))}" for step in steps]
    return ["\n".join(["Good next steps of yours:", "", *lines])] if lines else []


async def _story_to_ask_for(story_id: str) -> Story | None:
    if story_id:
        return await Story.get_or_none(id=story_id, state="open")
    return next(iter(await open_stories(1)), None)


async def ask_nicely(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host asks one person. Pressed twice it is one ask. Raises `OnlyForHosts`, `NoSuchStory`, `NotYet`."""
    ask = await send_ask(person_id, data.get("id"), data.get("person"))
    asked = await person(ask.person_id)
    return Answer(
        text=f"It is on its way to {asked.first_name}, at a good time for {asked.first_name}. No reminder follows."
    )


async def choose_whom(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host looks whom she may ask for this story. Raises `OnlyForHosts`, `NoSuchStory`."""
    await host(person_id)
    story = await published(data.get("id"))
    return Answer(card="askable", about=story.id)


async def look_into_mirror(_person_id: str, _data: Mapping[str, Any]) -> Answer:
    """A host looks whom she has not met for long."""
    return Answer(card="mirror")


async def draw_ask(ask_id: str, to: str) -> Shown | None:
    """The offer to this person, or what became of it; None when it was withheld, or its story is over before it left."""
    ask = await Ask.get_or_none(id=ask_id)
    if ask is None or ask.person_id != to or ask.state == "withheld":
        return None
    if ask.state == "shared":
        return await draw_share(ask.story_id, to)
    story, sender = await Story.get_or_none(id=ask.story_id), await Person.get_or_none(id=ask.host_id)
    if story is None or sender is None or (ask.state == "wanted" and (story.state != "open" or not sender.is_host)):
        return None
    line = f"{sender.first_name} has a story that you might like to share"
    about = [
        cards.heading(cards.escape(line)),
        cards.person(sender.name, sender.id, sender.team),
        cards.words(f"**{cards.escape(story.title)}**"),
        cards.words(cards.escape(story.summary)),
    ]
    if ask.state in {"declined", "let go"}:
        answered = (
            "Thank you for saying so." if ask.state == "declined" else "You didn't answer, so we take it as a no."
        )
        return show(*about, cards.words(f"{answered} You won't be asked for this one again."), summary=answered)
    return show(
        *about,
        cards.words("Only if you like. A no is fine, and nobody reminds you."),
        summary=line,
        actions=[
            cards.execute("Have a look", "ask.look", ask.id, style="positive"),
            cards.execute("Not this one", "ask.decline", ask.id),
            cards.execute("Don't ask me", "ask.never", ask.id),
        ],
    )


async def look(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She wants to see it; that is no promise."""
    ask = await own_ask(person_id, data.get("id"))
    return Answer(card="share", about=ask.story_id)


async def decline(person_id: str, data: Mapping[str, Any]) -> Answer:
    """No to this story. It is final, and thanked too."""
    ask = await decline_ask(person_id, data.get("id"))
    return Answer(card="ask", about=ask.id)


async def never(person_id: str, data: Mapping[str, Any]) -> Answer:
    """No to this story and to all asks, from this second on."""
    ask = await own_ask(person_id, data.get("id"))
    await Person.filter(id=person_id).update(never_ask=True)
    await decline_ask(person_id, ask.id)
    return Answer(
        text="Thank you for saying so. Nobody will ask you to share again, unless you change it: write “settings”. "
        "You can still share whatever you like."
    )


CARDS = {"askable": draw_askable, "ask": draw_ask}
VERBS = {
    "ask.send": ask_nicely,
    "mirror.show": look_into_mirror,
    "story.choose": choose_whom,
    "ask.look": look,
    "ask.decline": decline,
    "ask.never": never,
}
