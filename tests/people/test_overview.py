"""What a host reads about herself, read from the rows."""

from bot_service import clock
from bot_service.people.person import Person
from bot_service.people.relationship import ledger
from bot_service.people.relationship.groups import Team, teams_today
from bot_service.people.relationship.ladder import Act
from bot_service.people.relationship.ledger import Entry
from bot_service.people.relationship.mirror import Balance, Line
from bot_service.people.relationship.overview import next_steps, overview_of
from bot_service.settings import Settings
from tests.colleagues import MONDAY, Calendar, join

TABLES = ["bot_service.people.person", "bot_service.people.relationship.ledger"]


async def company() -> Person:
    """Five of Sales of whom one has left, five of Legal, one of Art, and people of no team."""
    for number in range(5):
        await join(f"Sales {number}", "Sales", state="left" if number == 4 else "known" if number == 3 else "joined")
        await join(f"Legal {number}", "Legal")
        await join(f"Nowhere {number}", "")
    await join("Art", "Art")
    await join("Noor", "Sales", is_host=True)
    return await join("Maya", "Press", is_host=True)


async def lunch(host: Person, guest: str, ref: str = "lunch") -> None:
    await ledger.record("lunch", from_id=host.id, to_id=guest, ref=ref)


async def test_the_teams_of_today_and_who_of_them_can_be_met(database: Settings):
    del database
    calendar, maya = Calendar(), await company()
    await lunch(maya, "sales-0")
    calendar.later(days=1)
    await ledger.record("shoutout", from_id="noor", to_id="sales-1", ref="s")
    calendar.later(days=1)
    await ledger.record("boost", from_id="noor", to_id="sales-1", ref="b")
    assert await teams_today() == [
        Team("Art", 1, 1),
        Team("Legal", 5, 5),
        Team("Press", 1, 0),
        Team("Sales", 5, 3, MONDAY.replace(day=3)),
    ]


async def test_maya_sees_the_mirror_of_the_other_teams_and_what_everybody_forgot(database: Settings):
    del database
    calendar, maya = Calendar(), await company()
    await lunch(maya, "sales-0")
    await ledger.record("lunch", from_id="noor", to_id="art", ref="n")
    calendar.later(days=9)
    seen = await overview_of(maya, clock.now())
    assert list(seen.lines) == [Line("Art"), Line("Legal"), Line("Sales", ate=MONDAY)]
    assert seen.balance == Balance(1, 0)
    assert [step.team for step in seen.forgotten] == ["Legal"]
    assert [(step.act, step.team) for step in seen.steps] == [(Act.MEET, "Art"), (Act.LISTEN, "Sales")]
    assert [step.team for step in await next_steps(maya, clock.now())] == ["Legal", "Art", "Sales"]
    assert [line.team for line in (await overview_of(maya, clock.now(), asked=2, among={"Sales"})).lines] == ["Sales"]


async def test_a_person_who_moves_takes_no_lunch_along_and_one_who_comes_back_finds_hers(database: Settings):
    del database
    Calendar()
    maya = await company()
    await lunch(maya, "sales-0")
    await lunch(maya, "legal-0")
    await Person.filter(id="sales-0").update(team="Art")
    await Person.filter(id="legal-0").update(state="left")
    before = (await overview_of(maya, clock.now())).lines
    assert {line.team: line.ate for line in before} == {"Art": None, "Legal": MONDAY, "Sales": MONDAY}
    await Person.filter(id="legal-0").update(state="joined")
    assert (await overview_of(maya, clock.now())).lines == before


async def test_an_erased_guest_still_is_a_lunch_with_her_team_and_an_erased_host_has_no_mirror(database: Settings):
    del database
    Calendar()
    maya = await company()
    await lunch(maya, "sales-0")
    await Entry.all().update(to_id="")
    seen = await overview_of(maya, clock.now())
    assert (seen.balance, seen.lines[-1]) == (Balance(1, 0), Line("Sales", ate=MONDAY))
    await Entry.all().update(from_id="")
    await join("Nobody", "Press")
    nobody = Person(id="", name="", principal_name="", mail="", team="Press")
    assert (await overview_of(nobody, clock.now())).balance == Balance(0, 0)


async def test_in_an_empty_company_there_is_nothing_to_see_and_nothing_breaks(database: Settings):
    del database
    Calendar()
    maya = await join("Maya", "", is_host=True)
    seen = await overview_of(maya, clock.now())
    assert (list(seen.lines), list(seen.forgotten), list(seen.steps)) == ([], [], [])
    assert await next_steps(maya, clock.now()) == []
