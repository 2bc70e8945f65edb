"""A pause in everything, hers alone to set. It holds from the second on in which she says so."""

from datetime import datetime, timedelta

from bot_service.people.person import Person

PAUSE_FOR = timedelta(weeks=4)  #: where she names no day


async def pause(person_id: str, until: datetime) -> None:
    """Leave her alone until that moment; said again, the new moment counts."""
    await Person.filter(id=person_id).update(paused_until=until)


async def resume(person_id: str) -> None:
    """She is back; nothing happens where she wasn't away."""
    await Person.filter(id=person_id).update(paused_until=None)
