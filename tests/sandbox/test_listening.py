"""Whoever listens to Outlook hears of each change in each mailbox, in order."""

from datetime import UTC, datetime, timedelta

from bot_service.sandbox.account import Account
from bot_service.sandbox.mailbox import Change
from bot_service.sandbox.meeting import Copy, Facts, Invited, with_changes
from bot_service.sandbox.world import World

NOON = datetime(2026, 1, 14, 11, 15, tzinfo=UTC)


def test_what_happens_to_a_lunch_is_heard_mailbox_by_mailbox(world: World, maya: Account, vuk: Account):
    heard: list[tuple[str, Change]] = []
    names = {world.company.organiser.id: "Potluck", maya.id: "Maya", vuk.id: "Vuk"}

    def listener(owner: str, copy: Copy, change: Change) -> None:
        assert copy.owner.id == owner
        assert copy.version == world.outlook.version
        heard.append((names[owner], change))

    world.outlook.listen(listener)
    guests = tuple(Invited(person.mail, person.name) for person in (maya, vuk))
    facts = Facts("Lunch", NOON, NOON + timedelta(minutes=45), attendees=guests)
    lunch = world.outlook.book(world.company.organiser, facts)
    assert heard == [("Potluck", "created"), ("Maya", "created"), ("Vuk", "created")]
    heard.clear()

    [hers], [his] = world.outlook.invitations(maya), world.outlook.invitations(vuk)
    world.outlook.answer(hers, "accepted")
    assert heard == [("Maya", "updated"), ("Potluck", "updated"), ("Maya", "updated"), ("Vuk", "updated")]
    heard.clear()

    world.outlook.answer(his, "declined", tell=False)
    assert heard == [("Vuk", "deleted")]
    heard.clear()

    world.outlook.change(lunch, with_changes(facts, {"place": "Roof"}))
    assert heard == [("Potluck", "updated"), ("Maya", "updated")]
    heard.clear()

    world.outlook.cancel(lunch)
    assert heard == [("Potluck", "deleted"), ("Maya", "deleted")]
