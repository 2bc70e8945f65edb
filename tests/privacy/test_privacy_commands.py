"""`potluck export` and `potluck erase` on a database that nobody serves."""

import json
from pathlib import Path

import pytest

from bot_service.app import TABLES
from bot_service.database.connection import open_database
from bot_service.database.row import put
from bot_service.errors import UserMistake
from bot_service.export_or_erase import erase, export, look_up
from bot_service.people.person import Person
from bot_service.settings import read_settings
from tests.privacy.everywhere import found_in_files


async def test_a_person_is_handed_over_and_then_erased_for_good(tmp_path: Path) -> None:
    database = tmp_path / "potluck.db"
    settings = read_settings({"POTLUCK_MODE": "test", "DATABASE_URL": f"sqlite://{database}"})
    async with open_database(settings, TABLES):
        mail = "cleo@contoso.example"
        await put(Person(id="cleo-1", state="joined", name="Cleo Dahl", principal_name=mail, mail=mail))

    written = await export(settings, "CLEO@contoso.example", tmp_path / "out")
    assert json.loads(written[0].read_text())["person"] == {"id": "cleo-1", "name": "Cleo Dahl"}
    assert "Cleo Dahl" in written[1].read_text()

    told: list[str] = []
    assert await erase(settings, await look_up(settings, "cleo-1"), told.append)
    assert found_in_files(database, ["cleo-1", "Cleo Dahl", mail]) == set()
    with pytest.raises(UserMistake, match="holds nobody"):
        await look_up(settings, "cleo-1")
