"""The list of stories that anybody may share, and the form on which a host publishes one. She goes first; only then she asks."""

from collections.abc import Mapping
from typing import Any

from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Shown, show
from bot_service.people.person import person
from bot_service.sharing.share import went_first
from bot_service.sharing.story import (
    LONGEST_LINK,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    Story,
    drafts,
    host,
    open_stories,
    publish_story,
    published,
)
from bot_service.teams import cards
from bot_service.teams.wording import clean

#: Stories and drafts on one card, so that no card has more than six buttons.
MOST_STORIES = 2
MOST_DRAFTS = 2
GO_FIRST = "Share it yourself first; then you can offer it to others."


async def draw_stories(_about: str, to: str) -> Shown | None:
    """The newest open stories; a host also sees whom she may ask, and drafts that wait for her."""
    reader = await person(to)
    found = await open_stories(MOST_STORIES if reader.is_host else 3 * MOST_STORIES)
    waiting = await drafts(MOST_DRAFTS) if reader.is_host else []
    elements: list[Any] = [cards.heading("Stories you may share")]
    actions: list[Any] = []
    for story in found:
        elements.append(
            cards.words(f"**{cards.escape(story.title)}**  \n{cards.escape(cards.shortened(story.summary, 200))}")
        )
        short = cards.shortened(story.title, 40)
        actions.append(cards.execute(f"Share “{short}”", "story.share", story.id))
        if reader.is_host and await went_first(story.id, to):
            actions.append(cards.execute(f"Whom may I ask for “{short}”?", "story.choose", story.id))
        elif reader.is_host:
            elements.append(cards.words(GO_FIRST, subtle=True))
    if not found:
        elements.append(cards.words("There is no open story just now."))
    for story in waiting:
        elements.append(cards.words(f"Draft: **{cards.escape(story.title)}**"))
        actions.append(cards.execute(f"Publish “{cards.shortened(story.title, 40)}” …", "story.edit", story.id))
    return show(*elements, summary="Stories you may share", actions=actions)


async def draw_story_form(draft_id: str, to: str) -> Shown | None:
    """An empty form ("": no draft), or a draft's; once published, what it became. For hosts only."""
    if not (await person(to)).is_host:
        return None
    story = await Story.get_or_none(id=draft_id) if draft_id else None
    if story is not None and story.state != "draft":
        return await _published(story, to)
    title, link, summary = (story.title, story.link, story.summary) if story else ("", "", "")
    return show(
        cards.heading("A story to share"),
        cards.text_input("title", "Title", value=title, max_length=LONGEST_TITLE, required="A story needs a title."),
        cards.text_input("link", "Link", value=link, max_length=LONGEST_LINK, required="A story needs a link."),
        cards.text_input("summary", "In two sentences", value=summary, max_length=LONGEST_SUMMARY, multiline=True),
        summary="A story to share",
        actions=[cards.execute("Publish", "story.publish", draft_id, style="positive")],
    )


async def _published(story: Story, to: str) -> Shown:
    """What the form became, and what the host does next."""
    if story.state != "open":
        line = f"“{story.title}” is closed."
        return show(cards.words(cards.escape(line)), summary=line)
    line = f"“{story.title}” is published."
    if await went_first(story.id, to):
        next_ = [cards.execute("Whom may I ask?", "story.choose", story.id)]
        return show(cards.words(cards.escape(line)), summary=line, actions=next_)
    next_ = [cards.execute("Share it yourself", "story.share", story.id)]
    return show(cards.words(cards.escape(line)), cards.words(GO_FIRST), summary=line, actions=next_)


async def publish(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host publishes. Pressed twice it is one story. Raises `OnlyForHosts`, `NotAStory`."""
    story = await publish_story(person_id, data.get("title"), data.get("link"), data.get("summary"))
    return Answer(card="story-form", about=story.id)


async def edit(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host opens a draft in the form. Raises `OnlyForHosts`."""
    await host(person_id)
    return Answer(card="story-form", about=clean(data.get("id")))


async def share(_person_id: str, data: Mapping[str, Any]) -> Answer:
    """Anybody may share any story unasked. Raises `NoSuchStory`."""
    story = await published(data.get("id"))
    return Answer(card="share", about=story.id)


CARDS = {"stories": draw_stories, "story-form": draw_story_form}
VERBS = {"story.publish": publish, "story.edit": edit, "story.share": share}
