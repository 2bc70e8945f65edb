"""What the product hears of what Teams told us."""

from typing import Any

import pytest

from bot_service.bot.inbox import Inbox
from bot_service.errors import Outage, Refusal
from bot_service.settings import Settings
from bot_service.teams.reply import Reply
from tests.bot.desk import Bot
from tests.bot.microsoft import AISHA, BOT, activity, in_team

TABLES = ("bot_service.bot.inbox",)
MIGRATIONS = ""
EVERYONE = "19:everyone@thread.tacv2"
NEWS = "19:news@thread.tacv2"
BOT_ITSELF = [{"id": BOT}]


@pytest.fixture
async def inbox(database: Settings) -> None:
    """On SQLite and on PostgreSQL."""
    assert database.mode == "test"


async def hear(bot: Bot, body: Any):
    """Tell it to the bot, let it act, and return what the product heard."""
    assert (await bot.tell(body)).status == 202
    await bot.act()
    return bot.desk.heard


async def test_aisha_writes_and_is_heard_once(bot: Bot):
    [(what, caller, text)] = await hear(bot, activity(text="  who can I ask?\n"))
    assert (what, caller.object_id, text) == ("said", AISHA["aadObjectId"], "who can I ask?")
    assert await bot.act() == 0


async def test_what_was_handled_is_forgotten(bot: Bot):
    await hear(bot, activity(text="I'd rather not eat with Bob"))
    kept = await Inbox.get()
    assert (kept.state, kept.body, kept.due_at) == ("handled", "", None)


async def test_the_mention_of_the_bot_is_no_part_of_what_was_said(bot: Bot):
    mention = {
        "type": "mention",
        "text": "<at>Potluck (Contoso)</at>",
        "mentioned": {"id": BOT, "name": "Potluck (Contoso)"},
    }
    other = {"type": "mention", "text": "<at>Tomasz</at>", "mentioned": {"id": "29:tomasz", "name": "Tomasz"}}
    text = "<at>Potluck (Contoso)</at>&nbsp;lunch with <at>Tomasz</at>"
    [(_, _, said)] = await hear(bot, in_team("message", text=text, entities=[mention, other]))
    assert said == "lunch with Tomasz"


@pytest.mark.parametrize(
    "nothing",
    [
        {"text": ""},
        {},
        {
            "text": "<at>Potluck</at>",
            "entities": [{"type": "mention", "text": "<at>Potluck</at>", "mentioned": {"id": BOT}}],
        },
    ],
)
async def test_an_empty_message_is_no_word(bot: Bot, nothing: dict[str, Any]):
    assert await hear(bot, activity(**nothing)) == []


async def test_a_refused_word_is_answered_with_the_reason(bot: Bot):
    def refuse(_text: str):
        raise Refusal("Only hosts may do that.")

    bot.desk.on_word = refuse
    heard = await hear(bot, activity(text="story"))
    assert [(entry[0], entry[2]) for entry in heard] == [
        ("said", "story"),
        ("answer", Reply(text="Only hosts may do that.")),
    ]
    assert await bot.act() == 0


async def test_a_fault_leaves_the_message_for_another_try(bot: Bot):
    def fail(_text: str):
        raise KeyError("oops")

    bot.desk.on_word = fail
    await bot.tell(activity(text="help"))
    with pytest.raises(KeyError):
        await bot.act()
    bot.desk.on_word = lambda _text: None
    assert await bot.act() == 1


async def test_a_button_of_an_old_client_is_the_same_press_and_is_answered_in_the_chat(bot: Bot):
    heard = await hear(bot, activity(value={"verb": "offer.lunch", "id": "l1"}))
    assert [entry[0] for entry in heard] == ["pressed", "answer"]
    assert heard[0][2:] == ("offer.lunch", {"verb": "offer.lunch", "id": "l1"})
    assert heard[1][2] == Reply(text="You pressed offer.lunch.")


@pytest.mark.parametrize("action", ["add", "add-upgrade"])
async def test_potluck_was_installed_for_aisha(bot: Bot, action: str):
    [(what, caller)] = await hear(bot, activity("installationUpdate", action=action))
    assert (what, caller.object_id, caller.is_personal) == ("installed", AISHA["aadObjectId"], True)


async def test_the_first_hello_counts_as_an_installation_too(bot: Bot):
    [(what, _)] = await hear(bot, activity("conversationUpdate", membersAdded=BOT_ITSELF))
    assert what == "installed"


async def test_aisha_removed_potluck(bot: Bot):
    assert [entry[0] for entry in await hear(bot, activity("installationUpdate", action="remove"))] == ["removed"]


async def test_an_update_of_the_app_is_no_farewell(bot: Bot):
    assert await hear(bot, activity("installationUpdate", action="remove-upgrade")) == []


async def test_potluck_joins_a_team_and_learns_its_channels_the_chosen_one_first(bot: Bot):
    service = f"http://127.0.0.1:{bot.microsoft.port}/teams/"
    chosen = {"settings": {"selectedChannel": {"id": NEWS}}}
    heard = await hear(
        bot, in_team("conversationUpdate", service_url=service, membersAdded=BOT_ITSELF, channelData=chosen)
    )
    assert [(entry[1].conversation_id, *entry[2:]) for entry in heard] == [
        (NEWS, "Everyone at Contoso", "Good news"),
        (EVERYONE, "Everyone at Contoso", "General"),
    ]
    assert {entry[1].service_url for entry in heard} == {service}


async def test_a_team_that_hides_its_channels_has_a_general_one(bot: Bot):
    bot.microsoft.channels_status = 403
    service = f"http://127.0.0.1:{bot.microsoft.port}/teams/"
    heard = await hear(bot, in_team("installationUpdate", service_url=service, action="add"))
    assert [(entry[0], entry[1].conversation_id, entry[3]) for entry in heard] == [("joined", EVERYONE, "General")]


async def test_when_teams_is_away_the_channels_are_asked_for_later(bot: Bot):
    bot.microsoft.channels_status = 503
    service = f"http://127.0.0.1:{bot.microsoft.port}/teams/"
    await bot.tell(in_team("conversationUpdate", service_url=service, membersAdded=BOT_ITSELF))
    with pytest.raises(Outage):
        await bot.act()
    bot.microsoft.channels_status = 200
    await bot.act()
    assert len(bot.desk.heard) == 2


async def test_a_colleague_who_joins_the_team_is_no_news(bot: Bot):
    assert await hear(bot, in_team("conversationUpdate", membersAdded=[{"id": "29:tomasz"}])) == []


async def test_potluck_leaves_a_team(bot: Bot):
    [(what, address)] = await hear(bot, in_team("conversationUpdate", membersRemoved=BOT_ITSELF))
    assert (what, address.conversation_id) == ("left", EVERYONE)


@pytest.mark.parametrize(
    ("event", "what"),
    [
        ("channelCreated", "joined"),
        ("channelRenamed", "joined"),
        ("channelRestored", "joined"),
        ("channelDeleted", "left"),
    ],
)
async def test_channels_come_go_and_change_names(bot: Bot, event: str, what: str):
    data = {"eventType": event, "channel": {"id": NEWS, "name": "Great news"}}
    [entry] = await hear(bot, in_team("conversationUpdate", channelData=data))
    assert (entry[0], entry[1].conversation_id) == (what, NEWS)


async def test_the_general_channel_has_no_name_of_its_own(bot: Bot):
    data = {"eventType": "channelRenamed", "channel": {"id": EVERYONE}}
    [entry] = await hear(bot, in_team("conversationUpdate", channelData=data))
    assert entry[2:] == ("Everyone at Contoso", "General")


async def test_a_deleted_team_is_left(bot: Bot):
    [(what, _)] = await hear(bot, in_team("conversationUpdate", channelData={"eventType": "teamDeleted"}))
    assert what == "left"


@pytest.mark.parametrize(
    "kind", ["messageReaction", "typing", "event", "endOfConversation", "messageUpdate", "something new"]
)
async def test_what_we_have_no_use_for_is_put_away(bot: Bot, kind: str):
    assert await hear(bot, activity(kind)) == []
    assert await Inbox.filter(state="handled").count() == 1


async def test_from_outlook_a_chat_is_personal_though_nothing_says_so(bot: Bot):
    [(what, caller, _)] = await hear(
        bot, activity(text="help", channelId="m365extensions", conversation={"id": "a:outlook"})
    )
    assert (what, caller.is_personal, caller.tenant_id) == ("said", True, activity()["channelData"]["tenant"]["id"])
