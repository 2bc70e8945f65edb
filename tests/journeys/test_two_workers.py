"""Two processes with two workers each deliver to the same people at the same instant: every budget holds, and nothing comes twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot_service import clock
from bot_service.courtesy import courier
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.reason import Reason
from bot_service.database.row import put, row_id
from bot_service.database.transaction import transaction
from bot_service.people.person import Person
from bot_service.people.relationship import ledger
from bot_service.sharing.ask import Ask, ask_of
from bot_service.sharing.story import Story
from bot_service.shoutouts.success import Success
from bot_service.simulation.seen import Turn
from tests.journeys.processes import Town, town

#: Everybody has joined, is at work in London, and has heard nothing from us today.
TUESDAY_MORNING = datetime(2026, 1, 6, 11, 0, tzinfo=UTC)
LONG_AGO, A_WHILE_AGO = timedelta(days=60), timedelta(days=30)

MakeDatabase = Callable[[str], str]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_two_processes_with_two_workers_each_keep_every_budget_and_send_nothing_twice(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    async with at_work(make_database(""), tmp_path) as contoso:
        await of_many_hosts_who_ask_one_person_at_the_same_instant_one_does(contoso)
        await of_all_whom_a_host_asks_at_the_same_instant_five_are_asked(contoso)
        await a_story_that_four_hosts_offer_to_one_team_reaches_one_of_it(contoso)
        await what_is_due_together_arrives_once_however_it_is_joined(contoso)


async def of_many_hosts_who_ask_one_person_at_the_same_instant_one_does(contoso: Town) -> None:
    hosts, colleagues = await hosts_and_colleagues(6)
    async with seen_meanwhile(contoso) as new:
        await all_at_once((host, person, f"{host.id} {person.id}") for host in hosts for person in colleagues)

    assert asked(new) == {person.id: 1 for person in colleagues}
    verdicts = Counter(reason.verdict for reason in await Reason.all())
    assert verdicts == {"go": len(colleagues), "no": 5 * len(colleagues)}


async def of_all_whom_a_host_asks_at_the_same_instant_five_are_asked(contoso: Town) -> None:
    [maya], colleagues = await hosts_and_colleagues(1)
    async with seen_meanwhile(contoso) as new:
        await all_at_once((maya, person, f"for {person.id}") for person in colleagues)

    assert len(colleagues) > 5
    assert sorted(asked(new).values()) == [1] * 5
    assert {message.rule for message in await Message.filter(state="declined")} == {"host asked enough"}


async def a_story_that_four_hosts_offer_to_one_team_reaches_one_of_it(contoso: Town) -> None:
    hosts, colleagues = await hosts_and_colleagues(4)
    await Person.filter(id__in=[person.id for person in colleagues]).update(team="Finance")
    async with seen_meanwhile(contoso) as new:
        await all_at_once((hosts[number % 4], person, "one story") for number, person in enumerate(colleagues))

    assert list(asked(new).values()) == [1]


async def what_is_due_together_arrives_once_however_it_is_joined(contoso: Town) -> None:
    _, colleagues = await hosts_and_colleagues(0)
    async with seen_meanwhile(contoso) as new, transaction():
        for person in colleagues:
            for number in range(4):
                await be_told(person, f"{number} of {person.id}")

    messages = await Message.all()
    assert Counter(success for turn in new for success in turn.offers("success.keep")) == Counter(
        message.about for message in messages
    )
    assert {message.state for message in messages} == {"delivered"}
    assert Counter(turn.to for turn in new) == {person.id: 2 for person in colleagues}  # six buttons fit on a card
    activity = {message.id: message.activity_id for message in messages}
    assert all(activity[message.with_id] == message.activity_id for message in messages if message.with_id)


@asynccontextmanager
async def at_work(database_url: str, folder: Path) -> AsyncIterator[Town]:
    """Everybody has joined; two processes work, and our tables can be read and written from here."""
    async with town(folder, database_url, people=14, seed=7) as contoso:
        await contoso.start("serve", "--workers", "0")
        await asyncio.gather(contoso.start("work", "--workers", "2"), contoso.start("work", "--workers", "2"))
        async with contoso.looking_in():
            await contoso.run_to(TUESDAY_MORNING)
            clock.follow(lambda: contoso.world.clock.now)
            yield contoso


@asynccontextmanager
async def seen_meanwhile(contoso: Town) -> AsyncIterator[list[Turn]]:
    """What people find in their chats after what the block has put on its way; complete when the block has ended."""
    before = await contoso.sandbox.turns()
    new: list[Turn] = []
    yield new
    await contoso.drain()
    new += [turn for turn in await contoso.sandbox.turns() if turn.is_new and turn.by_bot and turn not in before]


async def hosts_and_colleagues(hosts: int) -> tuple[list[Person], list[Person]]:
    """So many hosts, and everybody else; each of a team of her own, at work in London, and with no past."""
    for rows in (Message, Reason, Ask, ledger.Entry):
        await rows.all().delete()
    everybody = await Person.filter(state="joined").order_by("id")
    for number, person in enumerate(everybody):
        changes = {"team": f"Team {number}", "zone": "Europe/London", "is_host": number < hosts}
        await Person.filter(id=person.id).update(**changes, country="", own_hours=None, calendar_hours=None)
    return everybody[:hosts], everybody[hosts:]


async def all_at_once(asks: Iterable[tuple[Person, Person, str]]) -> None:
    """Hosts ask people to share stories, and everything that an ask needs has been long ago; in one transaction, so in one instant."""
    async with transaction():
        for host, person, title in asks:
            story_id = await published(title)
            await deserve(host, person, story_id)
            ask_id = ask_of(story_id, person.id)
            names = {"story_id": story_id, "host_id": host.id, "person_id": person.id}
            await put(Ask(id=ask_id, state="wanted", due_at=clock.now() + LONG_AGO, **names))
            await courier.write(
                to=person.id, kind=Kind.ASK, card="ask", about=ask_id, sender=host.id, topic=story_id, awaits=True
            )


async def published(title: str) -> str:
    story_id = f"story {title}"[:64]
    link = "https://contoso.example/news"
    told = {"title": title, "summary": "What is new.", "link": link, "host_id": ""}
    await put(Story(id=story_id, state="open", due_at=None, at=clock.now(), **told))
    return story_id


async def deserve(host: Person, person: Person, story_id: str) -> None:
    long_ago, a_while_ago = clock.now() - LONG_AGO, clock.now() - A_WHILE_AGO
    for team in ("Legal", "Sales", "Design"):
        entry = {"id": f"{host.id[:40]} met {team}", "kind": "lunch", "from_id": host.id, "to_id": "", "ref": team}
        await put(ledger.Entry(at=long_ago, team=team, **entry))
    await ledger.record("first", from_id=host.id, to_id=host.id, ref=story_id, at=long_ago)
    await ledger.record("leave", from_id=person.id, to_id=host.id, ref=host.id, at=long_ago)
    await ledger.record("lunch", from_id=host.id, to_id=person.id, ref=f"with {host.id}", at=long_ago)
    await ledger.record("shoutout", from_id=host.id, to_id=person.id, ref=f"by {host.id}", at=a_while_ago)


async def be_told(person: Person, text: str) -> None:
    """Somebody told something that she can be proud of."""
    id_ = row_id("success", text)
    told = {"checkin_id": text[:64], "told_by": "", "owner_id": person.id, "text": text}
    await put(Success(id=id_, state="shown", due_at=None, **told))
    await courier.write(to=person.id, kind=Kind.CELEBRATION, card="success", about=id_)


def asked(new: Iterable[Turn]) -> Counter[str]:
    """How many asks each person found in her chat."""
    return Counter(turn.to for turn in new if turn.offers("ask.decline"))
