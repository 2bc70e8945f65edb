"""What somebody may have of what is held on her tells nothing that others kept to themselves."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot_service import clock
from bot_service.app import HELD
from bot_service.app import TABLES as ALL_TABLES
from bot_service.courtesy import courier
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.database.row import put
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Passed, record
from bot_service.privacy.export import export_of
from bot_service.privacy.tables import know
from bot_service.settings import Settings
from bot_service.sharing.ask import Ask, ask_arrived, ask_of
from bot_service.sharing.story import Story

TABLES = ALL_TABLES

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def _a_host_and_two_colleagues(database: Settings) -> None:
    del database
    clock.follow(lambda: NOW)
    know(HELD)
    for id_ in ("maya", "tom", "una"):
        names = {"name": id_.title(), "principal_name": f"{id_}@contoso.example", "mail": f"{id_}@contoso.example"}
        await put(Person(id=id_, state="joined", is_host=id_ == "maya", **names))
    await put(
        Story(id="story", state="open", host_id="maya", title="News", link="https://contoso.example/news", at=NOW)
    )


async def told_to(person_id: str) -> Any:
    return json.loads((await export_of(person_id)).as_json())["groups"]


async def ask(person_id: str) -> Message:
    ask_id = ask_of("story", person_id)
    names = {"story_id": "story", "host_id": "maya", "person_id": person_id}
    await put(Ask(id=ask_id, state="wanted", due_at=NOW + timedelta(days=5), **names))
    await courier.write(
        to=person_id, kind=Kind.ASK, card="ask", about=ask_id, sender="maya", topic="story", awaits=True
    )
    return await Message.get(about=ask_id)


async def test_a_host_who_reads_her_export_sees_no_difference_between_an_ask_that_arrived_and_one_that_was_refused() -> (
    None
):
    arrived, refused = await ask("tom"), await ask("una")
    await Message.filter(id=arrived.id).update(sent_at=NOW)
    await ask_arrived(await Message.get(id=arrived.id), "delivered")
    await ask_arrived(refused, "declined")

    told = json.dumps(await told_to("maya"))

    tom = told.replace(ask_of("story", "tom"), "ASK").replace("tom", "NAME").replace("Tom", "NAME")
    una = told.replace(ask_of("story", "una"), "ASK").replace("una", "NAME").replace("Una", "NAME")
    assert [tom.count("NAME"), tom.count("ASK")] == [una.count("NAME"), una.count("ASK")]
    assert {group["table"] for group in await told_to("maya")} == {"ask", "story", "person"}


async def test_that_a_colleague_answered_how_was_it_is_not_in_the_export_of_who_sat_with_her() -> None:
    before = await told_to("maya")
    await record(Passed.LUNCH, from_id="maya", to_id="tom", ref="lunch")
    await record(Passed.SUCCESS, from_id="maya", to_id="tom", ref="success")
    await record(Passed.CHECK_IN, from_id="tom", to_id="maya", ref="lunch")

    assert await told_to("maya") == before
    (ledger,) = [group for group in await told_to("tom") if group["table"] == "ledger"]
    assert {row["kind"] for row in ledger["shared_with_you"]} == {"lunch", "success", "checkin"}


async def test_messages_of_others_that_are_about_her_are_not_in_her_export() -> None:
    await courier.write(to="tom", kind=Kind.LEAVE, card="leave", about="maya")

    assert "message" not in {group["table"] for group in await told_to("maya")}
