"""Whether a person lets a host ask her: asked once, answered as she likes, changed whenever she likes."""

import pytest

from bot_service.courtesy.wishes.wishes import who_may_ask
from bot_service.errors import Refusal
from bot_service.people.person import Person
from bot_service.people.relationship.consent import has_leave
from bot_service.people.relationship.ledger import passed_between, record
from bot_service.settings import Settings
from bot_service.sharing.ask import NotYet
from bot_service.sharing.cards import CARDS, OUTCOMES, VERBS
from bot_service.sharing.leave import (
    Leave,
    NotAHost,
    ask_for_leave,
    invite,
    let_leave_go,
    take_back,
    want_leave,
)
from tests.sharing.colleagues import TABLES, carry, input_of, join, messages, passed, text_of, verbs_of
from tests.sharing.company import Company, company_of_maya

__all__ = ["TABLES"]
MIGRATIONS = ""


@pytest.fixture
async def company(database: Settings) -> Company:
    del database
    return await company_of_maya()


async def maya_has_leave(company: Company) -> bool:
    """As courtesy reads it."""
    between = await passed_between(company.maya.id, company.priya.id)
    return has_leave(between, company.priya.id, company.maya.id)


async def may_ask_priya(company: Company) -> bool:
    return "Priya" in str(await CARDS["askable"](company.story.id, company.maya.id))


async def test_leave_is_asked_for_once_per_host(company: Company):
    for _ in range(2):
        await want_leave(company.maya.id, company.priya.id, company.calendar.now)
    await want_leave(company.maya.id, company.maya.id, company.calendar.now)
    leave = await Leave.get()
    await ask_for_leave(leave.id)
    assert [(one.to_id, one.sender_id, one.kind) for one in await messages("leave")] == [
        ("priya-nair", "maya-lindqvist", "leave")
    ]
    assert "May Maya ask you now and then?" in text_of(await CARDS["leave"](leave.id, "priya-nair"))
    assert await CARDS["leave"](leave.id, "tom-ito") is None


async def test_a_yes_is_recorded_once(company: Company):
    await company.give_leave(company.priya)
    leave = await Leave.get()
    await VERBS["leave.yes"](company.priya.id, {"id": leave.id})
    await VERBS["leave.no"](company.priya.id, {"id": leave.id})
    assert (await Leave.get()).state == "given"
    assert await passed("leave") == [("priya-nair", "maya-lindqvist")]


async def test_a_no_to_leave_is_final_and_told_to_nobody(company: Company):
    await want_leave(company.maya.id, company.priya.id, company.calendar.now)
    leave = await Leave.get()
    await ask_for_leave(leave.id)
    await VERBS["leave.no"](company.priya.id, {"id": leave.id})
    await VERBS["leave.yes"](company.priya.id, {"id": leave.id})
    assert (await Leave.get()).state == "refused"
    assert await passed("leave") == []
    assert {one.to_id for one in await messages("leave")} == {"priya-nair"}


async def test_ten_working_days_of_silence_are_a_no(company: Company):
    await want_leave(company.maya.id, company.priya.id, company.calendar.now)
    leave = await Leave.get()
    await ask_for_leave(leave.id)
    await carry("leave", OUTCOMES)
    company.calendar.later(days=13)
    await let_leave_go(leave.id)
    assert (await Leave.get()).state == "asked"
    company.calendar.later(days=1)
    await let_leave_go(leave.id)
    assert (await Leave.get()).state == "let go"
    assert verbs_of(await CARDS["leave"](leave.id, "priya-nair")) == ["asks.show"]


async def test_nobody_is_asked_for_leave_by_who_is_no_host_any_more(company: Company):
    await want_leave(company.maya.id, company.priya.id, company.calendar.now)
    await Person.filter(id=company.maya.id).update(is_host=False)
    await ask_for_leave((await Leave.get()).id)
    assert await messages("leave") == []


async def test_leave_that_is_taken_back_holds_from_the_next_second_on_and_nobody_is_told(company: Company):
    await company.give_leave(company.priya)
    assert await may_ask_priya(company)

    for _ in range(2):
        await VERBS["leave.back"](company.priya.id, {"id": company.maya.id})

    assert not await may_ask_priya(company)
    with pytest.raises(NotYet):
        await company.ask(company.priya)
    assert await passed("withdrawn") == [("priya-nair", "maya-lindqvist")]
    assert await messages("leave", to_id=company.maya.id) == []
    assert "Not any more." in text_of(await CARDS["leave"]((await Leave.get()).id, company.priya.id))


async def test_who_took_it_back_may_give_it_anew_as_often_as_she_likes(company: Company):
    await company.give_leave(company.priya)
    for times in range(1, 4):  # all in the same second
        await take_back(company.priya.id, company.maya.id)
        assert not await maya_has_leave(company)
        await invite(company.priya.id, company.maya.id)
        assert await maya_has_leave(company)
        assert len(await passed("leave")) == 1 + times
    assert await may_ask_priya(company)


async def test_priya_may_invite_a_host_who_never_asked_and_is_then_never_asked_for_leave(company: Company):
    for _ in range(2):
        await VERBS["leave.invite"](company.priya.id, {"host": company.maya.id})

    assert await passed("leave") == [("priya-nair", "maya-lindqvist")]
    assert await may_ask_priya(company)
    await want_leave(company.maya.id, company.priya.id, company.calendar.now)
    assert (await Leave.get()).state == "given"
    assert await messages("leave") == []


async def test_a_question_on_its_way_turns_back_when_she_says_it_herself(company: Company):
    await want_leave(company.maya.id, company.priya.id, company.calendar.now)
    leave = await Leave.get()
    await ask_for_leave(leave.id)

    await invite(company.priya.id, company.maya.id)

    assert [message.state for message in await messages("leave")] == ["declined"]


async def test_a_no_said_before_the_question_came_keeps_it_from_coming(company: Company):
    await want_leave(company.maya.id, company.priya.id, company.calendar.now)

    await take_back(company.priya.id, company.maya.id)

    leave = await Leave.get()
    assert (leave.state, leave.due_at) == ("refused", None)
    assert await passed("withdrawn") == []


async def test_after_a_no_to_leave_nobody_asks_again_but_she_may_invite(company: Company):
    await want_leave(company.maya.id, company.priya.id, company.calendar.now)
    leave = await Leave.get()
    await ask_for_leave(leave.id)
    await carry("leave", OUTCOMES)
    await VERBS["leave.no"](company.priya.id, {"id": leave.id})

    company.calendar.later(weeks=60)
    await want_leave(company.maya.id, company.priya.id, company.calendar.now)
    assert (await Leave.get()).state == "refused"
    await VERBS["leave.invite"](company.priya.id, {"id": company.maya.id})
    assert await may_ask_priya(company)


async def test_two_noes_end_it_until_she_invites(company: Company):
    await company.ask_priya()
    await VERBS["ask.decline"](company.priya.id, {"id": (await messages("ask"))[0].about})
    company.calendar.later(weeks=60)
    await record("declined", from_id=company.priya.id, to_id=company.maya.id, ref="another ask")
    await company.begin_anew(company.priya)
    assert not await may_ask_priya(company)
    assert "Nobody so far." in text_of(await CARDS["asks"]("", company.priya.id))

    for _ in range(2):
        await invite(company.priya.id, company.maya.id)

    assert len(await passed("leave")) == 2  # a word of hers for each time, and pressed twice is once
    assert await may_ask_priya(company)


async def test_only_hosts_are_invited(company: Company):
    for host_id in (company.tom.id, company.priya.id):
        with pytest.raises(NotAHost):
            await invite(company.priya.id, host_id)
    with pytest.raises(NotAHost):
        await invite(company.maya.id, company.maya.id)
    for host_id in ("nobody", "", None, ["x"]):
        with pytest.raises(Refusal):
            await VERBS["leave.invite"](company.priya.id, {"id": host_id})
        await VERBS["leave.back"](company.priya.id, {"id": host_id})
    assert await Leave.all().count() == 0


async def test_her_card_names_the_hosts_who_may_ask_and_lets_her_choose_any(company: Company):
    await join("Noor Haddad", "People", is_host=True)
    await invite(company.priya.id, "noor-haddad")

    shown = await CARDS["asks"]("", company.priya.id)

    assert "Now and then: Noor Haddad." in text_of(shown)
    assert [choice["value"] for choice in input_of(shown, "host")["choices"]] == ["maya-lindqvist", "noor-haddad"]
    assert verbs_of(shown) == ["leave.invite", "leave.back", "settings.show"]
    assert "Nobody so far." in text_of(await CARDS["asks"]("", company.tom.id))


async def test_who_is_no_host_any_more_does_not_count(company: Company):
    await invite(company.priya.id, company.maya.id)
    assert [host.name for host in await who_may_ask(company.priya.id)] == ["Maya Lindqvist"]
    await Person.filter(id=company.maya.id).update(is_host=False)
    assert await who_may_ask(company.priya.id) == []


async def test_hers_is_hers_alone(company: Company):
    await invite(company.priya.id, company.maya.id)
    await VERBS["leave.back"](company.tom.id, {"id": company.maya.id})
    assert (await Leave.get(person_id=company.priya.id)).state == "given"


async def test_not_any_more_said_before_anybody_wanted_to_ask_holds(company: Company):
    await VERBS["leave.back"](company.tom.id, {"host": company.maya.id})

    await want_leave(company.maya.id, company.tom.id, company.calendar.now)

    assert [(leave.state, leave.due_at) for leave in await Leave.all()] == [("refused", None)]


async def test_a_question_that_a_pause_kept_from_her_is_put_after_another_lunch(company: Company):
    for outcome in ("declined", "delivered"):
        await want_leave(company.maya.id, company.tom.id, company.calendar.now)
        await ask_for_leave((await Leave.get()).id)
        await carry("leave", OUTCOMES, outcome)
        company.calendar.later(days=9)

    assert sorted(message.state for message in await messages("leave")) == ["declined", "delivered"]
    assert (await Leave.get()).state == "asked"
