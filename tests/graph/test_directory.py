"""Who works at Contoso, as we read it."""

from datetime import timedelta

import pytest

from bot_service.errors import Outage
from bot_service.graph.client import GraphClient
from bot_service.graph.directory import Directory
from bot_service.graph.trouble import NotPermitted, NotSignedIn
from bot_service.sandbox.world import World
from tests.graph.conftest import Contoso, SignsIn, served


async def test_everybody_is_read_with_team_and_manager(contoso: Contoso, directory: Directory) -> None:
    colleagues = {colleague.id: colleague for colleague in await directory.colleagues()}

    assert set(colleagues) == set(contoso.world.company.accounts)
    for person in contoso.world.company.people:
        colleague = colleagues[person.id]
        assert (colleague.name, colleague.team, colleague.job_title) == (person.name, person.team, person.job_title)
        assert (colleague.mail, colleague.principal_name) == (person.mail, person.principal_name)
        assert colleague.manager_id == person.manager_id
        assert colleague.enabled
        assert not colleague.is_guest


async def test_guests_and_people_who_left_are_marked(contoso: Contoso, directory: Directory) -> None:
    colleagues = await directory.colleagues()

    accounts = contoso.world.company.accounts
    assert [colleague.id for colleague in colleagues if colleague.is_guest] == [
        one.id for one in accounts.values() if one.is_guest
    ]
    assert [colleague.id for colleague in colleagues if not colleague.enabled] == [
        one.id for one in accounts.values() if not one.is_enabled
    ]


async def test_the_service_mailbox_has_no_team(contoso: Contoso, directory: Directory) -> None:
    teams = {colleague.mail: colleague.team for colleague in await directory.colleagues()}

    assert teams[contoso.organiser] == ""


async def test_a_directory_of_several_pages_is_read_to_its_end(signs_in: SignsIn) -> None:
    async with served(World(seed=7, people=1050)) as large:
        sign_in = signs_in(large.microsoft)
        client = GraphClient(large.microsoft, sign_in)

        colleagues = await Directory(client).colleagues()

        assert {colleague.id for colleague in colleagues} == set(large.world.company.accounts)
        assert len(colleagues) > 999
        await client.close()


async def test_a_missing_permission_is_a_refusal_not_an_outage(contoso: Contoso, directory: Directory) -> None:
    contoso.world.sign_in.roles.discard("User.Read.All")

    with pytest.raises(NotPermitted, match="potluck doctor"):
        await directory.colleagues()


async def test_a_revoked_token_is_a_refusal_once(contoso: Contoso, directory: Directory) -> None:
    await directory.colleagues()
    contoso.world.sign_in.forget_tokens()

    with pytest.raises(NotSignedIn):
        await directory.colleagues()

    assert await directory.colleagues(), "the next try asks for a new token"


async def test_one_throttled_part_of_a_batch_is_an_outage_with_its_own_wait(
    contoso: Contoso, directory: Directory
) -> None:
    contoso.world.faults.order({"path": "/manager", "do": "status", "status": 429, "seconds": 17})

    with pytest.raises(Outage) as outage:
        await directory.colleagues()

    assert outage.value.after == timedelta(seconds=17)
