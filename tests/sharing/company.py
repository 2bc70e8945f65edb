"""A host who may ask, and whom: what tests of asks begin with."""

from datetime import timedelta

from bot_service.people.person import Person
from bot_service.people.relationship.ledger import record
from bot_service.sharing.ask import Ask
from bot_service.sharing.cards import OUTCOMES, VERBS
from bot_service.sharing.leave import Leave, ask_for_leave, want_leave
from bot_service.sharing.story import Story, publish_story
from tests.sharing.colleagues import MONDAY, Calendar, carry, have_lunch, join


class Company:
    """Maya is a host. She had lunch in three other teams, with Priya five weeks ago, and passed on a post of Priya's four weeks ago.

    There is one story, and she shared it herself. Tom she has never met.
    """

    calendar: Calendar
    maya: Person
    priya: Person
    tom: Person
    story: Story

    async def give_leave(self, person: Person) -> None:
        await want_leave(self.maya.id, person.id, self.calendar.now)
        leave = await Leave.get(person_id=person.id)
        await ask_for_leave(leave.id)
        await carry("leave", OUTCOMES)
        await VERBS["leave.yes"](person.id, {"id": leave.id})
        self.calendar.later(days=7)  # that question was this week's favour

    async def ask(self, person: Person) -> Ask:
        await VERBS["ask.send"](self.maya.id, {"id": self.story.id, "person": person.id})
        return await Ask.get(person_id=person.id)

    async def ask_priya(self) -> Ask:
        """Priya gave leave, and the ask is in her chat."""
        await self.give_leave(self.priya)
        ask = await self.ask(self.priya)
        await carry("ask", OUTCOMES)
        return await Ask.get(id=ask.id)

    async def publish(self, title: str) -> None:
        """Another story, which Maya shares herself at once."""
        self.story = await publish_story(self.maya.id, title, f"https://contoso.example/{title}", "")
        await VERBS["share.shared"](self.maya.id, {"id": self.story.id})

    async def begin_anew(self, person: Person) -> None:
        """They have lunch again, Maya passes on another post of hers, half a year goes by, and there is another story."""
        for kind in ("lunch", "boost"):
            await record(kind, from_id=self.maya.id, to_id=person.id, ref=f"{kind} at {self.calendar.now}")
        self.calendar.later(weeks=26)
        await self.publish("prize")


async def company_of_maya() -> Company:
    """Open it on a Monday."""
    company = Company()
    company.calendar = Calendar()
    company.maya = await join("Maya Lindqvist", "Marketing", is_host=True)
    company.priya, company.tom = await join("Priya Nair", "Engineering"), await join("Tom Ito", "Sales")
    lena, omar = await join("Lena Brandt", "Finance"), await join("Omar Said", "Legal")
    for weeks, other in enumerate((company.priya, lena, omar)):
        await have_lunch(company.maya, other, MONDAY - timedelta(weeks=5 + weeks))
    await record("boost", from_id="maya-lindqvist", to_id="priya-nair", ref="post", at=MONDAY - timedelta(weeks=4))
    link = "https://contoso.example/roof?a=1&b=ü"
    company.story = await publish_story(company.maya.id, "Solar *roof*", link, "It is on.")
    await VERBS["share.shared"](company.maya.id, {"id": company.story.id})
    return company
