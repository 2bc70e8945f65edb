import pytest

from bot_service.database.row import row_id
from bot_service.errors import Refusal
from bot_service.journey import pass_on
from bot_service.lunches.afterwards import cards as afterwards
from bot_service.lunches.afterwards.checkin import CheckIn, ask_how_it_was, let_it_go
from bot_service.lunches.tables.lunch import Lunch
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.sharing.leave import Leave
from bot_service.shoutouts.success import Success
from tests.lunches.afterwards.table import TABLES as TABLES_OF_LUNCHES
from tests.lunches.afterwards.table import (
    Contoso,
    add,
    ask,
    card_of,
    checkin_of,
    eat,
    four_colleagues,
    press,
    sit,
    state_of,
)
from tests.sharing.colleagues import input_of, join, messages, passed, text_of, verbs_of

TABLES = [*TABLES_OF_LUNCHES, "bot_service.shoutouts.success", "bot_service.sharing.leave"]
MIGRATIONS = ""

ANSWERS = ["checkin.met", "checkin.missed"]


@pytest.fixture
async def contoso(database: Settings) -> Contoso:  # noqa: ARG001 - it opens the tables
    return await four_colleagues(ada="Ada *Star*")


async def let_go_by_now(who: Person, lunch: Lunch) -> str:
    """What has become of her question, after its step was taken now."""
    checkin = await checkin_of(who, lunch)
    await let_it_go(checkin.id)
    return (await CheckIn.get(id=checkin.id)).state


async def test_one_question_with_two_buttons_and_everything_else_may_be_left_empty(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)

    shown = await card_of(contoso.bo, lunch)

    assert shown is not None
    assert "How was it with Ada \\*Star\\*?" in text_of(shown)
    assert verbs_of(shown) == ANSWERS
    inputs = [element for element in shown.card["body"] if element["type"].startswith("Input.")]
    assert [element["id"] for element in inputs] == ["success", "worth", "again"]
    assert not any(element.get("isRequired") for element in inputs)
    assert len(await messages("checkin", to_id=contoso.bo.id)) == 1


async def test_what_was_told_reaches_its_owner_and_is_forgotten_here(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.maya)

    await press(contoso.ada, "checkin.met", lunch, success="  She runs\x00 the choir. ", worth="yes")
    checkin = await checkin_of(contoso.ada, lunch)
    assert (checkin.met, checkin.worth, checkin.again) == (True, True, False)
    await pass_on(checkin.id)

    told = await Success.get()
    assert (told.told_by, told.owner_id, told.text) == (contoso.ada.id, contoso.maya.id, "She runs the choir.")
    assert (await checkin_of(contoso.ada, lunch)).success == ""
    assert [leave.host_id for leave in await Leave.filter(person_id=contoso.ada.id)] == [contoso.maya.id]
    assert text_of(await card_of(contoso.ada, lunch)).endswith("Thank you for telling me.")


async def test_whether_it_was_worth_her_time_may_be_left_open(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)

    await press(contoso.ada, "checkin.met", lunch, worth="")
    await press(contoso.bo, "checkin.met", lunch, worth="no")

    assert [(await checkin_of(who, lunch)).worth for who in (contoso.ada, contoso.bo)] == [None, False]


async def test_answered_twice_the_first_answer_counts(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)

    await press(contoso.ada, "checkin.met", lunch, success="He sings.")
    await press(contoso.ada, "checkin.met", lunch, success="He dances.", again="true")
    await press(contoso.ada, "checkin.missed", lunch)

    checkin = await checkin_of(contoso.ada, lunch)
    assert (checkin.state, checkin.met, checkin.success, checkin.again) == ("answered", True, "He sings.", False)
    assert await passed("lunch") == [(contoso.bo.id, contoso.ada.id)]


async def test_one_tap_says_that_they_did_not_meet_and_why_is_asked_on_the_same_card(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)

    await press(contoso.ada, "checkin.missed", lunch)
    asked = await card_of(contoso.ada, lunch)
    assert verbs_of(asked) == ["checkin.why"] * 4
    assert "Nobody else is told" in text_of(asked)
    await press(contoso.ada, "checkin.why", lunch, why="nobody came")
    await press(contoso.ada, "checkin.why", lunch, why="no time")

    assert (await checkin_of(contoso.ada, lunch)).why_missed == "nobody came"
    assert verbs_of(await card_of(contoso.ada, lunch)) == []
    assert len(await messages("checkin", to_id=contoso.ada.id)) == 1
    assert verbs_of(await card_of(contoso.bo, lunch)) == ANSWERS
    assert "Nobody came" not in text_of(await card_of(contoso.bo, lunch))


async def test_the_reason_may_also_come_days_later_or_never(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    await press(contoso.ada, "checkin.missed", lunch)
    await pass_on((await checkin_of(contoso.ada, lunch)).id)
    contoso.calendar.later(days=6)

    await press(contoso.ada, "checkin.why", lunch, why="not said")

    checkin = await checkin_of(contoso.ada, lunch)
    assert (checkin.state, checkin.why_missed, checkin.due_at) == ("done", "not said", None)
    assert verbs_of(await card_of(contoso.ada, lunch)) == []


async def test_a_reason_that_nobody_offered_is_not_kept(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    await press(contoso.ada, "checkin.missed", lunch)

    await press(contoso.ada, "checkin.why", lunch, why="she was rude")
    await press(contoso.bo, "checkin.met", lunch)
    await press(contoso.bo, "checkin.why", lunch, why="no time")

    assert [(await checkin_of(who, lunch)).why_missed for who in (contoso.ada, contoso.bo)] == ["", ""]


async def test_a_lunch_that_was_moved_may_be_confirmed_later_without_a_further_message(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    for who in (contoso.ada, contoso.bo):
        await press(who, "checkin.missed", lunch)
        await pass_on((await checkin_of(who, lunch)).id)
    assert await state_of(lunch) == "missed"
    await press(contoso.ada, "checkin.why", lunch, why="moved")
    contoso.calendar.later(days=8)
    assert await let_go_by_now(contoso.ada, lunch) == "moved"
    assert verbs_of(await card_of(contoso.ada, lunch)) == ["checkin.met"]

    await press(contoso.ada, "checkin.met", lunch, success="He sings.")

    assert await state_of(lunch) == "held"
    assert (await checkin_of(contoso.ada, lunch)).state == "answered"
    assert await passed("lunch") == [(contoso.bo.id, contoso.ada.id)]
    assert len(await messages("checkin")) == 2


async def test_a_lunch_that_was_moved_and_never_mentioned_again_is_let_go(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    await press(contoso.ada, "checkin.missed", lunch)
    await press(contoso.ada, "checkin.why", lunch, why="moved")
    await press(contoso.bo, "checkin.missed", lunch)
    assert await state_of(lunch) == "booked"
    contoso.calendar.later(days=15)

    assert await let_go_by_now(contoso.ada, lunch) == "let go"

    assert await state_of(lunch) == "missed"
    assert verbs_of(await card_of(contoso.ada, lunch)) == []


@pytest.mark.parametrize("order", [("checkin.met", "checkin.missed"), ("checkin.missed", "checkin.met")])
async def test_when_one_says_that_they_met_and_one_that_they_did_not_they_met(
    contoso: Contoso, order: tuple[str, str]
) -> None:
    lunch = await eat(contoso.ada, contoso.bo)

    await press(contoso.ada, order[0], lunch)
    await press(contoso.bo, order[1], lunch)

    assert await state_of(lunch) == "held"
    confirmed = contoso.ada if order[0] == "checkin.met" else contoso.bo
    assert [to for _, to in await passed("lunch")] == [confirmed.id]


async def test_nobody_answers_and_nobody_is_reminded(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    contoso.calendar.later(days=2)
    assert await let_go_by_now(contoso.ada, lunch) == "asked"
    contoso.calendar.later(days=1)

    assert await let_go_by_now(contoso.ada, lunch) == "let go"

    assert await state_of(lunch) == "booked"
    assert len(await messages("checkin", to_id=contoso.ada.id)) == 1
    assert "no answer is fine too" in text_of(await card_of(contoso.ada, lunch))
    with pytest.raises(Refusal, match="isn't open for you any more"):
        await press(contoso.ada, "checkin.met", lunch)


async def test_one_did_not_come_and_the_other_says_nothing_so_it_was_missed(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    await press(contoso.ada, "checkin.missed", lunch)
    assert await state_of(lunch) == "booked"
    contoso.calendar.later(days=3)

    await let_go_by_now(contoso.bo, lunch)

    assert await state_of(lunch) == "missed"


async def test_her_three_days_begin_when_the_question_reaches_her(contoso: Contoso) -> None:
    lunch = await sit(contoso.ada, contoso.bo)
    checkin = CheckIn.of(lunch.id, contoso.ada.id, due_at=contoso.calendar.now)
    await checkin.save()
    await ask_how_it_was(checkin.id)
    contoso.calendar.later(days=7)  # she had paused
    await ask(lunch, contoso.ada)
    contoso.calendar.later(days=2)
    assert await let_go_by_now(contoso.ada, lunch) == "asked"

    await press(contoso.ada, "checkin.met", lunch)

    assert await state_of(lunch) == "held"


async def test_a_question_that_reaches_her_weeks_later_is_not_asked_any_more(contoso: Contoso) -> None:
    lunch = await sit(contoso.ada, contoso.bo)
    checkin = CheckIn.of(lunch.id, contoso.ada.id, due_at=contoso.calendar.now)
    await checkin.save()
    await ask_how_it_was(checkin.id)
    assert verbs_of(await card_of(contoso.ada, lunch)) == ANSWERS
    contoso.calendar.later(days=15)

    assert await let_go_by_now(contoso.ada, lunch) == "let go"

    assert await card_of(contoso.ada, lunch) is None  # so that the courier takes it for overtaken


async def test_who_can_not_be_asked_keeps_nobody_waiting(contoso: Contoso) -> None:
    lunch = await sit(contoso.ada, contoso.bo)
    await ask(lunch, contoso.ada, outcome="declined")
    await ask(lunch, contoso.bo)

    assert (await checkin_of(contoso.ada, lunch)).state == "let go"
    await press(contoso.bo, "checkin.missed", lunch)
    assert await state_of(lunch) == "missed"


async def test_an_answer_that_is_quicker_than_the_news_of_its_question_stands(contoso: Contoso) -> None:
    lunch = await sit(contoso.ada, contoso.bo)
    checkin = CheckIn.of(lunch.id, contoso.ada.id, due_at=contoso.calendar.now)
    await checkin.save()
    await ask_how_it_was(checkin.id)
    await press(contoso.ada, "checkin.met", lunch)

    await ask(lunch, contoso.bo)  # only now the courier settles both

    answered = await checkin_of(contoso.ada, lunch)
    assert (answered.state, answered.due_at) == ("answered", contoso.calendar.now)


async def test_a_larger_table_names_all_who_were_to_come_and_asks_whose_success_it_is(contoso: Contoso) -> None:
    lunch = await sit(contoso.ada, contoso.bo, contoso.cem)
    await add(lunch, contoso.maya, "no")
    await add(lunch, await join("Dana Wu", "Design"), "")
    await ask(lunch, contoso.ada)

    shown = await card_of(contoso.ada, lunch)
    assert "How was it with Bo Li and Cem Kaya?" in text_of(shown)
    assert [choice["title"] for choice in input_of(shown, "owner")["choices"]] == ["Bo Li", "Cem Kaya"]
    await press(contoso.ada, "checkin.met", lunch, success="Won a fair.", owner=contoso.cem.id)
    await pass_on((await checkin_of(contoso.ada, lunch)).id)

    assert (await Success.get()).owner_id == contoso.cem.id
    assert sorted(await passed("lunch")) == [(contoso.bo.id, contoso.ada.id), (contoso.cem.id, contoso.ada.id)]


async def test_a_success_can_not_be_given_to_somebody_who_was_not_there(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)

    await press(contoso.ada, "checkin.met", lunch, success="Sings.", owner=contoso.maya.id)

    assert (await checkin_of(contoso.ada, lunch)).owner_id == contoso.bo.id


async def test_nobody_answers_or_reads_for_somebody_else(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    hers = row_id("check-in", lunch.id, contoso.ada.id)
    for verb in ("checkin.met", "checkin.missed", "checkin.why"):
        with pytest.raises(Refusal, match="isn't open for you"):
            await afterwards.VERBS[verb](contoso.maya.id, {"id": hers, "why": "moved"})
    assert await afterwards.CARDS["checkin"](hers, contoso.maya.id) is None
    assert (await checkin_of(contoso.ada, lunch)).state == "asked"


@pytest.mark.parametrize("answer", ANSWERS)
async def test_a_question_waits_for_an_answer_until_she_gives_one(contoso: Contoso, answer: str) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    assert [one.awaits for one in await messages("checkin")] == [True, True]

    await press(contoso.ada, answer, lunch)

    assert {one.to_id: one.awaits for one in await messages("checkin")} == {contoso.ada.id: False, contoso.bo.id: True}


async def test_a_question_that_is_let_go_stays_unanswered(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    contoso.calendar.later(days=20)

    assert await let_go_by_now(contoso.ada, lunch) == "let go"

    assert [one.awaits for one in await messages("checkin")] == [True, True]
