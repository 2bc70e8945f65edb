"""Two messages that are due to somebody together: one card, one notification, and each part answers for itself."""

import json
from pathlib import Path

from bot_service import clock
from bot_service.courtesy import courier
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.database.row import put
from bot_service.database.transaction import transaction
from bot_service.shoutouts.success import Success
from tests.journeys.people import Company, Player, company

TRAIL, TALK = "She found a new trail.", "Her talk was the best of the year."


async def test_who_answers_one_part_sees_the_whole_card_and_can_answer_the_other(tmp_path: Path) -> None:
    async with company(tmp_path, people=4) as contoso:
        players = list((await contoso.everybody()).values())
        ada, before = players[0], len(await players[0].messages())
        await told(contoso, ada, TRAIL, TALK)

        [arrived] = (await ada.messages())[: len(await ada.messages()) - before]
        assert TRAIL in json.dumps(arrived)
        assert TALK in json.dumps(arrived)

        answer = json.dumps(await ada.presses("success.keep"))
        assert (TRAIL in answer, TALK in answer) == (True, True)
        assert await ada.has_button("success.keep")

        await ada.presses("success.keep")
        assert not await ada.has_button("success.keep")
        assert {success.state for success in await Success.all()} == {"kept"}
        assert {message.state for message in await Message.filter(card="success")} == {"delivered"}


async def told(contoso: Company, owner: Player, *texts: str) -> None:
    """A colleague told these of her, in one morning."""
    monday = contoso.stage.world.start.replace(hour=15)  # at work in every zone of these four
    await contoso.wait_until(monday)
    async with transaction():
        for text in texts:
            about = {"checkin_id": text, "told_by": "", "owner_id": owner.who.id, "text": text}
            await put(Success(id=f"success {text}", state="shown", due_at=clock.now().replace(year=2030), **about))
            to = {"to": owner.who.id, "card": "success", "about": f"success {text}"}
            await courier.write(**to, kind=Kind.CELEBRATION)
    await contoso.settle()
