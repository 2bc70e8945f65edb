"""Made-up pasts of a small company, and what the rules see of them without a database."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import PERHAPS_SEEN
from bot_service.courtesy.rules.past import Coming, Past, Sender, Sent, situation_in
from bot_service.courtesy.rules.rule import Situation
from bot_service.manners import Manners
from bot_service.people.hours import kept_hours
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import GIFTS, Passed, Passing

TUESDAY = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)

TEAMS = {
    "maya": "Communications",
    "otto": "Sales",
    "ada": "Engineering",
    "bo": "Engineering",
    "chidi": "Finance",
    "dana": "Design",
    "elif": "",
}
HOSTS, COLLEAGUES = ("maya", "otto"), ("ada", "bo", "chidi", "dana", "elif")
STORIES = ("the solar roof", "the new canteen")


class Arrived(NamedTuple):
    """A message row; `at` is when it was sent."""

    at: datetime
    to_id: str
    kind: Kind
    sender_id: str = ""
    topic: str = ""
    about: str = ""
    by_hand: bool = False
    awaits: bool = False
    with_id: str = ""
    state: str = "delivered"


Event = Arrived | Passing


class Case(NamedTuple):
    """A message that would like to leave at this moment, and all that was before."""

    people: tuple[Person, ...]
    events: tuple[Event, ...]
    person: Person
    coming: Coming
    now: datetime
    manners: Manners


def somebody(name: str, **wishes: Any) -> Person:
    """A colleague who joined and works from nine to five in London; `wishes` are columns of hers."""
    about = {"state": "joined", "zone": "Europe/London", "conversation_id": f"chat of {name}", **wishes}
    return Person(
        id=name,
        name=name.title(),
        principal_name=name,
        mail=name,
        team=TEAMS[name],
        is_host=about.pop("is_host", name in HOSTS),
        service_url="http://127.0.0.1/teams/",
        **about,
    )


def situation(case: Case) -> Situation:
    """What the rules see, put together from everything at once."""
    person, coming = case.person, case.coming
    seen = [one for one in case.events if isinstance(one, Arrived) and one.state in PERHAPS_SEEN]
    passed = [one for one in case.events if isinstance(one, Passing)]
    team = {one.id for one in case.people if one.team == person.team}
    asked = {one.to_id for one in seen if one.kind == Kind.ASK and coming.topic and one.topic == coming.topic}
    past = Past(
        sent=[
            Sent(one.to_id, one.kind, one.sender_id, one.at, one.about, one.by_hand, one.awaits, one.with_id)
            for one in seen
            if one.to_id == person.id
        ],
        received=[one for one in passed if one.to_id == person.id and one.kind in (*GIFTS, Passed.ASK)],
        said=[one for one in passed if one.from_id == person.id],
        sender=_sender(case, seen, passed),
        team_size=sum(one.id in team and one.state != "left" for one in case.people),
        team_asked=len(asked & team),
    )
    return situation_in(past, person, coming, case.now, case.manners)


def _sender(case: Case, seen: list[Arrived], passed: list[Passing]) -> Sender:
    host = next((one for one in case.people if one.id == case.coming.sender_id), None)
    if host is None:
        return Sender(is_host=False)
    gave = [one for one in passed if one.from_id == host.id]
    lunches = {(one.ref, one.team) for one in gave if one.kind == Passed.LUNCH and one.team not in {"", host.team}}
    return Sender(
        is_host=host.is_host and host.state != "left",
        lunches_in_teams=tuple(lunches),
        went_first=any(one.kind == Passed.FIRST and one.ref == case.coming.topic for one in gave),
        asks=tuple(one.at for one in seen if one.kind == Kind.ASK and one.sender_id == host.id),
    )


# From here on: how cases are made up. Moments lie at the edges of the rules, or anywhere.

_EDGES = [0, 1 / 24, 6, 7, 14, 20, 27, 28, 29, 45, 55, 56, 60, 89, 90, 120, 200, 250, 364, 365, 366, 700]
ages = st.sampled_from(_EDGES).flatmap(
    lambda days: st.sampled_from((0, 0, 1, -1)).map(lambda off: max(timedelta(), days * DAY + off * SECOND))
) | st.integers(0, 400 * 24).map(lambda hours: timedelta(hours=hours))
moments = st.just(TUESDAY) | st.integers(0, 364 * 96).map(lambda number: TUESDAY + number * 15 * MINUTE)
hosts, everybody = st.sampled_from(HOSTS), st.sampled_from(tuple(TEAMS))

chosen_manners = st.just(Manners()) | st.builds(
    Manners,
    ask_every_weeks=st.sampled_from((4, 8, 52)),
    asks_a_year=st.sampled_from((1, 2, 4)),
    open_asks=st.integers(1, 2),
    open_invitations=st.integers(1, 2),
    unasked_a_week=st.integers(1, 2),
    host_asks_a_week=st.sampled_from((1, 2, 5)),
    story_percent_of_team=st.sampled_from((1, 10, 25)),
    gifts_before_ask=st.integers(1, 3),
    first_gift_days=st.sampled_from((14, 28, 90)),
    gift_rests_working_days=st.sampled_from((1, 5, 10)),
    host_teams_first=st.integers(1, 4),
    no_holds_days=st.sampled_from((30, 90, 365)),
    noes_end_asking=st.integers(1, 3),
    checkins_unanswered=st.integers(1, 5),
    notifications_a_minute=st.integers(1, 3),
)


@st.composite
def messages(draw: st.DrawFn, now: datetime, person: str, like: Kind) -> Arrived:
    kind = draw(st.just(like) | st.sampled_from(Kind))
    return Arrived(
        at=now - draw(ages | st.sampled_from([number * 10 * SECOND for number in range(8)])),
        to_id=draw(st.just(person) | everybody) if kind == Kind.ASK else person,
        kind=kind,
        sender_id=draw(hosts),
        topic=draw(st.sampled_from(STORIES)) if kind == Kind.ASK else "",
        about=draw(st.sampled_from(("one", "two"))),
        by_hand=draw(st.booleans()),
        awaits=draw(st.booleans()),
        with_id=draw(st.sampled_from(("", "", "", "another"))),
        state=draw(st.sampled_from((*PERHAPS_SEEN, *PERHAPS_SEEN, "waiting", "declined"))),
    )


@st.composite
def passings(draw: st.DrawFn, now: datetime, person: str) -> Passing:
    kind = draw(st.sampled_from((*GIFTS, Passed.LEAVE, Passed.WITHDRAWN, Passed.DECLINED, Passed.DECLINED, *Passed)))
    to_host = kind in {Passed.LEAVE, Passed.WITHDRAWN, Passed.DECLINED, Passed.SHARE, Passed.CHECK_IN}
    giver, taker = draw(hosts), draw(st.just(person) | everybody)
    if to_host:
        giver, taker = taker, giver
    if kind == Passed.FIRST:
        taker = giver
    ref = draw(st.sampled_from(STORIES if kind == Passed.FIRST else ("one", "two", "three")))
    return Passing(now - draw(ages), kind, giver, taker, TEAMS[taker], ref)


def as_it_should_be(now: datetime, host: str, person: str, *, shift: timedelta = timedelta()) -> tuple[Event, ...]:
    """All that an ask of this host to this person needs, each thing in good time."""
    guests = ("ada", "chidi", "dana")
    return (
        *(Passing(now - 80 * DAY, Passed.LUNCH, host, one, TEAMS[one], f"lunch with {one}") for one in guests),
        Passing(now - 70 * DAY, Passed.LUNCH, host, person, TEAMS[person], "lunch of theirs"),
        Passing(now - 40 * DAY + shift, Passed.SHOUTOUT, host, person, TEAMS[person], "thanks"),
        Passing(now - 30 * DAY, Passed.LEAVE, person, host, TEAMS[host], "leave"),
        *(Passing(now - 3 * DAY, Passed.FIRST, host, host, TEAMS[host], story) for story in STORIES),
    )


@st.composite
def wishes(draw: st.DrawFn, now: datetime) -> dict[str, Any]:
    """What a person set herself; most people set nothing."""
    if draw(st.booleans()):
        return {}
    hours = kept_hours(
        draw(st.sampled_from(((0, 1, 2, 3, 4), (5, 6), (1,)))), time(8, 30), draw(st.sampled_from((time(16), time(2))))
    )
    return {
        "state": draw(st.sampled_from(("joined", "left", "welcomed", "declined", "joined"))),
        "paused_until": draw(st.none() | st.sampled_from((now - SECOND, now, now + SECOND, now + 9 * DAY))),
        "never_ask": draw(st.sampled_from((False, False, True))),
        "celebrate": draw(st.sampled_from(("openly", "privately", "never"))),
        "conversation_id": draw(st.sampled_from(("a chat", "a chat", "a chat", ""))),
        "own_hours": draw(st.none() | st.just(hours)),
        "zone": draw(st.sampled_from(("Europe/London", "Asia/Tokyo", "", "Contoso/Canteen"))),
        "country": draw(st.sampled_from(("", "GB", "DE"))),
    }


@st.composite
def cases(draw: st.DrawFn, kinds: tuple[Kind, ...] = (Kind.ASK,) * 5 + (Kind.CHECK_IN, Kind.LUNCH, *Kind)) -> Case:
    now, host, person = draw(moments), draw(hosts), draw(st.sampled_from(COLLEAGUES))
    events: list[Event] = []
    if draw(st.integers(0, 5)):
        shift = draw(st.sampled_from((timedelta(), 20 * DAY, 33 * DAY, 34 * DAY)))
        left_out = draw(st.sets(st.integers(0, 8), max_size=2)) if draw(st.booleans()) else set()
        events += [
            one for number, one in enumerate(as_it_should_be(now, host, person, shift=shift)) if number not in left_out
        ]
    kind = draw(st.sampled_from(kinds))
    events += draw(st.lists(messages(now, person, kind) | passings(now, person), max_size=8))
    for number in range(draw(st.sampled_from((0, 0, 2, 5)))):
        to = draw(st.just(person) | everybody)
        age = draw(st.sampled_from((DAY, 6 * DAY, 100 * DAY, 200 * DAY)))
        events.append(
            Arrived(now - age, to, kind, host, STORIES[0], f"one of many {number}", awaits=draw(st.booleans()))
        )
    for number in range(draw(st.sampled_from((0, 0, 1, 2)))):
        events.append(Passing(now - draw(ages), Passed.DECLINED, person, host, TEAMS[host], f"no {number}"))
    about = {person: draw(wishes(now)), host: {"is_host": draw(st.sampled_from((True, True, True, False)))}}
    people = tuple(somebody(name, **about.get(name, {})) for name in TEAMS)
    return Case(
        people,
        tuple(events),
        next(one for one in people if one.id == person),
        Coming(
            kind,
            host,
            draw(st.sampled_from((*STORIES, *STORIES, ""))) if kind == Kind.ASK else "",
            draw(st.sampled_from(("one", "three"))),
            by_hand=draw(st.booleans()),
            awaits=draw(st.booleans()),
        ),
        now,
        draw(chosen_manners),
    )


def in_order(case: Case, order: list[int]) -> Case:
    """The same case, its events (and people) written down in another order."""
    events = [case.events[number] for number in order]
    return case._replace(events=tuple(events), people=case.people[::-1])
