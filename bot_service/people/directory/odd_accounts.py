"""What in a company's directory is not as one would wish, and what follows for lunches. Pure; said by `potluck doctor`."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot_service.graph.directory import Colleague
from bot_service.people.person import Person

EXAMPLES = 3


class Oddity(NamedTuple):
    """People of whom the same is odd, by principal name. `says` makes of their number: what is odd, a colon, and what follows."""

    people: Sequence[str]
    says: Callable[[int], str]

    @property
    def sentence(self) -> str:
        """How many, who for example (by principal name), what follows, and the way out."""
        named = ", ".join(self.people[:EXAMPLES])
        more = "e.g. " if len(self.people) > EXAMPLES else ""
        what, _, follows = self.says(len(self.people)).partition(": ")
        return f"{what} ({more}{named}): {follows}"


def works_here(colleague: Colleague) -> bool:
    """Guests and disabled accounts are nobody who comes to lunch."""
    return colleague.enabled and not colleague.is_guest


def told_apart(colleagues: Sequence[Colleague]) -> list[Colleague]:
    """Leave a mail address that several have to the one whose principal name it is; the others are taken to have none.

    Otherwise one would be invited, and her calendar read, in another's name.
    """
    shared = {mail for mail, count in Counter(one.mail.lower() for one in colleagues if one.mail).items() if count > 1}
    return [
        replace(one, mail="") if one.mail.lower() in shared and one.principal_name.lower() != one.mail.lower() else one
        for one in colleagues
    ]


def oddities(
    colleagues: Sequence[Colleague], known: Mapping[str, Person], organisers: Collection[str] = ()
) -> list[str]:
    """One sentence for each kind of oddity that there is. `known`: the people of the last reading, by id."""
    ours = {address.lower() for address in organisers}
    here = [one for one in colleagues if works_here(one) and one.mail.lower() not in ours]
    back = [one for one in here if one.id in known and known[one.id].state == "left"]
    found = (
        Oddity(_named(one for one in here if not one.team), _no_department),
        Oddity(_named(one for one in here if not one.mail), _no_mail),
        Oddity(_named(one for one in colleagues if one.is_guest and one.enabled), _guests),
        Oddity(_named(_repeated(here, lambda one: one.mail)), _same_mail),
        Oddity(_named(_repeated(here, lambda one: one.name)), _same_name),
        Oddity(_named(one for one in here if _has_moved(one, known.get(one.id))), _moved),
        Oddity(_named(back), _rehired),
        Oddity(sorted(one.principal_name for one in known.values() if one.is_joined and not one.zone), _no_zone),
    )
    return [oddity.sentence for oddity in found if oddity.people]


def _named(some: Iterable[Colleague]) -> list[str]:
    return sorted(one.principal_name for one in some)


def _repeated(colleagues: Sequence[Colleague], value: Callable[[Colleague], str]) -> Iterator[Colleague]:
    counted = Counter(value(one).casefold() for one in colleagues if value(one))
    return (one for one in colleagues if counted[value(one).casefold()] > 1)


def _has_moved(colleague: Colleague, known: Person | None) -> bool:
    return known is not None and known.state != "left" and known.team != colleague.team


def _people(count: int, one: str, many: str) -> str:
    return f"1 person {one}" if count == 1 else f"{count} people {many}"


def _no_department(count: int) -> str:
    return (
        f"{_people(count, 'has', 'have')} no department: together they count as one team, meet everybody else and never one "
        "another; fill in Department in Entra."
    )


def _no_mail(count: int) -> str:
    return f"{_people(count, 'has', 'have')} no mail address: they are never matched; fill in Mail in Entra if they are people."


def _guests(count: int) -> str:
    return f"{_people(count, 'is a guest', 'are guests')}: they are left out; in Entra make whoever should take part a member."


def _same_mail(count: int) -> str:
    return (
        f"{_people(count, 'shares', 'share')} a mail address with somebody: it counts for the one whose principal name it is, "
        "and the others are never matched; correct Mail in Entra."
    )


def _same_name(count: int) -> str:
    return (
        f"{_people(count, 'has', 'have')} the name of somebody else: cards show the team beside the name; "
        "change Display name in Entra where that is not enough."
    )


def _moved(count: int) -> str:
    return (
        f"{_people(count, 'has', 'have')} changed department since the directory was last read: with the next reading, at the "
        "latest tomorrow, they belong to the new team, and lunches of the past stay with the old one."
    )


def _rehired(count: int) -> str:
    return (
        f"{_people(count, 'is', 'are')} back after having left: with the next reading they are what they were before: who took "
        "part takes part, and what they refused stays refused."
    )


def _no_zone(count: int) -> str:
    return (
        f"{_people(count, 'who takes part has', 'who take part have')} no time zone: their hours are reckoned in UTC; they can set "
        "the zone in Outlook (Settings, Calendar), or tell Potluck their hours."
    )
