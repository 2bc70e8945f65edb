"""Who still comes to a lunch that does not stand in any calendar yet."""

from bot_service.lunches.tables.lunch import Guest, Lunch, guests_of
from bot_service.people.person import Person, people


async def still_coming(lunch: Lunch) -> tuple[list[Guest], list[Person]]:
    """The guests who have not said no and are still with us, and the same people by name.

    Who left Potluck or the company meanwhile has said no, unless the booking is under way: what is sent must stay the same.
    """
    guests = [guest for guest in await guests_of(lunch.id) if guest.answer != "no"]
    known = await people({guest.person_id for guest in guests})
    gone = [guest for guest in guests if guest.person_id not in known or not known[guest.person_id].is_joined]
    if lunch.payload is not None:
        gone = [guest for guest in gone if guest.person_id not in known]
    else:
        await Guest.filter(id__in=[guest.id for guest in gone]).update(answer="no")
    coming = [guest for guest in guests if guest not in gone]
    return coming, sorted((known[guest.person_id] for guest in coming), key=lambda person: (person.name, person.id))
