from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service import clock
from bot_service.database.row import put
from bot_service.lunches.programs.program import MIXER
from bot_service.lunches.programs.round import Round
from bot_service.lunches.rounds.on_demand import Wish, ask_for_company, wish_in
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.people.person import Person
from bot_service.settings import Settings
from tests.lunches.colleagues import TABLES, Calendar, join, notes

__all__ = ["TABLES"]
MIGRATIONS = ""


@pytest.mark.parametrize(
    ("said", "form", "team"),
    [
        ("find me coffee with someone from Design", "coffee", "Design"),
        ("Find me a coffee with somebody from the Design team, please!", "coffee", "Design"),
        ("lunch with Engineering", "lunch", "Engineering"),
        ("Lunch with the engineering department", "lunch", "engineering"),
        ("coffee with someone", "coffee", ""),
        ("coffee with someone new", "coffee", ""),
        ("please find me someone from Research and Development", "", "Research and Development"),
        ("find me someone", "", ""),
        ("get me company", "", ""),
        ("company with anybody of Sales", "", "Sales"),
        ("I'd like to have lunch with people from Sales", "lunch", "Sales"),
        ("could you find me a lunch?", "lunch", ""),
        ("I would like a coffee with someone from another team", "coffee", ""),
        ("coffee with a colleague in Legal", "coffee", "Legal"),
    ],
)
def test_what_people_ask_for_is_understood(said: str, form: str, team: str):
    assert wish_in(said) == Wish(form, team)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "lunch",
        "coffee",
        "my lunches",
        "help",
        "find me",
        "find the printer",
        "thanks for lunch",
        "lunch with",
        "company news",
    ],
)
def test_other_words_ask_for_no_company(said: str):
    assert wish_in(said) is None


@given(
    st.text(
        st.sampled_from("find me a lunch coffee with someone from the team please ,.!") | st.characters(), max_size=200
    )
)
def test_whatever_people_write_is_a_wish_or_none(said: str):
    wish = wish_in(said)
    assert wish is None or (wish.form in {"", "lunch", "coffee"} and len(wish.team) <= 80)


@pytest.fixture
async def ada(database: Settings) -> Person:  # noqa: ARG001 - it opens the tables
    Calendar()
    await join("Bo Li", "Design")
    await join("Eve Sand", "Legal", state="declined")
    return await join("Ada Lovelace", "Engineering")


async def ask(asker: Person, wish: Wish, key: str = "k1") -> str:
    await ask_for_company(asker, wish, key)
    return await notes()


async def test_ada_asks_for_coffee_with_design_and_hears_at_once_what_happens_next(ada: Person):
    told = await ask(ada, Wish("coffee", "design"))
    assert "I'm looking for somebody of Design who has time for a coffee with you" in told
    (planned,) = await Round.all()
    assert (planned.state, planned.kind, planned.host_id, planned.team, planned.form, planned.due_at) == (
        "planned",
        "on demand",
        ada.id,
        "Design",
        "coffee",
        clock.now(),
    )


async def test_for_anybody_the_team_is_left_open(ada: Person):
    assert "somebody of another team who has time for a lunch or coffee" in await ask(ada, Wish())
    assert (await Round.get()).team == ""


async def test_a_team_that_nobody_knows_is_answered_with_those_that_sound_like_it(ada: Person):
    told = await ask(ada, Wish("lunch", "Desing"))
    assert "I know no team “Desing”. Do you mean “Design”?" in told
    assert "I know no team “Quidditch”" in await ask(ada, Wish("lunch", "Quidditch"), "k2")
    assert "your own team" in await ask(ada, Wish("lunch", "engineering"), "k3")
    assert "Nobody of Legal takes part" in await ask(ada, Wish("lunch", "legal"), "k4")
    assert not await Round.exists()


async def test_one_at_a_time_and_one_a_day(ada: Person):
    calendar = Calendar()
    await ask(ada, Wish())
    assert "One after the other" in await ask(ada, Wish(), "k2")
    await Round.all().update(state="matched")
    assert "today already" in await ask(ada, Wish(), "k3")
    calendar.later(days=1)
    await put(Lunch(id="l1", state="proposed", round_id="r1", kind=MIXER))
    await put(Guest(id="g1", lunch_id="l1", person_id=ada.id))
    await ask(ada, Wish(), "k4")
    assert await Round.all().count() == 1
    await Guest.all().update(answer="no")
    await ask(ada, Wish(), "k5")
    assert await Round.all().count() == 2


async def test_who_has_not_joined_or_is_paused_is_told_what_helps(ada: Person):
    ada.paused_until = clock.now() + timedelta(days=1)
    assert "“resume”" in await ask(ada, Wish())
    ada.state = "welcomed"
    assert "“join”" in await ask(ada, Wish(), "k2")
    assert not await Round.exists()
