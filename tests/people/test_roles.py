"""Hosts and administrators: named one by one or by groups of Entra, and no longer than Entra says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot_service.errors import Outage
from bot_service.graph.client import GraphClient
from bot_service.graph.directory import Directory
from bot_service.graph.sign_in import SignIn
from bot_service.people.directory.directory import begin_reading, read_directory
from bot_service.people.person import Person
from bot_service.sandbox.groups import Group
from bot_service.sandbox.world import World
from tests.graph.conftest import Contoso, served

TABLES = ["bot_service.people.person", "bot_service.people.directory.directory", "bot_service.people.erased"]
HOSTS = "00000000-0000-4000-8000-00000000a057"
NOWHERE = "00000000-0000-4000-8000-000000000000"


@asynccontextmanager
async def company(*members: int) -> AsyncIterator[tuple[Contoso, Directory]]:
    """Twelve people; those at these places are in the group HOSTS."""
    async with served(World(seed=7, people=12)) as contoso:
        people = contoso.world.company.people
        put_into_group(contoso, *(people[number].id for number in members))
        sign_in = SignIn(contoso.microsoft)
        client = GraphClient(contoso.microsoft, sign_in)
        await begin_reading()
        try:
            yield contoso, Directory(client)
        finally:
            await client.close()
            sign_in.close()


def put_into_group(contoso: Contoso, *ids: str) -> None:
    groups = contoso.world.company.groups
    groups[HOSTS] = Group(HOSTS, "Hosts", "", "hosts", people=ids)


async def those(role: str) -> set[str]:
    return {person.id for person in await Person.filter(**{role: True})}


async def test_a_group_and_a_name_both_make_hosts_and_administrators(database: Any) -> None:
    del database
    async with company(1, 2) as (contoso, directory):
        people = contoso.world.company.people
        named = people[0].principal_name.lower()

        await read_directory(
            "directory", directory=directory, hosts=frozenset({named, HOSTS}), administrators=frozenset({HOSTS})
        )

        assert await those("is_host") == {people[0].id, people[1].id, people[2].id}
        assert await those("is_administrator") == {people[1].id, people[2].id}


async def test_a_role_that_is_taken_away_ends_with_the_next_reading(database: Any) -> None:
    del database
    async with company(1, 2) as (contoso, directory):
        people = contoso.world.company.people
        await read_directory("directory", directory=directory, hosts=frozenset({HOSTS}))

        put_into_group(contoso, people[2].id)
        await read_directory("directory", directory=directory, hosts=frozenset({HOSTS}))

        assert await those("is_host") == {people[2].id}


def forbid(contoso: Contoso) -> None:
    """From now on the app may not read the group HOSTS."""
    contoso.world.faults.order({"path": f"/groups/{HOSTS}", "do": "status", "status": 403, "times": 1000})


async def test_while_a_group_cannot_be_read_everybody_keeps_the_role_and_nobody_gets_it(database: Any) -> None:
    del database
    async with company(1) as (contoso, directory):
        people = contoso.world.company.people
        await read_directory("directory", directory=directory, hosts=frozenset({HOSTS}))

        put_into_group(contoso, people[1].id, people[2].id)
        forbid(contoso)
        for _ in range(2):
            await read_directory("directory", directory=directory, hosts=frozenset({HOSTS}))
            assert await those("is_host") == {people[1].id}

        contoso.world.faults.clear()
        await read_directory("directory", directory=directory, hosts=frozenset({HOSTS}))
        assert await those("is_host") == {people[1].id, people[2].id}


async def test_a_group_that_is_gone_is_empty(database: Any) -> None:
    del database
    async with company(1) as (contoso, directory):
        await read_directory("directory", directory=directory, hosts=frozenset({HOSTS}))

        del contoso.world.company.groups[HOSTS]
        await read_directory("directory", directory=directory, hosts=frozenset({HOSTS}))

        assert await those("is_host") == set()


async def test_whom_no_setting_names_any_more_has_no_role_though_a_group_cannot_be_read(database: Any) -> None:
    del database
    async with company() as (contoso, directory):
        named = contoso.world.company.people[0].principal_name.lower()
        await read_directory("directory", directory=directory, hosts=frozenset(), administrators=frozenset({named}))
        assert len(await those("is_administrator")) == 1

        forbid(contoso)
        await read_directory("directory", directory=directory, hosts=frozenset(), administrators=frozenset({HOSTS}))

        assert await those("is_administrator") == set()


async def test_who_is_back_has_no_role_of_before_that_nobody_gives_her_now(database: Any) -> None:
    del database
    async with company(1) as (contoso, directory):
        host = contoso.world.company.people[1]
        await read_directory("directory", directory=directory, hosts=frozenset({HOSTS}))
        contoso.world.company.change(host.id, is_enabled=False)
        await read_directory("directory", directory=directory, hosts=frozenset({HOSTS}))
        assert (await Person.get(id=host.id)).state == "left"

        contoso.world.company.change(host.id, is_enabled=True)
        await read_directory("directory", directory=directory, hosts=frozenset({NOWHERE}))

        back = await Person.get(id=host.id)
        assert (back.state, back.is_host) == ("known", False)


async def test_a_directory_that_is_away_changes_no_role(database: Any) -> None:
    del database
    async with company(1) as (contoso, directory):
        host = contoso.world.company.people[1].id
        await read_directory("directory", directory=directory, hosts=frozenset({HOSTS}))

        contoso.world.faults.order({"path": f"/v1.0/groups/{HOSTS}", "do": "status", "status": 503, "times": 20})
        with pytest.raises(Outage):
            await read_directory("directory", directory=directory, hosts=frozenset({HOSTS}))

        assert await those("is_host") == {host}


async def test_two_accounts_with_one_mail_address_leave_it_to_the_one_who_is_called_so(database: Any) -> None:
    del database
    async with company() as (contoso, directory):
        ada, bo = contoso.world.company.people[:2]
        accounts = contoso.world.company.accounts
        accounts[bo.id] = replace(bo, mail=ada.mail.upper())

        await read_directory("directory", directory=directory, hosts=frozenset())

        assert (await Person.get(id=ada.id)).mail == ada.mail
        assert (await Person.get(id=bo.id)).mail == ""
