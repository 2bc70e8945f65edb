"""“Find me coffee with someone from Design”: a round of one's own, with one lunch."""

import re
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Subquery

from bot_service import clock
from bot_service.courtesy.note import answer_in_words
from bot_service.database.row import put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.lunches.programs.names import like, named, or_else
from bot_service.lunches.programs.round import ON_DEMAND, Round, planned
from bot_service.lunches.programs.terms import COFFEE, LUNCH
from bot_service.lunches.tables.lunch import OPEN, Guest, Lunch
from bot_service.lunches.tables.said import local_time
from bot_service.people.hours import zone_named
from bot_service.people.person import Person
from bot_service.teams.cards import escape

LONGEST_TEAM = 80  #: characters; more is a story, no team

_POLITE = re.compile(
    r"^(?:(?:please|hey|hi|hello|can you|could you|would you)\b[ ,]*)+|[ ,]*\bplease$|[ .!?]+$", re.IGNORECASE
)
_FIND = re.compile(
    r"^(?:find|get|book)(?: me)?\b|^i(?: would|'d|\u2019d) (?:like|love)(?: to have| to)?\b|^i want(?: to have| to)?\b",
    re.IGNORECASE,
)
_FORM = re.compile(r"^(?:an?|some|to)?\s*(?:have |a )?(lunch|coffee|company)\b", re.IGNORECASE)
_WITH = re.compile(r"^(?:together )?(?:with|from|of|in)\b", re.IGNORECASE)
_ANYBODY = re.compile(
    r"^(?:(?:some|any)(?:one|body)(?: else| new)?|a (?:new )?(?:colleague|person|stranger)|(?:people|colleagues|folks))\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"^(?:from|of|in|at|out of)\b", re.IGNORECASE)
_TEAM = re.compile(
    r"^(?:(?:the|another|a different|any)\b\s*)?(?:team\b\s*)?(.*?)(?:\s+(?:team|department))?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Wish:
    """Company that somebody asks for: `form` "" for lunch or coffee, `team` "" for any other one, as typed."""

    form: str = ""
    team: str = ""


class NotNow(Refusal):
    """Company can't be looked for just now; the sentence says why, and what helps."""

    reason = "not now"


def wish_in(text: str) -> Wish | None:
    """What is asked for, or None where the words ask for no company. Pure.

    “lunch with Engineering”, “find me coffee with someone from design, please”, “get me company”; “lunch” alone asks for nothing.
    """
    rest = " ".join(text.split())
    while (shorter := _POLITE.sub("", rest).strip()) != rest:
        rest = shorter
    rest, asks = _after(_FIND, rest)
    form = _FORM.match(rest)
    rest = rest[form.end() :].strip() if form else rest
    rest, has_whom = _after(_WITH, rest)
    rest, is_anybody = _after(_ANYBODY, rest)
    if not (asks or (form and has_whom)) or not (form or is_anybody) or (rest and not (has_whom or is_anybody)):
        return None
    rest, is_of_team = _after(_FROM, rest)
    if rest and is_anybody and not is_of_team:
        return None
    match = _TEAM.match(rest)
    team = match[1].strip() if match else rest
    if len(team) > LONGEST_TEAM or (has_whom and not is_anybody and not rest):
        return None
    name = form[1].lower() if form else ""
    return Wish(name if name in {LUNCH, COFFEE} else "", team)


def _after(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    """What follows the pattern, and whether it was there."""
    match = pattern.match(text)
    return (text[match.end() :].strip(" ,"), True) if match else (text, False)


async def ask_for_company(asker: Person, wish: Wish, key: str) -> None:
    """Plan a round of her own, in the caller's transaction, and say at once what happens next."""
    try:
        told = await _plan(asker, wish)
    except NotNow as no:
        told = no.sentence
    await answer_in_words(asker.id, escape(told), key=key)


async def _plan(asker: Person, wish: Wish) -> str:
    now = clock.now()
    await check_free(asker, now)
    team = await _team(asker, wish.team)
    today = now.astimezone(zone_named(asker.zone)).date()
    id_ = row_id("round", "on demand", asker.id, f"{today}")
    async with transaction():
        if await Round.exists(id=id_):
            raise NotNow("I have looked for somebody for you today already. Ask me again tomorrow.")
        await put(planned(id_, ON_DEMAND, now, host_id=asker.id, team=team, form=wish.form))
    who = f"somebody of {team}" if team else "somebody of another team"
    what = f"a {wish.form}" if wish.form else "a lunch or coffee"
    return (
        f"I'm looking for {who} who has time for {what} with you. The invitation comes in a moment, to both of you; "
        "if nobody has time, I tell you that."
    )


async def check_free(asker: Person, now: datetime) -> None:
    """She has joined, is not paused, and no other invitation of hers is open or being looked for. Raises `NotNow`."""
    if not asker.is_joined:
        raise NotNow("I can look for somebody as soon as you take part: write “join”, then ask me again.")
    if asker.is_paused(now) and asker.paused_until is not None:
        raise NotNow(f"You are paused until {local_time(asker.paused_until, asker.zone)}. Write “resume” first.")
    waits = await Round.filter(host_id=asker.id, state="planned").exists()
    if waits or await _has_an_open_invitation(asker):
        raise NotNow("One after the other: you have an invitation that is not settled yet. Ask me again after that.")


async def _has_an_open_invitation(asker: Person) -> bool:
    waiting = Subquery(Lunch.filter(state__in=OPEN).values("id"))
    return await Guest.filter(person_id=asker.id, lunch_id__in=waiting).exclude(answer="no").exists()


async def _team(asker: Person, typed: str) -> str:
    """The team as the directory spells it; "" for any. Raises `NotNow` where nobody of it could come."""
    if not typed:
        return ""
    named_so = await Person.exclude(state="left").distinct().values_list("team", flat=True)
    teams = {str(team) for team in named_so} - {""}
    team = named(typed, teams)
    if team is None:
        near = like(typed, teams - {asker.team})
        hint = f" Do you mean {or_else(near)}?" if near else " I look by team, and leave it to chance who of it it is."
        raise NotNow(
            f"I know no team “{typed}”.{hint} Write for example “coffee with someone from {next(iter(near), 'Design')}”."
        )
    if team == asker.team:
        raise NotNow("That is your own team: them you meet without me. Name another one, or just “someone”.")
    if not await Person.filter(state="joined", team=team).exists():
        raise NotNow(f"Nobody of {team} takes part in Potluck so far. Name another team, or just “someone”.")
    return team
