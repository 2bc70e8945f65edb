"""`potluck match` from files to files: what is asked for comes out, and nothing is written when anything is wrong."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot_service.match_files.command import Order, Outcome, match_files
from bot_service.match_files.faults import BadFiles
from bot_service.matching.cost import cost_of
from bot_service.matching.seekers import PastGroup, Rules, Seeker

EIGHT = "id,team\nAda,Engineering\nBo,Finance\nChidi,Sales\nDana,Design\nElif,Legal\nFinn,Support\nGita,People\nMaya,Comms\n"
SMALL = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text(EIGHT)
    return tmp_path


def order(**wanted: Any) -> Order:
    """People of people.csv unless said otherwise; files by their names."""
    wanted = {"people": "people.csv", **wanted}
    wanted |= {name: Path(wanted[name]) for name in ("people", "history", "apart", "out") if name in wanted}
    return Order(**wanted)


def tables(outcome: Outcome) -> dict[tuple[str, str], list[str]]:
    """(round, group) → ids."""
    found: dict[tuple[str, str], list[str]] = {}
    for line in outcome.content.decode().splitlines()[1:]:
        number, group, id_ = line.split(",")[:3]
        found.setdefault((number, group), []).append(id_)
    return found


def fact(outcome: Outcome, name: str) -> int:
    return next(int(line.removeprefix(f"{name}: ")) for line in outcome.summary if line.startswith(f"{name}: "))


def faults(**wanted: Any) -> list[str]:
    with pytest.raises(BadFiles) as mistake:
        match_files(order(**wanted))
    return mistake.value.faults


@pytest.mark.usefixtures("folder")
def test_everybody_meets_somebody_and_the_numbers_say_so() -> None:
    outcome = match_files(order())
    assert sorted(map(len, tables(outcome).values())) == [2, 2, 2, 2]
    assert outcome.summary[:6] == (
        "people: 8",
        "teams: 8",
        "groups: 4",
        "repeats: 0",
        "same-team pairs: 0",
        "left over: 0",
    )
    assert outcome.summary[6].startswith("seconds: ")


def test_the_file_of_all_rounds_begins_with_the_first_and_goes_on(folder: Path) -> None:
    before: list[bytes] = []
    for number in (1, 2, 3):
        outcome = match_files(order(history="lunches.csv", out="lunches.csv", seed="spring"))
        before.append((folder / "lunches.csv").read_bytes())
        assert outcome.summary[0] == f"Added round {number} to lunches.csv."
        assert fact(outcome, "repeats") == 0
    assert before[2].startswith(before[1])
    assert before[1].startswith(before[0])
    assert [line.split(b",")[0] for line in before[2].splitlines()] == [b"round", *[b"1"] * 8, *[b"2"] * 8, *[b"3"] * 8]


@pytest.mark.usefixtures("folder")
def test_rounds_planned_ahead_are_numbered_on_from_the_history_and_repeat_nobody() -> None:
    Path("history.csv").write_text("round,group,id\n41,1,Ada\n41,1,Bo\n")
    outcome = match_files(order(history="history.csv", rounds=3, out="offsite.csv"))
    assert outcome.summary[0] == "Wrote rounds 42 to 44 to offsite.csv."
    assert Path("offsite.csv").read_bytes() == outcome.content
    assert {number for number, _ in tables(outcome)} == {"42", "43", "44"}
    assert fact(outcome, "groups") == 12
    assert fact(outcome, "repeats") == 0


@pytest.mark.usefixtures("folder")
def test_all_rounds_that_there_can_be_are_planned_without_a_repeat() -> None:
    assert fact(match_files(order(rounds=7)), "repeats") == 0
    assert fact(match_files(order(rounds=8)), "repeats") == 4


@pytest.mark.usefixtures("folder")
def test_neither_the_order_of_people_nor_that_of_the_history_matters() -> None:
    first = match_files(order(history="lunches.csv", out="lunches.csv", rounds=3, seed="1"))
    again = match_files(order(history="lunches.csv", seed="1"))
    for name, text in (("people.csv", EIGHT.encode()), ("lunches.csv", first.content)):
        header, *rows = text.splitlines(keepends=True)
        random.Random(name).shuffle(rows)
        Path(name).write_bytes(b"".join([header, *rows]))
    assert match_files(order(history="lunches.csv", seed="1")).content == again.content


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("people", [[], ["Ada"]])
def test_nobody_and_one_alone_are_told_why(people: list[str]) -> None:
    Path("people.csv").write_text("".join(["id,team\n", *(f"{name},Engineering\n" for name in people)]))
    outcome = match_files(order(rounds=2))
    assert outcome.content == b"round,group,id\n"
    assert fact(outcome, "left over") == 2 * len(people)
    assert [line for line in outcome.summary if "is left over: " in line] == [
        f"round {number}: “{name}” is left over: nobody else takes part this time"
        for number in (1, 2)
        for name in people
    ]


@pytest.mark.usefixtures("folder")
def test_fewer_people_than_a_group_has_seats_meet_all_the_same() -> None:
    Path("people.csv").write_text("".join(EIGHT.splitlines(keepends=True)[:5]))
    assert tables(match_files(order(rules=Rules(size=8)))) == {("1", "1"): ["Ada", "Bo", "Chidi", "Dana"]}


@pytest.mark.usefixtures("folder")
def test_a_large_team_is_told_one_by_one_as_far_as_somebody_reads() -> None:
    engineers = "".join(f"E{number:02},Engineering\n" for number in range(25))
    Path("people.csv").write_text(f"id,team\nAda,Sales\n{engineers}")
    outcome = match_files(order())
    assert fact(outcome, "groups") == 1
    reasons = [line for line in outcome.summary if "is left over: " in line]
    assert len(reasons) == 20
    assert outcome.summary[-1] == f"… and {fact(outcome, 'left over') - 20} more."


@pytest.mark.usefixtures("folder")
def test_whoever_sat_out_last_time_comes_first() -> None:
    Path("people.csv").write_text("id,team\nAda,Sales\nBo,Design\nChidi,Design\nDana,Design\nElif,Design\n")
    Path("history.csv").write_text("round,group,id\n1,1,Ada\n1,1,Elif\n2,1,Ada\n2,1,Chidi\n3,1,Ada\n3,1,Bo\n")
    sat_out = {"Chidi", "Elif"}
    for seed in "abcdefgh":
        outcome = match_files(order(history="history.csv", seed=seed, rules=Rules(size=2, memory=1)))
        (table,) = tables(outcome).values()
        assert sat_out & set(table)


@pytest.mark.usefixtures("folder")
def test_pairs_that_are_kept_apart_and_a_manager_with_her_report_never_meet() -> None:
    Path("people.csv").write_text("id,team,manager\nAda,Sales,\nBo,Design,Ada\nChidi,Legal,\nDana,Comms,\n")
    Path("pairs.csv").write_text("id,other\nChidi,Ada\n")
    for seed in "abc":
        assert list(tables(match_files(order(apart="pairs.csv", seed=seed))).values()) == [
            ["Ada", "Dana"],
            ["Bo", "Chidi"],
        ]


@pytest.mark.usefixtures("folder")
def test_sites_and_zones_are_preferred_when_asked_for() -> None:
    Path("people.csv").write_text(
        "id,team,site,zone\nAda,a,Berlin,Europe/Berlin\nBo,b,Lagos,UTC+1\nChidi,c,Lagos,Asia/Tokyo\nDana,d,Berlin,UTC+9\n"
    )
    near = match_files(order(rules=Rules(near_zones=True)))
    assert list(tables(near).values()) == [["Ada", "Bo"], ["Chidi", "Dana"]]
    same = match_files(order(rules=Rules(same_site=True)))
    assert list(tables(same).values()) == [["Ada", "Dana"], ["Bo", "Chidi"]]


@pytest.mark.usefixtures("folder")
def test_who_has_left_is_told_unless_one_says_so() -> None:
    Path("history.csv").write_text("round,group,id\n1,1,Ada\n1,1,Zed\n")
    assert faults(history="history.csv") == [
        "history.csv, line 3: unknown id “Zed”; add the line to people.csv, or pass --former for people who have left."
    ]
    assert fact(match_files(order(history="history.csv", former=True)), "groups") == 4


@pytest.mark.usefixtures("folder")
def test_why_a_group_meets_stands_in_a_fourth_column_and_does_no_harm_in_a_history() -> None:
    first = match_files(order(history="lunches.csv", out="lunches.csv", why=True))
    header, *lines = first.content.decode().splitlines()
    assert header == "round,group,id,why"
    assert all(line.split(",", 3)[3] for line in lines)
    match_files(order(history="lunches.csv", out="lunches.csv", why=True))
    assert len(Path("lunches.csv").read_text().splitlines()) == 17


@pytest.mark.usefixtures("folder")
def test_what_may_have_been_meant_otherwise_is_pointed_out() -> None:
    Path("people.csv").write_text("id,team,Sites\nAda,Sales,\nBo,sales,\n")
    assert match_files(order()).summary[:2] == (
        "Note: people.csv has columns that are not used: “sites”.",
        "Note: “Sales” and “sales” count as two teams.",
    )


def test_everything_wrong_in_all_files_is_told_at_once_and_nothing_is_written(folder: Path) -> None:
    Path("people.csv").write_text("id,team\nAda,\nBo,Sales\nBo,Sales\n")
    Path("history.csv").write_text("round,group,id\none,1,Ada\n1,1,Zed\n")
    Path("pairs.csv").write_text("id\nAda\n")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    rules = Rules(size=9, memory=0, same_site=True, near_zones=True)
    told = faults(history="history.csv", apart="pairs.csv", out="people.csv", rounds=0, rules=rules)
    assert [sentence.partition(";")[0] for sentence in told] == [
        "--size 9: groups are of 2 to 8 people",
        "--rounds 0: there is nothing to plan",
        "--memory 0: a meeting is remembered for 1 round or more",
        "people.csv, line 2: the team is empty",
        "people.csv, line 4: the id “Bo” stands in line 3 already",
        "history.csv, line 2: the round “one” is no whole number",
        "history.csv, line 3: unknown id “Zed”",
        "pairs.csv, line 1: the column other is missing in “id”",
        "--same-site: people.csv has no column site",
        "--near-zones: people.csv has no column zone",
        "--out people.csv: that is a file to read from, which would be lost",
    ]
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.usefixtures("folder")
def test_a_history_without_the_column_can_not_go_on_saying_why() -> None:
    Path("lunches.csv").write_text("round,group,id\n")
    assert faults(history="lunches.csv", out="lunches.csv", why=True) == [
        "--why: lunches.csv has no column why; add it to its first line, or leave out --why."
    ]


@pytest.mark.usefixtures("folder")
def test_a_history_that_is_not_there_is_told_unless_it_is_to_be_begun() -> None:
    assert faults(history="histroy.csv", out="groups.csv") == [
        "histroy.csv: there is no such file; check the name and the folder."
    ]


@pytest.mark.usefixtures("folder")
def test_a_bar_moves_on_a_terminal_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    match_files(order())
    assert capsys.readouterr() == ("", "")
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich takes it for a terminal
    match_files(order())
    out, err = capsys.readouterr()
    assert out == ""
    assert "Reading" in err


@SMALL
@given(
    people=st.lists(st.sampled_from(["Sales", "Design", "Legal"]), max_size=9),
    past=st.lists(st.tuples(st.integers(1, 3), st.integers(0, 8), st.integers(0, 8)), max_size=12),
    size=st.integers(2, 4),
    cross_team=st.booleans(),
)
def test_the_numbers_agree_with_the_engine_s_own_account(
    folder: Path, people: list[str], past: list[tuple[int, int, int]], size: int, cross_team: bool
) -> None:
    (folder / "people.csv").write_text("".join(["id,team\n", *(f"p{n},{team}\n" for n, team in enumerate(people))]))
    rows: list[str] = []
    groups: list[PastGroup] = []
    seated: set[tuple[int, int]] = set()
    for group, (number, one, other) in enumerate(past):
        if one < other < len(people) and not seated & {(number, one), (number, other)}:
            seated |= {(number, one), (number, other)}
            rows += [f"{number},{group},p{one}\n", f"{number},{group},p{other}\n"]
            groups.append(PastGroup(number, (f"p{one}", f"p{other}")))
    (folder / "history.csv").write_text("".join(["round,group,id\n", *rows]))
    rules = Rules(size, cross_team=cross_team)
    outcome = match_files(order(history="history.csv", rules=rules))
    seekers = [Seeker(f"p{number}", team) for number, team in enumerate(people)]
    cost = cost_of(list(tables(outcome).values()), seekers, groups, rules=rules)
    assert fact(outcome, "repeats") == cost.repeats
    assert fact(outcome, "left over") == cost.left_over
    assert cross_team <= (fact(outcome, "same-team pairs") == 0)
