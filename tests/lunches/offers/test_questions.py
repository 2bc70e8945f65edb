import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.lunches.offers.invite import _questions, _text
from bot_service.lunches.offers.question_bank import BANK
from bot_service.lunches.offers.questions import ANY, WORDS, kind_of, two_questions
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.people.person import Person

TABLES = ("bot_service.lunches.tables.lunch", "bot_service.lunches.programs.program", "bot_service.people.person")
MIGRATIONS = ""

NOON = datetime(2026, 1, 7, 12, 0, tzinfo=UTC)
ADA_AND_BO = {"Ada": "Engineering", "Bo": "Finance"}
teams = st.sampled_from(["Engineering", "Finance", "Sales", "Design", "The Loft", ""])
pairs_tables = st.fixed_dictionaries({"Ada": teams, "Bo": teams})


def keys(table: dict[str, str], earlier: list[dict[str, str]]) -> set[str]:
    return {question.key for question in two_questions(table, earlier)}


def group(key: str) -> str:
    return key.partition(".")[0]


def test_the_bank_has_enough_for_every_kind_of_team():
    sizes = Counter(group(key) for key in BANK)

    assert sizes.total() >= 80
    assert sizes[ANY] >= 24
    assert set(sizes) == {ANY, *WORDS}
    assert {kind: size for kind, size in sizes.items() if size < 7} == {}


def test_every_question_is_short_asks_and_stands_once():
    assert len({text.casefold() for text in BANK.values()}) == len(BANK)
    wrong = [text for text in BANK.values() if len(text) > 110 or not re.fullmatch(r"[A-Z][^?!{}]+\?", text)]
    assert wrong == []


def test_every_key_is_a_name_to_file_a_translation_under():
    assert [key for key in BANK if not re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", key)] == []


def test_no_question_pries():
    private = (
        r"\b(salary|pay|paid|bonus|health|ill|sick|family|children|married|religion|vote|rate|rating|weak\w*|worst)\b"
    )
    assert [text for text in BANK.values() if re.search(private, text, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    ("team", "kind"),
    [
        ("Engineering", "engineering"),
        ("IT", "engineering"),
        ("Sales Operations", "sales"),
        ("Communications", "marketing"),
        ("Legal & Compliance", "finance"),
        ("People and Culture", "people"),
        ("Customer Support", "support"),
        ("Logistics/Warehouse", "operations"),
        ("R&D", "design"),
        ("PRODUCT", "design"),
        ("Wholesale", ANY),
        ("The Loft", ANY),
        ("", ANY),
    ],
)
def test_a_team_is_known_by_the_words_of_its_name(team: str, kind: str):
    assert kind_of(team) == kind


def test_no_word_stands_for_two_kinds_of_team():
    words = Counter(chain.from_iterable(known.split() for known in WORDS.values()))

    assert [word for word, times in words.items() if times > 1] == []


def test_ada_asks_bo_about_finance_and_he_asks_her_about_engineering():
    about = {(question.asker, question.asked): group(question.key) for question in two_questions(ADA_AND_BO, [])}

    assert about == {("Ada", "Bo"): "finance", ("Bo", "Ada"): "engineering"}


def test_somebody_of_a_team_that_no_word_tells_of_is_asked_what_suits_all():
    assert {group(key) for key in keys({"Ada": "The Loft", "Bo": ""}, [])} == {ANY}


def test_once_those_for_sales_are_used_up_chidi_is_asked_what_suits_all():
    table = {"Ada": "The Loft", "Chidi": "Sales"}
    tables = [table] * 9
    chidi = [
        next(each for each in two_questions(table, tables[:count]) if each.asked == "Chidi").key for count in range(9)
    ]

    assert [group(key) for key in chidi] == ["sales"] * 8 + [ANY]


@given(st.lists(pairs_tables, min_size=2, max_size=len(BANK) // 2))
def test_a_pair_never_gets_a_question_twice_until_the_bank_is_used_up(tables: list[dict[str, str]]):
    had = Counter(chain.from_iterable(keys(table, tables[:before]) for before, table in enumerate(tables)))

    assert had.total() == 2 * len(tables)
    assert set(had.values()) == {1}


def test_after_the_whole_bank_a_pair_goes_on_with_the_longest_unused():
    tables = [ADA_AND_BO] * (len(BANK) // 2 + 5)
    had: list[str] = []
    for before in range(len(tables)):
        had += [each.key for each in sorted(two_questions(ADA_AND_BO, tables[:before]), key=lambda one: one.asked)]

    assert set(had[: len(BANK)]) == set(BANK)
    assert had[len(BANK) :] == had[: len(had) - len(BANK)]


@given(st.data())
def test_at_tables_of_any_size_no_two_people_ask_each_other_the_same_twice(data: st.DataObject):
    anybody = st.sampled_from(["Ada", "Bo", "Chidi", "Dana", "Elif"])
    tables = data.draw(st.lists(st.dictionaries(anybody, teams, min_size=2), min_size=1, max_size=16))
    asked: Counter[tuple[frozenset[str], str]] = Counter()
    for before, table in enumerate(tables):
        first, second = two_questions(table, tables[:before])
        assert first.key != second.key
        assert {first.asker, first.asked, second.asker, second.asked} <= set(table)
        asked.update((frozenset((one.asker, one.asked)), one.key) for one in (first, second))

    assert set(asked.values()) == {1}


def test_at_a_table_of_four_everybody_asks_or_is_asked():
    table = ADA_AND_BO | {"Chidi": "Sales", "Dana": "Design"}

    assert {guest for each in two_questions(table, []) for guest in (each.asker, each.asked)} == set(table)


def test_lunches_with_others_change_nothing_for_ada_and_bo():
    with_chidi = {"Ada": "Engineering", "Chidi": "Sales"}

    assert two_questions(ADA_AND_BO, [with_chidi]) == two_questions(ADA_AND_BO, [])


def test_the_order_in_which_guests_are_named_does_not_matter():
    assert two_questions(dict(reversed(ADA_AND_BO.items())), []) == two_questions(ADA_AND_BO, [])


def test_the_choice_is_the_same_on_every_machine():
    # A pair that met before must be taken to have had what it had: this changes only when the bank or its order does.
    again = two_questions(ADA_AND_BO, [ADA_AND_BO])

    assert {each.asked: each.key for each in again} == {"Ada": "engineering.bug", "Bo": "finance.clear"}


async def lunch_of_ada_and_bo(number: int, *, event_id: str = "", state: str = "held") -> Lunch:
    """Offered in this week of the year; on the calendar where it has an event."""
    lunch = Lunch(id=f"lunch {number}", round_id=f"round {number}", kind="mixer", state=state, form="coffee")
    lunch.event_id, lunch.offered_at = event_id, NOON + timedelta(weeks=number)
    await lunch.save(force_create=True)
    for name, team in ADA_AND_BO.items():
        place = {"lunch_id": lunch.id, "person_id": name, "team": team, "answer": "yes"}
        await Guest.create(id=f"{name} {number}", **place)
    return lunch


async def questions_of(lunch: Lunch) -> set[str]:
    chosen = await _questions(lunch, await Guest.filter(lunch_id=lunch.id))
    return {question.key for question in chosen}


@pytest.mark.usefixtures("database")
async def test_the_second_invite_of_ada_and_bo_asks_something_new_also_after_a_lunch_that_was_called_off():
    first = await lunch_of_ada_and_bo(1, event_id="event 1", state="called off")
    second = await lunch_of_ada_and_bo(2)

    assert await questions_of(second) == keys(ADA_AND_BO, [ADA_AND_BO])
    assert not await questions_of(second) & keys(ADA_AND_BO, [])
    assert await questions_of(first) == keys(ADA_AND_BO, [])


@pytest.mark.usefixtures("database")
async def test_an_offer_that_never_came_to_a_calendar_uses_up_no_questions():
    await lunch_of_ada_and_bo(1, state="called off")

    assert await questions_of(await lunch_of_ada_and_bo(2)) == keys(ADA_AND_BO, [])


@pytest.mark.usefixtures("database")
async def test_an_invite_written_twice_is_the_same_byte_for_byte_and_names_both_questions():
    await lunch_of_ada_and_bo(1, event_id="event 1")
    lunch = await lunch_of_ada_and_bo(2)
    guests = [Person(id=name, name=f"{name} <b>", team=team) for name, team in ADA_AND_BO.items()]
    sitting = await Guest.filter(lunch_id=lunch.id)

    text = _text(lunch, guests, await _questions(lunch, sitting))

    assert text == _text(lunch, guests, await _questions(lunch, sitting[::-1]))
    assert "Ada, you could ask Bo (Finance):" in text
    assert "Bo, you could ask Ada (Engineering):" in text
    assert [unescape(item) for item in re.findall(r"<li>(.*?)</li>", text)] == [
        each.text for each in await _questions(lunch, sitting)
    ]
