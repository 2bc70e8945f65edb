"""Host lunches, team tables and seats drawn by lot."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from bot_service.matching.host_tables import ALL_TAKEN, NOBODY_FITS, NOBODY_THERE_FITS, host_lunches
from bot_service.matching.lottery import NO_TABLE, NOBODY_ASKED, NOT_DRAWN, WORKS_WITH_HOST, lottery
from bot_service.matching.seekers import Group, Matching, Pair, PastGroup, Rules, Seeker
from bot_service.matching.tables import TOO_FEW, TOO_FEW_THERE, team_table


def person(name: str, team: str, **more: Any) -> Seeker:
    """With one moment that suits everybody, unlike the cast of the other tests: what differs is said in each test."""
    return Seeker(name, team, **more)


ADA = person("Ada", "Engineering")
BO = person("Bo", "Finance")
CHIDI = person("Chidi", "Sales")
DANA = person("Dana", "Design")
ELIF = person("Elif", "Engineering")
FEI = person("Fei", "Engineering")
GIL = person("Gil", "Engineering")
HANA = person("Hana", "Engineering")
MAYA = person("Maya", "Communications")
NOOR = person("Noor", "People")


def seats(matched: Matching) -> list[tuple[str, ...]]:
    return [group.ids for group in matched.groups]


def why(matched: Matching) -> list[str]:
    return [group.why for group in matched.groups]


# Host lunches


def test_maya_meets_somebody_of_the_team_she_knows_least():
    matched = host_lunches([MAYA], [ADA, BO, CHIDI], acquaintance={"Maya": {"Engineering": 2, "Sales": 1}})
    assert matched == Matching((Group(("Maya", "Bo"), "Maya has not sat with anybody of Finance yet."),))


@pytest.mark.parametrize(
    ("finance", "line"),
    [
        (1, "Maya has sat with Finance once, and with no other team that has time less often."),
        (2, "Maya has sat with Finance twice, and with no other team that has time less often."),
        (5, "Maya has sat with Finance 5 times, and with no other team that has time less often."),
    ],
)
def test_the_line_says_how_well_she_knows_the_team(finance: int, line: str):
    busy = replace(DANA, starts=(0,))
    matched = host_lunches([MAYA], [ADA, BO, busy], acquaintance={"Maya": {"Finance": finance, "Engineering": 6}})
    assert matched.groups == (Group(("Maya", "Bo"), line),)


def test_the_line_claims_nothing_when_another_host_had_the_better_guest():
    known = {"Maya": {"Finance": 2, "Sales": 1}, "Noor": {"Finance": 9}}
    matched = host_lunches([MAYA, NOOR], [BO, CHIDI], acquaintance=known)
    assert seats(matched) == [("Maya", "Bo"), ("Noor", "Chidi")]
    assert why(matched) == ["Maya has sat with Finance twice.", "Noor has not sat with anybody of Sales yet."]


def test_two_hosts_are_seen_together_so_that_both_have_lunch():
    """Maya alone would take Bo, the only one whom Noor can meet."""
    noor = replace(NOOR, starts=(0b10,))
    bo, chidi = replace(BO, starts=(0b11,)), CHIDI
    matched = host_lunches([MAYA, noor], [bo, chidi], acquaintance={"Maya": {"Sales": 7}})
    assert seats(matched) == [("Maya", "Chidi"), ("Noor", "Bo")]


def test_somebody_new_of_a_known_team_comes_before_somebody_met_of_a_strange_one():
    matched = host_lunches(
        [MAYA], [ADA, BO], [PastGroup(3, ("Ada", "Maya"))], acquaintance={"Maya": {"Finance": 4, "Engineering": 1}}
    )
    assert seats(matched) == [("Maya", "Bo")]


def test_when_all_are_known_an_old_acquaintance_is_met_again():
    past = [PastGroup(2, ("Maya", "Bo")), PastGroup(3, ("Ada", "Maya")), PastGroup(1, ("Ada", "Maya"))]
    matched = host_lunches([MAYA], [ADA, BO], past, acquaintance={})
    assert matched == Matching((Group(("Maya", "Bo"), "Maya and Bo have met before: time to hear what is new."),))


def test_what_lies_beyond_the_memory_is_forgotten():
    past = [PastGroup(1, ("Maya", "Bo")), PastGroup(3, ("Ada", "Chidi"))]
    bo_first = {"Maya": {"Engineering": 1}}
    assert seats(host_lunches([MAYA], [ADA, BO], past, acquaintance=bo_first)) == [("Maya", "Ada")]
    matched = host_lunches([MAYA], [ADA, BO], past, acquaintance=bo_first, rules=Rules(memory=2))
    assert seats(matched) == [("Maya", "Bo")]


def test_two_lunches_of_maya_are_with_two_teams():
    matched = host_lunches([MAYA], [ADA, ELIF, BO], acquaintance={"Maya": {"Finance": 3}}, lunches_each=2)
    assert {guest for _, guest in seats(matched)} > {"Bo"}
    assert len(matched.groups) == 2


def test_two_lunches_with_one_team_are_better_than_one_lunch():
    matched = host_lunches([MAYA], [ADA, ELIF], acquaintance={}, lunches_each=2)
    assert seats(matched) == [("Maya", "Ada"), ("Maya", "Elif")]


def test_each_host_has_a_lunch_before_another_has_two():
    matched = host_lunches([MAYA, NOOR], [ADA, BO], acquaintance={}, lunches_each=2)
    assert {host for host, _ in seats(matched)} == {"Maya", "Noor"}


def test_maya_gets_the_team_she_asked_for():
    known = {"Maya": {"Engineering": 9}}
    matched = host_lunches([MAYA], [ADA, BO], acquaintance=known, teams={"Maya": "Engineering"})
    assert matched == Matching((Group(("Maya", "Ada"), "Maya asked for a lunch with Engineering."),))


@pytest.mark.parametrize("team", ["Legal", "Communications"])
def test_maya_is_told_when_nobody_of_the_team_she_asked_for_can_come(team: str):
    colleague = person("Ines", "Communications")
    matched = host_lunches([MAYA], [ADA, colleague], acquaintance={}, teams={"Maya": team})
    assert matched == Matching((), {"Maya": NOBODY_THERE_FITS})


def test_a_wish_to_stay_apart_reads_like_no_time():
    apart = host_lunches([MAYA], [ADA], acquaintance={}, apart=[Pair({"Ada", "Maya"})])
    busy = host_lunches([MAYA], [replace(ADA, starts=(0,))], acquaintance={})
    nobody = host_lunches([MAYA], [], acquaintance={})
    assert apart == busy == nobody == Matching((), {"Maya": NOBODY_FITS})


def test_a_host_is_nobodys_guest():
    matched = host_lunches([MAYA, NOOR], [MAYA, NOOR], acquaintance={})
    assert matched == Matching((), {"Maya": NOBODY_FITS, "Noor": NOBODY_FITS})


def test_a_host_who_sat_out_goes_first_and_the_other_is_told_why():
    for seed in "abcdef":
        matched = host_lunches([MAYA, replace(NOOR, sat_out=True)], [ADA], acquaintance={}, seed=seed)
        assert matched.left_over == {"Maya": ALL_TAKEN}


def test_a_guest_who_sat_out_goes_first():
    for seed in "abcdef":
        matched = host_lunches([MAYA], [ADA, replace(ELIF, sat_out=True), FEI], acquaintance={}, seed=seed)
        assert seats(matched) == [("Maya", "Elif")]


def test_the_seed_decides_between_equals():
    drawn = {
        seats(host_lunches([MAYA], [ADA, BO, CHIDI, DANA], acquaintance={}, seed=str(seed)))[0] for seed in range(40)
    }
    assert len(drawn) == 4


def test_near_zones_are_preferred_where_the_programme_prefers_them():
    host, near, far = replace(MAYA, utc_offset=0.0), replace(ADA, utc_offset=1.75), replace(BO, utc_offset=2.25)
    for seed in "abcdef":
        matched = host_lunches([host], [near, far], acquaintance={}, rules=Rules(near_zones=True), seed=seed)
        assert seats(matched) == [("Maya", "Ada")]


def test_a_colleague_without_a_team_is_met_too():
    matched = host_lunches([MAYA], [person("Ola", "")], acquaintance={})
    assert why(matched) == ["Maya and Ola both have time to meet."]


# Team tables


def test_maya_sits_with_four_of_the_team_she_knows_least():
    matched = team_table(
        MAYA, [ADA, ELIF, FEI, GIL, HANA, BO, person("Bea", "Finance")], acquaintance={"Finance": 1}, seed="7"
    )
    (group,) = matched.groups
    assert group.ids[0] == "Maya"
    assert len(set(group.ids) & {"Ada", "Elif", "Fei", "Gil", "Hana"}) == 4
    assert list(group.ids[1:]) == sorted(group.ids[1:])
    assert group.why == "Maya has not sat with anybody of Engineering yet."


def test_one_of_a_strange_team_makes_no_table():
    matched = team_table(MAYA, [ADA, ELIF, BO], acquaintance={"Engineering": 3})
    assert seats(matched) == [("Maya", "Ada", "Elif")]
    assert why(matched) == ["Maya has sat with Engineering 3 times, and with no other team that has time less often."]


def test_the_quarter_is_taken_at_which_most_can_come():
    engineers = [replace(ADA, starts=(1, 0)), replace(ELIF, starts=(1, 4)), replace(FEI, starts=(0, 6)),
                 replace(GIL, starts=(2, 4)), replace(HANA, starts=(4, 2))]  # fmt: skip
    matched = team_table(replace(MAYA, starts=(7, 7)), engineers, acquaintance={})
    assert seats(matched) == [("Maya", "Elif", "Fei", "Gil")]


def test_whom_maya_has_not_met_sits_down_before_whom_she_has():
    past = [PastGroup(1, ("Maya", "Ada")), PastGroup(2, ("Maya", "Elif", "Fei"))]
    matched = team_table(MAYA, [ADA, ELIF, FEI, GIL], past, acquaintance={}, guests_to=2)
    assert seats(matched) == [("Maya", "Ada", "Gil")]


def test_of_two_strange_teams_the_one_with_new_faces_is_seated():
    past = [PastGroup(1, ("Maya", "Elif"))]
    finance = [BO, person("Bea", "Finance")]
    for seed in "abcdef":
        matched = team_table(MAYA, [ADA, ELIF, *finance], past, acquaintance={}, seed=seed)
        assert seats(matched) == [("Maya", "Bea", "Bo")]


def test_who_sat_out_comes_to_the_table_first():
    for seed in "abcdef":
        late = [replace(one, sat_out=True) for one in (FEI, GIL)]
        matched = team_table(MAYA, [ADA, ELIF, *late, HANA], acquaintance={}, guests_to=2, seed=seed)
        assert seats(matched) == [("Maya", "Fei", "Gil")]


def test_the_head_of_a_team_makes_room_for_her_reports():
    reports = [replace(one, manager_id="Ada") for one in (ELIF, FEI, GIL)]
    for seed in "abcdef":
        assert seats(team_table(MAYA, [ADA, *reports], acquaintance={}, seed=seed)) == [("Maya", "Elif", "Fei", "Gil")]
    together = team_table(MAYA, [ADA, *reports], acquaintance={}, rules=Rules(managers_apart=False))
    assert seats(together) == [("Maya", "Ada", "Elif", "Fei", "Gil")]


def test_maya_has_a_table_with_the_team_she_named_or_is_told_why_not():
    everyone = [ADA, ELIF, BO]
    named = team_table(MAYA, everyone, acquaintance={"Engineering": 9}, team="Engineering")
    assert named.groups == (Group(("Maya", "Ada", "Elif"), "Maya asked for a lunch with Engineering."),)
    assert team_table(MAYA, everyone, acquaintance={}, team="Finance") == Matching((), {"Maya": TOO_FEW_THERE})


def test_a_table_kept_apart_reads_like_a_table_without_time():
    apart = team_table(MAYA, [ADA, ELIF], acquaintance={}, apart=[Pair({"Ada", "Elif"})])
    busy = team_table(MAYA, [ADA, replace(ELIF, starts=(0,))], acquaintance={})
    assert apart == busy == Matching((), {"Maya": TOO_FEW})


def test_people_without_a_team_and_people_of_mayas_own_make_no_table():
    own = [person("Ines", "Communications"), person("Jo", "Communications")]
    assert team_table(MAYA, [person("Ola", ""), person("Pia", ""), *own], acquaintance={}).groups == ()
    assert seats(team_table(MAYA, own, acquaintance={}, rules=Rules(cross_team=False))) == [("Maya", "Ines", "Jo")]


# Seats drawn by lot


def test_who_has_won_before_goes_last():
    for seed in "abcdef":
        matched = lottery(
            MAYA, [ADA, BO, CHIDI, DANA, NOOR], won_before={"Ada": 1, "Chidi": 3, "Noor": 1}, seats=2, seed=seed
        )
        assert matched.groups == (Group(("Maya", "Bo", "Dana"), "The seats with Maya were drawn by lot."),)
        assert matched.left_over == {"Ada": NOT_DRAWN, "Chidi": NOT_DRAWN, "Noor": NOT_DRAWN}


def test_one_who_never_won_and_one_who_often_did_come_before_two_who_won_once():
    """At the first quarter Ada and Bo can, at the second Chidi and Dana."""
    first, second = [replace(ADA, starts=(1,)), replace(BO, starts=(1,))], [CHIDI, DANA]
    late = [replace(one, starts=(2,)) for one in second]
    host = replace(MAYA, starts=(3,))
    for seed in "abcdef":
        matched = lottery(
            host, [*first, *late], won_before={"Ada": 1, "Bo": 1, "Chidi": 0, "Dana": 5}, seats=2, seed=seed
        )
        assert seats(matched) == [("Maya", "Chidi", "Dana")]


def test_two_of_one_team_win_only_when_nobody_else_is_to_be_had():
    for seed in "abcdef":
        drawn = seats(lottery(MAYA, [ADA, ELIF, FEI, BO, replace(CHIDI, starts=(0,))], seats=2, seed=seed))
        assert "Bo" in drawn[0]
        assert len(drawn[0]) == 3
    assert len(seats(lottery(MAYA, [ADA, ELIF, FEI], seats=3))[0]) == 4


def test_colleagues_of_the_host_are_told_that_the_seats_are_for_others():
    report = replace(ADA, manager_id="Maya")
    matched = lottery(MAYA, [report, person("Ines", "Communications"), BO])
    assert matched.left_over == {"Ada": WORKS_WITH_HOST, "Ines": WORKS_WITH_HOST}


def test_who_is_kept_apart_from_the_host_reads_what_everybody_reads():
    matched = lottery(MAYA, [ADA, BO, CHIDI, DANA, replace(NOOR, starts=(0,))], seats=2, apart=[Pair({"Ada", "Maya"})])
    assert set(matched.left_over.values()) == {NOT_DRAWN}
    assert "Ada" in matched.left_over
    assert lottery(MAYA, [ADA], apart=[Pair({"Ada", "Maya"})]) == Matching((), {"Ada": NO_TABLE, "Maya": NO_TABLE})


def test_nobody_in_the_lottery_is_no_reason_to_fail():
    assert lottery(MAYA, []) == Matching((), {"Maya": NOBODY_ASKED})
    assert lottery(MAYA, [ADA], seats=0).groups == ()


def test_the_host_herself_draws_no_seat():
    matched = lottery(MAYA, [MAYA, ADA])
    assert seats(matched) == [("Maya", "Ada")]
    assert matched.left_over == {}


def test_everybody_has_the_same_chance():
    entrants = [ADA, BO, CHIDI, DANA, NOOR, person("Omar", "Legal")]
    won = Counter(one for seed in range(600) for one in seats(lottery(MAYA, entrants, seed=f"round {seed}"))[0])
    assert won.pop("Maya") == 600
    assert won.keys() == {one.id for one in entrants}
    # 300 each are expected, and chance strays by 12; five times that would be one draw in a million.
    assert all(240 <= times <= 360 for times in won.values())
