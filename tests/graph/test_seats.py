"""Who sits at a lunch changes while it stands in Outlook."""

from bot_service.graph.calendars import Calendars, Guest, Meeting
from bot_service.graph.meeting import seats_of
from bot_service.sandbox.account import Account
from tests.graph.conftest import Contoso, lunches_of

ROOM = {"type": "resource", "emailAddress": {"address": "Canteen@contoso.example", "name": "Canteen"}}
ADA = {"type": "required", "emailAddress": {"address": "Ada@contoso.example", "name": "Ada"}}
BO = {"type": "optional", "emailAddress": {"address": "bo@contoso.example", "name": "Bo"}}


async def test_one_guest_is_taken_off_and_another_put_on_however_often_it_is_said(
    contoso: Contoso, calendars: Calendars, lunch: Meeting, two: tuple[Account, Account]
) -> None:
    staying, leaving = two
    booked = await calendars.book(lunch, None, "attempt-1", organiser="")
    joining = next(one for one in contoso.world.company.people if one not in two and not one.is_guest)

    for _ in range(2):
        invite = [Guest(joining.mail, joining.name)]
        await calendars.seat(booked.event_id, organiser="", invite=invite, uninvite=[leaving.mail.lower()])

    stands = await calendars.read(booked.event_id, organiser="")
    assert stands is not None
    assert stands.guests == {staying.mail.lower(), joining.mail.lower()}
    assert [len(lunches_of(contoso, one)) for one in (staying, leaving, joining)] == [1, 0, 1]


def test_everybody_else_and_the_room_stay_as_they_are() -> None:
    change = seats_of({"attendees": [ROOM, ADA, BO]}, [Guest("cy@contoso.example", "Cy")], ["ada@contoso.example"])

    assert change is not None
    seats = [
        (line.type and line.type.value, line.email_address and line.email_address.address)
        for line in change.attendees or ()
    ]
    assert seats == [
        ("resource", "Canteen@contoso.example"),
        ("optional", "bo@contoso.example"),
        ("required", "cy@contoso.example"),
    ]


def test_nothing_is_sent_where_it_is_so_already() -> None:
    assert seats_of({"attendees": [ROOM, ADA]}, [Guest("ADA@contoso.example", "Ada")], ["bo@contoso.example"]) is None
