"""Everybody who seeks a lunch in one round, with the times at which each could meet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import Subquery

from bot_service import clock
from bot_service.graph.calendars import Calendars
from bot_service.graph.directory import Directory
from bot_service.lunches.programs.not_with import kept_apart
from bot_service.lunches.programs.program import Program
from bot_service.lunches.programs.round import AGAIN, Round
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.rounds.history import sat_out_last
from bot_service.lunches.rounds.participants import participants
from bot_service.lunches.tables.lunch import Guest, Lunch, busy_with_potluck
from bot_service.lunches.times.availability import Availability, availabilities
from bot_service.lunches.times.slots import Horizon
from bot_service.matching.lots import lot
from bot_service.matching.seekers import Pair, Seeker
from bot_service.people.person import Person

#: Answers take up to three working days, and nobody is surprised by a lunch tomorrow.
NOTICE = timedelta(days=5)
REACH = timedelta(days=16)
LOOKED_AT_FOR_ONE_TABLE = 60


@dataclass(frozen=True)
class Gathering:
    """One round's people, all by id. Their calendars were read before, so that whatever is proposed can be booked."""

    round: Round
    at: datetime
    terms: Terms
    horizon: Horizon
    people: Mapping[str, Person]
    times: Mapping[str, Availability]
    sat_out: Collection[str] = ()
    apart: Collection[Pair] = ()  #: who would rather not sit together, whoever of both said so

    def seekers(self, ids: Collection[str], *, wide: bool = False) -> list[Seeker]:
        """These people as the matching wants them; `wide`: with the hours a little outside of the usual ones."""
        return [self._seeker(self.people[one], wide=wide) for one in sorted(ids)]

    def starts(self, person_id: str, *, wide: bool = False) -> tuple[int, int]:
        """When she could begin: quarter hours of the horizon for lunch and for coffee."""
        return self.times[person_id].starts(self.terms, self.horizon, wide=wide, noticed_at=self.at)

    def _seeker(self, person: Person, *, wide: bool) -> Seeker:
        return Seeker(
            person.id,
            person.team,
            site=self.times[person.id].site,
            manager_id=person.manager_id,
            starts=self.starts(person.id, wide=wide),
            sat_out=person.id in self.sat_out,
        )


async def gather(this: Round, *, calendars: Calendars, directory: Directory) -> Gathering:
    """Read who takes part and has no open invitation, and all their calendars. Raises `Outage`."""
    now = clock.now()
    program = await Program.get_or_none(id=this.program_id)
    meant = None if this.kind == AGAIN else program  # who would like to meet again needs no programme for it
    joined = await participants(meant, now, directory=directory, asked_by=this.host_id)
    if this.only is not None:
        joined = {one: joined[one] for one in this.only if one in joined}
    if this.host_id:
        joined = _near(this, joined)
    if this.second:
        joined = await _without_a_partner(this, joined)
    waiting = await busy_with_potluck()
    free = {one: person for one, person in joined.items() if one not in waiting}
    horizon = Horizon.between(now + NOTICE, now + REACH)
    times = await availabilities(free.values(), horizon, calendars)
    return Gathering(
        this,
        at=now,
        terms=_terms(this, program),
        horizon=horizon,
        people=free,
        times=times,
        sat_out=await sat_out_last(this),
        apart=await kept_apart(free),
    )


def _terms(this: Round, program: Program | None) -> Terms:
    """The programme's; a lunch that somebody asked for keeps only to the form that she named."""
    terms = program.terms if program else Terms()
    if this.form:
        return Terms(forms=(this.form,))
    return Terms() if this.kind == AGAIN else terms


def _near(this: Round, joined: Mapping[str, Person]) -> dict[str, Person]:
    """For a table that somebody asked for: she, and the team that she named or some of all others.

    For two seats nobody reads the calendars of a whole company.
    """
    others = [one for one, person in joined.items() if not this.team or person.team == this.team]
    chosen = sorted(others, key=lambda one: lot("asked for", this.id, one))[:LOOKED_AT_FOR_ONE_TABLE]
    return {one: joined[one] for one in {*chosen, this.host_id} if one in joined}


async def _without_a_partner(this: Round, joined: Mapping[str, Person]) -> dict[str, Person]:
    """For a second round: who said yes to a lunch that came to nothing, who was left over, and who joined since the round began."""
    rounds = Round.filter(program_id=this.program_id, number=this.number).exclude(id=this.id)
    lunches = Lunch.filter(round_id__in=Subquery(rounds.values("id")))
    states = dict(await lunches.values_list("id", "state"))
    places = await Guest.filter(lunch_id__in=Subquery(lunches.values("id")))
    settled = {one.person_id for one in places if states[one.lunch_id] != "called off" or one.answer != "yes"}
    return {one: person for one, person in joined.items() if one not in settled}
