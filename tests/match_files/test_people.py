"""PEOPLE.csv: who looks for a lunch, and everything that is wrong with it at once."""

from pathlib import Path

import pytest

from bot_service.match_files.faults import BadFiles, Faults
from bot_service.match_files.people import alike, read_people, utc_offset
from bot_service.matching.seekers import Seeker


def people(tmp_path: Path, text: str) -> dict[str, Seeker]:
    file = tmp_path / "people.csv"
    file.write_bytes(text.encode())
    faults = Faults()
    found = read_people(file, faults)
    faults.stop_if_any()
    assert found
    return found[1]


def test_everybody_is_read_with_team_and_whatever_else_is_given(tmp_path: Path) -> None:
    text = "id,team,zone,site,manager\n Ada , Engineering ,Europe/Berlin,Berlin,Elif\nBo,Finance,,,\n"
    assert people(tmp_path, text) == {
        "Ada": Seeker("Ada", "Engineering", site="Berlin", utc_offset=1.0, manager_id="Elif"),
        "Bo": Seeker("Bo", "Finance"),
    }


def test_ids_stay_as_they_are_written(tmp_path: Path) -> None:
    assert list(people(tmp_path, 'id,team\n=1+1,a\n-007,a\n"A, ""Ace""",a\nada@contoso.com,a\n')) == [
        "=1+1",
        "-007",
        'A, "Ace"',
        "ada@contoso.com",
    ]


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = 'id,team,zone\nAda,Engineering,Berlin\n,Sales,\nBo,,\nAda,Engineering,\n"Da\nna",Design,UTC+15\n'
    with pytest.raises(BadFiles) as mistake:
        people(tmp_path, text)
    assert [sentence.partition("people.csv, ")[2] for sentence in mistake.value.faults] == [
        "line 2: the zone “Berlin” is not known; write a name such as Europe/Berlin, or UTC+2, or leave it empty.",
        "line 3: the id is empty; everybody needs one of their own.",
        "line 4: the team is empty; everybody needs one.",
        "line 5: the id “Ada” stands in line 2 already; keep one of the two lines.",
        r"line 6: the id “Da\nna” has a line break in it; write it on one line.",
        "line 6: the zone “UTC+15” is not known; write a name such as Europe/Berlin, or UTC+2, or leave it empty.",
    ]


def test_nobody_is_read_from_a_file_that_breaks_off(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text('id,team\nAda,"Engineering\n')
    assert read_people(file, Faults()) is None


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("", None),
        ("UTC", 0.0),
        ("Z", 0.0),
        ("Europe/Berlin", 1.0),
        ("America/New_York", -5.0),
        ("Asia/Kathmandu", 5.75),
        ("Australia/Sydney", 11.0),
        ("UTC+2", 2.0),
        ("utc -3", -3.0),
        ("GMT−8", -8.0),  # noqa: RUF001 - a minus as Word makes it
        ("+02:00", 2.0),
        ("-0330", -3.5),
        ("+5:45", 5.75),
    ],
)
def test_a_zone_is_so_many_hours_east_in_january(zone: str, hours: float | None) -> None:
    assert utc_offset(zone) == hours


@pytest.mark.parametrize(
    "zone", ["Berlin", "America", "../etc/passwd", "/etc/localtime", "UTC+", "UTC+25", "+02:60", "02:00", "2", "\0"]
)
def test_what_is_no_zone_is_told(zone: str) -> None:
    with pytest.raises(LookupError):
        utc_offset(zone)


def test_teams_that_differ_in_capital_letters_alone_are_pointed_out() -> None:
    company = {"Ada": Seeker("Ada", "Sales"), "Bo": Seeker("Bo", "sales"), "ada": Seeker("ada", "Finance")}
    assert alike(company) == ["“Sales” and “sales” count as two teams.", "“Ada” and “ada” count as two ids."]
    assert alike({"Ada": Seeker("Ada", "Sales"), "Bo": Seeker("Bo", "Finance")}) == []
