"""One meeting of a group of guests, over lunch or coffee."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tortoise import fields
from tortoise.expressions import Subquery

from bot_service.database.row import DueRow, Row, row_id
from bot_service.errors import Refusal
from bot_service.people.person import Person, people

#: States in which a lunch waits for answers or for its booking; a person has at most one such lunch.
OPEN = ("proposed", "seeking", "agreed")
AHEAD = (*OPEN, "booked")


class LunchIsClosed(Refusal):
    """An answer to a lunch that is over, called off, or was never hers."""

    reason = "lunch is closed"


class Choice(NamedTuple):
    """A time that suits everybody, for lunch or for coffee."""

    form: str
    at: datetime
    minutes: int

    def kept(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {"form": self.form, "at": self.at.isoformat(), "minutes": self.minutes}


class Lunch(DueRow):
    """proposed → (seeking → proposed →) agreed → booked → held | missed; or called off.

    `choices` are the times offered, three at most. The first guest to choose one decides the `form` and the time; from then on
    only that one is offered. `payload` is the booking as it is sent to the mailbox of the `organiser`, kept from before the
    first try until it stands.
    """

    round_id = fields.CharField(max_length=64, db_index=True)
    program_id = fields.CharField(max_length=64, default="", db_default="")
    kind = fields.CharField(max_length=16)  #: mixer, host, team table, open table, again, lottery or on demand
    host_id = fields.CharField(max_length=64, default="")
    why = fields.TextField(null=True)  #: one line on why just these people
    instead = fields.TextField(null=True)  #: one sentence, when it is not as the programme wanted
    terms_kept: Any = fields.JSONField(null=True)  #: the programme's terms when it was matched
    choices_kept: Any = fields.JSONField(null=True)
    place = fields.CharField(max_length=256, default="", db_default="")  #: where one sits, as it stands in the calendar
    is_online = fields.BooleanField(default=False, db_default=False)
    seats = fields.IntField(default=0, db_default=0)  #: of an open table; 0: only who was invited
    form = fields.CharField(max_length=8, default="")
    starts_at: datetime | None = fields.DatetimeField(null=True)
    minutes = fields.IntField(default=0)
    offered_at: datetime | None = fields.DatetimeField(null=True)
    nudged_at: datetime | None = fields.DatetimeField(null=True)
    attempt = fields.IntField(default=1)
    organiser = fields.CharField(max_length=256, default="", db_default="")  #: whose mailbox holds the event
    payload: bytes | None = fields.BinaryField(null=True)
    event_id = fields.CharField(max_length=512, default="")

    class Meta:
        table = "lunch"
        indexes = (("state", "starts_at"),)

    @property
    def choices(self) -> list[Choice]:
        """The times that are offered, the best first."""
        kept = self.choices_kept or ()
        return [Choice(each["form"], datetime.fromisoformat(each["at"]), each["minutes"]) for each in kept]

    @property
    def ends_at(self) -> datetime:
        assert self.starts_at is not None, "only a lunch with a time ends"
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def transaction_id(self) -> str:
        """The same for every try of one booking, another one for a booking at another time."""
        return row_id("booking", self.id, str(self.attempt))


class Guest(Row):
    """A person's place at a lunch and what she answered: "", yes, or no."""

    lunch_id = fields.CharField(max_length=64, db_index=True)
    person_id = fields.CharField(max_length=64, db_index=True)
    team = fields.CharField(max_length=256, default="")  #: on the day of the match
    answer = fields.CharField(max_length=8, default="")
    response = fields.CharField(
        max_length=16, default="", db_default=""
    )  #: in Outlook: accepted, tentative, declined, or off the event
    proposed_at: datetime | None = fields.DatetimeField(
        null=True
    )  #: the other time she proposed in Outlook, once it was looked at
    unsuited_at: datetime | None = fields.DatetimeField(
        null=True
    )  #: the time to which somebody moved it, where her own calendar has something else

    class Meta:
        table = "guest"


async def guests_of(lunch_id: str) -> list[Guest]:
    """All places at a lunch, in a stable order."""
    return await Guest.filter(lunch_id=lunch_id).order_by("person_id")


async def sitting_at(lunch_id: str) -> list[Guest]:
    """Who has said yes and not taken it back."""
    return [guest for guest in await guests_of(lunch_id) if guest.answer == "yes"]


async def others_at(lunch_id: str, person_id: str) -> list[Person]:
    """Who else sits at this table, by name.

    While a lunch goes on that is everybody who has not said no. Once it is called off it is everybody who was invited, so that
    nobody can tell a no from silence.
    """
    lunch = await Lunch.get_or_none(id=lunch_id)
    over = lunch is None or lunch.state == "called off"
    ids = {guest.person_id for guest in await guests_of(lunch_id) if over or guest.answer != "no"} - {person_id}
    return sorted((await people(ids)).values(), key=lambda person: person.name)


async def held_place(lunch_id: str, person_id: str) -> tuple[Lunch, Guest]:
    """The lunch, locked in the caller's transaction, and this person's place. Raises `LunchIsClosed` where it is not hers."""
    lunch = await Lunch.filter(id=lunch_id).select_for_update().first()
    guest = await Guest.get_or_none(lunch_id=lunch_id, person_id=person_id)
    if lunch is None or guest is None:
        raise LunchIsClosed("This invitation isn't open for you any more. Nothing was changed.")
    return lunch, guest


async def open_elsewhere(lunch: Lunch, ids: list[str]) -> bool:
    """Whether one of these people waits for an answer or a booking of another lunch."""
    others = Subquery(Lunch.filter(state__in=OPEN).exclude(id=lunch.id).values("id"))
    return await Guest.filter(lunch_id__in=others, person_id__in=ids).exclude(answer="no").exists()


async def busy_with_potluck() -> set[str]:
    """The ids of all who wait for an answer or a booking; nobody gets a second invitation meanwhile."""
    waiting = Subquery(Lunch.filter(state__in=OPEN).values("id"))
    seats = Guest.filter(lunch_id__in=waiting).exclude(answer="no")
    return {str(one) for one in await seats.values_list("person_id", flat=True)}
