from datetime import timedelta

import pytest

from bot_service.database.row import move
from bot_service.errors import Refusal
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import record
from bot_service.settings import Settings
from bot_service.sharing.ask import Ask, NotYet, let_ask_go, withdraw_ask
from bot_service.sharing.cards import CARDS, OUTCOMES, VERBS
from bot_service.sharing.held import HELD
from bot_service.sharing.leave import Leave
from bot_service.sharing.share import Share, thank
from bot_service.sharing.story import NoSuchStory, OnlyForHosts, Story, close_story
from tests.sharing.colleagues import TABLES, carry, have_lunch, input_of, join, messages, passed, text_of, verbs_of
from tests.sharing.company import Company, company_of_maya

__all__ = ["TABLES"]
MIGRATIONS = ""


@pytest.fixture
async def company(database: Settings) -> Company:
    del database
    return await company_of_maya()


async def state_of(ask: Ask) -> str:
    return (await Ask.get(id=ask.id)).state


async def test_tom_cannot_answer_for_priya(company: Company):
    ask = await company.ask_priya()
    leave = await Leave.get()
    for verb, about in [
        ("leave.yes", leave.id),
        ("leave.no", leave.id),
        *((f"ask.{one}", ask.id) for one in ("look", "decline", "never")),
    ]:
        with pytest.raises(Refusal, match="Nothing was changed"):
            await VERBS[verb](company.tom.id, {"id": about})
    assert not (await Person.get(id="tom-ito")).never_ask


async def test_maya_sees_whom_she_may_ask_and_of_others_only_not_yet(company: Company):
    await company.give_leave(company.priya)
    shown = await CARDS["askable"](company.story.id, company.maya.id)
    assert [choice["value"] for choice in input_of(shown, "person")["choices"]] == ["priya-nair"]
    assert "Everybody else: not yet." in text_of(shown)
    assert "Tom" not in str(shown)
    assert await CARDS["askable"](company.story.id, company.priya.id) is None


async def test_without_leave_it_is_not_yet(company: Company):
    shown = await CARDS["askable"]("", company.maya.id)
    assert verbs_of(shown) == ["mirror.show"]
    for person_id in ("priya-nair", "tom-ito", "maya-lindqvist", "nobody", "", None):
        with pytest.raises(NotYet) as no:
            await VERBS["ask.send"](company.maya.id, {"id": company.story.id, "person": person_id})
        assert no.value.sentence == "Not yet."
    assert await messages("ask") == []


async def test_leave_without_a_gift_is_not_yet(company: Company):
    await company.give_leave(company.tom)
    with pytest.raises(NotYet):
        await company.ask(company.tom)


async def test_only_hosts_ask(company: Company):
    await company.give_leave(company.priya)
    for verb in ("ask.send", "story.choose"):
        with pytest.raises(OnlyForHosts):
            await VERBS[verb](company.tom.id, {"id": company.story.id, "person": "priya-nair"})


async def test_an_ask_counts_when_it_arrives(company: Company):
    await company.give_leave(company.priya)
    ask = await company.ask(company.priya)
    assert (ask.state, await passed("ask")) == ("wanted", [])
    await company.ask(company.priya)
    await carry("ask", OUTCOMES)
    assert (await state_of(ask), await passed("ask")) == ("asked", [("maya-lindqvist", "priya-nair")])
    assert [(one.to_id, one.sender_id, one.kind) for one in await messages("ask")] == [
        ("priya-nair", "maya-lindqvist", "ask")
    ]
    assert verbs_of(await CARDS["ask"](ask.id, "priya-nair")) == ["ask.look", "ask.decline", "ask.never"]


async def test_an_ask_that_courtesy_withholds_was_never_made(company: Company):
    await company.give_leave(company.priya)
    ask = await company.ask(company.priya)
    await carry("ask", OUTCOMES, "declined")
    assert (await state_of(ask), await passed("ask"), await passed("declined")) == ("withheld", [], [])
    assert await CARDS["ask"](ask.id, "priya-nair") is None


async def test_an_ask_that_cannot_reach_her_for_two_weeks_is_withdrawn(company: Company):
    await company.give_leave(company.priya)
    ask = await company.ask(company.priya)
    company.calendar.later(days=14)
    await withdraw_ask(ask.id)
    assert await state_of(ask) == "withheld"


async def test_an_ask_for_a_story_that_closed_before_it_left_makes_no_sense(company: Company):
    await company.give_leave(company.priya)
    ask = await company.ask(company.priya)
    company.calendar.later(weeks=8)
    await close_story(company.story.id)
    assert await CARDS["ask"](ask.id, "priya-nair") is None
    with pytest.raises(NoSuchStory):
        await company.ask(company.tom)


async def test_a_no_is_thanked_and_holds(company: Company):
    ask = await company.ask_priya()
    answer = await VERBS["ask.decline"](company.priya.id, {"id": ask.id})
    assert await VERBS["ask.decline"](company.priya.id, {"id": ask.id}) == answer
    assert "Thank you for saying so." in text_of(await CARDS["ask"](ask.id, "priya-nair"))
    assert await passed("declined") == [("priya-nair", "maya-lindqvist")]
    company.calendar.later(weeks=30)
    shown = await CARDS["askable"](company.story.id, company.maya.id)
    assert verbs_of(shown) == ["mirror.show"]
    assert await company.ask(company.priya)  # what became of it is not told
    assert len(await messages("ask")) == 1


async def test_silence_is_a_no(company: Company):
    ask = await company.ask_priya()
    company.calendar.later(days=7, minutes=-1)
    await let_ask_go(ask.id)
    assert await state_of(ask) == "asked"
    company.calendar.later(minutes=1)
    await let_ask_go(ask.id)
    assert await state_of(ask) == "let go"
    assert await passed("declined") == [("priya-nair", "maya-lindqvist")]


async def test_never_holds_from_the_next_second_on(company: Company):
    ask = await company.ask_priya()
    await VERBS["ask.never"](company.priya.id, {"id": ask.id})
    assert (await Person.get(id="priya-nair")).never_ask
    assert await state_of(ask) == "declined"
    assert await messages("ask", state="waiting") == []


async def test_priya_looks_shares_and_is_thanked_privately_once(company: Company):
    ask = await company.ask_priya()
    answer = await VERBS["ask.look"](company.priya.id, {"id": ask.id})
    shown = await CARDS[answer.card](answer.about, "priya-nair")
    assert verbs_of(shown) == ["share.shared", "ask.decline"]
    for _ in range(2):
        await VERBS["share.shared"](company.priya.id, {"id": company.story.id, "ask": "made up", "thanks": "private"})
    share = await Share.get(person_id=company.priya.id)
    assert (share.asked, share.host_id, await state_of(ask)) == (True, "maya-lindqvist", "shared")
    await thank(share.id)
    assert [(one.to_id, one.sender_id) for one in await messages("thanks")] == [("priya-nair", "maya-lindqvist")]
    assert await passed("share") == [("priya-nair", "maya-lindqvist")]
    assert await passed("thanks") == [("maya-lindqvist", "priya-nair")]
    assert r"Thank you for sharing “Solar \*roof\*”, Priya." in text_of(await CARDS["thanks"](share.id, "priya-nair"))
    assert await CARDS["thanks-line"](share.id, "") is None
    assert verbs_of(await CARDS["ask"](ask.id, "priya-nair")) == []


async def test_who_shared_unasked_is_not_asked_any_more(company: Company):
    await company.give_leave(company.priya)
    await VERBS["share.shared"](company.priya.id, {"id": company.story.id})
    with pytest.raises(NotYet):
        await company.ask(company.priya)
    assert not (await Share.get(person_id=company.priya.id)).asked


async def test_an_ask_on_its_way_to_somebody_who_shares_meanwhile_turns_back(company: Company):
    await company.give_leave(company.priya)
    ask = await company.ask(company.priya)
    await VERBS["share.shared"](company.priya.id, {"id": company.story.id})
    assert await state_of(ask) == "withheld"
    assert await CARDS["ask"](ask.id, "priya-nair") is None


@pytest.mark.parametrize("answer", ["ask.decline", "ask.never", "share.shared", "silence"])
async def test_an_ask_is_open_until_she_answers_or_is_silent_long_enough(company: Company, answer: str):
    ask = await company.ask_priya()
    await VERBS["ask.look"](company.priya.id, {"id": ask.id})
    assert [one.awaits for one in await messages("ask")] == [True]

    if answer == "silence":
        company.calendar.later(days=7)
        await let_ask_go(ask.id)
    else:
        await VERBS[answer](company.priya.id, {"id": company.story.id if answer == "share.shared" else ask.id})

    assert [one.awaits for one in await messages("ask")] == [False]


async def test_an_ask_that_never_reached_her_leaves_no_more(company: Company):
    await company.give_leave(company.priya)
    ask = await company.ask(company.priya)
    company.calendar.later(days=14)
    await withdraw_ask(ask.id)
    assert [(one.state, one.awaits) for one in await messages("ask")] == [("declined", False)]


async def test_an_ask_that_is_only_listed_in_shadow_mode_is_no_ask_and_its_silence_no_no(company: Company):
    await company.give_leave(company.priya)
    ask = await company.ask(company.priya)
    await carry("ask", OUTCOMES, "shadowed")
    company.calendar.later(days=30)
    await let_ask_go(ask.id)
    assert (await state_of(ask), await passed("ask"), await passed("declined")) == ("withheld", [], [])
    assert [one.awaits for one in await messages("ask")] == [False]


async def test_who_never_wants_to_be_asked_reads_how_to_change_it(company: Company):
    ask = await company.ask_priya()
    assert "settings" in (await VERBS["ask.never"](company.priya.id, {"id": ask.id})).text


async def test_thanks_of_a_host_who_is_gone_come_unsigned(company: Company):
    await VERBS["share.shared"](company.tom.id, {"id": company.story.id, "thanks": "private"})
    share = await Share.get(person_id=company.tom.id)
    await thank(share.id)
    await Share.filter(id=share.id).update(host_id="")  # what erasing Maya leaves

    shown = await CARDS["thanks"](share.id, company.tom.id)

    assert r"Thank you for sharing “Solar \*roof\*”, Tom." in text_of(shown)
    assert "Maya" not in str(shown)


async def test_an_ask_on_its_way_counts_for_the_story_at_once(company: Company):
    elif_ = await join("Elif Kaya", "Engineering")
    await have_lunch(company.maya, elif_, company.calendar.now - timedelta(weeks=5))
    await record(
        "boost", from_id=company.maya.id, to_id=elif_.id, ref="hers", at=company.calendar.now - timedelta(weeks=4)
    )
    await company.give_leave(company.priya)
    await company.give_leave(elif_)
    await company.ask(company.priya)
    assert [message.state for message in await messages("ask")] == ["waiting"]

    with pytest.raises(NotYet):  # one of a team of two is asked for a story
        await company.ask(elif_)

    assert "Elif" not in str(await CARDS["askable"](company.story.id, company.maya.id))


async def test_an_ask_that_is_just_being_sent_is_not_withdrawn(company: Company):
    await company.give_leave(company.priya)
    ask = await company.ask(company.priya)
    company.calendar.later(days=14)
    [message] = await messages("ask")
    await move(message, "sending", due_at=company.calendar.now, sent_at=company.calendar.now)

    await withdraw_ask(ask.id)
    await OUTCOMES["ask"](message, "delivered")

    await VERBS["ask.decline"](company.priya.id, {"id": ask.id})
    assert await passed("declined") == [("priya-nair", "maya-lindqvist")]
    assert [one.awaits for one in await messages("ask")] == [False]


async def test_an_ask_that_arrives_after_its_host_was_erased_waits_for_no_answer(company: Company):
    await company.give_leave(company.priya)
    ask = await company.ask(company.priya)
    await Ask.filter(id=ask.id).delete()
    await carry("ask", OUTCOMES)
    assert [one.awaits for one in await messages("ask")] == [False]


async def test_an_open_ask_ends_with_its_host(company: Company):
    await company.ask_priya()
    [held] = [one for one in HELD if one.rows is Ask]
    assert held.also is not None
    await held.also(company.maya.id)
    assert [one.awaits for one in await messages("ask")] == [False]


async def test_a_share_of_a_story_without_a_host_owes_no_thanks(company: Company):
    await Story.filter(id=company.story.id).update(host_id="", state="closed")
    await VERBS["share.shared"](company.tom.id, {"id": company.story.id, "thanks": "private"})
    share = await Share.get(person_id=company.tom.id)
    assert (share.state, share.due_at) == ("own", None)


@pytest.mark.parametrize("state", ["left", "declined"])
async def test_who_has_left_is_not_thanked_in_public(company: Company, state: str):
    await VERBS["share.shared"](company.tom.id, {"id": company.story.id, "thanks": "open"})
    share = await Share.get(person_id=company.tom.id)
    assert await CARDS["thanks-line"](share.id, "") is not None
    await Person.filter(id=company.tom.id).update(state=state)

    await thank(share.id)

    assert await CARDS["thanks-line"](share.id, "") is None
    assert [one.to_id for one in await messages("thanks")] == [company.tom.id]
