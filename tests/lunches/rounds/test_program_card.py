import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Shown
from bot_service.lunches.programs.change import NoSuchProgram
from bot_service.lunches.programs.find_group import find_group
from bot_service.lunches.programs.program import LOTTERY, Program, begin_programs, begin_round
from bot_service.lunches.rounds.program_card import CARDS, VERBS, OnlyForHosts
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.teams.cards import check_size
from tests.lunches.colleagues import TABLES, Calendar, buttons, join, notes, text_of, values

__all__ = ["TABLES"]
MIGRATIONS = ""


class Host:
    """Maya at her chat: what she presses, and what she sees then."""

    def __init__(self, calendar: Calendar, maya: Person) -> None:
        self.calendar = calendar
        self.maya = maya
        self.card: Shown | None = None

    async def reads(self, card: str, about: str = "") -> str:
        self.card = await CARDS[card](about, self.maya.id)
        return text_of(self.card)

    async def presses(self, title: str, **typed: str) -> str:
        """Press a button of the card before her, with what stands in its fields and what she changes in them."""
        data = buttons(self.card)[title]
        return await self.sends(data["verb"], {**values(self.card), **typed, **data})

    async def sends(self, verb: str, data: Mapping[str, Any]) -> str:
        answer = await VERBS[verb](self.maya.id, data)
        self.card = await _shown(answer, self.maya.id)
        check_size(self.card.card)
        return text_of(self.card)


async def _shown(answer: Answer, to: str) -> Shown:
    shown = answer.shown or await CARDS[answer.card](answer.about, to)
    assert shown is not None
    return shown


@pytest.fixture
async def host(database: Settings) -> Host:  # noqa: ARG001 - it opens the tables
    calendar = Calendar()
    maya = await join("Maya Lindqvist", "Marketing", is_host=True, site="Berlin")
    await join("Priya Nair", "Engineering")
    await join("Ines Costa", "Management")
    return Host(calendar, maya)


async def only() -> Program:
    (program,) = await Program.all()
    return program


async def test_maya_sees_every_program_in_one_plain_line_with_what_when_and_whether_it_runs(host: Host):
    await begin_programs()
    told = await host.reads("programs")
    assert "**Lunch with another team**: everybody meets somebody of another team; for everybody who joined" in told
    assert "every four weeks, on Wednesday at" in told
    assert told.count("Running; the next round begins on ") == 2
    assert list(buttons(host.card)) == ["“Hosts get to know the teams” …", "“Lunch with another team” …", "New program"]


async def test_a_new_program_needs_a_name_and_nothing_else(host: Host):
    await host.reads("programs")
    await host.presses("New program")
    assert "weekly is four a month" in text_of(host.card)
    told = await host.presses("Create", name="Friday table")
    assert "**Friday table**" in told
    assert "every four weeks, on Wednesday at 09:00 (Europe/London)" in told
    program = await only()
    assert (program.state, program.kind, program.host_id) == ("running", "mixer", host.maya.id)
    assert program.due_at
    assert f"{program.due_at:%a %d %H:%M}" == "Wed 04 09:00"


async def test_faults_are_told_together_beside_a_form_that_keeps_what_she_wrote(host: Host):
    await host.reads("program-form")
    told = await host.presses("Create", name="Friday *table*", minutes="90", teams="Enginering", coffee_windows="9:30")
    assert "Nothing is saved yet" in told
    assert "A lunch lasts 15 to 60 minutes; you wrote “90”." in told
    assert "I know no team “Enginering”. Do you mean “Engineering”?" in told
    assert not await Program.exists()
    kept = values(host.card)
    assert (kept["name"], kept["minutes"], kept["teams"], kept["coffee_windows"]) == (
        "Friday *table*",
        "90",
        "Enginering",
        "9:30",
    )
    told = await host.presses("Create", minutes="50", coffee_windows="9:30-11")
    assert "I know no team “Enginering”. Do you mean “Engineering”?" in told
    await host.presses("Create", teams="engineering; Marketing")
    assert (await only()).members.teams == ("Engineering", "Marketing")
    assert (await only()).terms.minutes == 50


async def test_pressed_twice_it_is_one_program_and_a_second_of_the_same_name_is_refused(host: Host):
    for _ in range(2):
        await host.reads("program-form")
        assert "Nothing is saved" not in await host.presses("Create", name="Friday table")
    assert await Program.all().count() == 1
    await host.reads("program-form")
    told = await host.presses("Create", name=" friday  Table", size="3")
    assert "another program of this name" in told
    assert values(host.card)["size"] == "3"


async def test_a_name_that_was_given_up_can_be_used_again(host: Host):
    for _ in range(2):
        await host.reads("program-form")
        await host.presses("Create", name="Lunch")
        await host.presses("Edit")
        await host.presses("Save", name=f"Renamed {await Program.all().count()}")
    await host.presses("End …")
    await host.presses("End it")
    for name in ("lunch", "Renamed 2"):
        await host.reads("program-form")
        await host.presses("Create", name=name)
    assert {program.name for program in await Program.filter(state="running")} == {"Renamed 1", "lunch", "Renamed 2"}
    assert await Program.all().count() == 4


async def test_an_edit_counts_from_the_next_round_on(host: Host):
    await host.reads("program-form")
    await host.presses("Create", name="Lunch")
    host.calendar.now = (await only()).due_at  # type: ignore[assignment] # it runs
    await begin_round((await only()).id)
    host.calendar.later(days=1)
    await host.reads("program", (await only()).id)
    await host.presses("Edit")
    assert values(host.card)["weekday"] == "2"
    await host.presses("Save", weekday="4", weeks="2", size="4", holidays="false", memory="6")
    program = await only()
    assert program.due_at
    assert f"{program.due_at:%a %d %B}" == "Fri 20 March"
    assert (program.terms.size, program.terms.keeps_holidays, program.terms.memory) == (4, False, 6)
    assert program.rounds_begun == 1


async def test_a_round_that_is_near_is_not_put_off_by_a_new_name(host: Host):
    await host.reads("program-form")
    await host.presses("Create", name="Lunch")
    host.calendar.later(days=1, hours=12)
    await host.presses("Edit")
    await host.presses("Save", name="Lunch with others", size="3")
    program = await only()
    assert program.due_at
    assert (program.name, f"{program.due_at:%a %d %B}") == ("Lunch with others", "Wed 04 March")


async def test_a_paused_program_begins_no_round_and_goes_on_in_its_rhythm(host: Host):
    await host.reads("program-form")
    await host.presses("Create", name="Lunch", weeks="1")
    assert "Paused" in await host.presses("Pause")
    assert (await only()).due_at is None
    await host.presses("Edit")
    assert "Paused" in await host.presses("Save", size="3")
    host.calendar.later(days=30)
    assert "Running" in await host.presses("Resume")
    program = await only()
    assert program.due_at
    assert clock.now() < program.due_at
    assert program.due_at.weekday() == 2


async def test_a_program_ends_after_one_question_that_says_what_still_happens(host: Host):
    await host.reads("program-form")
    await host.presses("Create", name="Lunch")
    told = await host.presses("End …")
    assert "Lunches that were offered or booked already go on" in told
    assert (await only()).state == "running"
    await host.presses("Keep it")
    await host.presses("End …")
    assert "Ended" in await host.presses("End it")
    assert ((await only()).state, (await only()).due_at) == ("ended", None)
    assert "no program" in await host.presses("All programs")
    for verb in ("program.open", "program.resume", "program.save", "program.end-it"):
        with pytest.raises(NoSuchProgram):
            await VERBS[verb](host.maya.id, {"id": (await only()).id})
    await host.presses("New program")
    await host.presses("Create", name="Lunch")
    assert await Program.filter(state="running").count() == 1


async def test_only_hosts_see_and_change_programs_and_any_host_any_of_them(host: Host):
    await begin_programs()
    for verb in VERBS:
        with pytest.raises(OnlyForHosts):
            await VERBS[verb]("priya-nair", {"id": "everybody", "name": "Mine"})
    for card in CARDS:
        assert await CARDS[card]("everybody", "priya-nair") is None
    assert await Program.all().count() == 2
    noor = await join("Noor Haddad", "People", is_host=True)
    host.maya = noor
    await host.reads("program", "everybody")
    await host.presses("Edit")
    await host.presses("Save", name="Lunch for everybody")
    program = await Program.get(id="everybody")
    assert (program.name, program.host_id) == ("Lunch for everybody", "noor-haddad")


async def test_a_lottery_is_with_somebody_who_joined(host: Host):
    await Person.filter(id="ines-costa").update(state="welcomed")
    await host.reads("program-form")
    assert "Ines Costa has not joined" in await host.presses(
        "Create", name="Seats", kind=LOTTERY, executive="Ines Costa"
    )
    assert "Do you mean “Ines Costa”?" in await host.presses("Create", executive="Ines Kosta")
    await Person.filter(id="ines-costa").update(state="joined")
    assert "with the executive" in await host.presses("Create", executive="INES COSTA", size="5")
    assert (await only()).executive_id == "ines-costa"
    await host.presses("Edit")
    assert values(host.card)["executive"] == "ines-costa@contoso.example"
    await join("Ines  Costa ", "Sales")
    assert "Several colleagues" in await host.presses("Save", executive="Ines Costa")


async def test_many_programs_are_turned_over_like_pages(host: Host):
    for number in range(6):
        await host.reads("program-form")
        await host.presses("Create", name=f"Lunch {number}")
    await host.reads("programs")
    assert len(buttons(host.card)) == 6
    told = await host.presses("More programs")
    assert "Lunch 5" in told
    assert "Lunch 3" not in told
    assert "Lunch 0" in await host.presses("From the beginning")
    assert await CARDS["programs"]("-1 or so", host.maya.id)


class Found:
    def __init__(self, name: str) -> None:
        self.id = f"id of {name}"
        self.name = name


class Groups:
    """The directory, as far as it knows groups."""

    async def groups(self, search: str) -> list[Found]:
        everything = ["Newcomers", "Newcomers 2026", "Twins", "twins"]
        return [Found(name) for name in everything if name.casefold().startswith(search.casefold())]


async def test_a_group_is_found_by_name_after_the_form_was_saved(host: Host):
    await host.reads("program-form")
    assert "looking up its group" in await host.presses("Create", name="Welcome", group="newcomers")
    assert (await only()).due_at == clock.now()
    await find_group((await only()).id, directory=Groups())
    program = await only()
    assert (program.state, program.members.group, program.members.group_id) == (
        "running",
        "Newcomers",
        "id of Newcomers",
    )
    assert program.due_at
    assert program.due_at > clock.now()
    await host.reads("program", program.id)
    await host.presses("Edit")
    await host.presses("Save", size="3")
    assert ((await only()).state, (await only()).members.group_id) == ("running", "id of Newcomers")
    assert json.loads(await notes()) == []


@pytest.mark.parametrize(
    ("group", "why"), [("newcomers 20", "“Newcomers 2026”"), ("nobody", "no group"), ("twins", "several")]
)
async def test_a_group_that_is_not_found_pauses_the_program_and_says_so(host: Host, group: str, why: str):
    await host.reads("program-form")
    await host.presses("Create", name="Welcome", group=group)
    await find_group((await only()).id, directory=Groups())
    assert (await only()).state == "paused"
    assert why in await notes()
    await host.reads("program", (await only()).id)
    assert "looking up" in await host.presses("Resume")
    await host.presses("Edit")
    assert "Running" in await host.presses("Save", group="")


async def test_every_card_of_a_program_is_small_enough_even_when_all_fields_are_full(host: Host):
    await host.reads("program-form")
    told = await host.presses(
        "Create", **dict.fromkeys(("group", "teams", "sites", "lunch_windows", "blackouts"), "Ä" * 400)
    )
    assert "Nothing is saved yet" in told
