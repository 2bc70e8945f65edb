from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot_service import clock
from bot_service.courtesy.message import Message
from bot_service.database.row import put
from bot_service.graph.trouble import NotThere
from bot_service.lunches.programs.change import resume_program
from bot_service.lunches.programs.program import HOST, LOTTERY, MIXER, Program
from bot_service.lunches.programs.round import Round
from bot_service.lunches.programs.sitting import back_in, sit_out, sitting_of
from bot_service.lunches.programs.terms import Members, kept
from bot_service.lunches.rounds.participants import participants
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.times.preferences import Preference
from bot_service.people.chat import chat_closed, chat_opened
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.teams.address import Address
from tests.lunches.colleagues import TABLES, Calendar, join, notes

__all__ = ["TABLES"]
MIGRATIONS = ""


class Groups:
    """The directory, as far as it knows groups."""

    def __init__(self, members: Mapping[str, set[str]]) -> None:
        self._members = members

    async def members(self, group_id: str) -> set[str]:
        if group_id not in self._members:
            raise NotThere("There is no such group.")
        return self._members[group_id]


EVERYBODY = Members()
DIRECTORY = Groups({"g1": {"ada", "maya"}})


@pytest.fixture
async def here(database: Settings) -> Calendar:  # noqa: ARG001 - it opens the tables
    calendar = Calendar()
    await join("Ada", "Engineering", site="Berlin")
    await join("Bo", "Design", site="Oslo")
    await join("Cleo", "Sales")
    await join("Maya", "Marketing", is_host=True)
    return calendar


async def who(program: Program | None, asked_by: str = "") -> set[str]:
    return set(await participants(program, clock.now(), directory=DIRECTORY, asked_by=asked_by))


def program(kind: str = MIXER, members: Members = EVERYBODY, **more: str) -> Program:
    return Program(id="p1", kind=kind, name="Lunch", members_kept=kept(members), **more)


async def test_everybody_who_joined_and_has_a_mailbox_takes_part(here: Calendar):
    await join("Dan", "Sales", state="declined")
    await join("Eve", "Sales", mail="")
    await join("Fay", "Sales", paused_until=here.now + timedelta(days=1))
    assert await who(program()) == await who(None) == {"ada", "bo", "cleo", "maya"}
    here.later(days=1)
    assert "fay" in await who(program())


async def test_who_sits_a_programme_out_is_left_out_of_it_until_then_and_of_no_other(here: Calendar):
    await sit_out("p1", "ada", here.now + timedelta(days=3))
    await sit_out("p1", "ada", here.now + timedelta(days=30))
    assert await sitting_of("ada") == {"p1": here.now + timedelta(days=30)}
    here.later(days=4)
    assert "ada" not in await who(program())
    assert "ada" in await who(Program(id="p2", kind=MIXER, name="Another"))
    await back_in("p1", "ada")
    assert "ada" in await who(program())
    await sit_out("p1", "ada", here.now + timedelta(days=1))
    here.later(days=1)
    assert "ada" in await who(program())
    assert await sitting_of("ada") == {}


async def test_who_had_her_lunches_of_the_month_is_left_alone_unless_she_asks_herself(here: Calendar):
    await put(Preference(id="ada", most_a_month=1))
    await put(Round(id="r1", state="matched", program_id="p1", kind=MIXER, number=1, begun_at=here.now))
    lunch = Lunch(id="l1", state="held", round_id="r1", kind=MIXER, starts_at=here.now)
    await put(lunch)
    await put(Guest(id="g1", lunch_id="l1", person_id="ada", answer="yes"))
    assert await who(program()) == {"bo", "cleo", "maya"}
    assert "ada" in await who(None, asked_by="ada")
    here.later(days=35)
    assert "ada" in await who(program())


async def test_a_group_is_read_from_the_directory_and_hosts_belong_to_their_own_programme(here: Calendar):
    assert here
    group = Members(group="Newcomers", group_id="g1")
    assert await who(program(members=group)) == {"ada", "maya"}
    assert await who(program(HOST, Members(teams=("Design",)))) == {"bo", "maya"}
    assert await who(program(LOTTERY, Members(sites=("Berlin",)), executive_id="cleo")) == {"ada", "cleo"}


async def test_a_program_whose_group_is_gone_pauses_and_its_host_is_told_once(here: Calendar):
    members = Members(group="Newcomers", group_id="deleted")
    welcome = program(members=members, state="running", host_id="maya")
    await put(welcome)
    for _ in range(2):
        assert await who(await Program.get(id="p1")) == set()
    assert "“Lunch” is paused. Its group “Newcomers” is gone from Microsoft 365." in await notes()
    assert [message.kind for message in await Message.filter(to_id="maya")] == ["news"]  # she asked for nothing
    here.later(days=1)
    await resume_program(await Program.get(id="p1"), "maya")
    again = await Program.get(id="p1")
    assert (again.state, again.members.group, again.members.group_id) == ("checking", "Newcomers", "")


async def test_a_host_who_asks_for_a_table_herself_hears_of_it_though_the_group_is_gone(here: Calendar):
    assert here
    gone = program(HOST, Members(group="Newcomers", group_id="deleted"), state="running", host_id="maya")
    await put(gone)
    assert await who(gone, asked_by="maya") == {"maya"}


async def test_who_left_the_company_takes_part_in_nothing(here: Calendar):
    assert here
    await Person.filter(id="ada").update(state="left")
    assert "ada" not in await who(program(members=Members(group="Newcomers", group_id="g1")))


async def test_who_removed_the_app_is_left_alone_until_it_is_back(here: Calendar):
    assert here
    address = Address("http://127.0.0.1/teams/", "chat-ada", "")
    await chat_closed("ada")
    assert "ada" not in await who(None)
    await chat_opened("ada", "Ada", address)
    assert "ada" in await who(None)
