"""Which colleague is meant by a name or an address, however it is typed. Where several are, none is guessed."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot_service.errors import Refusal
from bot_service.lunches.programs.names import like_people, named, or_else
from bot_service.lunches.tables.said import listed
from bot_service.people.person import Person

MOST_SHOWN = 6  #: of those who have one name in common


class Colleague(NamedTuple):
    """All that is looked at; a company may have very many."""

    id: str
    state: str
    name: str
    mail: str
    principal_name: str
    team: str


class NotClear(Refusal):
    """The name fits nobody, or more than one; the sentence says who may be meant and how to say so."""

    reason = "not clear who is meant"


async def everybody() -> list[Colleague]:
    """All who work here, whether they take part or not."""
    rows = await Person.exclude(state="left").order_by("name", "id").values_list(*Colleague._fields)
    return [Colleague(*one) for one in rows]


async def colleague_meant(typed: str, by: Person) -> Colleague:
    """The one colleague whom `by` means: by address, by full name, or by a part of it that nobody shares. Raises `NotClear`."""
    return await asyncio.to_thread(_the_one, typed, await everybody(), by.id)


def called(typed: str, colleagues: Iterable[Colleague]) -> list[Colleague]:
    """Who goes by this address or this full name. Pure."""
    colleagues, wanted = list(colleagues), typed.strip().casefold()
    by_address = [one for one in colleagues if wanted in {one.mail.casefold(), one.principal_name.casefold()}]
    return by_address or [one for one in colleagues if named(typed, [one.name])]


def _called_in_short(typed: str, colleagues: Iterable[Colleague]) -> list[Colleague]:
    wanted = set(typed.casefold().split())
    return [one for one in colleagues if wanted and wanted <= set(one.name.casefold().split())]


def _the_one(typed: str, colleagues: Sequence[Colleague], but: str) -> Colleague:
    others = [one for one in colleagues if one.id != but]
    found = called(typed, others) or _called_in_short(typed, others)
    if len(found) == 1:
        return found[0]
    if found:
        raise NotClear(_several(typed, found))
    if called(typed, colleagues):
        raise NotClear("That is you.")
    near = like_people(typed, [one.name for one in others])
    hint = f" Do you mean {or_else(near)}?" if near else " Write the whole name, or the mail address."
    raise NotClear(f"I know no colleague “{typed}”.{hint}")


def _several(typed: str, found: Sequence[Colleague]) -> str:
    """With the team of each, and the address where the name is the same."""
    same = Counter(one.name for one in found)
    told = []
    for one in found[:MOST_SHOWN]:
        more = [one.team or "no team", *([one.mail or one.principal_name] if same[one.name] > 1 else [])]
        told.append(f"{one.name} ({', '.join(more)})")
    told += [f"{len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else []
    return f"“{typed}” may be {listed(told, 'or')}. Write the whole name, or the mail address, of the one you mean."
