from datetime import UTC, datetime

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from bot_service.simulation.ics import as_ics, escaped, folded
from bot_service.simulation.seen import Event
from tests.simulation.contoso import AISHA, TOMASZ, at, calendar, lunch, meeting

WRITTEN = at(70)


def read(*events: Event):
    written = as_ics(calendar(TOMASZ, *events), WRITTEN)
    parsed = icalendar.Calendar.from_ical(written)
    assert parsed.errors == []
    return written, [each for each in parsed.walk("VEVENT") if not each.errors]


def test_a_lunch_reads_back_as_it_was_booked():
    event = lunch(
        TOMASZ, AISHA, start=at(8), uid="040000008200E00074C5B7101A82E008", kind="mixer", place="Canteen, table 4",
        responses={TOMASZ.principal_name: "accepted", AISHA.principal_name: "none", "potluck@contoso.example": "organizer"},
        body="<html><body><p>Ask about:</p><ul><li>What went well; really</li><li>R&amp;D</li></ul></body></html>", created_at=at(3),
    )  # fmt: skip
    _, [found] = read(event)
    assert str(found["UID"]) == event.uid
    assert found["DTSTART"].dt == event.start
    assert found["DTEND"].dt == event.end
    assert found["DTSTART"].dt.tzinfo is not None
    assert found.categories == ["Potluck", "mixer"]
    assert str(found["LOCATION"]) == "Canteen, table 4"
    assert str(found["DESCRIPTION"]) == "Ask about:\nWhat went well; really\nR&D"
    assert str(found["ORGANIZER"]) == "mailto:potluck@contoso.example"
    assert {str(guest): guest.params["PARTSTAT"] for guest in found["ATTENDEE"]} == {
        "mailto:tomasz.nowak@contoso.example": "ACCEPTED",
        "mailto:aisha.bello@contoso.example": "NEEDS-ACTION",
    }
    assert (found["STATUS"], found["TRANSP"]) == ("CONFIRMED", "OPAQUE")


def test_a_cancelled_lunch_says_so_and_takes_no_time():
    _, [found] = read(lunch(TOMASZ, AISHA, start=at(8), is_cancelled=True))
    assert (found["STATUS"], found["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_private_meetings_are_there_with_how_they_show():
    _, found = read(
        meeting("Dentist", at(1), show_as="oof"),
        meeting("Maybe", at(2), show_as="free"),
        meeting("Perhaps", at(3), show_as="tentative"),
    )
    assert [(str(each["X-MICROSOFT-CDO-BUSYSTATUS"]), str(each["TRANSP"]), str(each["STATUS"])) for each in found] == [
        ("OOF", "OPAQUE", "CONFIRMED"),
        ("FREE", "TRANSPARENT", "CONFIRMED"),
        ("TENTATIVE", "OPAQUE", "TENTATIVE"),
    ]


def test_an_empty_calendar_is_a_calendar():
    written, found = read()
    assert found == []
    assert written.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert written.endswith("END:VCALENDAR\r\n")


def test_names_with_quotes_and_many_letters_survive():
    event = lunch(TOMASZ, AISHA, start=at(8), names={TOMASZ.principal_name: 'Tomasz "Tom" Nowak; Łódź: ' + "ż" * 80})
    _, [found] = read(event)
    names = [guest.params.get("CN", "") for guest in found["ATTENDEE"]]
    assert "Tomasz 'Tom' Nowak; Łódź: " + "ż" * 80 in names


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_no_line_is_longer_than_75_octets_and_unfolding_gives_the_text_back(text: str):
    line = "SUMMARY:" + escaped(text)
    parts = folded(line).split("\r\n")
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=("Cc",), exclude_characters="\u2028\u2029"),
        max_size=200,
    )
)
def test_any_subject_reads_back(subject: str):
    _, [found] = read(meeting(subject, datetime(2026, 1, 5, 9, tzinfo=UTC)))
    assert str(found["SUMMARY"]) == subject
