"""What `potluck doctor` tells an administrator: each trouble with its way out; nothing has changed."""

import asyncio
from pathlib import Path

import pytest

from bot_service.app import TABLES
from bot_service.database.connection import open_database
from bot_service.lunches.offers.organisers import note_fault
from bot_service.lunches.outlook.mailbox import begin_watching
from bot_service.lunches.tables.mailbox import Mailbox
from bot_service.settings import read_settings
from tests.commands.conftest import COMPLETE, Run, files


def test_the_doctor_tells_every_trouble_and_changes_nothing(run: Run, folder: Path) -> None:
    told = run("doctor")
    assert (told.code, told.lines) == (1, [])
    assert [line.split(":")[0] for line in told.out.splitlines()] == [
        "trouble  Settings",
        "ok       Database",
        "trouble  Microsoft sign-in",
        "trouble  Teams sign-in",
    ]
    assert not files(folder)


def test_the_doctor_tells_of_a_mailbox_that_refused_a_lunch(run: Run, folder: Path) -> None:
    del folder
    settings = read_settings({"DATABASE_URL": "sqlite://potluck.db"})

    async def refused() -> None:
        async with open_database(settings, TABLES):
            await note_fault("potluck2@contoso.com", "The mailbox potluck2@contoso.com is full: empty it.")

    asyncio.run(refused())
    told = run("doctor", DATABASE_URL="sqlite://potluck.db")

    assert "trouble  Mailbox potluck2@contoso.com: The mailbox potluck2@contoso.com is full: empty it." in told.out


@pytest.mark.parametrize(("public_url", "is_told"), [("https://potluck.example", True), ("", False)])
def test_the_doctor_tells_when_microsoft_does_not_reach_us(
    run: Run, folder: Path, public_url: str, is_told: bool
) -> None:
    del folder
    settings = read_settings({"DATABASE_URL": "sqlite://potluck.db"})

    async def read_but_not_told() -> None:
        async with open_database(settings, TABLES):
            await begin_watching(["potluck@contoso.com"])
            await Mailbox.all().update(delta_link="https://graph.microsoft.com/v1.0/…")

    asyncio.run(read_but_not_told())
    told = run("doctor", DATABASE_URL="sqlite://potluck.db", POTLUCK_PUBLIC_URL=public_url)

    assert ("Microsoft does not tell us of changes in potluck@contoso.com" in told.out) is is_told
    assert ("see that https://potluck.example can be reached" in told.out) is is_told


def test_the_doctor_says_that_nothing_is_sent_in_shadow_mode(run: Run) -> None:
    assert "In shadow mode: nothing is sent or booked" in run("doctor", **COMPLETE, POTLUCK_SHADOW="on").out
