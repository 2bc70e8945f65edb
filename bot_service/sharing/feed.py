"""Company news as RSS or Atom: read into stories, proposed to a host as drafts, which she publishes or leaves."""

import asyncio
import logging
import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
from tortoise import fields

from bot_service import clock, discreet
from bot_service.database.row import DueRow, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import UserMistake
from bot_service.sharing.story import LONGEST_SUMMARY, LONGEST_TITLE, draft_story, read_link
from bot_service.teams.wording import clean, shortened

log = logging.getLogger(__name__)

LARGEST_FEED = 5_000_000  # bytes
MOST_STORIES = 50
EVERY = timedelta(days=1)


class UnreadableFeed(UserMistake):
    """What is there is no RSS or Atom."""


@dataclass(frozen=True)
class FeedStory:
    """One entry as plain text, cut to what fits on a card; `link` is an http(s) address, `at` aware UTC where it is told."""

    title: str
    link: str
    summary: str
    at: datetime | None


class Feed(DueRow):
    """watched, for as long as the settings name it; read once a day."""

    source = fields.CharField(max_length=512)
    host_id = fields.CharField(max_length=64, db_index=True)

    class Meta:
        table = "feed"


async def watch_feed(source: str, host_id: str) -> None:
    """Read this file from now on once a day, and propose what is new to this host ("": to all). Watched twice is watched once.

    Raises `UnreadableFeed` for a new feed that can't be read; one that was readable before may have a bad day.
    """
    id_ = row_id("feed", source)
    if not await Feed.exists(id=id_):
        await asyncio.to_thread(read_file, Path(source))
        await put(Feed(id=id_, state="watched", due_at=clock.now(), source=source, host_id=host_id))


async def read_watched(feed_id: str) -> None:
    """Step of (feed, watched): propose what is new; a feed that can't be read today is read again tomorrow."""
    feed = await Feed.get(id=feed_id)
    try:
        stories = await asyncio.to_thread(read_file, Path(feed.source))
    except UnreadableFeed as fault:
        log.warning("A feed can't be read today: %s", discreet.trouble(fault))
        stories = []
    async with transaction():
        await move(feed, "watched", due_at=clock.now() + EVERY)
        await _propose(stories, feed.source, feed.host_id)


async def read_feed_file(path: Path, host_id: str) -> int:
    """Propose what this file holds to a host; returns how many stories it names. Raises `UnreadableFeed`."""
    stories = await asyncio.to_thread(read_file, path)
    async with transaction():
        await _propose(stories, str(path), host_id)
    return len(stories)


async def _propose(stories: list[FeedStory], source: str, host_id: str) -> None:
    for story in stories:
        await draft_story(host_id, story.title, story.link, story.summary, source=source[:512], at=story.at)


def read_file(path: Path) -> list[FeedStory]:
    """The stories of a feed in a file, newest first as the feed has them. Raises `UnreadableFeed`."""
    if re.match(r"\w+:/", str(path)):
        raise UnreadableFeed(
            f"{path} is an address, and feeds are read from files so far; save it to a file and name that."
        )
    try:
        if path.stat().st_size > LARGEST_FEED:
            raise UnreadableFeed(
                f"The feed {path} is larger than {LARGEST_FEED // 1_000_000} MB; give one with the latest news only."
            )
        return read_feed(path.read_bytes(), name=str(path))
    except OSError as error:
        raise UnreadableFeed(f"The feed {path} can't be read ({error.strerror}); name a file that is there.") from error


def read_feed(content: bytes | str, *, name: str = "this feed") -> list[FeedStory]:
    """The stories in RSS or Atom, in their order. Entries without a web address are left out. Raises `UnreadableFeed`."""
    headers = {"content-type": "application/xml; charset=utf-8"} if isinstance(content, str) else {}
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    try:
        # As a stream: a string would be tried as an address and as a file name first.
        parsed = feedparser.parse(BytesIO(raw), response_headers=headers)
    except ValueError as error:
        raise UnreadableFeed(_sentence(name)) from error
    if not parsed.get("version"):
        raise UnreadableFeed(_sentence(name))
    read = (_read_entry(entry) for entry in parsed.entries[:MOST_STORIES])
    return [story for story in read if story is not None]


def _sentence(name: str) -> str:
    return f"No RSS or Atom was found in {name}; name the file of a feed, which starts with <rss or <feed."


def _read_entry(entry: Any) -> FeedStory | None:
    link = read_link(str(entry.get("link", "")))
    summary = shortened(_plain(str(entry.get("summary", ""))), LONGEST_SUMMARY)
    title = shortened(_plain(str(entry.get("title", ""))) or summary, LONGEST_TITLE)
    if not link or not title:
        return None
    return FeedStory(title, link, summary, _moment(entry.get("published_parsed") or dict.get(entry, "updated_parsed")))


def _moment(told: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(told), UTC) if told else None
    except (ValueError, OverflowError):
        return None


#: Tags inside of a word or a line; all others part what stands before and after.
IN_A_LINE = {"a", "abbr", "b", "code", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u", "wbr"}


class _Text(HTMLParser):
    """Keeps the text of HTML, without what is between script and style tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's signature
        self.hidden += tag in {"script", "style"}
        self._keep_apart(tag)

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style"} and self.hidden > 0
        self._keep_apart(tag)

    def _keep_apart(self, tag: str) -> None:
        self.parts.append("" if tag in IN_A_LINE else " ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def _plain(html: str) -> str:
    text = _Text()
    text.feed(html)
    text.close()
    return " ".join(clean("".join(text.parts)).split())
