"""Colleagues read what arrives, act in their working time, and lose nothing when the bot is away."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot_service.sandbox.account import Account
from bot_service.sandbox.company import Company
from bot_service.sandbox.habits import HABITS, Habits
from bot_service.sandbox.meeting import Facts, Invited
from bot_service.sandbox.successes import PLACES, SENTENCES, SuccessesTold
from bot_service.sandbox.workday import after_work_of
from tests.sandbox.small_bot import Room, card, open_room, replacing, toast

MONDAY_NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with open_room() as opened:
        await opened.cast.act()
        opened.bot.heard.clear()
        yield opened


def book(room: Room, *guests: Account, start: datetime = MONDAY_NOON) -> None:
    facts = Facts(
        "Lunch",
        start,
        start + timedelta(hours=1),
        attendees=tuple(Invited(guest.mail, guest.name) for guest in guests),
        categories=("Potluck", "mixer"),
    )
    room.world.outlook.book(room.world.company.organiser, facts)


async def test_on_the_first_morning_the_app_is_everywhere():
    async with open_room() as room:
        assert room.cast.next_action_at() == room.world.start

        assert await room.cast.act() == 13

        installed = [heard for heard in room.bot.heard if heard["type"] == "installationUpdate"]
        assert [heard["conversation"]["conversationType"] for heard in installed] == ["channel"] + ["personal"] * 12
        assert installed[0]["channelData"]["settings"]["selectedChannel"]["id"] == room.world.company.channel_id
        assert {heard["from"]["aadObjectId"] for heard in installed} == {p.id for p in room.world.company.people}
        _, people = await room.ask("GET", "people")
        assert all(person["installed"] and not person["optedIn"] for person in people)


async def test_maya_joins_with_what_the_card_holds_and_sees_the_answer(room: Room):
    maya = room.world.company.hosts[0]
    room.bot.answer = lambda _: replacing(card(lang="de"))
    sent = await room.send(
        maya.id, card({"type": "Input.Text", "id": "note", "value": "Hi"}, buttons={"welcome.join": "w"})
    )

    await room.let_pass(hours=3)

    (invoke,) = room.bot.invokes()
    assert invoke["name"] == "adaptiveCard/action"
    assert invoke["replyToId"] == sent
    assert invoke["value"]["action"]["data"] == {"id": "w", "note": "Hi"}
    chat = room.world.teams.personal(maya.id)
    assert chat.message(sent, maya.id).cards[0]["lang"] == "de"
    _, people = await room.ask("GET", "people")
    assert [person["displayName"] for person in people if person["optedIn"]] == [maya.name]


async def test_nobody_answers_at_night_or_on_holiday(room: Room):
    for person in room.world.company.people:
        await room.send(person.id, card(buttons={"welcome.join": "w"}))

    moments = []
    while len(room.bot.heard) < 12:
        due = room.cast.next_action_at()
        assert due is not None
        room.world.clock.move(due)
        await room.cast.act()
        moments.append(due)

    for invoke in room.bot.invokes():
        person = room.world.company.accounts[invoke["from"]["aadObjectId"]]
        assert room.world.outlook.diary(person).is_working(datetime.fromisoformat(invoke["timestamp"]))
    assert moments == sorted(moments)


async def test_a_played_person_waits_for_her_player_and_returns_to_her_cards(room: Room):
    maya = room.world.company.hosts[0]
    await room.ask("POST", "cast/played", {"person": maya.principal_name, "played": True})
    sent = await room.send(maya.id, card(buttons={"welcome.join": "w", "welcome.decline": "w"}))
    await room.let_pass(days=2)
    assert room.bot.invokes() == []

    status, body = await room.ask("POST", f"people/{maya.id}/press", {"activityId": sent, "verb": "welcome.decline"})
    assert (status, body["value"]) == (200, "Noted.")
    assert room.bot.verbs() == ["welcome.decline"]

    await room.send(maya.id, card(buttons={"offer.lunch": "l", "offer.coffee": "l"}))
    await room.ask("POST", "cast/played", {"person": maya.id, "played": False})
    await room.let_pass(days=2)
    assert room.bot.verbs()[-1] in {"offer.lunch", "offer.coffee"}


async def test_a_player_cannot_press_what_is_not_there(room: Room):
    maya = room.world.company.hosts[0]
    sent = await room.send(maya.id, card())

    assert (await room.ask("POST", f"people/{maya.id}/press", {"activityId": sent, "verb": "offer.lunch"}))[0] == 404
    assert (await room.ask("POST", f"people/{maya.id}/press", {"activityId": "1", "verb": "x"}))[0] == 404
    assert (await room.ask("POST", "people/nobody/say", {"text": "Hello"}))[0] == 404


async def test_a_player_says_something_and_the_bot_hears_it(room: Room):
    maya = room.world.company.hosts[0]

    _, said = await room.ask("POST", f"people/{maya.id}/say", {"text": "stories & <more>"})

    assert room.bot.heard[-1]["id"] == said["id"]
    assert room.bot.heard[-1]["text"] == "stories & <more>"


async def test_a_test_may_tell_somebody_what_to_do(room: Room):
    maya = room.world.company.hosts[0]
    room.cast.tell(maya.principal_name, "checkin", "checkin.met", {"success": "They sang."})
    fields = ({"type": "Input.Text", "id": "success"}, {"type": "Input.Toggle", "id": "again", "value": "false"})
    await room.send(maya.id, card(*fields, buttons={"checkin.met": "c", "checkin.missed": "c"}))
    await room.let_pass(hours=3)

    assert room.bot.invokes()[0]["value"]["action"]["data"] == {"id": "c", "success": "They sang.", "again": "true"}


async def test_without_a_lunch_behind_her_she_says_that_they_missed_it(room: Room):
    maya = room.world.company.hosts[0]
    await room.send(maya.id, card(buttons={"checkin.met": "c", "checkin.missed": "c"}))
    await room.let_pass(hours=3)

    assert room.bot.verbs() == ["checkin.missed"]


async def test_after_a_lunch_she_tells_what_the_other_team_is_proud_of(room: Room):
    maya, other = room.world.company.hosts[0], next(p for p in room.world.company.people if p.team == "Sales")
    book(room, maya, other, start=room.world.start + timedelta(hours=1))
    await room.let_pass(hours=3)
    await room.send(
        maya.id, card({"type": "Input.Text", "id": "success"}, buttons={"checkin.met": "c", "checkin.missed": "c"})
    )
    await room.let_pass(hours=3)

    told = room.bot.invokes()[0]["value"]["action"]["data"]["success"]
    assert told in {sentence.format(place=place) for sentence in SENTENCES["Sales"] for place in PLACES}


async def test_invitations_are_accepted_or_declined_in_outlook(room: Room):
    maya, other = room.world.company.hosts[:2]
    room.cast.tell(other.id, "calendar", "declined")
    book(room, maya, other, start=MONDAY_NOON + timedelta(days=3))
    await room.let_pass(days=2)

    (copy,) = room.world.outlook.copies(room.world.company.organiser)
    assert {mail: answer for mail, (answer, _) in copy.meeting.answers.items()} == {
        maya.mail: "accepted",
        other.mail: "declined",
    }


async def test_a_button_that_is_gone_by_then_is_not_pressed(room: Room):
    maya = room.world.company.hosts[0]
    sent = await room.send(maya.id, card(buttons={"offer.lunch": "l"}))
    chat = room.world.teams.personal(maya.id)
    room.world.teams.replace(chat, sent, "Too late", ())

    await room.let_pass(days=1)

    assert room.bot.invokes() == []


async def test_when_only_coffee_is_left_it_is_coffee(room: Room):
    maya = room.world.company.hosts[0]
    await room.send(maya.id, card(buttons={"offer.coffee": "l", "offer.decline": "l"}))
    await room.let_pass(days=1)

    assert room.bot.verbs() == ["offer.coffee"]


async def test_a_share_card_that_answers_an_ask_is_pressed_in_its_turn(room: Room):
    maya = room.world.company.hosts[0]
    thanks = {"type": "Input.ChoiceSet", "id": "thanks", "choices": [{"title": "Openly", "value": "open"}]}
    share = card(thanks, buttons={"share.shared": "story"})
    room.bot.answer = lambda heard: (
        replacing(share) if heard["value"]["action"]["verb"] == "ask.look" else toast("Thank you!")
    )
    await room.send(maya.id, card(buttons={"ask.look": "ask", "ask.decline": "ask"}))
    await room.let_pass(days=1)

    assert room.bot.verbs() == ["ask.look", "share.shared"]
    assert room.bot.invokes()[1]["value"]["action"]["data"] == {"id": "story", "thanks": "open"}


async def test_a_host_asks_whom_she_may(room: Room):
    maya = room.world.company.hosts[0]
    people = {"type": "Input.ChoiceSet", "id": "person", "choices": [{"title": "Ada", "value": "ada"}]}
    await room.send(maya.id, card(people, buttons={"ask.send": "story"}))
    await room.let_pass(hours=3)

    assert room.bot.invokes()[0]["value"]["action"]["data"] == {"id": "story", "person": "ada"}


async def test_hosts_speak_up_each_week_and_maya_tells_a_story_in_the_second(room: Room):
    await room.let_pass(days=14)

    said = [(heard["from"]["name"], heard["text"]) for heard in room.bot.heard if heard["type"] == "message"]
    hosts = [host.name for host in room.world.company.hosts]
    assert sorted(name for name, text in said if text == "who can I ask") == sorted(hosts * 2)
    assert [name for name, text in said if text == "story"] == [hosts[0]]


async def test_an_activity_is_brought_again_with_the_same_id_when_the_bot_fails(room: Room):
    maya = room.world.company.hosts[0]
    room.bot.statuses = [503, 500, 200]
    _, said = await room.ask("POST", f"people/{maya.id}/say", {"text": "help"})

    assert [heard["id"] for heard in room.bot.heard] == [said["id"]] * 3


async def test_nothing_is_lost_while_the_bot_is_away(room: Room):
    people = room.world.company.people[:3]
    for person in people:
        await room.send(person.id, card(buttons={"welcome.join": "w"}))
    room.world.clock.move(room.world.start + timedelta(days=5))
    room.bot.statuses = [503] * 8

    assert await room.cast.act() == 0
    later = room.cast.next_action_at()
    assert later == room.world.clock.now + timedelta(minutes=1)
    assert await room.cast.act() == 0
    for _ in range(2):
        room.world.clock.move(room.cast.next_action_at() or room.world.clock.now)
        await room.cast.act()

    told = [heard for heard in room.bot.heard[8:] if heard["type"] == "invoke"]
    assert {heard["from"]["aadObjectId"] for heard in told} == {person.id for person in people}
    chats = [room.world.teams.personal(person.id) for person in people]
    assert [sum(line.type == "invoke" for line in chat.lines) for chat in chats] == [1, 1, 1]


async def test_a_bot_that_is_stopped_is_asked_again_a_minute_later(room: Room):
    await room.send(room.world.company.hosts[0].id, card(buttons={"welcome.join": "w"}))
    room.world.clock.move(room.world.start + timedelta(hours=5))
    await room.stop_bot()

    assert await room.cast.act() == 0
    assert room.cast.next_action_at() == room.world.clock.now + timedelta(minutes=1)


async def test_a_broken_answer_is_written_down_as_trouble(room: Room):
    maya = room.world.company.hosts[0]
    room.bot.answer = lambda _: replacing({"type": "AdaptiveCard", "body": []})
    await room.send(maya.id, card(buttons={"welcome.join": "w"}))
    await room.let_pass(hours=3)

    _, body = await room.ask("GET", "cast/trouble")
    assert len(body["trouble"]) == 1
    assert "no version" in body["trouble"][0]


async def test_two_runs_of_a_seed_are_the_same_and_another_seed_is_not():
    async def run(seed: int) -> list[tuple[str, str, str]]:
        async with open_room(seed=seed, people=12, always_yes=False) as room:
            await room.cast.act()
            for person in room.world.company.people:
                await room.send(person.id, card(buttons={"welcome.join": "w", "welcome.decline": "w"}))
                await room.send(
                    person.id, card(buttons={"offer.lunch": "l", "offer.coffee": "l", "offer.decline": "l"})
                )
            await room.let_pass(days=6)
            return [(each["timestamp"], each["from"]["name"], each["type"]) for each in room.bot.heard]

    first, again, other = await run(3), await run(3), await run(4)
    assert first == again
    assert first != other


async def test_the_clock_can_be_waited_for_and_never_runs_backwards(room: Room):
    _, before = await room.ask("GET", "clock")
    status, after = await room.ask("POST", "clock", {"to": "2026-01-05T10:00:00.000001+01:00"})
    assert (status, after["now"]) == (200, "2026-01-05T09:00:00.000001Z")

    assert (await room.ask("GET", f"clock?after={before['version']}"))[1] == after
    assert (await room.ask("POST", "clock", {"to": "2026-01-05T08:00:00Z"}))[0] == 409
    assert (await room.ask("POST", "clock", {"to": "tomorrow"}))[0] == 400


async def test_without_a_driver_time_passes_from_deed_to_deed(room: Room):
    maya = room.world.company.hosts[0]
    await room.send(maya.id, card(buttons={"welcome.join": "w"}))

    _, clock = await room.ask("POST", "advance", {"hours": 3})

    assert clock["now"] == "2026-01-05T10:00:00Z"
    assert room.bot.verbs() == ["welcome.join"]
    assert (await room.ask("POST", "advance", {"days": -1}))[0] == 400


async def test_the_account_tells_a_service_all_it_needs(room: Room):
    _, account = await room.ask("GET", "account")

    assert account["serviceUrl"] == f"{room.url}/teams/"
    assert account["appId"] == room.world.company.app_id
    assert account["hosts"][0] == room.world.company.hosts[0].principal_name


def test_work_goes_on_the_next_morning_and_after_the_holiday():
    person = next(p for p in Company(7, 12).people if p.zone == "Europe/Berlin" and 4 in p.hours.days)
    friday_evening = datetime(2026, 1, 9, 17, 0, tzinfo=UTC)
    away = [(datetime(2026, 1, 12, tzinfo=UTC), datetime(2026, 1, 13, tzinfo=UTC))]

    assert after_work_of(person, friday_evening, timedelta(hours=1)) > datetime(2026, 1, 12, 8, tzinfo=UTC)
    assert after_work_of(person, friday_evening, timedelta(hours=1), away) > datetime(2026, 1, 13, 8, tzinfo=UTC)


def test_successes_are_many_and_none_comes_again_soon():
    assert len({sentence for sentences in SENTENCES.values() for sentence in sentences}) >= 60
    told = SuccessesTold()
    kinds = len(SENTENCES["Sales"])
    first = [told.next_for("Sales", Habits(1).chance(str(number))) for number in range(60)]
    assert len(set(first)) == 60
    assert all(any(_is_of(sentence, text) for text in first[:kinds]) for sentence in SENTENCES["Sales"])


def test_most_join_and_most_accept():
    habits = Habits(7)
    welcome, offer = HABITS[0], HABITS[1]
    joined = [habits.decide(f"p{n}", welcome, "w", ["welcome.join", "welcome.decline"]) for n in range(500)]
    offered = [habits.decide(f"p{n}", offer, "l", ["offer.lunch", "offer.coffee", "offer.decline"]) for n in range(500)]

    assert 0.88 < sum(d is not None and d.verb == "welcome.join" for d in joined) / 500 < 0.96
    accepted = [d.verb for d in offered if d and d.verb != "offer.decline"]
    assert 0.8 < len(accepted) / 500 < 0.93
    assert {"offer.lunch", "offer.coffee"} == set(accepted)


def _is_of(sentence: str, text: str) -> bool:
    return text in {sentence.format(place=place) for place in PLACES}
