"""The API behind the tab: who may ask what, what the answers are, and how a no is said."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession

from bot_service.app import TABLES as ALL_TABLES
from bot_service.courtesy.message import Message
from bot_service.lunches.afterwards.checkin import CheckIn
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Passed
from bot_service.settings import Settings
from bot_service.sharing.story import Story
from tests.web.office import NOW, Office, befriend, office, passed

TABLES = ALL_TABLES

EVERYBODY = ("/api/me", "/api/me/messages", "/api/me/seen-by-others", "/api/me/export")
HOSTS = ("/api/host/mirror", "/api/host/askable")
ADMINISTRATORS = ("/api/admin/status", "/api/admin/shadow")


@pytest.fixture
async def contoso(database: Settings) -> AsyncIterator[Office]:
    async with office(database) as opened:
        yield opened


async def test_each_call_is_for_those_whose_role_it_is(contoso: Office) -> None:
    ada, bo = contoso.others()[:2]
    await Person.filter(id=bo.id).update(is_administrator=True)

    for path in EVERYBODY:
        assert [(await contoso.asks(who, path))[0] for who in (ada, contoso.maya, bo)] == [200, 200, 200], path
    for path in HOSTS:
        assert [(await contoso.asks(who, path))[0] for who in (ada, contoso.maya, bo)] == [403, 200, 403], path
    for path in ADMINISTRATORS:
        assert [(await contoso.asks(who, path))[0] for who in (ada, contoso.maya, bo)] == [403, 403, 200], path
    assert await contoso.asks(ada, HOSTS[0]) == (403, {"error": {"message": "This page is for hosts only."}})


async def test_a_role_that_was_taken_away_ends_with_the_next_call_whatever_the_token_says(contoso: Office) -> None:
    assert (await contoso.asks(contoso.maya, "/api/host/mirror"))[0] == 200

    await Person.filter(id=contoso.maya.id).update(is_host=False)

    token = contoso.world.sign_in.token_for_tab(contoso.maya, roles=["host", "administrator"], wids=["62e90394"])
    async with ClientSession(contoso.url, headers={"Authorization": f"Bearer {token}"}) as session:
        assert (await session.get("/api/host/mirror")).status == 403
        assert (await session.get("/api/admin/status")).status == 403


@pytest.mark.parametrize("path", [*EVERYBODY, *HOSTS, *ADMINISTRATORS, "/api/people/somebody"])
async def test_without_a_good_token_nothing_is_told_and_the_way_to_sign_in_is(contoso: Office, path: str) -> None:
    ada = contoso.others()[0]
    old = contoso.world.sign_in.token_for_tab(ada, exp=1)
    foreign = contoso.world.sign_in.token_for_tab(ada, tid="somewhere else")
    async with ClientSession(contoso.url) as session:
        for header, status in (
            ({}, 401),
            ({"Authorization": f"Bearer {old}"}, 401),
            ({"Authorization": f"Bearer {foreign}"}, 403),
        ):
            async with session.get(path, headers=header) as answer:
                assert answer.status == status
                assert (status == 401) == ("Bearer" in answer.headers.get("WWW-Authenticate", ""))
                sentence = (await answer.json())["error"]["message"]
                assert sentence.endswith((".", "expired"))
                assert ada.name not in str(answer.headers) + sentence


async def test_while_microsoft_is_away_it_says_so(contoso: Office) -> None:
    contoso.world.faults.order({"path": "/login/", "do": "status", "status": 503, "times": 9})

    status, said = await contoso.asks(contoso.maya, "/api/me")

    assert (status, said["error"]["message"]) == (503, "Microsoft's signing keys can't be read just now.")


async def test_the_first_page_says_what_is_next_and_which_wishes_hold(contoso: Office) -> None:
    ada, bo, cy = contoso.others()[:3]
    await Person.filter(id=ada.id).update(paused_until=NOW + timedelta(days=7), celebrate="privately")
    soon: dict[str, Any] = {"round_id": "r", "kind": "mixer", "form": "coffee", "minutes": 30}
    await Lunch.create(id="soon", state="booked", starts_at=NOW + timedelta(days=1), place="Canteen", **soon)
    await Lunch.create(id="open", state="proposed", **soon)
    await Lunch.create(id="past", state="held", starts_at=NOW - timedelta(days=1), **soon)
    await Lunch.create(id="not hers", state="booked", starts_at=NOW + timedelta(hours=1), **soon)
    for lunch, one, answer in (
        ("soon", ada, "yes"),
        ("soon", bo, "yes"),
        ("soon", cy, "no"),
        ("open", ada, ""),
        ("past", ada, "yes"),
        ("not hers", ada, "no"),
        ("not hers", bo, "yes"),
    ):
        await Guest.create(id=f"{lunch} {one.id}", lunch_id=lunch, person_id=one.id, team=one.team, answer=answer)
    await Message.create(
        id="m", state="delivered", to_id=ada.id, kind="checkin", card="checkin", about="past", awaits=True, sent_at=NOW
    )
    await CheckIn.create(id="over", state="let go", due_at=None, lunch_id="long ago", person_id=ada.id)
    await Message.create(
        id="n", state="delivered", to_id=ada.id, kind="checkin", card="checkin", about="over", awaits=True, sent_at=NOW
    )

    told = await contoso.sees(ada, "/api/me")

    assert told["me"]["name"] == ada.name
    assert (told["takesPart"], told["roles"]) == ("yes", [])
    assert [lunch["id"] for lunch in told["lunches"]] == ["soon", "open"]
    assert [one["name"] for one in told["lunches"][0]["company"]] == [bo.name], "that Cy said no is not hers to know"
    assert told["lunches"][0]["startsAt"] == "2026-03-05T10:00:00Z"
    assert [one["what"] for one in told["waiting"]] == ["“How was it?” after a lunch"]
    assert told["wishes"]["holds"]["Celebrate me"] == "Only for you"
    assert "11 March" in told["wishes"]["holds"]["Pause"]


async def test_every_message_comes_with_its_reason(contoso: Office) -> None:
    ada, bo = contoso.others()[:2]
    for number, to in enumerate((ada, ada, bo)):
        await Message.create(
            id=f"m{number}", state="delivered", to_id=to.id, kind="lunch", card="offer", about="x", sent_at=NOW
        )
    await Message.create(id="waits", state="waiting", to_id=ada.id, kind="ask", card="ask", about="secret")

    told = (await contoso.sees(ada, "/api/me/messages"))["messages"]

    assert {one["id"] for one in told} == {"m0", "m1"}
    assert all(one["why"] and one["ends"] for one in told)


async def test_a_host_sees_by_name_only_whom_she_may_ask(contoso: Office) -> None:
    ada, bo = contoso.others()[:2]
    await Story.create(
        id="s", state="open", host_id=contoso.maya.id, title="We won", link="https://contoso.example/1", at=NOW
    )
    await befriend(contoso, contoso.maya, ada)
    await passed(Passed.FIRST, contoso.maya.id, contoso.maya.id, 3, team="", ref="s")

    told = await contoso.sees(contoso.maya, "/api/host/askable")

    assert [one["name"] for one in told["people"]] == [ada.name]
    assert told["others"] == "Everybody else: not yet."
    assert bo.name not in str(told)


async def test_the_mirror_speaks_of_teams_and_never_of_single_people(contoso: Office) -> None:
    ada = contoso.others()[0]
    await befriend(contoso, contoso.maya, ada)

    told = await contoso.sees(contoso.maya, "/api/host/mirror")

    assert {"team", "ate", "listened", "celebrated", "thanked", "passedOn"} == set(told["teams"][0])
    said = str(told)
    assert [one.name for one in contoso.world.company.people if one.name in said or one.id in said] == []


async def test_an_administrator_gets_numbers_and_none_about_fewer_than_five(contoso: Office) -> None:
    await Person.filter(id=contoso.maya.id).update(is_administrator=True)
    told = await contoso.sees(contoso.maya, "/api/admin/status")
    assert (told["people"], told["takePart"], told["lunchesAhead"]) == (24, 24, None)

    some = [one.id for one in contoso.others()[:4]]
    await Person.exclude(id__in=some).update(state="known")
    told = await contoso.sees(contoso.maya, "/api/admin/status")

    assert (told["people"], told["takePart"]) == (24, None)


@pytest.mark.parametrize("whom", ["nobody", "../me", "' OR 1=1 --", "%00", "left"])
async def test_somebody_unknown_and_somebody_who_has_left_are_the_same(contoso: Office, whom: str) -> None:
    gone = contoso.others()[3]
    await Person.filter(id=gone.id).update(state="left")
    path = gone.id if whom == "left" else whom.replace("/", "%2F").replace(" ", "%20")

    status, said = await contoso.asks(contoso.maya, f"/api/people/{path}")

    assert status == 404
    assert said == {"error": {"message": "I don't know this colleague any more."}}


async def test_nothing_is_kept_on_the_way(contoso: Office) -> None:
    token = contoso.world.sign_in.token_for_tab(contoso.maya)
    async with ClientSession(contoso.url, headers={"Authorization": f"Bearer {token}"}) as session:
        for path in (*EVERYBODY, "/api/people/nobody", "/api/admin/status"):
            async with session.get(path) as answer:
                assert answer.headers["Cache-Control"] == "no-store"
                assert "Access-Control-Allow-Origin" not in answer.headers


async def test_the_trial_is_listed_for_administrators_and_told_to_whom_it_is_about(database: Settings) -> None:
    async with office(database, is_shadow=True) as contoso:
        ada, bo = contoso.others()[:2]
        await Person.filter(id=bo.id).update(is_administrator=True)
        shadowed: dict[str, Any] = {"state": "shadowed", "kind": "ask", "card": "ask", "about": "x", "sent_at": NOW}
        await Message.create(id="one", to_id=ada.id, sender_id=contoso.maya.id, **shadowed)
        await Message.create(id="two", to_id=contoso.maya.id, **shadowed)

        listed = (await contoso.sees(bo, "/api/admin/shadow"))["messages"]

        assert [(one["to"]["name"], one["kind"]) for one in listed] == [(ada.name, "ask"), (contoso.maya.name, "ask")]
        own = await contoso.sees(ada, "/api/me/seen-by-others")
        assert own["trial"] == [one for one in listed if one["to"]["id"] == ada.id]
        assert (await contoso.sees(bo, "/api/admin/status"))["inTrial"] is True


async def test_a_wish_holds_from_the_next_call_on_and_what_was_not_said_stays(contoso: Office) -> None:
    ada = contoso.others()[0]

    status, told = await contoso.asks(
        ada, "/api/me/wishes", method="POST", json={"celebrate": "never", "paused": "24 March"}
    )

    assert status == 200, told
    assert told["wishes"]["fields"]["celebrate"] == "never"
    assert told["wishes"]["holds"]["Pause"] == "Until Tue 24 March 2026"
    kept = await Person.get(id=ada.id)
    assert (kept.celebrate, kept.thanks, kept.never_ask) == ("never", "private", False)
    assert kept.is_paused(NOW)
    assert await contoso.sees(ada, "/api/me") == told


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"celebrate": "loudly"}', "Choose how you like to be celebrated."),
        (b'{"hours": "whenever"}', "I read no hours in it"),
        (b'{"never_ask": true}', "“never_ask” is “true” or “false”"),
        (b'{"hours": null}', "Every wish is a text"),
        (b"[]", "Potluck can't read this"),
        (b"{", "Potluck can't read this"),
        (b"[" * 50_000, "Potluck can't read this"),
        (b'{"hours": "' + b"x" * 70_000 + b'"}', "Potluck can't read this"),
    ],
)
async def test_what_cannot_be_read_changes_nothing_and_is_said(contoso: Office, body: bytes, sentence: str) -> None:
    before = await contoso.sees(contoso.maya, "/api/me")

    status, said = await contoso.asks(contoso.maya, "/api/me/wishes", method="POST", data=BytesIO(body))

    assert status == 400
    assert sentence in said["error"]["message"]
    assert await contoso.sees(contoso.maya, "/api/me") == before


async def test_a_wish_that_comes_in_two_packets_is_taken(contoso: Office) -> None:
    ada = contoso.others()[0]

    async def in_two() -> AsyncIterator[bytes]:
        yield b'{"never_ask": '
        await asyncio.sleep(0.05)
        yield b'"true"}'

    status, _ = await contoso.asks(ada, "/api/me/wishes", method="POST", data=in_two())

    assert status == 200
    assert (await Person.get(id=ada.id)).never_ask


async def test_she_leaves_and_comes_back(contoso: Office) -> None:
    ada = contoso.others()[0]
    for word, state in (("no", "declined"), ("yes", "joined")):
        status, told = await contoso.asks(ada, "/api/me/wishes", method="POST", json={"takes_part": word})
        assert (status, told["takesPart"]) == (200, word)
        assert (await Person.get(id=ada.id)).state == state


async def test_nobody_changes_somebody_elses_wishes(contoso: Office) -> None:
    ada, bo = contoso.others()[:2]

    await contoso.asks(ada, "/api/me/wishes", method="POST", json={"id": bo.id, "person": bo.id, "celebrate": "never"})

    assert (await Person.get(id=bo.id)).celebrate == "openly"


async def test_the_export_is_hers_for_machines_and_to_read(contoso: Office) -> None:
    ada = contoso.others()[0]
    assert (await contoso.sees(ada, "/api/me/export"))["person"]["name"] == ada.name

    token = contoso.world.sign_in.token_for_tab(ada)
    async with (
        ClientSession(contoso.url, headers={"Authorization": f"Bearer {token}"}) as session,
        session.get("/api/me/export?as=html") as page,
    ):
        assert page.content_type == "text/html"
        assert f"What Potluck holds on {ada.name}" in await page.text()
