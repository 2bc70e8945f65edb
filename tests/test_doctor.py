"""What `potluck doctor` says of the people of a company: one sentence for each oddity, and for each group that has a role."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot_service import clock
from bot_service.app import TABLES as ALL_TABLES
from bot_service.database.connection import open_database
from bot_service.database.row import put_all
from bot_service.doctor import examine
from bot_service.graph.client import GraphClient
from bot_service.graph.diagnose import Finding
from bot_service.graph.directory import Directory
from bot_service.graph.sign_in import SignIn
from bot_service.jobs.schema import prepare_jobs
from bot_service.people.directory.directory import begin_reading, read_directory
from bot_service.people.person import Person
from bot_service.sandbox.groups import Group
from bot_service.sandbox.world import World
from bot_service.settings import Company, Settings
from tests.graph.conftest import Contoso, served

HOSTS = "00000000-0000-4000-8000-00000000a057"
GONE = "00000000-0000-4000-8000-000000000000"


def settings_of(contoso: Contoso, database: Settings, **roles: frozenset[str]) -> Settings:
    organisers = tuple(mailbox.mail for mailbox in contoso.world.company.organisers)
    return replace(database, microsoft=contoso.microsoft, company=Company(organisers=organisers, **roles))


def said(findings: list[Finding], name: str) -> list[str]:
    return [finding.sentence for finding in findings if finding.name == name]


async def test_an_odd_directory_is_told_in_a_sentence_each(
    tmp_path: Path, settings_for: Callable[[str], Settings]
) -> None:
    async with served(World(seed=7, people=12)) as contoso:
        settings = settings_of(contoso, settings_for(f"sqlite://{tmp_path}/potluck.db"))
        company = contoso.world.company
        ada, bo, cy, dana, elif_ = company.people[1:6]
        company.change(elif_.id, is_enabled=False)
        async with open_database(settings, ALL_TABLES, prepare=prepare_jobs):
            sign_in = SignIn(contoso.microsoft)
            client = GraphClient(contoso.microsoft, sign_in)
            await begin_reading()
            await read_directory("directory", directory=Directory(client), hosts=frozenset())
            await Person.filter(id=dana.id).update(state="joined")
            await Person.filter(id=ada.id).update(state="left")
            await client.close()
            sign_in.close()
        company.change(bo.id, team="")
        company.change(cy.id, mail="")

        told = said(await examine(settings), "People")

    assert [sentence.partition(":")[0] for sentence in told] == [
        f"1 person has no department ({bo.principal_name})",
        f"1 person has no mail address ({cy.principal_name})",
        f"1 person is a guest ({next(one for one in company.accounts.values() if one.is_guest).principal_name})",
        f"1 person has changed department since the directory was last read ({bo.principal_name})",
        f"1 person is back after having left ({ada.principal_name})",
        f"1 person who takes part has no time zone ({dana.principal_name})",
    ]


async def test_groups_with_a_role_are_counted_and_one_that_is_gone_is_told_with_the_way_out(
    tmp_path: Path, settings_for: Callable[[str], Settings]
) -> None:
    async with served(World(seed=7, people=12)) as contoso:
        people = contoso.world.company.people
        contoso.world.company.groups[HOSTS] = Group(HOSTS, "Hosts", "", "hosts", people=(people[0].id, people[1].id))
        settings = settings_of(
            contoso,
            settings_for(f"sqlite://{tmp_path}/potluck.db"),
            hosts=frozenset({HOSTS, "maya@contoso.example"}),
            administrators=frozenset({GONE}),
        )

        findings = await examine(settings)

    assert said(findings, "POTLUCK_HOSTS") == [f"{HOSTS} is a group of 2 people."]
    (gone,) = said(findings, "POTLUCK_ADMINISTRATORS")
    assert gone == f"{GONE}: There is no such group, so nobody has the role by it: correct the id."


async def test_a_group_that_may_not_be_read_is_told_with_the_permission(
    tmp_path: Path, settings_for: Callable[[str], Settings]
) -> None:
    async with served(World(seed=7, people=12)) as contoso:
        contoso.world.company.groups[HOSTS] = Group(HOSTS, "Hosts", "", "hosts")
        settings = settings_of(contoso, settings_for(f"sqlite://{tmp_path}/potluck.db"), hosts=frozenset({HOSTS}))
        contoso.world.faults.order({"path": f"/groups/{HOSTS}", "do": "status", "status": 403, "times": 20})

        (unread,) = said(await examine(settings), "POTLUCK_HOSTS")

    assert "who had the role by it keeps it" in unread
    assert "GroupMember.Read.All" in unread


async def test_a_directory_that_misses_too_many_is_told_with_the_day_on_which_it_is_believed(
    tmp_path: Path, settings_for: Callable[[str], Settings]
) -> None:
    async with served(World(seed=7, people=12)) as contoso:
        settings = settings_of(contoso, settings_for(f"sqlite://{tmp_path}/potluck.db"))
        clock.follow(lambda: datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
        async with open_database(settings, ALL_TABLES, prepare=prepare_jobs):
            sign_in = SignIn(contoso.microsoft)
            client = GraphClient(contoso.microsoft, sign_in)
            gone = [
                Person(id=f"p{n}", state="joined", name="P", principal_name="", mail="", zone="UTC") for n in range(11)
            ]
            await put_all(gone)
            await begin_reading()
            await read_directory("directory", directory=Directory(client), hosts=frozenset())
            await client.close()
            sign_in.close()

        told = said(await examine(settings), "People")

    assert told[0].startswith("Since 02 March 2026 the directory has answered without more than a fifth")
    assert told[0].endswith("they are taken for gone on 09 March.")
