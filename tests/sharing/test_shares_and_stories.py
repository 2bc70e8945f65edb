from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.courtesy.channels.post import Post
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.sharing.boost import Boost, BoostOffer, NotAPost, NotYourBoost, offer_boost
from bot_service.sharing.cards import CARDS, VERBS
from bot_service.sharing.networks import NETWORKS
from bot_service.sharing.share import Share, Thanks, thank
from bot_service.sharing.story import (
    LONGEST_LINK,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    NoSuchStory,
    NotAStory,
    OnlyForHosts,
    Story,
    close_story,
    draft_story,
    publish_story,
    read_link,
)
from bot_service.teams.cards import check_size
from tests.sharing.colleagues import TABLES, Calendar, input_of, join, messages, passed, text_of, verbs_of

__all__ = ["TABLES"]
MIGRATIONS = ""

ROOF = {"title": "Solar roof", "link": "https://contoso.example/roof", "summary": "It is on."}


class Company:
    """Maya and Noor are hosts; Priya is not. One story is open."""

    calendar: Calendar
    maya: Person
    noor: Person
    priya: Person
    story: Story


@pytest.fixture
async def company(database: Settings) -> Company:  # noqa: ARG001 - it opens the tables
    company = Company()
    company.calendar = Calendar()
    company.maya = await join("Maya Lindqvist", "Marketing", is_host=True)
    company.noor = await join("Noor Haddad", "People", is_host=True)
    company.priya = await join("Priya Nair", "Engineering")
    company.story = await publish_story(company.maya.id, *ROOF.values())
    return company


async def test_the_same_link_is_one_story(company: Company):
    answer = await VERBS["story.publish"](company.noor.id, {**ROOF, "title": "Again"})
    assert (answer.card, answer.about) == ("story-form", company.story.id)
    assert [story.title for story in await Story.all()] == ["Solar roof"]


async def test_what_makes_no_story_is_told_at_once(company: Company):
    with pytest.raises(NotAStory) as no:
        await VERBS["story.publish"](
            company.maya.id, {"title": " ", "link": "javascript:alert(1)", "summary": "x" * 601}
        )
    assert all(part in no.value.sentence for part in ("title", "https://", "601"))
    with pytest.raises(NotAStory):
        await VERBS["story.publish"](company.maya.id, {})
    assert await Story.all().count() == 1


async def test_priya_cannot_publish(company: Company):
    for verb in ("story.publish", "story.edit"):
        with pytest.raises(OnlyForHosts):
            await VERBS[verb](company.priya.id, {**ROOF, "link": "https://contoso.example/other"})
    assert await CARDS["story-form"]("", company.priya.id) is None


async def test_a_draft_is_seen_by_hosts_alone_until_one_publishes_it(company: Company):
    draft = await draft_story("", "Prize", "https://contoso.example/prize", "We won.", source="news.xml")
    assert "Prize" not in text_of(await CARDS["stories"]("", company.priya.id))
    assert await CARDS["share"](draft.id, company.priya.id) is None
    with pytest.raises(NoSuchStory):
        await VERBS["share.shared"](company.priya.id, {"id": draft.id})
    answer = await VERBS["story.edit"](company.maya.id, {"id": draft.id})
    form = await CARDS[answer.card](answer.about, company.maya.id)
    assert input_of(form, "link")["value"] == draft.link
    await VERBS["story.publish"](
        company.maya.id, {"id": draft.id, "title": "A prize", "link": draft.link, "summary": ""}
    )
    assert "A prize" in text_of(await CARDS["stories"]("", company.priya.id))


async def test_a_list_has_at_most_six_buttons(company: Company):
    for number in range(9):
        story = await publish_story(company.maya.id, f"Story {number}", f"https://contoso.example/{number}", "")
        await VERBS["share.shared"](company.maya.id, {"id": story.id})
        await draft_story("", f"Draft {number}", f"https://contoso.example/draft/{number}", "", source="news.xml")
    assert verbs_of(await CARDS["stories"]("", company.priya.id)) == ["story.share"] * 6
    assert (
        verbs_of(await CARDS["stories"]("", company.maya.id))
        == ["story.share", "story.choose"] * 2 + ["story.edit"] * 2
    )


async def test_a_story_closes_after_eight_weeks(company: Company):
    company.calendar.later(weeks=8)
    await close_story(company.story.id)
    assert verbs_of(await CARDS["stories"]("", company.priya.id)) == []


async def test_priya_shares_unasked_and_is_thanked_openly_once(company: Company):
    answer = await VERBS["story.share"](company.priya.id, {"id": company.story.id})
    shown = await CARDS[answer.card](answer.about, company.priya.id)
    assert verbs_of(shown) == ["share.shared"]
    assert input_of(shown, "thanks")["value"] == "private"
    await VERBS["share.shared"](company.priya.id, {"id": company.story.id, "ask": "", "thanks": "open"})
    await VERBS["share.shared"](company.priya.id, {"id": company.story.id, "ask": "", "thanks": "private"})
    share = await Share.get()
    await thank(share.id)
    assert [(post.card, post.about, post.author_id) for post in await Post.all()] == [
        ("thanks-line", share.id, "maya-lindqvist")
    ]
    assert await messages("thanks") == []
    assert await Thanks.all().count() == 1
    assert "Thank you, Priya Nair, for sharing “Solar roof”." in text_of(await CARDS["thanks-line"](share.id, ""))
    assert (await passed("share"), await passed("thanks")) == (
        [("priya-nair", "maya-lindqvist")],
        [("maya-lindqvist", "priya-nair")],
    )
    assert verbs_of(await CARDS["share"](company.story.id, company.priya.id)) == []


@pytest.mark.parametrize("thanks", [{}, {"thanks": ""}, {"thanks": "OPEN"}, {"thanks": ["open"]}])
async def test_thanks_are_private_unless_she_says_open(company: Company, thanks: dict[str, object]):
    await VERBS["share.shared"](company.priya.id, {"id": company.story.id, **thanks})
    assert (await Share.get()).thanks == "private"


async def test_a_host_who_goes_first_owes_herself_no_thanks(company: Company):
    await VERBS["share.shared"](company.maya.id, {"id": company.story.id, "thanks": "open"})
    assert (await Share.get()).due_at is None
    assert await passed("share") == []
    assert "Thank you for going first." in text_of(await CARDS["share"](company.story.id, company.maya.id))


async def test_a_post_of_priya_is_passed_on_by_a_host_as_her_gift(company: Company):
    post = {"link": "https://example.com/priya", "line": "How we cut the build"}
    first = await VERBS["boost.submit"](company.priya.id, post)
    assert await VERBS["boost.submit"](company.priya.id, post) == first
    boost = await Boost.get()
    await offer_boost(boost.id)
    assert {one.to_id for one in await messages("boost")} == {"maya-lindqvist", "noor-haddad"}
    assert verbs_of(await CARDS["boost"](boost.id, company.maya.id)) == ["boost.passed", "boost.skip"]
    for _ in range(2):
        await VERBS["boost.passed"](company.maya.id, {"id": boost.id})
    await VERBS["boost.skip"](company.noor.id, {"id": boost.id})
    assert await passed("boost") == [("maya-lindqvist", "priya-nair")]
    kind = await messages("boost-passed")
    assert [one.to_id for one in kind] == ["priya-nair"]
    assert "Maya liked your post and passed it on." in text_of(
        await CARDS["boost-passed"](kind[0].about, company.priya.id)
    )
    assert sorted([offer.state for offer in await BoostOffer.all()]) == ["passed", "skipped"]
    assert verbs_of(await CARDS["boost"](boost.id, company.noor.id)) == []


async def test_boosts_that_cannot_be_passed_on_change_nothing(company: Company):
    for data in ({}, {"link": "example.com"}, {"link": "https://example.com", "line": "x" * 301}):
        with pytest.raises(NotAPost):
            await VERBS["boost.submit"](company.priya.id, data)
    with pytest.raises(NotYourBoost):
        await VERBS["boost.passed"](company.priya.id, {"id": "gone"})
    assert await Boost.all().count() == 0


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("https://contoso.example", "https://contoso.example"),
        ("  HTTPS://Contoso.example/A b?q=ü#x ", "https://contoso.example/A%20b?q=%C3%BC#x"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[::1]:8080/a", "https://[::1]:8080/a"),
        ("https://contoso.example/%C3%BC", "https://contoso.example/%C3%BC"),
        *(
            (typed, "")
            for typed in (
                "",
                "contoso.example",
                "javascript:alert(1)",
                "https://",
                "https:///x",
                "https://[",
                "mailto:a@b",
            )
        ),
        *(
            (typed, "")
            for typed in (
                "https://me:secret@contoso.example",
                "https://a.example:99999/",
                "https://" + "a" * 70 + ".example",
            )
        ),
        ("https://contoso.example/" + "x" * LONGEST_LINK, ""),
    ],
)
def test_only_web_addresses_are_links(typed: str, link: str):
    assert read_link(typed) == link


@given(st.text())
def test_whatever_is_typed_gives_a_web_address_or_nothing(text: str):
    for typed in (text, f"https://{text}", f"https://contoso.example/{text}"):
        link = read_link(typed)
        assert link == "" or (link.isascii() and link.startswith(("http://", "https://")) and read_link(link) == link)


@given(st.text(max_size=50), st.text(max_size=50))
def test_share_links_carry_title_and_link_whole(title: str, path: str):
    title = title.encode("utf-8", "ignore").decode()
    link = read_link(f"https://contoso.example/{path}")
    linkedin, x, mail = (urlsplit(network.address(title, link)) for network in NETWORKS)
    for page in (linkedin, x):
        assert parse_qs(page.query, keep_blank_values=True) == {"url": [link]}
    assert parse_qs(mail.query, keep_blank_values=True) == {"subject": [title], "body": [link]}
    assert (linkedin.hostname, x.hostname, mail.scheme) == ("www.linkedin.com", "x.com", "mailto")


@pytest.mark.parametrize("letter", ["x", "*", "漢", "ش", "🎉"])
async def test_the_longest_story_fits_on_every_card(company: Company, letter: str):
    link = ("https://contoso.example/" + "%" * LONGEST_LINK)[:LONGEST_LINK]
    story = await publish_story(company.maya.id, letter * LONGEST_TITLE, link, letter * LONGEST_SUMMARY)
    for card in ("share", "story-form"):
        shown = await CARDS[card](story.id, company.maya.id)
        assert shown is not None
        check_size(shown.card)
    shown = await CARDS["stories"]("", company.maya.id)
    assert shown is not None
    check_size(shown.card)
