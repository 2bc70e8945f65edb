"""What is taken over from the company's directory, day by day."""

from typing import Any

from bot_service.graph.client import GraphClient
from bot_service.graph.directory import Directory
from bot_service.graph.sign_in import SignIn
from bot_service.people.directory.directory import begin_reading, read_directory
from bot_service.people.person import Person
from bot_service.sandbox.world import World
from tests.graph.conftest import served

TABLES = ["bot_service.people.person", "bot_service.people.directory.directory", "bot_service.people.erased"]


async def test_where_somebody_works_is_known_and_follows_her_when_she_moves(database: Any) -> None:
    del database
    async with served(World(seed=7, people=12)) as contoso:
        maya = contoso.world.company.people[0]
        sign_in = SignIn(contoso.microsoft)
        client = GraphClient(contoso.microsoft, sign_in)
        await begin_reading()

        await read_directory("directory", directory=Directory(client), hosts=frozenset())
        known = await Person.get(id=maya.id)
        assert (known.site, known.country) == (maya.office.city, maya.office.country)

        elsewhere = "America/New_York"
        contoso.world.company.change(maya.id, zone=elsewhere)
        await read_directory("directory", directory=Directory(client), hosts=frozenset())
        moved = await Person.get(id=maya.id)
        assert (moved.site, moved.country) == ("New York", "US")

        await client.close()
        sign_in.close()
