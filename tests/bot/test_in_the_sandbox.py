"""The bot and its messenger against the sandbox's Teams: what one writes the other reads."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot_service import clock
from bot_service.bot.endpoint import add_bot
from bot_service.bot.inbox import Inbox
from bot_service.bot.turns import Turns
from bot_service.database.connection import open_database
from bot_service.database.row import due
from bot_service.errors import InDoubt
from bot_service.graph.sign_in import SignIn
from bot_service.sandbox.account import Account
from bot_service.sandbox.hands import Hands
from bot_service.sandbox.postbox import Postbox
from bot_service.sandbox.server import create_microsoft
from bot_service.sandbox.world import World
from bot_service.settings import Microsoft, read_settings
from bot_service.teams import cards
from bot_service.teams.address import Address
from bot_service.teams.channels import Channels
from bot_service.teams.messenger import Messenger, Unreachable
from bot_service.teams.reply import Reply
from tests.bot.desk import Desk

OFFER = cards.as_json(cards.card(cards.heading("Lunch?"), actions=[cards.execute("Lunch", "offer.lunch", "l1")]))
AGREED = cards.as_json(cards.card(cards.heading("Agreed")))


@dataclass
class Town:
    """A small company and the bot."""

    world: World
    hands: Hands
    desk: Desk
    turns: Turns
    messenger: Messenger

    @property
    def aisha(self) -> Account:
        return self.world.company.people[0]

    async def act(self) -> None:
        for inbox_id, _ in await due(Inbox, clock.now(), 100):
            await self.turns.handle(inbox_id)

    async def address(self) -> Address:
        """Aisha's chat, as the bot learns it when she adds Potluck."""
        await self.hands.install(self.aisha, self.world.teams.personal(self.aisha.id, self.aisha.name))
        await self.act()
        [address] = {entry[1].address for entry in self.desk.heard if entry[0] == "installed"}
        assert isinstance(address, Address)
        return address


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    world = World(seed=7, people=6)
    company = world.company
    for channel_id, name in ((company.general_id, "General"), (company.channel_id, company.channel_name)):
        world.teams.channel(channel_id, name, [person.id for person in company.people])
    desk, bot_app = Desk(), web.Application()
    settings = read_settings({"DATABASE_URL": f"sqlite://{tmp_path}/potluck.db", "POTLUCK_MODE": "test"})
    async with (
        open_database(settings, ["bot_service.bot.inbox"], migrations=""),
        TestServer(create_microsoft(world), host="127.0.0.1") as server,
    ):
        url = str(server.make_url("")).rstrip("/")
        microsoft = Microsoft(
            tenant_id=company.tenant_id,
            app_id=company.app_id,
            app_secret=company.app_secret,
            login_url=f"{url}/login",
            bot_login_url=f"{url}/botframework",
            service_hosts=("127.0.0.1",),
        )
        sign_in = SignIn(microsoft)
        messenger, channels = Messenger(microsoft, sign_in.token), Channels(microsoft, sign_in.token)
        add_bot(bot_app, microsoft, desk)
        async with TestServer(bot_app, host="127.0.0.1") as bot_server:
            postbox = Postbox(world, str(bot_server.make_url("/api/messages")), f"{url}/teams/")
            yield Town(world, Hands(world, postbox), desk, Turns(desk, channels), messenger)
            await postbox.close()
        await messenger.close()
        await channels.close()
        sign_in.close()


async def test_aisha_adds_potluck_and_gets_a_card_she_can_answer(town: Town):
    address = await town.address()
    chat = town.world.teams.personal(town.aisha.id)
    message_id = await town.messenger.send(address, OFFER, "Lunch?")
    assert [line.cards for line in chat.messages()] == [[OFFER]]
    town.desk.on_press = lambda _verb: Reply(card=AGREED)
    line = town.hands.touch(town.aisha, chat, "offer.lunch", {"id": "l1"})
    await town.hands.press(town.aisha, chat, message_id, "offer.lunch", {"id": "l1"}, line=line)
    [pressed] = [entry for entry in town.desk.heard if entry[0] == "pressed"]
    assert (pressed[1].object_id, pressed[2:]) == (town.aisha.id, ("offer.lunch", {"id": "l1"}))
    assert chat.message(message_id, town.aisha.id).cards == [AGREED]
    assert town.hands.trouble == []


async def test_a_card_is_renewed_in_place(town: Town):
    address = await town.address()
    message_id = await town.messenger.send(address, OFFER, "Lunch?")
    await town.messenger.update(address, message_id, AGREED, "Agreed")
    assert [line.cards for line in town.world.teams.personal(town.aisha.id).messages()] == [[AGREED]]


async def test_what_aisha_says_is_heard_also_after_new_signing_keys(town: Town):
    await town.address()
    town.world.sign_in.rotate_keys()
    await town.hands.say(town.aisha, "who can I ask", town.hands.write(town.aisha, "who can I ask"))
    await town.act()
    assert [entry[2] for entry in town.desk.heard if entry[0] == "said"] == ["who can I ask"]


async def test_the_channel_is_found_by_its_name_and_posted_to(town: Town):
    company = town.world.company
    await town.hands.install(town.aisha, town.world.teams.get(company.channel_id))
    await town.act()
    joined = {entry[3]: entry[1] for entry in town.desk.heard if entry[0] == "joined"}
    assert set(joined) == {"General", company.channel_name}
    thread, message_id = await town.messenger.post(joined[company.channel_name], AGREED, "Well done")
    await town.messenger.update(thread, message_id, OFFER, "Well done, all")
    assert [line.cards for line in town.world.teams.get(company.channel_id).messages()] == [[OFFER]]


async def test_who_removed_potluck_is_unreachable(town: Town):
    address = await town.address()
    await town.hands.install(town.aisha, town.world.teams.personal(town.aisha.id), "remove")
    await town.act()
    assert town.desk.heard[-1][0] == "removed"
    with pytest.raises(Unreachable):
        await town.messenger.send(address, OFFER, "Lunch?")


async def test_a_lost_answer_is_in_doubt_and_the_card_came_once(town: Town):
    address = await town.address()
    town.world.faults.order({"path": "/activities", "method": "POST", "do": "lose_reply"})
    with pytest.raises(InDoubt):
        await town.messenger.send(address, OFFER, "Lunch?")
    assert len(town.world.teams.personal(town.aisha.id).messages()) == 1


async def test_the_chat_with_somebody_who_has_potluck_can_be_opened(town: Town):
    address = await town.address()
    again = await town.messenger.open_chat(address.service_url, address.tenant_id, town.aisha.id)
    assert again == address
