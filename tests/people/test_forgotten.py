"""Teams, never single people, that nobody has met or celebrated lately."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot_service.people.relationship.forgotten import forgotten
from bot_service.people.relationship.groups import LEAST, Team
from tests.people.passings import NOW, ago

teams = st.lists(
    st.builds(
        Team,
        name=st.sampled_from(("", "Art", "Legal", "Sales", "Press", "Finance")),
        size=st.integers(0, 9),
        guests=st.integers(0, 3),
        last=st.none() | st.integers(-1, 200).map(lambda days: NOW - timedelta(days=days)),
    ),
    max_size=6,
    unique_by=lambda team: team.name,
)


def test_a_team_that_nobody_met_for_eight_weeks_is_a_next_step_and_one_that_was_never_met_comes_first():
    known = [Team("Legal", 5, 2, ago(8)), Team("Art", 7, 1), Team("Sales", 9, 9, ago(7.9)), Team("Press", 5, 5, ago(9))]
    assert [step.sentence for step in forgotten(known, NOW)] == [
        "Coffee with someone of Art: nobody has met or celebrated them yet.",
        "Coffee with someone of Press: for nine weeks nobody has met or celebrated them.",
        "Coffee with someone of Legal: for eight weeks nobody has met or celebrated them.",
    ]


def test_of_a_team_of_four_nothing_is_said_nor_of_one_in_which_nobody_can_be_met():
    assert forgotten([Team("Legal", LEAST - 1, 4), Team("Art", 40, 0), Team("", 40, 9)], NOW) == []


@given(teams, st.integers())
def test_the_order_in_which_teams_are_told_does_not_matter(known: list[Team], seed: int):
    shuffled = list(known)
    random.Random(seed).shuffle(shuffled)
    assert forgotten(shuffled, NOW) == forgotten(known, NOW)


@given(teams)
def test_a_team_that_somebody_met_this_week_is_forgotten_no_more_and_the_others_stay_so(known: list[Team]):
    first, *rest = forgotten(known, NOW) or [None]
    if first is not None:
        met = [team._replace(last=NOW) if team.name == first.team else team for team in known]
        assert forgotten(met, NOW) == rest
    assert all(team.size >= LEAST for team in known for step in [first] if step and team.name == step.team)
