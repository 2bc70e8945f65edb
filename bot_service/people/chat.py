"""Teams opened or closed a chat between a person and us."""

from bot_service import clock
from bot_service.database.row import move, put
from bot_service.database.transaction import transaction
from bot_service.people.erased import is_kept_out
from bot_service.people.person import Person
from bot_service.teams.address import Address


async def chat_opened(person_id: str, name: str, address: Address) -> None:
    """Remember where she can be reached. The first time, her one welcome becomes due.

    Teams may know her before our reading of the directory does. Who was erased is a stranger until she writes herself.
    """
    if await is_kept_out(person_id):
        return
    async with transaction():
        await put(Person(id=person_id, state="known", name=name, principal_name="", mail=""))
        person = await Person.get(id=person_id)
        await remember_address(person, address)
        if person.state == "known":
            await move(person, "installed", due_at=clock.now())


async def chat_closed(person_id: str) -> None:
    """She removed or blocked us: nothing is sent any more, and no retries."""
    await Person.filter(id=person_id).update(conversation_id="")


async def remember_address(person: Person, address: Address) -> None:
    """The regional address of a chat may change with any message from it."""
    if person.address != address:
        place = {
            "service_url": address.service_url,
            "conversation_id": address.conversation_id,
            "tenant_id": address.tenant_id,
        }
        await Person.filter(id=person.id).update(**place)
