"""The card that brings a success to its owner, and her answer to it."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from bot_service.courtesy import courier
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Shown, show
from bot_service.database.row import AlreadyMoved, move
from bot_service.database.transaction import transaction
from bot_service.people.person import Person
from bot_service.people.relationship import ledger
from bot_service.people.relationship.ledger import Passed
from bot_service.shoutouts.preview_card import draw_preview
from bot_service.shoutouts.shoutout import draft_shoutout, may_be_posted, shoutout_of
from bot_service.shoutouts.success import Success, own_success
from bot_service.teams import cards

STAYS_YOURS = "It stays yours alone. Nobody else has seen it, and nobody will."
YOURS_ALONE = "You are the first to see it, and the only one. It stays so."
HOW_TO_CHANGE = "You like to be celebrated in private. Write “settings” if you would rather have it openly."
SHALL_OTHERS_HEAR = (
    "You are the first to see it, and the only one. Shall your colleagues hear of it? You read it before they do."
)


class Opening(NamedTuple):
    """How the card begins; {} is the first name of who told it."""

    title: str
    before: str

    def format(self, name: str) -> tuple[str, str]:
        return self.title.format(name), self.before.format(name)


AFTER_LUNCH = Opening("{} listened when you two met", "This is what {} took home from lunch:")
BY_HAND = Opening("{} would like to celebrate you", "This is what {} wrote:")


async def draw_success(success_id: str, to: str) -> Shown | None:
    """For the owner only. Once opened, the same card shows the shout-out as it stands."""
    success = await Success.get_or_none(id=success_id)
    if success is None or success.owner_id != to:
        return None
    if success.state == "opened":
        return await draw_preview(shoutout_of(success.id), to)
    owner, teller = await Person.get_or_none(id=to), await Person.get_or_none(id=success.told_by)
    name = teller.first_name if teller else "A colleague"
    title, before = (BY_HAND if success.is_by_hand else AFTER_LUNCH).format(name)
    told = [cards.words(f"“{cards.escape(success.text)}”")] if success.text else []
    if success.state in {"kept", "let go"}:
        return show(cards.heading(cards.escape(title)), *told, cards.words(STAYS_YOURS), summary=STAYS_YOURS)
    keep = cards.execute("Keep it to myself", "success.keep", success.id)
    if owner is not None and owner.celebrate == "openly":
        asked = [cards.words(SHALL_OTHERS_HEAR)]
        buttons = [cards.execute("Show me how it would look", "success.open", success.id, style="positive"), keep]
    else:
        asked, buttons = [cards.words(YOURS_ALONE), cards.words(HOW_TO_CHANGE, subtle=True)], [keep]
    return show(
        cards.heading(cards.escape(title)),
        cards.words(cards.escape(before)),
        *told,
        *asked,
        summary=f"{title}: something to be proud of",
        actions=buttons,
    )


async def open_success(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She wants to see the preview. From here on who told it knows that it was welcome. Not where she likes it in private."""
    success = await own_success(person_id, data.get("id"))
    if success.state == "shown" and may_be_posted(await Person.get_or_none(id=person_id)):
        with suppress(AlreadyMoved):
            async with transaction():
                await move(success, "opened")
                await draft_shoutout(success)
                await ledger.record(Passed.SUCCESS, from_id=success.told_by, to_id=success.owner_id, ref=success.id)
                await courier.refresh("success", success.id, to=person_id)
    return Answer(card="success", about=success.id)


async def keep_success(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She keeps it to herself; nobody learns that there was anything."""
    success = await own_success(person_id, data.get("id"))
    if success.state == "shown":
        with suppress(AlreadyMoved):
            async with transaction():
                await move(success, "kept")
                await courier.refresh("success", success.id, to=person_id)
    return Answer(card="success", about=success.id)


CARDS = {"success": draw_success}
VERBS = {"success.open": open_success, "success.keep": keep_success}
