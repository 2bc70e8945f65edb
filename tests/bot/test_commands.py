from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot_service import clock
from bot_service.bot.commands import COMMANDS, obey
from bot_service.courtesy.courier import write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.note import Note
from bot_service.lunches.programs.program import begin_programs
from bot_service.lunches.programs.round import Round
from bot_service.people.person import Person
from bot_service.settings import Settings
from tests.lunches.colleagues import TABLES, Calendar, join

__all__ = ["TABLES"]
MIGRATIONS = ""

Say = Callable[[Person, str], Awaitable[str]]


@pytest.fixture
async def say(database: Settings) -> Say:  # noqa: ARG001 - it opens the tables
    """Write to the bot; gives what it answers in words, or the names of the cards it sends."""
    Calendar()
    await join("Bo Li", "Design")
    await begin_programs()

    async def tell(speaker: Person, text: str) -> str:
        await Message.all().delete()
        await Note.all().delete()
        await obey(speaker, text, f"key of {text}")
        notes = [note.text for note in await Note.all()]
        return "\n".join(notes or [message.card for message in await Message.all()])

    return tell


async def test_what_one_can_write_is_told_in_groups_and_hosts_read_theirs_too(say: Say):
    ada = await join("Ada Lovelace", "Engineering")
    told = await say(ada, "What can you do?")
    assert [line for line in told.splitlines() if line.startswith("**")] == [
        "**Lunches**",
        "**Good news**",
        "**You and Potluck**",
    ]
    assert "programs" not in told
    maya = await join("Maya Lindqvist", "Marketing", is_host=True)
    told = await say(maya, "help")
    assert "**For hosts**" in told
    assert all(f"- **{command.shown}**: {command.does}" in told for command in COMMANDS)
    assert len(told) < 2000


async def test_programs_are_shown_to_hosts_and_to_nobody_else(say: Say):
    maya = await join("Maya Lindqvist", "Marketing", is_host=True)
    assert await say(maya, "Programs!") == "programs"
    ada = await join("Ada Lovelace", "Engineering")
    assert "This is what you can write" in await say(ada, "programs")


async def test_tables_are_for_everybody(say: Say):
    ada = await join("Ada Lovelace", "Engineering")
    assert await say(ada, "tables") == "tables"
    assert await say(ada, "open table") == "table-form"


async def test_company_is_asked_for_in_ones_own_words_and_lunch_alone_lists_lunches(say: Say):
    ada = await join("Ada Lovelace", "Engineering")
    assert "no lunch ahead" in await say(ada, "lunch")
    assert "somebody of Design" in await say(ada, "Find me coffee with someone from design, please!")
    assert await Round.filter(kind="on demand", team="Design", host_id=ada.id).count() == 1


async def test_find_me_alone_finds_anybody(say: Say):
    ada = await join("Ada Lovelace", "Engineering")
    assert "somebody of another team" in await say(ada, "find me")


async def test_a_pause_holds_at_once_and_ends_with_a_word(say: Say):
    ada = await join("Ada Lovelace", "Engineering")
    assert "leave you alone until Mon 30 March" in await say(ada, "pause")
    assert (await Person.get(id=ada.id)).paused_until == clock.now() + timedelta(days=28)
    assert "until Wed 1 April 2026" in await say(ada, "pause until 1 April")
    assert (await Person.get(id=ada.id)).paused_until == datetime(2026, 3, 31, 23, tzinfo=UTC)
    assert "Welcome back" in await say(ada, "resume")
    assert (await Person.get(id=ada.id)).paused_until is None


@pytest.mark.parametrize("state", ["welcomed", "declined"])
async def test_who_does_not_take_part_is_promised_no_round_when_she_resumes(say: Say, state: str):
    ada = await join("Ada Lovelace", "Engineering")
    await Person.filter(id=ada.id).update(state=state)
    told = await say(await Person.get(id=ada.id), "resume")
    assert "next round" not in told
    assert "Write **join**" in told


async def test_settings_and_preferences_are_cards_of_their_own_and_not_with_alone_shows_whom(say: Say):
    ada = await join("Ada Lovelace", "Engineering")
    assert await say(ada, "settings") == "settings"
    assert await say(ada, "My preferences") == "preferences"
    assert await say(ada, "not with") == "not-with"


async def test_what_waits_for_whoever_says_stop_never_leaves_not_even_when_she_is_back_at_once(say: Say):
    ada = await join("Ada Lovelace", "Engineering")
    await say(ada, "hello")
    for kind in (Kind.LUNCH, Kind.CHECK_IN, Kind.BOOST):
        await write(to=ada.id, kind=kind, card="offer", about=kind)
    await obey(ada, "stop", "goodbye")
    await obey(await Person.get(id=ada.id), "join", "back")
    states = {message.kind: message.state for message in await Message.filter(card="offer")}
    assert states == dict.fromkeys(("lunch", "checkin", "boost"), "recalled")
    back = await Person.get(id=ada.id)
    assert (back.state, back.joined_at) == ("joined", clock.now())
