"""The end of a pause, by her own word."""

from bot_service.courtesy.courier import wake
from bot_service.database.transaction import transaction
from bot_service.people.pause import resume


async def be_back(person_id: str) -> None:
    """She is back: what waited for the end of her pause comes now. Nothing happens where she wasn't away."""
    async with transaction():
        await resume(person_id)
        await wake(person_id)
