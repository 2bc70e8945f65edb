"""What is written: ids come back as they went in, and a history goes on in the way it was begun."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.errors import UserMistake
from bot_service.match_files.faults import BadFiles, Faults
from bot_service.match_files.groups import as_file, as_more_of, look_at_out, write_file
from bot_service.match_files.past import HISTORY, Acquainted, History, read_history
from bot_service.match_files.people import read_people
from bot_service.match_files.sheet import Sheet, read_sheet
from bot_service.matching.seekers import Group, Matching, PastGroup

TWO_TABLES = Matching((Group(("Ada", "Bo"), "Engineering, meet Finance"), Group(("Chidi", "Dana"))))

#: Whatever a cell may hold that stands on one line, as it is read: without blanks at its ends.
ids = st.text(st.characters(exclude_characters="\r\n\0", codec="utf-8"), min_size=1).map(str.strip).filter(bool)
DIALECTS = [
    b"round,group,id\n",
    b"\xef\xbb\xbfID;Note;Round;Group\r\n",
    "round\tgroup\tid\r\n".encode("utf-16"),
    b"\xfe\xff" + "id\tround\tgroup".encode("utf-16-be"),
]


def written(path: Path, content: bytes) -> History:
    """A history without a fault."""
    path.write_bytes(content)
    faults = Faults()
    found = read_history(path, Acquainted(None), faults)
    faults.stop_if_any()
    return found


def sheet_of(path: Path, content: bytes) -> Sheet:
    path.write_bytes(content)
    sheet = read_sheet(path, HISTORY, ("why",), Faults())
    assert sheet
    return sheet


def test_the_groups_of_each_round_are_numbered_from_one() -> None:
    assert as_file([TWO_TABLES, TWO_TABLES], 7, why=False).decode().splitlines() == [
        "round,group,id",
        *("7,1,Ada", "7,1,Bo", "7,2,Chidi", "7,2,Dana"),
        *("8,1,Ada", "8,1,Bo", "8,2,Chidi", "8,2,Dana"),
    ]


def test_why_they_meet_is_a_fourth_column_for_who_asks() -> None:
    lines = as_file([TWO_TABLES], 1, why=True).decode().splitlines()
    assert lines[:2] == ["round,group,id,why", '1,1,Ada,"Engineering, meet Finance"']


@given(st.lists(ids, unique=True, min_size=2))
def test_every_id_comes_back_as_it_went_in(tmp_path_factory: pytest.TempPathFactory, everybody: list[str]) -> None:
    path = tmp_path_factory.mktemp("files") / "groups.csv"
    table = Matching((Group(tuple(everybody)),))
    assert written(path, as_file([table], 3, why=True)).groups == (PastGroup(3, tuple(everybody)),)


@pytest.mark.parametrize("header", DIALECTS, ids=["plain", "Excel's", "Unicode text", "the other way round"])
@given(st.lists(ids, unique=True, min_size=2))
def test_a_history_goes_on_in_the_way_it_was_begun(
    tmp_path_factory: pytest.TempPathFactory, header: bytes, everybody: list[str]
) -> None:
    path = tmp_path_factory.mktemp("files") / "history.csv"
    table = Matching((Group(tuple(everybody)),))
    once = as_more_of(sheet_of(path, header), [table], 1)
    twice = as_more_of(sheet_of(path, once), [table], 2)
    assert once.startswith(header)
    assert twice.startswith(once)
    assert written(path, twice).groups == (PastGroup(1, tuple(everybody)), PastGroup(2, tuple(everybody)))


def test_columns_of_their_own_and_a_last_line_without_an_end_are_kept(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "history.csv", b"Id;Note;Round;Group;Why\r\nElif;late;1;1;")
    assert as_more_of(sheet, [TWO_TABLES], 2).decode().split("\r\n")[1:4] == [
        "Elif;late;1;1;",
        "Ada;;2;1;Engineering, meet Finance",
        "Bo;;2;1;Engineering, meet Finance",
    ]


def test_no_group_adds_nothing(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "history.csv", b"round,group,id")
    assert as_more_of(sheet, [Matching()], 1) == b"round,group,id"


def test_a_file_is_replaced_at_once_and_keeps_its_rights(tmp_path: Path) -> None:
    target, link = tmp_path / "groups.csv", tmp_path / "latest.csv"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_file(link, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["groups.csv", "latest.csv"]


def test_what_can_not_be_written_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "groups.csv"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserMistake, match=r"No space left on device\); choose another --out"):
        write_file(target, b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_where_nothing_can_be_written_is_told_before_a_long_run(tmp_path: Path) -> None:
    people, folder = tmp_path / "people.csv", tmp_path / "folder"
    people.touch()
    folder.mkdir()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for out, sentence in (
        (people, "that is a file to read from, which would be lost; give the groups a file of their own."),
        (folder / ".." / "people.csv", "that is a file to read from, which would be lost; give the groups a file of"),
        (folder, "it is a folder; name a file in it."),
        (pipe, "it is no file; leave out --out to write to standard output."),
        (tmp_path / "nowhere" / "groups.csv", "there is no such folder; make it, or choose another one."),
        (people / "groups.csv", "there is no such folder; make it, or choose another one."),
    ):
        faults = Faults()
        look_at_out(out, [people], faults)
        with pytest.raises(BadFiles) as mistake:
            faults.stop_if_any()
        assert mistake.value.faults[0].startswith(f"--out {out}: {sentence}")
    faults = Faults()
    look_at_out(folder / "groups.csv", [people], faults)
    faults.stop_if_any()


def test_an_id_of_the_people_is_the_same_id_in_the_history(tmp_path: Path) -> None:
    """Read from PEOPLE.csv, written, and read as history: known."""
    people_path, history_path = tmp_path / "people.csv", tmp_path / "history.csv"
    people_path.write_text('id,team\n"  ""Ace"" Ada, the first ",Engineering\n=Bo,Finance\n')
    read = read_people(people_path, Faults())
    assert read
    history_path.write_bytes(as_file([Matching((Group(tuple(read[1])),))], 1, why=False))
    faults = Faults()
    read_history(history_path, Acquainted(read[1], "people.csv"), faults)
    faults.stop_if_any()
