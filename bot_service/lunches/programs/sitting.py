"""“Sit this one out until …”: a pause for one programme, hers alone to set. The pause for all of them stands in her own row."""

from collections.abc import Collection
from datetime import datetime

from bot_service import clock
from bot_service.database.row import put, row_id
from bot_service.database.transaction import transaction
from bot_service.lunches.programs.program import Sitting


async def sit_out(program_id: str, person_id: str, until: datetime) -> None:
    """She takes no part in this programme until that moment; said again, the new moment counts."""
    id_ = row_id("sitting out", program_id, person_id)
    async with transaction():
        await put(Sitting(id=id_, program_id=program_id, person_id=person_id, until=until))
        await Sitting.filter(id=id_).update(until=until)


async def back_in(program_id: str, person_id: str) -> None:
    """She takes part again, from the next round on."""
    await Sitting.filter(id=row_id("sitting out", program_id, person_id)).delete()


async def sitting_of(person_id: str) -> dict[str, datetime]:
    """Which programmes she sits out now, by id, and until when."""
    found = Sitting.filter(person_id=person_id, until__gt=clock.now())
    return {sitting.program_id: sitting.until for sitting in await found}


async def sitting_out(program_id: str, now: datetime, among: Collection[str]) -> set[str]:
    """Who of these sits this programme out."""
    found = Sitting.filter(program_id=program_id, until__gt=now).values_list("person_id", flat=True)
    return {str(one) for one in await found} & set(among)
