"""A lunch in Outlook: booked once whatever happens, read with its answers, called off."""

from datetime import timedelta

import pytest

from bot_service.errors import Outage, Refusal
from bot_service.graph.calendars import Booked, Calendars, Meeting
from bot_service.graph.meeting import booked_in
from bot_service.sandbox.account import Account
from bot_service.sandbox.meeting import ACCEPTED, DECLINED, MAYBE
from tests.graph.conftest import NOON, Contoso, Hears, lunches_of


async def book(calendars: Calendars, lunch: Meeting, attempt: str = "attempt-1") -> Booked:
    return await calendars.book(lunch, calendars.payload(lunch, attempt), attempt, organiser="")


async def test_a_booked_lunch_stands_in_both_calendars(
    contoso: Contoso, calendars: Calendars, lunch: Meeting, two: tuple[Account, Account]
) -> None:
    booked = await book(calendars, lunch)

    assert (booked.start, booked.end, booked.cancelled) == (lunch.start, lunch.end, False)
    assert booked.responses == {guest.mail: "none" for guest in lunch.guests}
    for person in two:
        (event,) = lunches_of(contoso, person)
        assert event["iCalUId"] == booked.i_cal_uid
        assert event["categories"] == ["Potluck", "mixer"]
        assert event["location"] == "Canteen"


async def test_booking_twice_with_the_same_payload_books_once(
    contoso: Contoso, calendars: Calendars, lunch: Meeting, two: tuple[Account, Account]
) -> None:
    payload = calendars.payload(lunch, "attempt-1")

    first = await calendars.book(lunch, payload, "attempt-1", organiser="")
    second = await calendars.book(lunch, payload, "attempt-1", organiser="")

    assert first == second
    assert len(lunches_of(contoso, two[0])) == 1


async def test_a_lost_answer_is_an_outage_and_asking_again_books_nothing_new(
    contoso: Contoso, calendars: Calendars, lunch: Meeting, two: tuple[Account, Account], hears: Hears
) -> None:
    contoso.world.faults.order({"path": "/events", "method": "POST", "do": "lose_reply"})
    with pytest.raises(Outage):
        await book(calendars, lunch)

    booked = await book(calendars, lunch)

    assert [event["iCalUId"] for event in lunches_of(contoso, two[0])] == [booked.i_cal_uid]
    assert hears(two[0]) == ["created"]


async def test_the_payload_is_the_same_byte_for_byte_and_is_sent_as_stored(
    contoso: Contoso, calendars: Calendars, lunch: Meeting
) -> None:
    assert calendars.payload(lunch, "attempt-1") == calendars.payload(lunch, "attempt-1")
    stored = calendars.payload(lunch, "attempt-1").replace(b"Canteen", b"Garden")

    await calendars.book(lunch, stored, "attempt-1", organiser="")

    (event,) = lunches_of(contoso, contoso.world.company.organiser)
    assert event["location"] == "Garden"


async def test_a_transaction_used_for_other_words_leads_to_the_lunch_that_stands(
    calendars: Calendars, lunch: Meeting
) -> None:
    first = await book(calendars, lunch)

    changed = calendars.payload(lunch, "attempt-1").replace(b"Canteen", b"Garden")

    assert await calendars.book(lunch, changed, "attempt-1", organiser="") == first


async def test_a_cancelled_attempt_is_never_booked_again(calendars: Calendars, lunch: Meeting) -> None:
    booked = await book(calendars, lunch)
    await calendars.cancel(booked.event_id, "", organiser="")
    changed = calendars.payload(lunch, "attempt-1").replace(b"Canteen", b"Garden")

    with pytest.raises(Refusal) as refusal:
        await calendars.book(lunch, changed, "attempt-1", organiser="")

    assert refusal.value.reason == "cancelled_before"


async def test_a_lunch_is_found_by_our_own_id(calendars: Calendars, lunch: Meeting) -> None:
    booked = await book(calendars, lunch)

    assert await calendars.find(lunch.lunch_id, organiser="") == booked
    assert await calendars.find("somebody's", organiser="") is None


async def test_answers_of_guests_are_read(
    contoso: Contoso, calendars: Calendars, lunch: Meeting, two: tuple[Account, Account]
) -> None:
    booked = await book(calendars, lunch)
    outlook = contoso.world.outlook
    for person, answer in zip(two, (ACCEPTED, MAYBE), strict=True):
        outlook.answer(outlook.invitations(person)[0], answer)

    read = await calendars.read(booked.event_id, organiser="")

    assert read is not None
    assert read.responses == {two[0].mail: "accepted", two[1].mail: "tentative"}

    outlook.answer(next(copy for copy in outlook.copies(two[1]) if copy.meeting.facts.subject == "Lunch"), DECLINED)
    read = await calendars.read(booked.event_id, organiser="")
    assert read is not None
    assert read.responses[two[1].mail] == "declined"


async def test_a_lunch_called_off_is_gone_for_everybody_and_calling_it_off_again_is_fine(
    contoso: Contoso, calendars: Calendars, lunch: Meeting, two: tuple[Account, Account]
) -> None:
    booked = await book(calendars, lunch)

    await calendars.cancel(booked.event_id, "Another time!", organiser="")
    await calendars.cancel(booked.event_id, "Another time!", organiser="")

    read = await calendars.read(booked.event_id, organiser="")
    assert read is None or read.cancelled
    assert [event for event in lunches_of(contoso, two[0]) if not event["isCancelled"]] == []


async def test_what_stands_there_is_read_back(
    calendars: Calendars, lunch: Meeting, two: tuple[Account, Account], contoso: Contoso
) -> None:
    booked = await book(calendars, lunch)

    assert (booked.place, booked.is_online) == ("Canteen", False)
    assert booked.guests == {person.mail for person in two}
    assert booked.categories == ("Potluck", "mixer")
    assert booked.organiser == contoso.organiser


async def test_a_proposal_of_another_time_comes_with_the_answer(
    contoso: Contoso, calendars: Calendars, lunch: Meeting, two: tuple[Account, Account]
) -> None:
    booked = await book(calendars, lunch)
    later = (NOON + timedelta(hours=1), NOON + timedelta(hours=1, minutes=45))
    invitation = contoso.world.outlook.invitations(two[0])[0]
    contoso.world.outlook.answer(invitation, MAYBE, proposal=later)

    read = await calendars.read(booked.event_id, organiser="")

    assert read is not None
    assert read.proposals == {two[0].mail: later}
    assert read.responses == {two[0].mail: "tentative", two[1].mail: "none"}


async def test_a_colleague_who_was_forwarded_to_is_among_the_guests(
    contoso: Contoso, calendars: Calendars, lunch: Meeting, two: tuple[Account, Account]
) -> None:
    booked = await book(calendars, lunch)
    third = contoso.somebody("Legal")
    contoso.world.outlook.forward(contoso.world.outlook.invitations(two[0])[0], third)

    read = await calendars.read(booked.event_id, organiser="")

    assert read is not None
    assert read.guests == {two[0].mail, two[1].mail, third.mail}


def test_rooms_and_the_organiser_are_no_guests() -> None:
    """Shapes as Microsoft's pages show them, beyond what the sandbox serves."""

    def invited(mail: str, kind: str, response: str) -> dict[str, object]:
        return {"type": kind, "emailAddress": {"address": mail, "name": ""}, "status": {"response": response}}

    noon = {"dateTime": "2026-01-13T12:00:00.0000000", "timeZone": "UTC"}
    booked = booked_in({
        "id": "1",
        "iCalUId": "2",
        "start": noon,
        "end": noon,
        "isOnlineMeeting": True,
        "onlineMeeting": None,
        "organizer": {"emailAddress": {"address": "Potluck@Contoso.example"}},
        "attendees": [
            invited("potluck@contoso.example", "required", "organizer"),
            invited("Adele@Contoso.example", "required", "notResponded"),
            invited("garden.room@contoso.example", "resource", "accepted"),
        ],
    })  # fmt: skip

    assert booked.guests == {"adele@contoso.example"}
    assert booked.responses == {"adele@contoso.example": "none"}
    assert not booked.is_online, "nobody can join it yet"


async def test_a_conflict_of_two_writers_passes_by_itself(
    contoso: Contoso, calendars: Calendars, lunch: Meeting
) -> None:
    contoso.world.faults.order({"path": "/events", "method": "POST", "do": "status", "status": 409})

    with pytest.raises(Outage) as outage:
        await book(calendars, lunch)

    assert outage.value.after == timedelta(seconds=10)
