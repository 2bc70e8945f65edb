"""What a bot meets at Teams' connector: chats, messages, threads, and every no that Microsoft documents."""

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.small_bot import Room, card, message, open_room, opening


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with open_room() as opened:
        await opened.cast.act()
        yield opened


async def test_a_chat_is_the_same_each_time_it_is_opened(room: Room):
    maya = room.world.company.hosts[0].id

    assert await room.chat(maya) == await room.chat(maya)
    assert await room.chat(f"29:{maya}") == await room.chat(maya)


async def test_a_card_lies_in_the_chat_and_a_new_version_replaces_it(room: Room):
    maya = room.world.company.hosts[0]
    sent = await room.send(maya.id, card())
    chat = await room.chat(maya.id)

    status, body = await room.teams("PUT", f"conversations/{chat}/activities/{sent}", message(card(lang="de")))

    assert (status, body) == (200, {"id": sent})
    _, lines = await room.ask("GET", f"conversations/{chat}/activities")
    assert [line.get("replacesId") for line in lines] == [None, sent]
    assert {line["from"] for line in lines} == {room.world.teams.bot_id}
    assert {line["to"] for line in lines} == {maya.id}
    assert {line["at"] for line in lines} == {"2026-01-05T07:00:00Z"}
    _, shown = await room.ask("GET", f"conversations/{chat}/messages")
    assert [line["attachments"][0]["content"]["lang"] for line in shown] == ["de"]


async def test_a_message_taken_away_is_seen_no_more_but_was_there(room: Room):
    maya = room.world.company.hosts[0].id
    sent, chat = await room.send(maya, card()), await room.chat(maya)

    assert (await room.teams("DELETE", f"conversations/{chat}/activities/{sent}"))[0] == 200

    assert (await room.ask("GET", f"conversations/{chat}/messages"))[1] == []
    assert len((await room.ask("GET", f"conversations/{chat}/activities"))[1]) == 2
    assert (await room.teams("DELETE", f"conversations/{chat}/activities/{sent}"))[0] == 404


async def test_a_post_opens_a_thread_and_a_reply_stays_in_it(room: Room):
    channel = room.world.company.channel_id
    wish = {"isGroup": True, "channelData": {"channel": {"id": channel}}, "activity": message(card())}

    status, opened = await room.teams("POST", "conversations", wish)
    replied, _ = await room.teams("POST", f"conversations/{opened['id']}/activities", message(card()))

    assert (status, replied) == (201, 201)
    assert opened["id"] == f"{channel};messageid={opened['activityId']}"
    post, reply = room.world.teams.get(channel).lines
    assert (post.thread, reply.thread) == ("", opened["activityId"])
    assert post.to == channel


async def test_members_come_whole_one_by_one_and_in_pages(room: Room):
    channel, maya = room.world.company.channel_id, room.world.company.hosts[0]

    _, everybody = await room.teams("GET", f"conversations/{channel}/members")
    _, page = await room.teams("GET", f"conversations/{channel}/pagedmembers?pageSize=50")
    _, one = await room.teams("GET", f"conversations/{channel}/members/29:{maya.id}")

    assert len(everybody) == 12
    assert page == {"members": everybody}
    assert (one["aadObjectId"], one["userPrincipalName"]) == (maya.id, maya.principal_name)


async def test_a_team_names_its_channels_all_but_the_general_one(room: Room):
    company = room.world.company

    _, team = await room.teams("GET", f"teams/{company.general_id}")
    _, channels = await room.teams("GET", f"teams/{company.general_id}/conversations")

    assert team["aadGroupId"] == company.team_id
    assert channels["conversations"] == [
        {"id": company.general_id},
        {"id": company.channel_id, "name": "Good news"},
    ]


async def test_nobody_writes_without_a_token_for_the_connector(room: Room):
    maya = room.world.company.hosts[0]

    for token in ("", "made-up", room.world.sign_in.token_for_person(maya)):
        status, body = await room.teams("POST", "conversations", opening(room.world, maya.id), token=token)
        assert (status, body["error"]["code"]) == (401, "Unauthorized")


async def test_who_blocked_the_bot_gets_nothing_any_more(room: Room):
    maya = room.world.company.hosts[0].id
    chat = await room.chat(maya)
    await room.ask("POST", f"people/{maya}/app", {"do": "block"})

    status, body = await room.teams("POST", f"conversations/{chat}/activities", message(card()))

    assert (status, body["error"]["subCode"]) == (403, "MessageWritesBlocked")


async def test_who_removed_the_app_has_no_chat_with_it(room: Room):
    maya = room.world.company.hosts[0].id
    await room.ask("POST", f"people/{maya}/app", {"do": "remove"})

    assert (await room.teams("POST", "conversations", opening(room.world, maya)))[0] == 403
    assert [heard["type"] for heard in room.bot.heard[-2:]] == ["installationUpdate", "conversationUpdate"]
    assert room.bot.heard[-1]["membersRemoved"] == [{"id": room.world.teams.bot_id}]


async def test_an_unknown_chat_is_not_found(room: Room):
    status, body = await room.teams("POST", "conversations/a:1nobody/activities", message(card()))

    assert (status, body["error"]["code"]) == (404, "ConversationNotFound")


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (card(version=None), "no version"),
        (card({"type": "TextBlock", "text": ""}), "TextBlock without text"),
        (card({"type": "Container", "items": [{"type": "TextBlock"}]}), "TextBlock without text"),
        (card(actions=[{"type": "Action.Execute", "title": "Yes", "data": {}}]), "without a verb"),
        (card({"type": "Input.Text", "id": "a"}, {"type": "Input.Text", "id": "a"}), "id of its own"),
        (card({"type": "TextBlock", "text": "ü" * 15_000}), "more than 28672"),
        ({"type": "AdaptiveCart", "version": "1.5"}, "type AdaptiveCard"),
    ],
)
async def test_a_card_that_no_client_could_show_is_refused(room: Room, broken: dict, complaint: str):
    chat = await room.chat(room.world.company.hosts[0].id)

    status, body = await room.teams("POST", f"conversations/{chat}/activities", message(broken))

    assert status == 400
    assert complaint in body["error"]["message"]


async def test_a_message_over_100_kb_is_too_big(room: Room):
    chat = await room.chat(room.world.company.hosts[0].id)

    status, body = await room.teams(
        "POST", f"conversations/{chat}/activities", {"type": "message", "text": "x" * 60_000}
    )

    assert (status, body["error"]["code"]) == (413, "MessageSizeTooBig")


async def test_an_empty_message_and_broken_json_are_refused(room: Room):
    chat = await room.chat(room.world.company.hosts[0].id)

    assert (await room.teams("POST", f"conversations/{chat}/activities", {"type": "message"}))[0] == 400
    assert (await room.teams("POST", f"conversations/{chat}/activities", ["no", "object"]))[0] == 400


async def test_the_eighth_message_in_a_second_must_wait(room: Room):
    maya = room.world.company.hosts[0].id
    chat = await room.chat(maya)
    answers = [await room.teams("POST", f"conversations/{chat}/activities", message(card())) for _ in range(8)]
    assert [status for status, _ in answers] == [201] * 7 + [429]

    await room.let_pass(hours=1)

    assert (await room.teams("POST", f"conversations/{chat}/activities", message(card())))[0] == 201


@pytest.mark.parametrize("how", ["disabled", "deleted"])
async def test_who_has_left_the_company_gets_nothing_and_is_no_member_any_more(room: Room, how: str):
    maya, channel = room.world.company.hosts[0], room.world.company.channel_id
    chat = await room.chat(maya.id)
    assert (await room.ask("POST", f"people/{maya.id}/outlook", {"do": "leave", "how": how}))[0] == 200

    status, body = await room.teams("POST", f"conversations/{chat}/activities", message(card()))
    assert (status, body["error"]["code"]) == (403, "ForbiddenOperationException")
    _, members = await room.teams("GET", f"conversations/{channel}/members")
    assert len(members) == 11
    assert (await room.teams("GET", f"conversations/{channel}/members/{maya.id}"))[0] == 404
