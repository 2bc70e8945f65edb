"""Who leaves is erased some time later, who comes back in time is known as before, and who was erased stays away."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot_service import clock
from bot_service.database.row import put
from bot_service.graph.directory import Colleague
from bot_service.people.chat import chat_opened
from bot_service.people.directory.directory import (
    DirectoryReading,
    begin_reading,
    doubted_since,
    erased_after,
    read_directory,
)
from bot_service.people.erased import Erased, is_kept_out, keep_out, let_in
from bot_service.people.person import Person
from bot_service.privacy.erase import order_erasure
from bot_service.privacy.whose import whose
from bot_service.settings import Settings
from bot_service.teams.address import Address

TABLES = ["bot_service.people.person", "bot_service.people.directory.directory", "bot_service.people.erased"]

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
GROUP = "00000000-0000-4000-8000-00000000a057"
CHAT = Address("https://teams.example", "a:cleo", "contoso")


class Entra:
    """A directory whose people come and go; some accounts may be disabled. `meanwhile`: what happens while we read."""

    def __init__(self, *names: str) -> None:
        self.names = set(names)
        self.disabled: set[str] = set()
        self.married: dict[str, str] = {}  #: id → the name that she took
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    async def colleagues(self) -> list[Colleague]:
        return [
            Colleague(
                name,
                f"{self.married.get(name, name)}@contoso.example".lower(),
                f"{self.married.get(name, name)}@contoso.example".lower(),
                self.married.get(name, name.title()),
                "Finance",
                "",
                boss,
                name not in self.disabled,
                False,
            )
            for name in sorted(self.names)
            for boss in ["cleo" if name == "bo" else None]
        ]

    async def members(self, _group_id: str, /) -> set[str]:
        if self.meanwhile is not None:
            await self.meanwhile()
        return set()


@asynccontextmanager
async def read(entra: Entra, at: datetime) -> AsyncIterator[None]:
    clock.follow(lambda: at)
    await begin_reading()
    await DirectoryReading.filter(id="directory").update(due_at=at)
    await read_directory("directory", directory=entra, hosts=frozenset({GROUP}))  # type: ignore[arg-type] # all that is asked of it
    yield


async def test_somebody_who_left_is_due_to_be_erased_after_the_time_that_the_company_chose(database: Settings) -> None:
    del database
    entra = Entra("bo", "cleo")
    async with read(entra, NOW):
        entra.names.remove("cleo")
    async with read(entra, NOW + timedelta(days=1)):
        cleo = await Person.get(id="cleo")
    assert cleo.state == "left"
    assert cleo.due_at is not None
    assert timedelta(days=30) < cleo.due_at - (NOW + timedelta(days=1)) < timedelta(days=31)


@pytest.mark.parametrize("state", ["known", "installed", "welcomed", "joined", "declined"])
async def test_somebody_who_comes_back_before_is_what_she_was_and_not_erased(database: Settings, state: str) -> None:
    del database
    entra = Entra("bo", "cleo")
    async with read(entra, NOW):
        await Person.filter(id="cleo").update(state=state, joined_at=NOW, never_ask=True, celebrate="never")
        entra.names.remove("cleo")
    async with read(entra, NOW + timedelta(days=1)):
        entra.names.add("cleo")
    async with read(entra, NOW + timedelta(days=3)):
        cleo = await Person.get(id="cleo")
    assert (cleo.state, cleo.joined_at, cleo.never_ask, cleo.celebrate) == (state, NOW, True, "never")
    assert cleo.due_at in {None, NOW + timedelta(days=3)}
    assert cleo.left_from == ""


async def test_who_had_left_before_leavers_were_erased_is_erased_too(database: Settings) -> None:
    del database
    entra = Entra("bo")
    await put(Person(id="cleo", name="Cleo", principal_name="", mail="", state="left"))
    async with read(entra, NOW):
        cleo = await Person.get(id="cleo")
    assert (cleo.state, cleo.due_at) == ("left", NOW + erased_after())
    async with read(entra, NOW + timedelta(days=1)):
        assert (await Person.get(id="cleo")).due_at == cleo.due_at


async def test_an_answer_that_misses_more_than_a_fifth_changes_nobody_and_is_believed_after_a_week(
    database: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    del database
    everybody = {f"p{number}" for number in range(40)}
    entra = Entra(*everybody)
    async with read(entra, NOW):
        await Person.all().update(state="joined")
    entra.names = everybody - {f"p{number}" for number in range(9)}
    async with read(entra, NOW + timedelta(days=1)):  # nine are few
        assert await Person.filter(state="left").count() == 9

    entra.names = {"p39", "new"}
    for day in range(2, 9):
        async with read(entra, NOW + timedelta(days=day)):
            assert await Person.filter(state="joined").count() == 31
            assert not await Person.exists(id="new")
            assert await doubted_since() == NOW + timedelta(days=2)
    assert "30 of 31 people are missing in the directory's answer: nobody is changed" in caplog.text
    async with read(entra, NOW + timedelta(days=9)):
        assert await Person.filter(state="left").count() == 39
        assert await doubted_since() is None


async def test_a_doubt_ends_with_the_first_whole_answer(database: Settings) -> None:
    del database
    everybody = {f"p{number}" for number in range(40)}
    entra = Entra(*everybody)
    async with read(entra, NOW):
        entra.names = set()
    async with read(entra, NOW + timedelta(days=1)):
        entra.names = everybody
    async with read(entra, NOW + timedelta(days=2)):
        assert await doubted_since() is None
        assert await Person.filter(state="known").count() == 40


async def test_somebody_erased_is_not_brought_back_by_the_directory_not_even_as_a_manager(database: Settings) -> None:
    del database
    await keep_out("cleo")
    async with read(Entra("bo", "cleo"), NOW):
        assert not await Person.exists(id="cleo")
        assert (await Person.get(id="bo")).manager_id == ""


async def test_teams_installing_us_for_somebody_erased_makes_nobody_but_her_own_words_do(database: Settings) -> None:
    del database
    clock.follow(lambda: NOW)
    await keep_out("cleo")

    await chat_opened("cleo", "Cleo", CHAT)
    assert not await Person.exists(id="cleo")

    await let_in("cleo")
    await chat_opened("cleo", "Cleo", CHAT)
    assert (await Person.get(id="cleo")).state == "installed"


async def test_that_she_was_erased_is_forgotten_once_the_directory_has_her_no_more(database: Settings) -> None:
    del database
    await keep_out("cleo")
    async with read(Entra("bo"), NOW):
        assert not await is_kept_out("cleo")
        assert not await Erased.exists()


async def test_somebody_erased_whose_account_is_disabled_for_a_while_is_not_even_a_manager_and_stays_away(
    database: Settings,
) -> None:
    del database
    await keep_out("cleo")
    entra = Entra("bo", "cleo")
    entra.disabled.add("cleo")
    async with read(entra, NOW):
        assert (await Person.get(id="bo")).manager_id == ""
        assert await is_kept_out("cleo")
    entra.disabled.clear()
    async with read(entra, NOW + timedelta(days=1)):
        assert not await Person.exists(id="cleo")


async def test_who_was_erased_after_she_left_is_nobodys_manager_while_entra_still_has_her_account(
    database: Settings,
) -> None:
    del database
    entra = Entra("bo", "cleo")
    async with read(entra, NOW):
        assert (await Person.get(id="bo")).manager_id == "cleo"
    entra.disabled.add("cleo")
    await Person.filter(id="cleo").delete()
    async with read(entra, NOW + timedelta(days=31)):
        assert (await Person.get(id="bo")).manager_id == ""


@pytest.mark.parametrize("was_disabled", [False, True])
async def test_an_erasure_ordered_while_the_directory_is_read_is_not_undone(
    database: Settings, *, was_disabled: bool
) -> None:
    del database
    entra = Entra("bo", "cleo")
    async with read(entra, NOW):
        pass
    if was_disabled:
        entra.disabled.add("cleo")
        async with read(entra, NOW + timedelta(days=1)):
            entra.disabled.clear()
    cleo = await Person.get(id="cleo")
    entra.meanwhile = lambda: order_erasure(cleo)

    async with read(entra, NOW + timedelta(days=2)):
        cleo = await Person.get(id="cleo")
    assert (cleo.state, cleo.due_at) == ("left", NOW + timedelta(days=2))


async def test_an_erasure_done_while_the_directory_is_read_is_not_undone(database: Settings) -> None:
    del database
    entra = Entra("bo", "cleo")
    async with read(entra, NOW):
        pass

    async def erased() -> None:
        await keep_out("cleo")
        await Person.filter(id="cleo").delete()

    entra.meanwhile = erased
    async with read(entra, NOW + timedelta(days=1)):
        assert not await Person.exists(id="cleo")


async def test_names_and_addresses_of_before_are_remembered_until_she_is_erased(database: Settings) -> None:
    del database
    entra = Entra("bo", "cleo")
    async with read(entra, NOW):
        entra.married["cleo"] = "Ang"
    for day in (1, 2):
        async with read(entra, NOW + timedelta(days=day)):
            her = whose(await Person.get(id="cleo"))
    assert {"Cleo", "Ang", "cleo@contoso.example", "ang@contoso.example"} <= set(her.names)
    assert {"cleo@contoso.example", "ang@contoso.example"} <= set(her.keys)
    assert "Cleo" not in her.keys


async def test_an_address_of_before_that_a_colleague_has_today_is_hers_no_more(database: Settings) -> None:
    del database
    entra = Entra("bo", "cleo")
    async with read(entra, NOW):
        entra.married |= {"cleo": "Ang", "bo": "Cleo"}
    async with read(entra, NOW + timedelta(days=1)):
        assert "cleo@contoso.example" not in whose(await Person.get(id="cleo")).keys


async def test_that_somebody_was_erased_can_not_be_told_from_her_id_alone(database: Settings) -> None:
    del database
    await keep_out("cleo")
    (before,) = await Erased.all()
    await keep_out("bo")
    await keep_out("cleo")
    assert await Erased.all().count() == 2
    await let_in("cleo")
    await let_in("bo")
    await keep_out("cleo")
    (after,) = await Erased.all()
    assert before.id != after.id
    assert await is_kept_out("cleo")
    assert not await is_kept_out("bo")
