"""The card that brings a success to its owner, and her answer to it."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bot_service.courtesy import courier
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Shown, show
from bot_service.database.row import AlreadyMoved, move
from bot_service.database.transaction import transaction
from bot_service.people import ledger
from bot_service.people.ledger import Passed
from bot_service.people.person import Person
from bot_service.shoutouts.preview_card import draw_preview
from bot_service.shoutouts.shoutout import draft_shoutout, shoutout_of
from bot_service.shoutouts.success import Success, own_success
from bot_service.teams import cards

STAYS_YOURS = "It stays yours alone. Nobody else has seen it, and nobody will."


async def draw_success(success_id: str, to: str) -> Shown | None:
    """For the owner only. Once opened, the same card shows the shout-out as it stands."""
    success = await Success.get_or_none(id=success_id)
    if success is None or success.owner_id != to:
        return None
    if success.state == "opened":
        return await draw_preview(shoutout_of(success.id), to)
    teller = await Person.get(id=success.told_by)
    about = f"{teller.first_name} listened when you two met"
    if success.state in {"kept", "let go"}:
        return show(cards.heading(f"{cards.escape(about)}"), cards.words(STAYS_YOURS), summary=STAYS_YOURS)
    return show(
        cards.heading(cards.escape(about)),
        cards.words(f"This is what {cards.escape(teller.first_name)} took home from lunch:"),
        cards.words(f"“{cards.escape(success.text)}”"),
        cards.words(
            "You are the first to see it, and the only one. Shall your colleagues hear of it? You read it before they do."
        ),
        summary=f"{about}: something to be proud of",
        actions=[
            cards.execute("Show me how it would look", "success.open", success.id, style="positive"),
            cards.execute("Keep it to myself", "success.keep", success.id),
        ],
    )


async def open_success(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She wants to see the preview. From here on who told it knows that it was welcome."""
    success = await own_success(person_id, data.get("id"))
    if success.state == "shown":
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
