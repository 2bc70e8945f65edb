"""Colleagues come from Microsoft Entra: read daily, so that who joins is known and who leaves is left alone."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot_service import clock
from bot_service.database.row import AlreadyMoved, DueRow, move, put
from bot_service.database.transaction import transaction
from bot_service.graph.calendars import Calendars
from bot_service.graph.directory import Colleague, Directory
from bot_service.manners import chosen
from bot_service.people.directory.odd_accounts import told_apart, works_here
from bot_service.people.directory.roles import Holders, holders
from bot_service.people.erased import is_kept_out, kept_out
from bot_service.people.person import Person
from bot_service.people.working_hours import said_by

log = logging.getLogger(__name__)


#: A reading that misses more than a fifth of the people known, and at least ten, is doubted; said for a week, it is believed.
LEAST_DOUBTED = 10
DOUBTED_FOR = timedelta(days=7)
DOUBT = "doubt"


class DirectoryReading(DueRow):
    """`directory`: when the directory is read next. `doubt`: there while too many are missing in it; `moved_at` tells since when."""

    class Meta:
        table = "directory_reading"


async def begin_reading() -> None:
    """Have the directory read from now on."""
    await put(DirectoryReading(id="directory", state="current", due_at=clock.now()))


async def read_directory(
    reading_id: str, *, directory: Directory, hosts: frozenset[str], administrators: frozenset[str] = frozenset()
) -> None:
    """Take over names, teams, managers, where people work and their roles; who is gone from the directory is marked `left`, who is new `known`.

    `hosts` and `administrators` are lower-case user principal names, and ids of groups. Guests and disabled accounts are passed
    over. Where too many are missing at once nobody is changed, for a week. Raises `Outage`.
    """
    accounts = await directory.colleagues()
    taken = {address.lower() for account in accounts for address in (account.mail, account.principal_name)}
    there = told_apart([account for account in accounts if works_here(account)])
    roles = {
        "is_host": await holders(hosts, directory),
        "is_administrator": await holders(administrators, directory),
    }
    reading = await DirectoryReading.get(id=reading_id)
    async with transaction():
        known = {person.id: person for person in await Person.all()}
        # Read after the people: who was erased while we asked Entra is left out, too.
        out = await kept_out([account.id for account in accounts])
        colleagues = {colleague.id: colleague for colleague in there if colleague.id not in out}
        if await _is_doubted(known, colleagues):
            await move(reading, "current", due_at=clock.now() + timedelta(days=1))
            return
        for colleague in colleagues.values():
            manager_id = colleague.manager_id if colleague.manager_id in colleagues else None
            await _take_over(replace(colleague, manager_id=manager_id), known.get(colleague.id), roles, taken)
        for person in known.values():
            if person.id not in colleagues:
                await _let_go(person)
        await move(reading, "current", due_at=clock.now() + timedelta(days=1))


async def doubted_since() -> datetime | None:
    """Since when readings have missed too many people to be believed; None: the last one was believed."""
    doubt = await DirectoryReading.get_or_none(id=DOUBT)
    return doubt.moved_at if doubt is not None else None


async def _is_doubted(known: Mapping[str, Person], there: Collection[str]) -> bool:
    """Whether this reading is not to be believed, in the caller's transaction."""
    staff = [person.id for person in known.values() if person.state != "left"]
    missing = len(set(staff) - set(there))
    if missing < LEAST_DOUBTED or missing * 5 <= len(staff):
        await DirectoryReading.filter(id=DOUBT).delete()
        return False
    await put(DirectoryReading(id=DOUBT, state="doubted"))
    since = await doubted_since() or clock.now()
    is_believed = clock.now() - since >= DOUBTED_FOR
    what = "after a week they are taken for gone" if is_believed else "nobody is changed"
    log.warning(
        "%d of %d people are missing in the directory's answer: %s; run potluck doctor",
        missing,
        len(staff),
        what,
    )
    if is_believed:
        await DirectoryReading.filter(id=DOUBT).delete()
    return not is_believed


async def _let_go(person: Person) -> None:
    """The directory has her no more. What she had answered is kept until she is erased, in case she is back before."""
    if person.state != "left":
        await move(person, "left", due_at=clock.now() + erased_after(), left_from=person.state)
    elif person.due_at is None:  # left before leavers were erased
        await move(person, "left", due_at=clock.now() + erased_after())


def erased_after() -> timedelta:
    """How long somebody who has left is remembered: until another reading has missed her too, at least."""
    return timedelta(days=max(chosen().leaver_erased_days, 1), hours=1)


async def learn_zone(person_id: str, *, calendars: Calendars) -> None:
    """She has joined, so we may read in which zone and at which hours she works; both stand beside her free and busy times."""
    person = await Person.get(id=person_id)
    now = clock.now()
    asked = await calendars.schedules([person.mail], now, now + timedelta(days=1)) if person.mail else {}
    await move(person, "joined", **said_by(asked.get(person.mail.lower())))


async def _take_over(
    colleague: Colleague, known: Person | None, roles: Mapping[str, Holders], taken: Collection[str]
) -> None:
    """`taken`: all addresses of today, in lower case."""
    told: dict[str, Any] = {
        "name": colleague.name,
        "principal_name": colleague.principal_name,
        "mail": colleague.mail,
        "team": colleague.team,
        "job_title": colleague.job_title,
        "manager_id": colleague.manager_id or "",
        "site": colleague.site[:128],
        "country": colleague.country,
    }
    before = known.role_groups or {} if known is not None and known.state != "left" else {}
    groups = {role: having.groups_of(colleague.id, before.get(role, ())) for role, having in roles.items()}
    for role, having in roles.items():
        told[role] = colleague.principal_name.lower() in having.names or bool(groups[role])
    told["former"] = _former(known, told["name"], taken) if known is not None else None
    told["role_groups"] = groups if any(groups.values()) else None
    if known is None:
        await put(Person(id=colleague.id, state="known", **told))
    elif known.state == "left":
        state = known.left_from or "known"
        due_at = None if state in {"known", "welcomed"} else clock.now()  # what was due in the others is done anew
        await move(known, state, due_at=due_at, left_from="", **told)
        if await is_kept_out(known.id):
            raise AlreadyMoved("Her erasure was ordered this very moment.")
    elif any(getattr(known, field) != value for field, value in told.items()):
        await Person.filter(id=known.id).update(**told)


def _former(known: Person, name: str, taken: Collection[str]) -> list[str] | None:
    """Her names and addresses of before, the oldest first; an address that somebody has today is not among them."""
    once = dict.fromkeys([*(known.former or ()), known.name, known.principal_name, known.mail])
    return [one for one in once if one and one != name and one.lower() not in taken] or None
