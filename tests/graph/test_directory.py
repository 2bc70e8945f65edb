"""Who works at Contoso, as we read it."""

from datetime import timedelta

import pytest

from bot_service.errors import Outage
from bot_service.graph.client import GraphClient
from bot_service.graph.directory import Directory, _colleague_in
from bot_service.graph.trouble import NotPermitted, NotSignedIn, NotThere
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


async def test_where_people_work_is_read_with_the_country_whose_holidays_are_theirs(
    contoso: Contoso, directory: Directory
) -> None:
    colleagues = {colleague.id: colleague for colleague in await directory.colleagues()}

    for person in contoso.world.company.people:
        read = colleagues[person.id]
        assert (read.site, read.country) == (person.office.city, person.office.country)
    assert len({colleague.country for colleague in colleagues.values()}) > 3


@pytest.mark.parametrize(
    ("licence", "typed", "country"),
    [("DE", "Germany", "DE"), ("gb", None, "GB"), (None, "at", "AT"), (None, "Deutschland", ""), ("", "", "")],
)
def test_a_country_is_a_code_or_unknown(licence: str | None, typed: str | None, country: str) -> None:
    user = {"id": "1", "userPrincipalName": "ann@contoso.example", "usageLocation": licence, "country": typed}

    assert _colleague_in(user).country == country


async def test_a_group_is_found_by_how_its_name_begins(directory: Directory) -> None:
    assert [group.name for group in await directory.groups(" run ")] == ["Runners"]
    assert await directory.groups("Ann's friends") == []


async def test_everybody_in_a_group_and_its_groups_belongs_to_it(contoso: Contoso, directory: Directory) -> None:
    (clubs,) = await directory.groups("Clubs")
    inner = [group for group in contoso.world.company.groups.values() if group.name in {"Runners", "Parents"}]

    members = await directory.members(clubs.id)

    assert members == {person for group in inner for person in group.people}
    assert members <= set(contoso.world.company.accounts), "a group is nobody who could come to lunch"


async def test_a_group_that_is_gone_is_a_refusal(directory: Directory) -> None:
    with pytest.raises(NotThere):
        await directory.members("00000000-0000-0000-0000-000000000000")


async def test_a_group_of_several_pages_is_read_to_its_end(signs_in: SignsIn) -> None:
    async with served(World(seed=7, people=1050)) as large:
        client = GraphClient(large.microsoft, signs_in(large.microsoft))
        directory = Directory(client)
        (team,) = await directory.groups(large.world.company.team_name)

        assert len(await directory.members(team.id)) == len(large.world.company.people) > 999
        await client.close()


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
