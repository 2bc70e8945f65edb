"""Whom it is about: found by id, principal name or mail address, and by which words her rows are found."""

from dataclasses import dataclass

from tortoise.expressions import Q

from bot_service.errors import UserMistake
from bot_service.people.person import Person


class UnknownPerson(UserMistake):
    """Nobody of that id or address."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            f"Potluck holds nobody called “{asked}”; give an Entra object id, a user principal name or a mail address."
        )


class SeveralPeople(UserMistake):
    """An address that two accounts share."""

    def __init__(self, asked: str, ids: list[str]) -> None:
        super().__init__(f"“{asked}” is the address of {len(ids)} people; give the id of one: {', '.join(ids)}.")


@dataclass(frozen=True)
class Whose:
    """One person. `keys` is what a column may hold for her; `names` are her name and addresses as they may stand in a text."""

    id: str
    keys: tuple[str, ...]
    names: tuple[str, ...]


async def person_called(asked: str) -> Person:
    """The one person with this id, principal name or mail, however it is spelt. Raises `UnknownPerson` or `SeveralPeople`."""
    text = asked.strip()
    by_id = await Person.get_or_none(id=text)
    if by_id is not None:
        return by_id
    found = await Person.filter(Q(principal_name__iexact=text) | Q(mail__iexact=text)).order_by("id") if text else []
    if not found:
        raise UnknownPerson(asked)
    if len(found) > 1:
        raise SeveralPeople(asked, [one.id for one in found])
    return found[0]


def whose(person: Person) -> Whose:
    """By which words the rows of this person are found, those that she had before among them."""
    former = [str(one) for one in person.former or ()]
    addresses = [one for one in (person.mail, person.principal_name, *(one for one in former if "@" in one)) if one]
    keys = dict.fromkeys([person.id, *addresses, *(address.lower() for address in addresses)])
    # Her surname alone may be a word, or many people's; her name in full is hers.
    names = [name for name in (person.name.strip(), *former, *addresses) if name]
    return Whose(person.id, tuple(keys), tuple(dict.fromkeys([person.id, *names])))
