"""HISTORY.csv and PAIRS.csv: who met, who sat out, who shall not meet."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot_service.match_files.faults import BadFiles, Faults
from bot_service.match_files.past import LARGEST_TABLE, Acquainted, History, read_apart, read_history
from bot_service.matching.seekers import Pair, PastGroup

COMPANY = ("Ada", "Bo", "Chidi", "Dana", "Elif")


Found = TypeVar("Found")


def read(reader: Callable[[Path, Acquainted, Faults], Found], file: Path, text: str, *, former: bool) -> Found:
    """What the reader finds in a file with this text; raises what it has to fault."""
    file.write_text(text, encoding="utf-8")
    faults = Faults()
    found = reader(file, Acquainted(COMPANY, "people.csv", former), faults)
    faults.stop_if_any()
    return found


def history(tmp_path: Path, text: str, *, former: bool = False) -> History:
    return read(read_history, tmp_path / "history.csv", text, former=former)


def apart(tmp_path: Path, text: str, *, former: bool = False) -> frozenset[Pair]:
    return read(read_apart, tmp_path / "pairs.csv", text, former=former)


def faults_of(mistake: pytest.ExceptionInfo[BadFiles]) -> list[str]:
    return [sentence.partition(".csv, ")[2] or sentence.partition(".csv: ")[2] for sentence in mistake.value.faults]


def test_who_sat_together_in_which_round(tmp_path: Path) -> None:
    found = history(
        tmp_path, "round,group,id,why\n2,1,Ada,\n1,a,Ada,\n1,a,Bo,\n2,1,Chidi,\n1,b,Dana,no reason\n1,b,Elif,\n"
    )
    assert found.groups == (
        PastGroup(1, ("Ada", "Bo")),
        PastGroup(1, ("Dana", "Elif")),
        PastGroup(2, ("Ada", "Chidi")),
    )
    assert found.last_round == 2


def test_who_came_before_and_not_last_time_sat_out(tmp_path: Path) -> None:
    text = "round,group,id\n1,1,Ada\n1,1,Bo\n1,1,Chidi\n3,1,Ada\n3,1,Dana\n"
    assert history(tmp_path, text).sat_out == {"Bo", "Chidi"}
    assert history(tmp_path, "round,group,id\n1,1,Ada\n1,1,Bo\n").sat_out == set()


def test_who_has_left_did_not_sit_out(tmp_path: Path) -> None:
    found = history(tmp_path, "round,group,id\n1,1,Ada\n1,1,Maya\n2,1,Ada\n2,1,Bo\n", former=True)
    assert found.sat_out == set()
    assert found.groups[0].ids == ("Ada", "Maya")


def test_the_same_row_twice_does_no_harm(tmp_path: Path) -> None:
    assert history(tmp_path, "round,group,id\n1,1,Ada\n1,1,Bo\n1,1,Ada\n01,1,Bo\n").groups == (
        PastGroup(1, ("Ada", "Bo")),
    )


def test_a_history_without_rows_has_no_rounds_yet(tmp_path: Path) -> None:
    found = history(tmp_path, "round,group,id\n")
    assert (found.groups, found.last_round, found.sat_out) == ((), 0, frozenset())


def test_everything_wrong_in_a_history_is_told_at_once(tmp_path: Path) -> None:
    text = "round,group,id\n1,1,Ada\n1,1,Maya\nfirst,1,Bo\n1.5,1,Bo\n,1,Bo\n1,,Bo\n1,2,\n1,2,Dana\n1,3,Ada\n2,1,Maya\n²,1,Ada\n"
    with pytest.raises(BadFiles) as mistake:
        history(tmp_path, text)
    assert faults_of(mistake) == [
        "line 3: unknown id “Maya” (and 1 more); add the line to people.csv, or pass --former for people who have left.",
        "line 4: the round “first” is no whole number; number the rounds 1, 2, 3 and so on.",
        "line 5: the round “1.5” is no whole number; number the rounds 1, 2, 3 and so on.",
        "line 6: the round is empty; number the rounds 1, 2, 3 and so on.",
        "line 7: the group is empty; fill it in, or remove the line.",
        "line 8: the id is empty; fill it in, or remove the line.",
        "line 10: “Ada” is in the group “3” of round 1, and in “1” in line 2 already; keep one of the two.",
        "line 12: the round “²” is no whole number; number the rounds 1, 2, 3 and so on.",
    ]


def test_a_whole_company_at_one_table_is_told(tmp_path: Path) -> None:
    rows = "".join(f"1,lunch,person {number}\n" for number in range(LARGEST_TABLE + 1))
    with pytest.raises(BadFiles) as mistake:
        history(tmp_path, f"round,group,id\n{rows}", former=True)
    assert faults_of(mistake) == [
        "101 people are in the group “lunch” of round 1; a group is who sat at one table, so give each table a name of its own."
    ]


def test_nobody_is_a_stranger_while_the_people_can_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    file.write_text("round,group,id\n1,1,Maya\n")
    faults = Faults()
    read_history(file, Acquainted(None), faults)
    faults.stop_if_any()


def test_pairs_that_shall_not_meet(tmp_path: Path) -> None:
    pairs = apart(tmp_path, "ID;Other;reason\nAda;Bo;\nBo;Ada;\nDana;Chidi;secret\n")
    assert pairs == {frozenset({"Ada", "Bo"}), frozenset({"Chidi", "Dana"})}
    assert apart(tmp_path, "id,other\nAda,Maya\n", former=True) == {frozenset({"Ada", "Maya"})}


def test_everything_wrong_with_pairs_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadFiles) as mistake:
        apart(tmp_path, "id,other\nAda,Ada\nBo,\nMaya,Bo\n")
    assert faults_of(mistake) == [
        "line 2: “Ada” can't be kept apart from themselves; name somebody else, or remove the line.",
        "line 3: the column other is empty; fill it in, or remove the line.",
        "line 4: unknown id “Maya”; add the line to people.csv, or pass --former for people who have left.",
    ]
