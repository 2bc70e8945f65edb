"""Who still comes to a lunch that does not stand in any calendar yet."""

from bot_service import clock
from bot_service.lunches.tables.lunch import Guest, Lunch, guests_of
from bot_service.lunches.times.preferences import preferences_of
from bot_service.people.person import Person, people


async def still_coming(lunch: Lunch) -> tuple[list[Guest], list[Person]]:
    """The guests who have not said no and are still with us, and the same people by name.

    Who left Potluck or the company meanwhile has said no; so has who paused, unless she herself said yes to this very time. Once
    the booking is under way what is sent stays the same.
    """
    guests = [guest for guest in await guests_of(lunch.id) if guest.answer != "no"]
    known = await people({guest.person_id for guest in guests})
    if lunch.payload is None:
        coming = {one.id for one in await _free_to_come(lunch, list(known.values()))}
        gone = [guest.id for guest in guests if guest.person_id not in coming]
        await Guest.filter(id__in=gone).update(answer="no")
        guests = [guest for guest in guests if guest.person_id in coming]
    coming_too = (known[guest.person_id] for guest in guests if guest.person_id in known)
    return guests, sorted(coming_too, key=lambda person: (person.name, person.id))


async def _free_to_come(lunch: Lunch, guests: list[Person]) -> list[Person]:
    preferences, now = await preferences_of({guest.id for guest in guests}), clock.now()
    asked = {guest.id for guest in guests if lunch.state == "agreed" and not preferences[guest.id].books_for_me}
    return [guest for guest in guests if guest.is_joined and (not guest.is_paused(now) or guest.id in asked)]
