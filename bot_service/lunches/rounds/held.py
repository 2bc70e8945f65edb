"""What is held on people in all rooms of lunches: who sat with whom, when, and what they like."""

from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from bot_service.database.held import Held, Through
from bot_service.lunches.afterwards.checkin import CheckIn
from bot_service.lunches.programs.not_with import NotWith
from bot_service.lunches.programs.program import LOTTERY, Program, Sitting
from bot_service.lunches.programs.round import LeftOver, Round
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.tables.mailbox import Mailbox
from bot_service.lunches.times.preferences import Preference

#: Longer than any cadence: whoever sat out goes first in the round after.
SAT_OUT_FOR = timedelta(days=180)
#: Longer than it takes two who would like to meet again to get a lunch.
CHECKED_IN_FOR = timedelta(days=120)
CALLED_OFF_FOR = timedelta(days=400)

AT_HER_TABLES = Through("id", Guest, "lunch_id", "person_id")  #: the lunches she was invited to


async def _end_what_needs_her(person_id: str) -> None:
    """A lottery for lunch with her is over, and a table that she asked for is not looked for any more."""
    await Program.filter(kind=LOTTERY, executive_id=person_id).update(state="ended", due_at=None)
    await Round.filter(host_id=person_id, state="planned").delete()


def _long_sat_out(now: datetime) -> QuerySet[Any]:
    old = Round.filter(begun_at__lt=now - SAT_OUT_FOR).values("id")
    return LeftOver.filter(round_id__in=Subquery(old))


def _called_off(now: datetime) -> QuerySet[Any]:
    return Lunch.filter(state="called off", due_at__isnull=True, moved_at__lt=now - CALLED_OFF_FOR)


def _places_of_called_off(now: datetime) -> QuerySet[Any]:
    return Guest.filter(lunch_id__in=Subquery(_called_off(now).values("id")))


PLACES = Held(
    Guest,
    what="Each lunch or coffee you were invited to, your team on that day, and what you answered, here and in Outlook.",
    why="To plan it, and so that you meet new people rather than the same ones.",
    seen_by="Who else sits there: that you come. Your no, your silence and other times: nobody.",
    hers=("person_id",),
    plain=("lunch_id", "team", "answer", "response"),
    too_old=_places_of_called_off,
    until="as long as you work here, so that nobody is matched with you again; what was called off, 400 days",
)

HELD = (
    PLACES,  # before their lunches: the old ones are found by these
    Held(
        Lunch,
        what="The lunch itself: kind, form, time, place, the times offered, why these people; and until it is booked the invitation "
        "as it goes to Outlook, with names and addresses of its guests.",
        why="To find a time, to put it into the calendars once, and to follow it there.",
        seen_by="Its guests; an open table: everybody in the channel.",
        named=("host_id", "organiser"),
        named_through=(AT_HER_TABLES,),
        shared=("kind", "form", "starts_at", "minutes", "place", "state", "why"),
        emptied=("why", "payload"),
        words=("why", "instead", "place"),
        plain=("round_id", "program_id", "kind", "terms_kept", "choices_kept", "form", "event_id"),
        too_old=_called_off,
        until="as long as anybody who sat there works here; what was called off, 400 days",
    ),
    Held(
        CheckIn,
        what="What you answered to “How was it?”: whether you met, why not, whether it was worth your time, whether you would like to "
        "meet again; and a colleague's success, until it has been passed on to that colleague.",
        why="To know that the lunch took place, to pass on the success, and to find two who would both like to meet again.",
        seen_by="The success: whoever it is about, first and alone. Everything else: nobody.",
        hers=("person_id",),
        named=("owner_id",),
        emptied=("success",),
        words=("success",),
        plain=("lunch_id", "why_missed"),
        in_confidence={"owner_id": {}},
        kept=CHECKED_IN_FOR,
    ),
    Held(
        Program,
        what="Which lunch programme you set up as a host, or sit at as the executive of a lottery.",
        why="To tell you when something is wrong with it.",
        seen_by="Whoever takes part in it.",
        named=("host_id", "executive_id"),
        shared=("name", "kind"),
        words=("name",),
        plain=("kind", "members_kept", "cadence_kept", "terms_kept"),
        until="as long as the programme stands",
        also=_end_what_needs_her,
    ),
    Held(
        Sitting,
        what="Which programme you sit out, and until when.",
        why="Not to invite you meanwhile.",
        seen_by="Nobody.",
        hers=("person_id",),
        plain=("program_id",),
        kept=timedelta(days=1),
        since="until",
    ),
    Held(
        Round,
        what="A table you asked for, and rounds that were about you and a few others, as when two would like to meet again.",
        why="To match its people once, and to know the order of what was before.",
        seen_by="Nobody; the lunches that come of it: their guests.",
        named=("host_id",),
        listed=("only",),
        shared=("kind", "begun_at", "team"),
        plain=("program_id", "kind", "team", "form"),
        until="as long as anybody who was matched in it works here",
    ),
    Held(
        LeftOver,
        what="A round in which you found nobody, and why.",
        why="So that you go first in the next one.",
        seen_by="You.",
        hers=("person_id",),
        words=("reason",),
        plain=("round_id",),
        too_old=_long_sat_out,
        until="180 days",
    ),
    Held(
        NotWith,
        what="Whom you would rather not sit with.",
        why="To keep you apart.",
        seen_by="Nobody, neither the other person nor hosts nor administrators.",
        hers=("person_id",),
        between=("other_id",),
        in_confidence={"other_id": {}},
    ),
    Held(
        Preference,
        what="How you like your lunches: your windows, days, office, how many a month, whether they are booked for you.",
        why="To keep to it.",
        seen_by="Nobody.",
        hers=("id",),
        plain=("site", "lunch_windows", "coffee_windows", "days"),
    ),
    Held(
        Mailbox,
        what="Where your company has guests organise their lunches: your address, and what was wrong with your mailbox when it was "
        "last used.",
        why="To pass it over for a day.",
        seen_by="Administrators.",
        between=("address",),
        shared=("address", "fault", "fault_at"),
        words=("fault",),
        plain=("delta_link", "subscription_id", "client_state"),
        until="as long as you work here",
    ),
)
