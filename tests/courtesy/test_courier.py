"""The courier carries each message once, alone or with others, and says what became of it; in shadow mode nothing leaves."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.claim import Door
from bot_service.courtesy.courier import answered, refresh, withdraw
from bot_service.courtesy.message import Message
from bot_service.courtesy.reason import Reason
from bot_service.courtesy.shown import Shown, show
from bot_service.courtesy.together import PART
from bot_service.database.transaction import transaction
from bot_service.errors import Outage
from bot_service.people.chat import chat_opened
from bot_service.people.person import Person
from bot_service.sandbox.card import inputs, presses, words
from bot_service.settings import Settings
from bot_service.teams import cards
from bot_service.teams.address import Address
from tests.colleagues import Calendar
from tests.courtesy.counter import TABLES, Counter, open_counter, states

__all__ = ["TABLES"]
MIGRATIONS = ""


@pytest.fixture
async def counter(database: Settings) -> AsyncIterator[Counter]:  # noqa: ARG001 - it opens the tables
    Calendar()
    async with open_counter() as opened:
        yield opened


@pytest.fixture
async def ada(counter: Counter) -> Person:
    return await counter.join("Ada Lovelace")


async def test_two_messages_that_are_due_together_are_one_and_each_hears_that_it_arrived(counter: Counter, ada: Person):
    how, passed = await counter.put("checkin", "how", ada), await counter.put("passed", "post", ada)

    await counter.deliver_all()

    assert len(counter.arrived()) == 1
    assert set(counter.arrived()[0][1]) == {"how", "post"}
    assert sorted(counter.told) == [("how", "delivered"), ("post", "delivered")]
    carried = {message.id: message for message in await Message.all()}
    head = next(message for message in carried.values() if not message.with_id)
    assert {message.with_id for message in carried.values()} == {"", head.id}
    assert {message.activity_id for message in carried.values()} == {"activity-1"}
    assert {(reason.message_id, reason.verdict) for reason in await Reason.all()} == {(how, "go"), (passed, "go")}


async def test_the_notification_says_all_that_came(counter: Counter, ada: Person):
    await counter.put("checkin", "How was it with Tom?", ada)
    await counter.put("passed", "Maya passed your post on", ada)

    await counter.deliver_all()

    [(summary, _)] = counter.arrived()
    assert sorted(summary.split(" · ")) == ["How was it with Tom?", "Maya passed your post on"]


@pytest.mark.parametrize("alone", ["welcome", "note"])
async def test_a_first_word_and_an_answer_stand_alone(counter: Counter, ada: Person, alone: str):
    for card, about in ((alone, "alone"), ("checkin", "how"), ("passed", "post")):
        await counter.put(card, about, ada)

    await counter.deliver_all()

    assert sorted(sorted(titles) for _, titles in counter.arrived()) == [["alone"], ["how", "post"]]


async def test_what_does_not_fit_on_the_card_goes_by_itself(counter: Counter, ada: Person):
    for number in range(5):
        await counter.put("passed", f"post {number}", ada)

    await counter.deliver_all()

    assert sorted(len(titles) for _, titles in counter.arrived()) == [2, 3]  # two buttons each, six on a card
    assert sorted(about for _, titles in counter.arrived() for about in titles) == [f"post {n}" for n in range(5)]


async def test_messages_to_two_people_never_meet(counter: Counter, ada: Person):
    bo = await counter.join("Bo Li")
    await counter.put("passed", "to Ada", ada)
    await counter.put("passed", "to Bo", bo)

    await counter.deliver_all()

    assert sorted(titles for _, titles in counter.arrived()) == [["to Ada"], ["to Bo"]]


@pytest.mark.parametrize(("minutes", "activities"), [(15, 1), (16, 2)])
async def test_what_is_due_within_a_quarter_of_an_hour_goes_along(
    counter: Counter, ada: Person, minutes: int, activities: int
):
    first, later = await counter.put("passed", "now", ada), await counter.put("passed", "later", ada)
    await Message.filter(id=later).update(due_at=clock.now() + timedelta(minutes=minutes))

    await counter.courier.deliver(first)

    assert len(counter.arrived()[0][1]) == 3 - activities
    assert (await states())["later"] == ("delivered" if activities == 1 else "waiting")


async def test_what_may_not_leave_now_does_not_go_along_and_is_left_as_it_was(counter: Counter, ada: Person):
    counter.truth["gone"] = ""
    await counter.put("passed", "now", ada)
    gone = await counter.put("checkin", "gone", ada)

    await counter.courier.deliver((await Message.exclude(id=gone).get()).id)

    assert counter.arrived() == [("now", ["now"])]
    assert (await states())["gone"] == "waiting"


async def test_after_an_outage_all_wait_again_and_arrive_once(counter: Counter, ada: Person):
    await counter.put("passed", "one", ada)
    await counter.put("passed", "two", ada)
    counter.connector.status = 429

    await counter.deliver_all()
    assert await states() == {"one": "waiting", "two": "waiting"}
    assert {(message.sent_at, message.with_id) for message in await Message.all()} == {(None, "")}
    assert counter.told == []

    counter.connector.status, tried = 201, len(counter.connector.asked)
    await counter.deliver_all()
    assert await states() == {"one": "delivered", "two": "delivered"}
    assert len(counter.connector.asked) == tried + 1


async def test_where_the_answer_got_lost_all_keep_their_claim_and_nothing_is_sent_again(counter: Counter, ada: Person):
    await counter.put("passed", "one", ada)
    await counter.put("passed", "two", ada)
    counter.connector.status = 500

    await counter.deliver_all()
    await counter.deliver_all()

    assert await states() == {"one": "in doubt", "two": "in doubt"}
    assert len(counter.connector.asked) == 1
    assert sorted(counter.told) == [("one", "in doubt"), ("two", "in doubt")]


async def test_killed_in_the_middle_nothing_is_lost_and_nothing_is_sent_again(counter: Counter, ada: Person):
    ids = [await counter.put("passed", about, ada) for about in ("one", "two")]
    await Message.all().update(state="sending", due_at=clock.now(), sent_at=clock.now(), with_id=ids[0])

    for id_ in ids:
        await counter.courier.doubt(id_)
    await counter.deliver_all()

    assert await states() == {"one": "in doubt", "two": "in doubt"}
    assert counter.connector.asked == []


async def test_news_about_one_draws_the_whole_card_anew_in_its_place(counter: Counter, ada: Person):
    await counter.put("passed", "one", ada)
    await counter.put("passed", "two", ada)
    await counter.deliver_all()

    counter.truth["two"] = "two, settled"
    await refresh("passed", "two")
    await counter.renew_all()

    [(_, titles)] = counter.arrived("PUT")
    assert sorted(titles) == ["one", "two, settled"]
    assert await states() == {"one": "delivered", "two": "delivered"}


async def test_parts_keep_their_places_when_the_card_is_drawn_anew(counter: Counter, ada: Person):
    for number in range(3):
        await counter.put("passed", f"post {number}", ada)
    await counter.deliver_all()

    await refresh("passed", "post 1")
    await counter.renew_all()

    assert counter.arrived("PUT") == counter.arrived("POST")


async def test_a_part_with_nothing_to_show_any_more_is_left_out(counter: Counter, ada: Person):
    await counter.put("passed", "one", ada)
    await counter.put("passed", "two", ada)
    await counter.deliver_all()

    counter.truth["one"] = ""
    await refresh("passed", "one")
    await counter.renew_all()

    assert counter.arrived("PUT") == [("two", ["two"])]


async def test_who_presses_in_one_part_sees_the_whole_card(counter: Counter, ada: Person):
    await counter.put("passed", "one", ada)
    await counter.put("passed", "two", ada)
    await counter.deliver_all()
    card = counter.connector.asked[0][2]["attachments"][0]["content"]
    press = next(press for press in presses(card) if press.verb == "two.good")
    counter.truth["two"] = "two, settled"

    shown = await counter.courier.draw_answer(ada.id, Answer(card="passed", about="two"), str(press.data[PART]), {})

    assert shown is not None
    assert sorted(words(shown.card).splitlines()) == ["one", "two, settled"]
    assert inputs(shown.card) == {}


async def test_a_part_that_somebody_else_got_is_nothing_to_whoever_presses(counter: Counter, ada: Person):
    bo = await counter.join("Bo Li")
    await counter.put("passed", "one", ada)
    await counter.put("passed", "two", ada)
    await counter.deliver_all()
    foreign = (await Message.filter(about="two").get()).id

    shown = await counter.courier.draw_answer(bo.id, Answer(card="passed", about="one"), foreign, {})

    assert shown is not None
    assert words(shown.card) == "one"


async def test_who_blocked_us_is_not_tried_again_until_she_writes(counter: Counter, ada: Person):
    await counter.put("passed", "one", ada)
    counter.connector.status = 403
    await counter.deliver_all()
    await counter.put("passed", "two", ada)
    await counter.deliver_all()
    assert len(counter.connector.asked) == 1
    assert await states() == {"one": "declined", "two": "declined"}
    assert [reason.rule for reason in await Reason.filter(verdict="no").order_by("at", "rule")] == [
        "no chat",
        "unreachable",
    ]

    counter.connector.status = 201
    await chat_opened(ada.id, ada.name, Address(counter.connector.service_url, "chat-ada", "contoso"))
    await counter.put("passed", "three", ada)
    await counter.deliver_all()
    assert (await states())["three"] == "delivered"


async def test_a_message_that_waits_for_many_mornings_says_so_once(counter: Counter, ada: Person):
    evening = Calendar()
    evening.later(hours=10)
    message = await counter.put("passed", "one", ada)

    for _ in range(3):
        await counter.courier.deliver(message)

    assert [(reason.verdict, reason.rule) for reason in await Reason.all()] == [("later", "quiet hours")]


async def test_a_question_is_open_until_it_is_answered(counter: Counter, ada: Person):
    bo = await counter.join("Bo Li")
    await counter.put("lunch", "noon", ada, awaits=True)
    await counter.put("lunch", "noon", bo, awaits=True)

    await answered("lunch", "noon", to=ada.id)

    assert {message.to_id: message.awaits for message in await Message.all()} == {ada.id: False, bo.id: True}


async def test_a_question_that_never_leaves_is_not_open(counter: Counter, ada: Person):
    await counter.put("lunch", "noon", ada, awaits=True)

    await withdraw("lunch", "noon")

    assert not await Message.exists(awaits=True)


async def test_a_newer_message_takes_the_place_of_one_that_waits_for_an_answer(counter: Counter, ada: Person):
    await counter.put("lunch", "noon", ada, key="1", awaits=True)
    await counter.put("lunch", "noon", ada, key="2", awaits=True, in_place=True)
    await counter.deliver_all()
    counter.truth["noon"] = "at one"
    await counter.put("lunch", "noon", ada, key="3", awaits=True, in_place=True)
    await counter.deliver_all()
    await counter.renew_all()

    assert counter.arrived("POST") == [("noon", ["noon"])]
    assert counter.arrived("PUT") == [("at one", ["at one"])]


async def test_once_she_has_answered_a_newer_message_is_a_new_one(counter: Counter, ada: Person):
    await counter.put("lunch", "noon", ada, key="1", awaits=True)
    await counter.deliver_all()
    await answered("lunch", "noon")

    await counter.put("lunch", "noon", ada, key="2", awaits=True, in_place=True)
    await counter.deliver_all()

    assert len(counter.arrived("POST")) == 2


async def test_in_shadow_mode_all_is_decided_and_told_and_nothing_leaves(counter: Counter, ada: Person):
    counter.is_shadow = True
    await counter.put("passed", "one", ada)
    await counter.put("passed", "two", ada)

    await counter.deliver_all()

    assert await states() == {"one": "shadowed", "two": "shadowed"}
    assert sorted(counter.told) == [("one", "shadowed"), ("two", "shadowed")]
    assert {message.sent_at for message in await Message.all()} == {clock.now()}
    assert [reason.verdict for reason in await Reason.all()] == ["go", "go"]
    assert counter.connector.asked == []


async def test_a_card_from_before_shadow_mode_shows_its_news_when_that_has_ended(counter: Counter, ada: Person):
    await counter.put("passed", "one", ada)
    await counter.deliver_all()
    await refresh("passed", "one")

    counter.is_shadow = True
    await counter.renew_all()
    assert counter.arrived("PUT") == []

    counter.is_shadow = False
    await counter.renew_all()
    assert counter.arrived("PUT") == [("one", ["one"])]


async def test_an_update_that_got_lost_is_made_again(counter: Counter, ada: Person):
    await counter.put("passed", "one", ada)
    await counter.deliver_all()
    await refresh("passed", "one")
    counter.connector.status = 500

    with pytest.raises(Outage):
        await counter.renew_all()

    assert await states() == {"one": "changed"}


async def test_a_card_that_cannot_be_drawn_stops_none_that_is_due_beside_it(counter: Counter, ada: Person):
    await counter.put("checkin", "how", ada)
    poison = await counter.put("passed", "post", ada)

    async def draw(card: str, about: str, _to: str) -> Shown | None:
        if about == "post":
            raise LookupError(card)
        return show(cards.words(about), summary=about)

    async def hear(message: Message, _rule: str) -> None:
        counter.told.append((message.about, "declined"))

    door = Door(draw, hear)
    due = await Message.get(card="checkin")
    async with transaction():
        parcel = await door.claim(due.id, clock.now())

    assert parcel is not None
    assert [message.about for message in parcel.messages] == ["how"]
    assert (await Message.get(id=poison)).state == "waiting"
    with pytest.raises(LookupError):
        await door.claim(poison, clock.now())
