"""What `potluck shadow` writes of a trial in which nothing leaves."""

import asyncio
from pathlib import Path

from bot_service import clock
from bot_service.app import TABLES
from bot_service.courtesy.message import Message
from bot_service.database.connection import open_database
from bot_service.database.row import put
from bot_service.people.person import Person
from bot_service.settings import read_settings
from tests.commands.conftest import Run, is_one_sentence


def test_what_shadow_mode_kept_back_is_written_as_csv(run: Run, folder: Path) -> None:
    settings = read_settings({"DATABASE_URL": "sqlite://potluck.db"})

    async def keep_back() -> None:
        async with open_database(settings, TABLES):
            await put(Person(id="ada", state="joined", name="Ada Lovelace", principal_name="", mail=""))
            kept = {"to_id": "ada", "kind": "lunch", "card": "offer", "about": "1", "sent_at": clock.now()}
            await put(Message(id="1", state="shadowed", due_at=None, **kept))

    asyncio.run(keep_back())
    shown = run("shadow", DATABASE_URL="sqlite://potluck.db")
    told = run("shadow", "--out", "pilot.csv", DATABASE_URL="sqlite://potluck.db")

    assert shown.out.splitlines()[0] == "at,to,kind,what,on_behalf_of,why"
    assert ",Ada Lovelace,lunch,about a lunch,," in shown.out
    assert (folder / "pilot.csv").read_text(encoding="utf-8") == shown.out
    assert told.out == "Wrote 1 line to pilot.csv.\n"


def test_where_nothing_ran_yet_there_is_nothing_that_shadow_mode_kept_back(run: Run) -> None:
    is_one_sentence(run("shadow"), "“potluck serve” makes it")
