"""The card from which a story is shared, "I shared", and the thanks that follow."""

from collections.abc import Mapping
from typing import Any

from microsoft_teams.cards import Action

from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Shown, show
from bot_service.database.row import AlreadyMoved
from bot_service.database.transaction import transaction
from bot_service.people.person import Person, ThanksWish, person
from bot_service.sharing.ask import Ask, answer_ask_by_share, ask_of
from bot_service.sharing.networks import NETWORKS
from bot_service.sharing.share import Share, share_of, tell_share, went_first
from bot_service.sharing.story import Story, published
from bot_service.teams import cards

THANKS_CHOICES = (("private", "Privately, to me"), ("open", "Openly, in the channel"))


async def draw_share(story_id: str, to: str) -> Shown | None:
    """The story with a button for each network, for this person; after she shared, a word of thanks."""
    story = await Story.get_or_none(id=story_id)
    if story is None or story.state == "draft":
        return None
    about = [cards.heading(cards.escape(story.title)), cards.words(cards.escape(story.summary))]
    share, reader = await Share.get_or_none(id=share_of(story.id, to)), await Person.get_or_none(id=to)
    if reader is None:
        return None
    if share is not None and (not reader.is_host or await went_first(story.id, to)):
        line = "Thank you for going first." if reader.is_host else "Noted. Thank you for sharing!"
        return show(*about, cards.words(line), summary=line, actions=_then(story, reader))
    ask = await Ask.get_or_none(id=ask_of(story.id, to), state="asked")
    return show(
        *about,
        cards.words("Your own words first: one honest sentence of yours says more than any text of ours."),
        cards.choices(
            "thanks", "When you have shared, how may we say thanks?", THANKS_CHOICES, value=reader.thanks, expanded=True
        ),
        summary=f"Share: {story.title}",
        actions=[
            cards.open_url("Read it", story.link),
            *(cards.open_url(f"Share by {one.name}", one.address(story.title, story.link)) for one in NETWORKS),
            cards.execute("I shared", "share.shared", story.id, ask=ask.id if ask else "", style="positive"),
            *([cards.execute("Not this one", "ask.decline", ask.id)] if ask else []),
        ],
    )


def _then(story: Story, sharer: Person) -> list[Action]:
    """A host who went first may look whom she can offer it to."""
    may_look = sharer.is_host and story.state == "open"
    return [
        cards.open_url("Read it", story.link),
        *([cards.execute("Whom may I ask?", "story.choose", story.id)] if may_look else []),
    ]


async def say_shared(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She says that she shared. Whether she was asked, and by whom, we look up ourselves. Pressed twice it is one share."""
    story = await published(data.get("id"))
    await person(person_id)
    thanks: ThanksWish = "open" if data.get("thanks") == "open" else "private"
    try:
        await _tell(story, person_id, thanks)
    except AlreadyMoved:  # Her ask was settled in this very moment; now it shows how.
        await _tell(story, person_id, thanks)
    return Answer(card="share", about=story.id)


async def _tell(story: Story, person_id: str, thanks: ThanksWish) -> None:
    async with transaction():
        ask = await answer_ask_by_share(story.id, person_id)
        host_id = ask.host_id if ask else story.host_id
        await tell_share(story.id, person_id, host_id=host_id, asked=ask is not None, thanks=thanks)


async def draw_thanks(share_id: str, to: str) -> Shown | None:
    """The private thanks, signed by the host; by nobody where she is gone."""
    share = await Share.get_or_none(id=share_id)
    if share is None or share.person_id != to:
        return None
    return await _thanks(share, "Thank you for sharing “{title}”, {first_name}. It means a lot.")


async def draw_thanks_line(share_id: str, _to: str) -> Shown | None:
    """The open thanks; None unless the sharer chose it, or where she has left the company or Potluck."""
    share = await Share.get_or_none(id=share_id)
    if share is None or share.thanks != "open":
        return None
    if await Person.exists(id=share.person_id, state__in=("left", "declined")):
        return None
    return await _thanks(share, "Thank you, {name}, for sharing “{title}”.")


async def _thanks(share: Share, line: str) -> Shown | None:
    """None where the story or its sharer is gone meanwhile."""
    story, sharer = await Story.get_or_none(id=share.story_id), await Person.get_or_none(id=share.person_id)
    if story is None or sharer is None:
        return None
    host = await Person.get_or_none(id=share.host_id)
    signed = [cards.person(host.name, host.id, host.team)] if host else []
    said = line.format(title=story.title, name=sharer.name, first_name=sharer.first_name)
    return show(cards.words(cards.escape(said)), *signed, summary=said)


CARDS = {"share": draw_share, "thanks": draw_thanks, "thanks-line": draw_thanks_line}
VERBS = {"share.shared": say_shared}
