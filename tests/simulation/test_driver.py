from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot_service.simulation import driver as driving
from bot_service.simulation.driver import Driver
from tests.simulation.contoso import at

SEVEN = at(0, 7)


@dataclass
class Town:
    """A sandbox and a house at once: at some moments somebody acts, and each act makes a step due `after` a while."""

    time: datetime = SEVEN
    acts: list[datetime] = field(default_factory=list)
    due: list[datetime] = field(default_factory=list)
    after: timedelta = timedelta()
    told: list[tuple[str, datetime]] = field(default_factory=list)
    stops: list[datetime] = field(default_factory=list)

    async def now(self) -> datetime:
        return self.time

    async def move_clock(self, to: datetime) -> None:
        assert to >= self.time, "the clock must not run backwards"
        self.time = to
        self.stops.append(to)

    async def next_act_at(self) -> datetime | None:
        return min(self.acts, default=None)

    async def act(self) -> int:
        acting = [moment for moment in self.acts if moment <= self.time]
        self.acts = [moment for moment in self.acts if moment > self.time]
        self.due += [self.time + self.after for _ in acting]
        self.told += [("act", self.time) for _ in acting]
        return len(acting)

    async def next_due_at(self) -> datetime | None:
        return min(self.due, default=None)

    async def drain(self) -> int:
        ripe = [moment for moment in self.due if moment <= self.time]
        self.due = [moment for moment in self.due if moment > self.time]
        self.told += [("step", self.time) for _ in ripe]
        return len(ripe)


async def test_time_jumps_from_one_thing_to_the_next_and_ends_where_it_should() -> None:
    town = Town(acts=[at(0, 9), at(3, 10)], after=timedelta(hours=2))
    await Driver(town, town).run_to(at(7))
    assert town.told == [("act", at(0, 9)), ("step", at(0, 11)), ("act", at(3, 10)), ("step", at(3, 12))]
    assert town.stops == [at(0, 9), at(0, 11), at(3, 10), at(3, 12), at(7)]


async def test_what_follows_at_once_happens_at_once() -> None:
    town = Town(acts=[at(0, 9)])
    await Driver(town, town).run_to(at(0, 9))
    assert town.told == [("act", at(0, 9)), ("step", at(0, 9))]


async def test_what_is_due_right_now_needs_no_move_of_the_clock() -> None:
    town = Town(acts=[at(0, 7)], due=[at(0, 6)])
    await Driver(town, town).advance(0)
    assert town.stops == []
    assert sorted(town.told) == [("act", at(0, 7)), ("step", at(0, 7)), ("step", at(0, 7))]


async def test_things_a_minute_apart_share_a_stop() -> None:
    town = Town(acts=[at(0, 9, 1), at(0, 9, 2), at(0, 9, 5), at(0, 9, 6)])
    await Driver(town, town).run_to(at(0, 10))
    assert town.stops == [at(0, 9, 5), at(0, 9, 10), at(0, 10)]


async def test_nothing_happens_after_the_end() -> None:
    town = Town(acts=[at(0, 9, 59), at(0, 10, 1)])
    await Driver(town, town).run_to(at(0, 10))
    assert [what for what, _ in town.told] == ["act", "step"]
    assert town.time == at(0, 10)


async def test_a_step_that_stays_due_does_not_stop_time() -> None:
    class Stubborn(Town):
        async def drain(self) -> int:
            return 0

    town = Stubborn(due=[at(0, 6)])
    await Driver(town, town).run_to(at(0, 8))
    assert town.time == at(0, 8)
    assert len(town.stops) == 12


async def test_two_who_answer_each_other_for_ever_do_not_stop_time(monkeypatch) -> None:  # noqa: ANN001 - pytest's fixture
    class Chatty(Town):
        async def next_act_at(self) -> datetime | None:
            return self.time

    monkeypatch.setattr(driving, "MOST_ROUNDS", 3)
    town = Chatty()
    await Driver(town, town).run_to(at(0, 8))
    assert town.time == at(0, 8)


async def test_whoever_watches_hears_of_each_stop() -> None:
    heard: list[datetime] = []

    async def tell(now: datetime) -> None:
        heard.append(now)

    town = Town(acts=[at(0, 9)])
    await Driver(town, town, tell).run_to(at(1))
    assert heard == [at(0, 9), at(1)]
