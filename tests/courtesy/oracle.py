"""What the issue promises, told a second time: the past is lived through in its order, and no rule is asked.

It knows nothing of `courtesy/` but the names of kinds and rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Passing
from tests.courtesy.histories import Arrived, Case

GIFTS = {"lunch", "shoutout", "boost"}
SEEN = {"sending", "delivered", "changed", "in doubt", "shadowed"}
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Life:
    """What one person lived through, as far as one host and one message go."""

    gifts: list[Passing] = field(default_factory=list)
    leave: bool = False
    was_asked_for_leave: bool = False
    noes: list[datetime] = field(default_factory=list)
    asks: list[datetime] = field(default_factory=list)
    open_asks: int = 0
    unanswered: list[datetime] = field(default_factory=list)
    invitations: set[str] = field(default_factory=set)
    favours: list[datetime] = field(default_factory=list)
    arrivals: list[datetime] = field(default_factory=list)
    previews: int = 0


def judge(case: Case) -> tuple[set[str], datetime]:
    """Return the names of all promises that this message would break for good, and the moment before which it may not come."""
    life = _live(case)
    never = set(_about_her(case, life))
    if case.coming.kind in {"ask", "leave"}:
        never |= set(_about_the_host(case, life))
    if case.coming.kind == "ask":
        never |= {*_about_the_relationship(case, life), *_about_gifts(case, life), *_about_budgets(case, life)}
    return never, max([case.now, *_waits(case, life)])


def may_be_asked(case: Case) -> bool:
    """What the host is shown: yes, unless the ask would never come, or not for days because of another favour."""
    never, _ = judge(case)
    week = [at for at in _live(case).favours if case.now - at < 7 * DAY]
    return not never and len(week) < case.manners.unasked_a_week


def _live(case: Case) -> Life:
    life, her, host = Life(), case.person.id, case.coming.sender_id
    for event in sorted(case.events, key=_when):
        if isinstance(event, Arrived):
            if event.to_id == her and event.state in SEEN:
                _receive(life, event, case)
        elif event.to_id == her and event.kind in GIFTS:
            life.gifts.append(event)
        elif event.to_id == her and event.kind == "ask":
            life.gifts.clear()
        elif event.from_id == her:
            _speak(life, event, host)
    return life


def _when(event: Arrived | Passing) -> tuple[datetime, int]:
    """At one moment: what was given before what was asked, yes before no, a question before any answer."""
    late = {"ask": 1, "leave": 1, "withdrawn": 2, "declined": 2, "checkin": 2, "share": 2}
    if isinstance(event, Arrived):
        return event.at, 0 if event.kind == "checkin" and event.awaits else late.get(event.kind, 0)
    return event.at, late.get(event.kind, 0)


def _receive(life: Life, event: Arrived, case: Case) -> None:
    if not event.with_id:
        life.arrivals.append(event.at)
    if event.kind in {"boost", "leave", "ask"}:
        life.favours.append(event.at)
    if event.kind == "ask":
        life.gifts.clear()
        life.asks.append(event.at)
        life.open_asks += event.awaits
    elif event.kind == "leave":
        life.was_asked_for_leave |= event.sender_id == case.coming.sender_id
    elif event.kind == "celebration":
        life.previews += event.by_hand
    elif event.kind in {"lunch", "reminder"} and event.awaits and event.about != case.coming.about:
        life.invitations.add(event.about)
    elif event.kind == "checkin" and not event.awaits:
        life.unanswered.clear()
    elif event.kind == "checkin" and event.at not in life.unanswered:
        life.unanswered.append(event.at)


def _speak(life: Life, event: Passing, host: str) -> None:
    if event.kind in {"checkin", "share", "leave", "withdrawn"}:
        life.unanswered.clear()
    if event.to_id != host or event.kind not in {"leave", "withdrawn", "declined"}:
        return
    life.was_asked_for_leave = True  # there is no need to any more
    if event.kind == "declined":
        life.noes.append(event.at)
    else:
        life.leave = event.kind == "leave"
    if event.kind == "leave":
        life.noes.clear()


def _about_her(case: Case, life: Life) -> Iterable[str]:
    person, kind = case.person, case.coming.kind
    if not person.conversation_id:
        yield "no chat"
    if kind == "answer":
        return
    if person.state == "left":
        yield "left"
    if person.state == "declined" and kind != "thanks":
        yield "opted out"
    preview = kind == "celebration" and case.coming.by_hand and life.previews == 0
    if person.state != "joined" and kind not in {"thanks", "welcome"} and not preview:
        yield "not joined"
    if _is_paused(case) and kind in {"lunch", "reminder", "boost", "leave", "ask"}:
        yield "paused"
    if kind == "celebration" and person.celebrate == "never":
        yield "celebrate never"
    if kind == "checkin" and len(life.unanswered) >= case.manners.checkins_unanswered:
        yield "patience"


def _about_the_host(case: Case, life: Life) -> Iterable[str]:
    if not any(one.id == case.coming.sender_id and one.is_host and one.state != "left" for one in case.people):
        yield "no host"
    if case.person.never_ask:
        yield "never ask"
    if case.coming.kind == "leave" and (life.leave or life.was_asked_for_leave):
        yield "asked for leave before"


def _about_the_relationship(case: Case, life: Life) -> Iterable[str]:
    numbers, now, host = case.manners, case.now, case.coming.sender_id
    if not life.leave:
        yield "no leave"
    if not _has_met(case, host, numbers.host_teams_first):
        yield "met too few teams"
    passed = [one for one in case.events if isinstance(one, Passing)]
    if ("first", host, case.coming.topic) not in {(one.kind, one.from_id, one.ref) for one in passed}:
        yield "did not go first"
    if life.noes and now - max(life.noes) < numbers.no_holds_days * DAY:
        yield "said no lately"
    if len(life.noes) >= numbers.noes_end_asking:
        yield "said no before"


def _about_gifts(case: Case, life: Life) -> Iterable[str]:
    numbers, now = case.manners, case.now
    own = [gift.at for gift in life.gifts if gift.from_id == case.coming.sender_id]
    if not own:
        yield "gave nothing yet"
    elif now - min(own) < numbers.first_gift_days * DAY:
        yield "gave too lately"
    if len({gift.kind for gift in life.gifts}) < numbers.gifts_before_ask:
        yield "gave too little"
    if any(_rested(gift.at, numbers.gift_rests_working_days, case.person) > now for gift in life.gifts):
        yield "too soon after a gift"


def _about_budgets(case: Case, life: Life) -> Iterable[str]:
    numbers, now, coming = case.manners, case.now, case.coming
    if life.open_asks >= numbers.open_asks:
        yield "one open ask"
    if any(now - ask < numbers.ask_every_weeks * 7 * DAY for ask in life.asks):
        yield "asked lately"
    if len([ask for ask in life.asks if now - ask < 365 * DAY]) >= numbers.asks_a_year:
        yield "asked enough"
    seen = [one for one in case.events if isinstance(one, Arrived) and one.kind == "ask" and one.state in SEEN]
    if (
        len([one for one in seen if one.sender_id == coming.sender_id and now - one.at < 7 * DAY])
        >= numbers.host_asks_a_week
    ):
        yield "host asked enough"
    team = {one.id: one.state for one in case.people if one.team == case.person.team}
    asked = {one.to_id for one in seen if one.topic == coming.topic} & set(team) if coming.topic else set()
    size = sum(state != "left" for state in team.values())
    if asked and (len(asked) + 1) * 100 > size * numbers.story_percent_of_team:
        yield "story asked enough"


def _has_met(case: Case, host: str, enough: int) -> bool:
    own = next((one.team for one in case.people if one.id == host), "")
    met = {
        (one.ref, one.team)
        for one in case.events
        if isinstance(one, Passing) and (one.kind, one.from_id) == ("lunch", host) and one.team not in {"", own}
    }
    return any(
        len({lunch for lunch, _ in some}) == len({team for _, team in some}) == enough
        for some in combinations(met, enough)
    )


def _waits(case: Case, life: Life) -> Iterable[datetime]:
    kind, numbers, now = case.coming.kind, case.manners, case.now
    lately = sorted(at for at in life.arrivals if now - at < MINUTE)
    if len(lately) >= numbers.notifications_a_minute:
        yield lately[len(lately) - numbers.notifications_a_minute] + MINUTE
    if kind in {"answer", "welcome"}:
        return
    yield _at_work_from(now, case.person)
    if _is_paused(case) and case.person.paused_until is not None:
        yield case.person.paused_until
    if kind in {"boost", "leave", "ask"}:
        week = sorted(at for at in life.favours if now - at < 7 * DAY)
        if len(week) >= numbers.unasked_a_week:
            yield week[len(week) - numbers.unasked_a_week] + 7 * DAY
        yield from (at + HOUR for at in life.arrivals if now - at < HOUR)
    if kind in {"lunch", "reminder"} and case.coming.awaits and len(life.invitations) >= numbers.open_invitations:
        yield now + 4 * HOUR
    if kind == "checkin" and life.unanswered:
        yield max(life.unanswered) + 2 ** (len(life.unanswered) - 1) * 7 * DAY


def _is_paused(case: Case) -> bool:
    return case.person.paused_until is not None and case.person.paused_until > case.now


def _zone(person: Person) -> ZoneInfo:
    try:
        return ZoneInfo(person.zone or "UTC")
    except ZoneInfoNotFoundError:
        return ZoneInfo("UTC")


def _works_on(day: date, person: Person) -> bool:
    days = person.own_hours["days"] if person.own_hours else range(5)
    return day.weekday() in days and not (
        person.country and day in holidays.country_holidays(person.country, years=day.year)
    )


def _at_work_from(now: datetime, person: Person) -> datetime:
    """Walk on, minute by minute to the next quarter and then by quarters, until she works."""
    own = person.own_hours or {"start": "09:00", "end": "17:00"}
    start, end = time.fromisoformat(own["start"]), time.fromisoformat(own["end"])
    moment = now
    while True:
        local = moment.astimezone(_zone(person))
        today, clock = local.date(), local.time()
        if start < end and _works_on(today, person) and start <= clock < end:
            return moment
        if end <= start and _works_on(today, person) and clock >= start:
            return moment
        if end <= start and _works_on(today - DAY, person) and clock < end:
            return moment
        moment += timedelta(seconds=900 - moment.timestamp() % 900)


def _rested(given: datetime, days: int, person: Person) -> datetime:
    """After so many full working days: a gift on a free day is as good as one on her next working day."""
    local = given.astimezone(_zone(person))
    day = local.date()
    while not _works_on(day, person):
        day += DAY
    for _ in range(days):
        day += DAY
        while not _works_on(day, person):
            day += DAY
    return datetime.combine(day, local.time(), local.tzinfo).astimezone(UTC)
