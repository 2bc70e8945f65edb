"""“Not with Tom”: no round of any kind seats both, and nothing that anybody reads says that somebody wished so."""

from dataclasses import replace
from datetime import time
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot_service.lunches.programs.not_with import keep_apart, kept_apart, may_sit_again, not_with
from bot_service.lunches.programs.program import HOST, LOTTERY, MIXER
from bot_service.lunches.programs.round import AGAIN, ON_DEMAND, TEAM_TABLE
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.rounds.history import Past
from bot_service.lunches.rounds.seating import seat
from bot_service.matching.seekers import Pair
from bot_service.settings import Settings
from tests.lunches.colleagues import TABLES, Calendar, join
from tests.lunches.rounds.test_seating import NOTHING_BEFORE, gathered, somebody, tables

__all__ = ["TABLES"]
MIGRATIONS = ""

NAMES = ("ada", "bo", "cy", "dee", "eve", "finn", "gus")
TEAMS = ("Legal", "Sales", "Design")
ROUNDS = {
    "mixer": {"kind": MIXER},
    "second": {"kind": MIXER, "second": True},
    "host": {"kind": HOST},
    "on demand": {"kind": ON_DEMAND, "host_id": "ada"},
    "team table": {"kind": TEAM_TABLE, "host_id": "ada", "team": "Sales"},
    "lottery": {"kind": LOTTERY},
    "again": {"kind": AGAIN, "only": list(NAMES[:3])},
}


@settings(max_examples=120, deadline=None)
@given(
    kind=st.sampled_from(sorted(ROUNDS)),
    teams=st.lists(st.sampled_from(TEAMS), min_size=len(NAMES), max_size=len(NAMES)),
    size=st.integers(2, 4),
    apart=st.sets(st.sampled_from([Pair(two) for two in combinations(NAMES, 2)]), max_size=12),
    patient=st.booleans(),
)
def test_no_round_seats_both(kind: str, teams: list[str], size: int, apart: set[Pair], patient: bool):
    everybody = [somebody(name, team, is_host=name == "ada") for name, team in zip(NAMES, teams, strict=True)]
    invited = everybody[:3] if kind == "again" else everybody
    here = replace(gathered(*invited, terms=Terms(size=size), **ROUNDS[kind]), apart=frozenset(apart))

    seating = seat(here, NOTHING_BEFORE, executive="ada", patient=patient)

    for table in seating.tables:
        assert not any(Pair(two) in apart for two in combinations(table.group.ids, 2))
    assert all(seating.left_over.values())


@pytest.mark.parametrize("kind", ["mixer", "second", "host", "on demand", "lottery"])
def test_whoever_is_left_over_reads_the_same_as_if_the_other_had_no_time(kind: str):
    ada = somebody("ada", "Legal", is_host=True)
    bo = somebody("bo", "Sales")
    busy = somebody("bo", "Sales", free=(time(3), time(3, 15)))

    apart = replace(gathered(ada, bo, **ROUNDS[kind]), apart={Pair(("ada", "bo"))})
    without_time = gathered(ada, busy, **ROUNDS[kind])

    reasons = seat(apart, NOTHING_BEFORE, executive="ada").left_over
    assert tables(seat(apart, NOTHING_BEFORE, executive="ada")) == []
    assert reasons["ada"] == seat(without_time, NOTHING_BEFORE, executive="ada").left_over["ada"]
    assert len(set(reasons.values())) == 1  # and the two of them read the same


def test_of_three_who_would_like_to_meet_again_two_still_do():
    trio = [somebody(name, team) for name, team in zip(NAMES[:3], TEAMS, strict=True)]
    here = replace(gathered(*trio, **ROUNDS["again"]), apart={Pair(("ada", "cy"))})

    assert tables(seat(here, Past())) == [("ada", "bo")]


async def test_what_one_of_them_said_keeps_both_apart_and_is_hers_alone_to_read_and_to_take_back(database: Settings):
    assert database
    Calendar()
    ada, tom = await join("Ada Lovelace", "Engineering"), await join("Tom Baker", "Sales")
    both = {ada.id, tom.id}

    await keep_apart(ada.id, tom.id)
    await keep_apart(ada.id, tom.id)

    assert await kept_apart(both) == {Pair(both)}
    assert [one.name for one in await not_with(ada.id)] == ["Tom Baker"]
    assert await not_with(tom.id) == []

    await may_sit_again(tom.id, ada.id)  # not his to take back
    assert await kept_apart(both) == {Pair(both)}
    await may_sit_again(ada.id, tom.id)
    assert await kept_apart(both) == set()
