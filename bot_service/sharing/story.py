"""A company news item that may be shared: written by a host, or brought by a feed as a draft which a host publishes."""

import re
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit, urlunsplit

from tortoise import fields

from bot_service import clock
from bot_service.database.row import DueRow, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.people.person import person
from bot_service.teams.wording import clean

#: How long a story may be asked for and is listed, from the day it was published.
OPEN_FOR = timedelta(weeks=8)

LONGEST_TITLE = 150
LONGEST_SUMMARY = 600
#: Characters of an address, so that share links with it inside still fit on one card.
LONGEST_LINK = 800


class Story(DueRow):
    """draft → open → closed."""

    title = fields.CharField(max_length=256)
    link = fields.CharField(max_length=1024)
    summary = fields.TextField(default="")
    host_id = fields.CharField(max_length=64, db_index=True)  #: who published it, or to whom the feed proposed it
    source = fields.CharField(max_length=512, default="host")  #: "host", or the feed it came from
    at = fields.DatetimeField()  #: when it was published here, or read from its feed

    class Meta:
        table = "story"


class OnlyForHosts(Refusal):
    """Publishing and asking are a host's part; finding and sharing are everybody's."""

    reason = "only for hosts"


class NoSuchStory(Refusal):
    """A story that is gone, or was never published."""

    reason = "no such story"


class NotAStory(Refusal):
    """What was entered makes no story yet; all faults are told together."""

    reason = "not a story"


def read_link(text: str) -> str:
    """The web address in `text` in ASCII, ready for a browser; "" when there is none that we pass on (only http and https)."""
    typed = text.strip()
    if not re.match(r"https?://[^\s/?#]", typed, re.IGNORECASE):
        return ""
    try:
        parts = urlsplit(typed)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if not host or parts.username or parts.password:
        return ""
    place = f"[{host}]" if ":" in host else host
    kept = "!$&'()*+,;=:@/?%~-._"
    link = urlunsplit((parts.scheme.lower(), place + port, *(quote(part, safe=kept) for part in parts[2:])))
    return link if len(link) <= LONGEST_LINK else ""


async def host(person_id: str) -> None:
    """Raises `OnlyForHosts` unless this person is one now."""
    if not (await person(person_id)).is_host:
        raise OnlyForHosts("Only hosts can do that. You can share any story yourself: write “stories”.")


async def published(story_id: object) -> Story:
    """A story that was published, closed ones included. Raises `NoSuchStory`."""
    found = await Story.get_or_none(id=clean(story_id))
    if found is None or found.state == "draft":
        raise NoSuchStory("This story is no longer there. Write “stories” to see those that are.")
    return found


async def open_stories(limit: int) -> list[Story]:
    """The newest stories that may be shared."""
    return await Story.filter(state="open").order_by("-at", "id").limit(limit)


async def drafts(limit: int) -> list[Story]:
    """The newest stories that a feed proposed and no host has published yet."""
    return await Story.filter(state="draft").order_by("-at", "id").limit(limit)


async def publish_story(host_id: str, title: object, link: object, summary: object) -> Story:
    """Publish a story, or the draft with this link. The same link is one story. Raises `OnlyForHosts`, `NotAStory`."""
    await host(host_id)
    entered = {"title": _line(title), "summary": clean(summary)}
    address = read_link(clean(link))
    faults = _faults(entered["title"], address, entered["summary"])
    if faults:
        raise NotAStory(" ".join(faults))
    now = clock.now()
    async with transaction():
        story = await draft_story(host_id, entered["title"], address, entered["summary"], source="host")
        if story.state == "draft":
            await move(story, "open", due_at=now + OPEN_FOR, host_id=host_id, at=now, **entered)
    return story


async def draft_story(
    host_id: str, title: str, link: str, summary: str, *, source: str, at: datetime | None = None
) -> Story:
    """Propose a story to a host ("": to all); one that we know by its link stays as it is. In the caller's transaction."""
    id_ = row_id("story", link)
    drafted = {"title": title, "link": link, "summary": summary, "host_id": host_id, "source": source}
    await put(Story(id=id_, state="draft", due_at=None, at=at or clock.now(), **drafted))
    return await Story.get(id=id_)


async def close_story(story_id: str) -> None:
    """Step of (story, open): its time is over; it can't be asked for any more."""
    story = await Story.get(id=story_id)
    if story.due_at is not None and story.due_at <= clock.now():
        await move(story, "closed")


def _line(text: object) -> str:
    return " ".join(clean(text).split())


def _faults(title: str, link: str, summary: str) -> list[str]:
    faults = []
    if not title:
        faults.append("A story needs a title.")
    if len(title) > LONGEST_TITLE:
        faults.append(f"The title has {len(title):,} characters; {LONGEST_TITLE} fit.")
    if not link:
        faults.append(
            f"The link must be a web address that starts with https:// and has at most {LONGEST_LINK} characters."
        )
    if len(summary) > LONGEST_SUMMARY:
        faults.append(f"The summary has {len(summary):,} characters; {LONGEST_SUMMARY} fit.")
    return faults
