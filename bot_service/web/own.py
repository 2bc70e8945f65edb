"""What a person is told about herself: what is next for her, which wishes of hers hold, and what others see of her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot_service.courtesy import shadow
from bot_service.courtesy.shadow import Shadowed
from bot_service.courtesy.wishes.seen import Role, Seen, Viewer, all_seen, seen_of
from bot_service.lunches.tables.lunch import AHEAD, Guest, Lunch, others_at
from bot_service.people.person import Person, hosts


@dataclass(frozen=True)
class Ahead:
    """A lunch of hers that lies ahead. `starts_at` is open while she may still choose; `answer` is her own: "" or yes."""

    id: str
    form: str
    state: str
    starts_at: datetime | None
    minutes: int
    place: str
    is_online: bool
    answer: str
    company: Sequence[Seen]


@dataclass(frozen=True)
class ByHost:
    """What one host sees of her."""

    host: Seen
    sees: Seen


@dataclass(frozen=True)
class SeenByOthers:
    """What colleagues, each host and administrators are answered when they ask for her; `also` says what else there is to see.

    `trial`: in shadow mode, the messages to her or in her name that an administrator finds listed.
    """

    colleagues: Seen
    hosts: Sequence[ByHost]
    administrators: Seen
    trial: Sequence["InTrial"]
    also: dict[str, Sequence[str]]


@dataclass(frozen=True)
class InTrial:
    """A message that would have gone if this were no trial. `to` is None for a channel."""

    at: datetime | None
    to: Seen | None
    kind: str
    what: str
    by: Seen | None
    why: str


#: What can be seen of somebody besides: not by asking us, but where it happens.
ALSO: dict[Role, Sequence[str]] = {
    Role.COLLEAGUE: (
        "Whoever is invited to a lunch with you sees your name and team, and in the end whether the lunch takes place.",
        "That you said no, or let an invitation pass, looks the same as a time that suited nobody.",
        "At an open table that you join, everybody sees your name.",
        "What was celebrated with your yes, and thanks that you wanted open, stand in the channel for everybody.",
    ),
    Role.HOST: (
        "For everybody whom a host may not ask, it says “not yet”: a pause, a no, “never ask me” and a stranger look the same.",
        "A host to whom you gave leave knows that you gave it; your answer to an ask reaches the host who asked.",
    ),
    Role.ADMINISTRATOR: (
        "Administrators see numbers, and none about fewer than five people.",
        "Whoever runs Potluck's server can export or erase all that is kept on you, as the law asks of your company.",
    ),
}


async def ahead_of(person: Person, now: datetime) -> list[Ahead]:
    """Her lunches that she has not said no to, the next one first, those without a time last."""
    places = {place.lunch_id: place for place in await Guest.filter(person_id=person.id).exclude(answer="no")}
    found = await Lunch.filter(id__in=list(places), state__in=AHEAD).order_by("starts_at", "id")
    lunches = [one for one in found if one.starts_at is None or one.ends_at > now]
    lunches.sort(key=lambda one: (one.starts_at is None, one.starts_at or now, one.id))
    return [await _ahead(one, places[one.id], person, now) for one in lunches]


async def _ahead(lunch: Lunch, place: Guest, person: Person, now: datetime) -> Ahead:
    company = await all_seen(await others_at(lunch.id, person.id), Viewer(person.id, Role.COLLEAGUE), now)
    return Ahead(
        id=lunch.id,
        form=lunch.form or "lunch",
        state=lunch.state,
        starts_at=lunch.starts_at,
        minutes=lunch.minutes,
        place=lunch.place,
        is_online=lunch.is_online,
        answer=place.answer,
        company=company,
    )


async def seen_by_others(person: Person, now: datetime) -> SeenByOthers:
    """Ask the very function that answers colleagues, hosts and administrators, once for each of them."""
    by_host = [
        ByHost(
            await seen_of(host, Viewer(person.id, Role.COLLEAGUE), now),
            await seen_of(person, Viewer(host.id, Role.HOST), now),
        )
        for host in await hosts()
        if host.id != person.id
    ]
    listed = await shadow.shadowed(to=person.id)  # what would have gone in her name says whom it would not have reached
    return SeenByOthers(
        colleagues=await seen_of(person, Viewer("", Role.COLLEAGUE), now),
        hosts=by_host,
        administrators=await seen_of(person, Viewer("", Role.ADMINISTRATOR), now),
        trial=await in_trial(listed, now),
        also={role.value: sentences for role, sentences in ALSO.items()},
    )


async def in_trial(listed: Sequence[Shadowed], now: datetime) -> list[InTrial]:
    """These messages as an administrator sees them."""
    ids = {id_ for one in listed for id_ in (one.to_id, one.sender_id) if id_}
    people = await Person.filter(id__in=list(ids))
    known = {seen.id: seen for seen in await all_seen(people, Viewer("", Role.ADMINISTRATOR), now)}
    return [
        InTrial(one.at, known.get(one.to_id), one.kind, one.what, known.get(one.sender_id), one.why) for one in listed
    ]
