"""A host shares a story herself before she offers it to anybody, and her cards say what she has to do first."""

import pytest

from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Entry, record
from bot_service.settings import Settings
from bot_service.sharing.ask import NotYet
from bot_service.sharing.cards import CARDS, VERBS
from bot_service.sharing.leave import invite
from bot_service.sharing.share import Share
from bot_service.sharing.story import publish_story
from bot_service.teams.cards import check_size
from tests.sharing.colleagues import TABLES, input_of, join, messages, passed, text_of, verbs_of
from tests.sharing.company import Company, company_of_maya

__all__ = ["TABLES"]
MIGRATIONS = ""

GO_FIRST = "Share it yourself first; then you can offer it to others."


@pytest.fixture
async def company(database: Settings) -> Company:
    """Priya gave leave; Maya has published another story, and not shared it yet."""
    del database
    company = await company_of_maya()
    await company.give_leave(company.priya)
    company.story = await publish_story(company.maya.id, "Prize", "https://contoso.example/prize", "We won.")
    return company


async def askable(company: Company, host: str = "maya-lindqvist") -> tuple[str, list[str]]:
    shown = await CARDS["askable"](company.story.id, host)
    return text_of(shown), verbs_of(shown)


async def test_before_maya_shared_it_she_asks_nobody_and_is_told_what_to_do(company: Company):
    text, verbs = await askable(company)
    assert GO_FIRST in text
    assert verbs == ["story.share", "mirror.show"]
    with pytest.raises(NotYet):
        await company.ask(company.priya)
    assert await messages("ask") == []


async def test_she_does_it_right_there_and_then_offers_it_to_others(company: Company):
    answer = await VERBS["story.share"](company.maya.id, {"id": company.story.id})
    assert "share.shared" in verbs_of(await CARDS[answer.card](answer.about, company.maya.id))
    for _ in range(2):
        answer = await VERBS["share.shared"](company.maya.id, {"id": company.story.id})
    assert await Entry.filter(kind="first", ref=company.story.id).values_list("from_id", "to_id") == [
        ("maya-lindqvist", "maya-lindqvist")
    ]

    shown = await CARDS[answer.card](answer.about, company.maya.id)
    assert "Thank you for going first." in text_of(shown)
    assert verbs_of(shown) == ["story.choose"]
    answer = await VERBS["story.choose"](company.maya.id, {"id": company.story.id})
    assert "ask.send" in verbs_of(await CARDS[answer.card](answer.about, company.maya.id))
    await company.ask(company.priya)
    assert [(one.topic, one.awaits) for one in await messages("ask")] == [(company.story.id, True)]


async def test_what_a_host_published_says_what_comes_first(company: Company):
    shown = await CARDS["story-form"](company.story.id, company.maya.id)
    assert GO_FIRST in text_of(shown)
    assert verbs_of(shown) == ["story.share"]
    listed = await CARDS["stories"]("", company.maya.id)
    assert verbs_of(listed) == ["story.share", "story.share", "story.choose"]
    assert text_of(listed).count(GO_FIRST) == 1
    assert GO_FIRST not in text_of(await CARDS["stories"]("", company.priya.id))

    await VERBS["share.shared"](company.maya.id, {"id": company.story.id})
    assert verbs_of(await CARDS["story-form"](company.story.id, company.maya.id)) == ["story.choose"]


async def test_what_maya_shared_noor_has_not(company: Company):
    await VERBS["share.shared"](company.maya.id, {"id": company.story.id})
    await join("Noor Haddad", "People", is_host=True)
    assert GO_FIRST in (await askable(company, "noor-haddad"))[0]


async def test_who_shares_the_story_of_another_host_goes_first_too_and_is_thanked(company: Company):
    noor = await join("Noor Haddad", "People", is_host=True)
    await VERBS["share.shared"](noor.id, {"id": company.story.id})
    assert GO_FIRST not in (await askable(company, noor.id))[0]
    share = await Share.get(person_id=noor.id)
    assert (share.state, share.host_id) == ("told", company.maya.id)
    assert (noor.id, company.maya.id) in await passed("share")


async def test_a_colleague_who_shares_is_no_host_who_goes_first(company: Company):
    await VERBS["share.shared"](company.priya.id, {"id": company.story.id})
    assert await Entry.filter(kind="first", from_id=company.priya.id).count() == 0


async def test_who_became_a_host_after_she_had_shared_says_it_once_more(company: Company):
    await VERBS["share.shared"](company.tom.id, {"id": company.story.id})
    await Person.filter(id=company.tom.id).update(is_host=True)
    assert GO_FIRST in (await askable(company, company.tom.id))[0]
    assert "share.shared" in verbs_of(await CARDS["share"](company.story.id, company.tom.id))

    await VERBS["share.shared"](company.tom.id, {"id": company.story.id})

    assert GO_FIRST not in (await askable(company, company.tom.id))[0]
    assert await Share.filter(person_id=company.tom.id).count() == 1


async def test_a_host_is_told_in_how_many_teams_she_has_lunch_first(company: Company):
    await VERBS["share.shared"](company.maya.id, {"id": company.story.id})
    await Entry.filter(kind="lunch", to_id="omar-said").delete()
    text, verbs = await askable(company)
    assert "Have lunch with one more team first." in text
    assert verbs == ["mirror.show"]
    await Entry.filter(kind="lunch", from_id=company.maya.id).delete()
    assert "Have lunch with three more teams first." in (await askable(company))[0]


async def test_lunch_in_her_own_team_or_two_teams_at_one_table_count_no_more_than_they_are(company: Company):
    await VERBS["share.shared"](company.maya.id, {"id": company.story.id})
    await Entry.filter(kind="lunch", to_id="omar-said").update(team="Marketing")
    assert "one more team" in (await askable(company))[0]
    await Entry.filter(kind="lunch", to_id="omar-said").update(team="Legal", ref="lunch-maya-lindqvist-lena-brandt")
    assert "one more team" in (await askable(company))[0]


async def test_her_own_next_good_steps_stand_below(company: Company):
    text, _ = await askable(company)
    assert "Good next steps of yours:" in text
    assert "Coffee with someone of Sales: you have met nobody there." in text
    steps = [line for line in text.splitlines() if line.startswith("- ")]
    assert 1 <= len(steps) <= 3


@pytest.mark.parametrize("letter", ["x", "*", "漢", "🎉"])
async def test_a_card_full_of_long_names_still_fits(company: Company, letter: str):
    await VERBS["share.shared"](company.maya.id, {"id": company.story.id})
    for number in range(45):
        guest = await join(f"Guest {number:02}", letter * 250)
        await Person.filter(id=guest.id).update(name=letter * 250)
        await invite(guest.id, company.maya.id)
        for kind in ("lunch", "boost"):
            await record(kind, from_id=company.maya.id, to_id=guest.id, ref=f"{kind} {number}")
    company.calendar.later(weeks=5)
    shown = await CARDS["askable"](company.story.id, company.maya.id)
    assert shown is not None
    assert len(input_of(shown, "person")["choices"]) == 40
    check_size(shown.card)
