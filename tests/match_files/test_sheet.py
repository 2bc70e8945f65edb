"""CSV files as people really save them, and what is told about those that can't be read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.match_files.faults import MOST_TOLD, BadFiles, Faults, quoted
from bot_service.match_files.sheet import read_sheet

NAMES = ("id", "team")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def rows(file: Path, *columns: str) -> list[tuple[int, tuple[str, ...]]]:
    """All rows of a file without a fault."""
    faults = Faults()
    sheet = read_sheet(file, NAMES, ("site",), faults)
    found = list(sheet.rows(*(columns or NAMES))) if sheet else []
    faults.stop_if_any()
    return found


def told(file: Path, content: bytes | str | None) -> list[str]:
    """What is told about a file, without its name."""
    if content is not None:
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(BadFiles) as mistake:
        rows(file)
    assert all(sentence.startswith(str(file)) and sentence.endswith(".") for sentence in mistake.value.faults)
    return [sentence.removeprefix(str(file)).lstrip(",: ") for sentence in mistake.value.faults]


@pytest.mark.parametrize(
    "content",
    [
        b"id,team\nAda,Engineering\nZo\xc3\xab,Finance\n",
        b"\xef\xbb\xbfid;team\r\nAda;Engineering\r\nZo\xc3\xab;Finance\r\n",
        "id\tteam\r\nAda\tEngineering\r\nZoë\tFinance\r\n".encode("utf-16"),
        b"\xfe\xff" + "id\tteam\r\nAda\tEngineering\r\nZoë\tFinance".encode("utf-16-be"),
        "id,team\rAda,Engineering\rZoë,Finance\r".encode(),
        '"Team", "ID"\n"Engineering", "Ada"\n Finance ,Zoë'.encode(),
        "\n \n ID ,Name,TEAM\nAda,A,Engineering\n\n,,\nZoë,Z,Finance,,,\n".encode(),
    ],
    ids=["UTF-8", "Excel's", "Unicode text", "the other way round", "an old Mac's", "quoted", "blank lines"],
)
def test_a_file_is_read_however_it_was_saved(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert [cells for _, cells in rows(file)] == [("Ada", "Engineering"), ("Zoë", "Finance")]


def test_a_row_knows_the_line_in_which_it_begins(file: Path) -> None:
    file.write_text('\nid,team\n\n"Ada","Engin\neering"\n\nBo,Finance\n')
    assert rows(file) == [(4, ("Ada", "Engin\neering")), (7, ("Bo", "Finance"))]


def test_two_files_put_together_are_one(file: Path) -> None:
    file.write_text("id,team\nAda,Engineering\nid,team\nBo,Finance\n")
    assert [cells[0] for _, cells in rows(file)] == ["Ada", "Bo"]


def test_what_is_missing_at_the_end_of_a_row_and_columns_that_are_not_there_are_empty(file: Path) -> None:
    file.write_text("id,team\nAda\nBo,Finance\n")
    assert rows(file, "id", "team", "site") == [(2, ("Ada", "", "")), (3, ("Bo", "Finance", ""))]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "there is no such file; check the name and the folder."),
        ("", "it is empty; its first line names the columns: id,team[,site]."),
        ("\ufeff\n \n", "it is empty; its first line names the columns: id,team[,site]."),
        ("id,name\n", "line 1: the column team is missing in “id,name”; the first line has to name id,team[,site]."),
        ("\n1;Sales\n", "line 2: the columns id and team are missing in “1;Sales”; the first line has to name id,team[,site]."),
        ("id,team,TEAM\n", "line 1: two columns are called team; give one of them another name."),
        ("id,team\nAda,Sales, EMEA\n", "line 2: 3 cells, but the first line names 2 columns; put a cell that holds a “,”"),
        ("id\tteam\nAda\tSales\tEMEA\n", "line 2: 3 cells, but the first line names 2 columns; put a cell that holds a “tab”"),
        ('id,team\nAda,Sales\nBo,"Finance\nDana,Design\n', "line 3: the quotation marks don't add up from here on"),
        ('id,team\nAda,"Sales" and more\n', "line 2: the quotation marks don't add up from here on"),
        (b"id,team\nAda,Sales\r\nJos\xe9,Sales\n", "line 3: the byte 0xE9 is not UTF-8, perhaps in “José,Sales”; in Excel"),
        (b"\xef\xbb\xbfid,team\rAda,Sales\rJos\xe9,Sales\n", "line 3: the byte 0xE9 is not UTF-8, perhaps in “José,Sales”"),
        (b"\xff\xfei\0d\0\n\0\x00\xd8x", "line 2: it begins as UTF-16 and does not go on so; in Excel"),
        ("id,team\nAda,Sales".encode("utf-16-le"), "line 1: it holds zero bytes and is no text; in Excel"),
        (b"PK\x03\x04\x14\0", "it is an Excel workbook, not CSV; in Excel choose File, Save As, and the type “CSV UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_can_not_be_read_is_told_with_its_line_and_the_way_out(
    file: Path, content: bytes | str | None, sentence: str
) -> None:
    (one,) = told(file, content)
    assert one.startswith(sentence)


def test_a_folder_is_no_file(file: Path) -> None:
    file.mkdir()
    assert told(file, None) == ["it is a folder; name the CSV file."]


def test_all_faults_are_told_by_file_and_line_and_not_more_than_somebody_reads() -> None:
    faults = Faults()
    for line in range(MOST_TOLD + 5, 0, -1):
        faults.add("people.csv", "the id is empty.", line)
    faults.add("history.csv", "there is no such file.")
    with pytest.raises(BadFiles) as mistake:
        faults.stop_if_any()
    assert mistake.value.faults[0] == "people.csv, line 6: the id is empty."
    assert mistake.value.faults[-2:] == [
        "people.csv: and 5 more; mend these first.",
        "history.csv: there is no such file.",
    ]
    assert str(mistake.value).splitlines() == mistake.value.faults


@given(st.text())
def test_a_value_in_a_sentence_is_one_short_line_that_controls_no_terminal(value: str) -> None:
    shown = quoted(value)
    assert shown.isprintable()
    assert len(shown.splitlines()) == 1
    assert value[:59] in shown or not value[:59].isprintable()
