"""Twenty months of a small company in which two hosts try everything all the time: what arrived is looked through afterwards."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules.past import Coming
from bot_service.courtesy.rules.rule import Go, Later
from bot_service.courtesy.rules.table import decide
from bot_service.manners import Manners
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Passed, Passing
from tests.courtesy.histories import COLLEAGUES, HOSTS, TEAMS, Arrived, Case, Event, situation, somebody

BEGIN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
DAY, WEEK, YEAR = timedelta(days=1), timedelta(days=7), timedelta(days=365)
FAVOURS = {Kind.ASK, Kind.LEAVE, Kind.BOOST}
GIFTS = (Passed.LUNCH, Passed.SHOUTOUT, Passed.BOOST)
DAYS = 600
STORIES = [f"story {number}" for number in range(12)]


@dataclass
class Company:
    """Who is there, what happened, and what arrived, with the wishes that she had at that moment."""

    dice: Random
    people: dict[str, Person] = field(default_factory=lambda: {name: somebody(name) for name in TEAMS})
    events: list[Event] = field(default_factory=list)
    arrived: list[tuple[Arrived, bool, bool]] = field(default_factory=list)  #: with never_ask, paused
    waiting: list[tuple[datetime, str, Coming, int]] = field(default_factory=list)

    def begin(self) -> None:
        """The first host has met everybody and shared most stories; everybody lets her ask. The second has all of it ahead."""
        for name in COLLEAGUES:
            self.events.append(Passing(BEGIN, Passed.LUNCH, HOSTS[0], name, TEAMS[name], f"first lunch with {name}"))
            self.events.append(Passing(BEGIN, Passed.LEAVE, name, HOSTS[0], TEAMS[HOSTS[0]], f"leave of {name}"))
        for story in STORIES[1:]:
            self.events.append(Passing(BEGIN, Passed.FIRST, HOSTS[0], HOSTS[0], TEAMS[HOSTS[0]], story))

    def live(self, now: datetime) -> None:
        """Something happens, or somebody tries something."""
        host, name = self.dice.choice(HOSTS), self.dice.choice(COLLEAGUES)
        chance = self.dice.random()
        if chance < 0.025:
            self._give(now, host, name)
        elif chance < 0.04:
            self._speak(now, host, name)
        elif chance < 0.044:
            self._wish(now, name)
        else:
            kind = self.dice.choice((Kind.ASK, Kind.ASK, Kind.ASK, Kind.BOOST, *Kind))
            about = f"{kind} {now}"
            topic = self.dice.choice(STORIES) if kind == Kind.ASK else ""
            self.attempt(
                now, name, Coming(kind, host, topic, about, awaits=kind in {Kind.LUNCH, Kind.CHECK_IN, Kind.ASK})
            )

    def attempt(self, now: datetime, name: str, coming: Coming, tries: int = 0) -> None:
        case = Case(tuple(self.people.values()), tuple(self.events), self.people[name], coming, now, Manners())
        verdict, _ = decide(situation(case))
        if isinstance(verdict, Later) and tries < 3:  # then it has lost its sense
            self.waiting.append((verdict.at, name, coming, tries + 1))
        elif isinstance(verdict, Go):
            awaits = coming.awaits and self.dice.random() < (
                0.02 if coming.kind == Kind.ASK else 0.2
            )  # most questions are answered before long
            message = Arrived(now, name, coming.kind, coming.sender_id, coming.topic, coming.about, awaits=awaits)
            person = self.people[name]
            self.events.append(message)
            self.arrived.append((message, person.never_ask, person.is_paused(now)))

    def due(self, now: datetime) -> Iterator[tuple[datetime, str, Coming, int]]:
        self.waiting.sort()
        while self.waiting and self.waiting[0][0] <= now:
            yield self.waiting.pop(0)

    def _give(self, now: datetime, host: str, name: str) -> None:
        kind = self.dice.choice(GIFTS)
        self.events.append(Passing(now, kind, host, name, TEAMS[name], f"{kind} {now}"))

    def _speak(self, now: datetime, host: str, name: str) -> None:
        kind = self.dice.choice(
            (Passed.LEAVE, Passed.LEAVE, Passed.LEAVE, Passed.WITHDRAWN, Passed.DECLINED, Passed.FIRST)
        )
        if kind == Passed.FIRST:
            self.events.append(Passing(now, kind, host, host, TEAMS[host], self.dice.choice(STORIES)))
        else:
            self.events.append(Passing(now, kind, name, host, TEAMS[host], f"{kind} {now}"))

    def _wish(self, now: datetime, name: str) -> None:
        person = self.people[name]
        person.never_ask = self.dice.random() < 0.1
        person.paused_until = now + self.dice.choice((1, 30)) * DAY


@pytest.fixture(scope="module", params=range(2))
def company(request: pytest.FixtureRequest) -> Company:
    company, now = Company(Random(request.param)), BEGIN
    company.begin()
    while now < BEGIN + DAYS * DAY:
        now += timedelta(minutes=company.dice.randrange(1, 16 * 60))
        for number, (at, name, coming, tries) in enumerate(list(company.due(now))):
            company.attempt(at + number * timedelta(seconds=1), name, coming, tries)
        company.live(now)
    return company


def arrived(company: Company, *kinds: Kind) -> list[Arrived]:
    return sorted((one for one, _, _ in company.arrived if one.kind in kinds), key=lambda one: one.at)


def by_person(messages: list[Arrived]) -> list[list[Arrived]]:
    found = defaultdict(list)
    for one in messages:
        found[one.to_id].append(one)
    return list(found.values())


def test_people_are_asked_at_all_and_get_favours(company: Company):
    assert len(arrived(company, Kind.ASK)) >= 2
    assert len(arrived(company, *FAVOURS)) > 100


def test_nobody_is_asked_twice_in_eight_weeks_nor_five_times_a_year(company: Company):
    for asks in by_person(arrived(company, Kind.ASK)):
        assert all(later.at - earlier.at >= 8 * WEEK for earlier, later in pairwise(asks))
        assert all(last.at - first.at >= YEAR for first, last in zip(asks, asks[4:], strict=False))


def test_nobody_gets_two_favours_in_a_week(company: Company):
    for favours in by_person(arrived(company, *FAVOURS)):
        assert all(later.at - earlier.at >= WEEK for earlier, later in pairwise(favours))


def test_nobody_gets_a_favour_within_an_hour_of_anything_else(company: Company):
    for messages in by_person(arrived(company, *Kind)):
        for earlier, later in pairwise(messages):
            assert later.kind not in FAVOURS or later.at - earlier.at >= timedelta(hours=1)


def test_every_ask_had_its_leave_its_gifts_and_its_time(company: Company):
    for asks in by_person(arrived(company, Kind.ASK)):
        for before, ask in zip([BEGIN - DAY, *(one.at for one in asks)], asks, strict=False):
            past = [one for one in company.events if isinstance(one, Passing) and one.at <= ask.at]
            words = [one.kind for one in past if (one.from_id, one.to_id) == (ask.to_id, ask.sender_id)]
            assert [word for word in words if word in {Passed.LEAVE, Passed.WITHDRAWN}][-1] == Passed.LEAVE
            gifts = [one for one in past if one.to_id == ask.to_id and one.kind in GIFTS and one.at > before]
            assert len({gift.kind for gift in gifts}) >= 2
            assert min(gift.at for gift in gifts if gift.from_id == ask.sender_id) <= ask.at - 28 * DAY
            assert max(gift.at for gift in gifts) <= ask.at - 7 * DAY  # five working days at least


def test_no_host_asks_before_she_met_three_teams_and_shared_the_story_herself(company: Company):
    for ask in arrived(company, Kind.ASK):
        gave = [
            one
            for one in company.events
            if isinstance(one, Passing) and one.from_id == ask.sender_id and one.at <= ask.at
        ]
        assert len({one.team for one in gave if one.kind == Passed.LUNCH and one.team}) >= 3
        assert (Passed.FIRST, ask.topic) in {(one.kind, one.ref) for one in gave}


def test_after_a_no_a_host_is_quiet_for_ninety_days_and_after_two_for_good(company: Company):
    for ask in arrived(company, Kind.ASK):
        since: list[datetime] = []
        for one in company.events:
            if isinstance(one, Passing) and one.at <= ask.at and (one.from_id, one.to_id) == (ask.to_id, ask.sender_id):
                since = [] if one.kind == Passed.LEAVE else [*since, *([one.at] if one.kind == Passed.DECLINED else [])]
        assert len(since) < 2
        assert all(no <= ask.at - 90 * DAY for no in since)


def test_of_a_small_team_one_person_is_asked_for_a_story(company: Company):
    asked = {(one.topic, TEAMS[one.to_id], one.to_id) for one in arrived(company, Kind.ASK)}
    assert len(asked) == len({(topic, team) for topic, team, _ in asked})


def test_nothing_unasked_arrives_at_night_or_on_a_weekend(company: Company):
    for one in arrived(company, *(set(Kind) - {Kind.ANSWER, Kind.WELCOME})):
        local = one.at.astimezone(ZoneInfo("Europe/London"))
        assert local.weekday() < 5
        assert 9 <= local.hour < 17


def test_who_said_never_or_paused_is_not_asked(company: Company):
    asks = [(never, paused) for one, never, paused in company.arrived if one.kind in {Kind.ASK, Kind.LEAVE}]
    assert not any(never or paused for never, paused in asks)
    assert not any(paused for one, _, paused in company.arrived if one.kind in FAVOURS)


def test_each_host_asks_each_person_for_leave_once(company: Company):
    asked = [(one.sender_id, one.to_id) for one in arrived(company, Kind.LEAVE)]
    assert len(asked) == len(set(asked))


def test_questions_without_an_answer_come_ever_more_seldom(company: Company):
    for questions in by_person(arrived(company, Kind.CHECK_IN)):
        row: list[datetime] = []
        words = [
            said.at
            for said in company.events
            if isinstance(said, Passing)
            and said.kind in {Passed.LEAVE, Passed.WITHDRAWN}
            and said.from_id == questions[0].to_id
        ]
        for one in questions:
            if row and any(row[-1] <= at <= one.at for at in words):
                row = []  # she reads us after all
            if row:
                assert one.at - row[-1] >= 2 ** (len(row) - 1) * WEEK
            row = [*row, one.at] if one.awaits else []
            assert len(row) <= 4
