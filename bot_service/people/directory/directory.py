"""Colleagues come from Microsoft Entra: read daily, so that who joins is known and who leaves is left alone."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
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


class DirectoryReading(DueRow):
    """One row: when the directory is read next."""

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
    over. Raises `Outage`.
    """
    accounts = await directory.colleagues()
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
        for colleague in colleagues.values():
            manager_id = colleague.manager_id if colleague.manager_id in colleagues else None
            await _take_over(replace(colleague, manager_id=manager_id), known.get(colleague.id), roles)
        for person in known.values():
            if person.id not in colleagues and person.state != "left":
                await move(person, "left", due_at=clock.now() + erased_after())
        await move(reading, "current", due_at=clock.now() + timedelta(days=1))


def erased_after() -> timedelta:
    """How long somebody who has left is remembered: until another reading has missed her too, at least."""
    return timedelta(days=max(chosen().leaver_erased_days, 1), hours=1)


async def learn_zone(person_id: str, *, calendars: Calendars) -> None:
    """She has joined, so we may read in which zone and at which hours she works; both stand beside her free and busy times."""
    person = await Person.get(id=person_id)
    now = clock.now()
    asked = await calendars.schedules([person.mail], now, now + timedelta(days=1)) if person.mail else {}
    await move(person, "joined", **said_by(asked.get(person.mail.lower())))


async def _take_over(colleague: Colleague, known: Person | None, roles: Mapping[str, Holders]) -> None:
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
    for role, having in roles.items():
        has_it = known is not None and known.state != "left" and bool(getattr(known, role))
        told[role] = having.include(colleague.id, colleague.principal_name, has_it=has_it)
    if known is None:
        await put(Person(id=colleague.id, state="known", **told))
    elif known.state == "left":
        await move(known, "known", **told)
        if await is_kept_out(known.id):
            raise AlreadyMoved("Her erasure was ordered this very moment.")
    elif any(getattr(known, field) != value for field, value in told.items()):
        await Person.filter(id=known.id).update(**told)
