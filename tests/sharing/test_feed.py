from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.settings import Settings
from bot_service.sharing.feed import (
    Feed,
    FeedStory,
    UnreadableFeed,
    read_feed,
    read_feed_file,
    read_file,
    read_watched,
    watch_feed,
)
from bot_service.sharing.story import LONGEST_SUMMARY, LONGEST_TITLE, Story, publish_story
from tests.sharing.colleagues import TABLES, Calendar, join

__all__ = ["TABLES"]
MIGRATIONS = ""

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Contoso</title><link>https://contoso.example</link><description>News</description>
<item><title>Roof &amp;amp; more</title><link>https://contoso.example/roof</link>
<description>&lt;p&gt;It is &lt;b&gt;on&lt;/b&gt;.&lt;br/&gt;See.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description>
<pubDate>Mon, 02 Mar 2026 09:00:00 +0100</pubDate></item>
<item><title>No link</title></item>
<item><title>Bad link</title><link>javascript:alert(1)</link></item>
<item><link>https://contoso.example/untitled</link><description>Grüße</description><pubDate>yesterday</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Contoso</title>
<entry><title type="html">Prize &lt;i&gt;won&lt;/i&gt;</title><link href="https://contoso.example/prize"/>
<updated>2026-03-01T08:00:00Z</updated><summary>We won.</summary></entry></feed>"""


def test_an_rss_feed_gives_plain_stories():
    assert read_feed(RSS) == [
        FeedStory("Roof & more", "https://contoso.example/roof", "It is on. See.", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        FeedStory("Grüße", "https://contoso.example/untitled", "Grüße", None),
    ]


def test_an_atom_feed_gives_plain_stories():
    assert read_feed(ATOM.encode()) == [
        FeedStory("Prize won", "https://contoso.example/prize", "We won.", datetime(2026, 3, 1, 8, tzinfo=UTC))
    ]


def test_a_feed_in_another_encoding_is_read():
    latin = RSS.replace("utf-8", "iso-8859-1").encode("iso-8859-1")
    assert read_feed(latin)[-1].summary == "Grüße"


def test_an_empty_feed_has_no_stories():
    assert read_feed('<rss version="2.0"><channel><title>Contoso</title></channel></rss>') == []


def test_long_texts_are_cut_to_what_fits():
    item = f"<item><title>{'word ' * 9999}</title><link>https://contoso.example/1</link><description>{'x' * 9999}</description></item>"
    (story,) = read_feed(f'<rss version="2.0"><channel>{item}</channel></rss>')
    assert (len(story.title) <= LONGEST_TITLE, len(story.summary) <= LONGEST_SUMMARY) == (True, True)


@pytest.mark.parametrize(
    "content", ["", "hello", "<html><body>Not found</body></html>", "{}", b"\xff\xfe\x00", b"PK\x03\x04", "/etc/passwd"]
)
def test_what_is_no_feed_is_told_in_one_sentence(content: str | bytes):
    with pytest.raises(UnreadableFeed, match=r"^No RSS or Atom was found in this feed; [^\n]+\.$"):
        read_feed(content)


@given(st.binary(max_size=300), st.integers(0, len(RSS)))
def test_a_broken_feed_is_read_or_refused(noise: bytes, at: int):
    raw = RSS.encode()
    try:
        stories = read_feed(raw[:at] + noise + raw[at:])
    except UnreadableFeed:
        return
    assert all(story.link.startswith(("http://", "https://")) and story.title for story in stories)


def test_a_file_that_is_not_there_is_told_in_one_sentence(tmp_path: Path):
    with pytest.raises(UnreadableFeed, match="No such file"):
        read_file(tmp_path / "gone.xml")
    with pytest.raises(UnreadableFeed, match="address"):
        read_file(Path("https://contoso.example/news.xml"))


async def test_what_a_feed_brings_waits_as_drafts(database: Settings, tmp_path: Path):  # noqa: ARG001 - it opens the tables
    Calendar()
    maya = await join("Maya Lindqvist", "Marketing", is_host=True)
    await publish_story(maya.id, "Our roof", "https://contoso.example/roof", "")
    news = tmp_path / "company news.xml"
    news.write_text(RSS, encoding="utf-8")
    for _ in range(2):
        assert await read_feed_file(news, maya.id) == 2
    assert sorted([(story.title, story.state) for story in await Story.all()]) == [
        ("Grüße", "draft"),
        ("Our roof", "open"),
    ]


async def test_a_watched_feed_is_read_every_day_also_after_a_bad_one(database: Settings, tmp_path: Path):  # noqa: ARG001 - it opens the tables
    calendar = Calendar()
    news = tmp_path / "news.xml"
    with pytest.raises(UnreadableFeed):
        await watch_feed(str(news), "")
    news.write_text(ATOM, encoding="utf-8")
    for _ in range(2):
        await watch_feed(str(news), "")
    feed = await Feed.get()
    news.unlink()
    await read_watched(feed.id)
    assert (await Feed.get()).due_at == calendar.now.replace(day=3)
    await watch_feed(str(news), "")
    news.write_text(ATOM, encoding="utf-8")
    await read_watched(feed.id)
    assert [story.title for story in await Story.all()] == ["Prize won"]
