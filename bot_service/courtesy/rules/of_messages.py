"""What must be so before any message may reach a person, whatever it asks of her. Pure."""

from datetime import datetime, timedelta

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules.quiet_hours import quiet_until
from bot_service.courtesy.rules.rule import FAVOURS, GO, NO, Later, Situation, Verdict, going_when
from bot_service.people.relationship.patience import may_check_in_from

MINUTE, HOUR, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=7)
#: When it is looked again whether another invitation was answered.
LOOKED_AGAIN = timedelta(hours=4)

#: What loses its sense while she is away; the rest waits for her.
NOT_KEPT = FAVOURS | {Kind.LUNCH, Kind.REMINDER}


def has_a_chat(at: Situation) -> Verdict:
    return going_when(at.has_chat)


def works_here(at: Situation) -> Verdict:
    return going_when(not at.has_left)


def has_not_opted_out(at: Situation) -> Verdict:
    return going_when(not at.has_opted_out)


def has_joined(at: Situation) -> Verdict:
    """One celebration that a colleague set off herself is shown to somebody who has never joined."""
    is_preview = at.kind == Kind.CELEBRATION and at.by_hand and not at.previews
    return going_when(at.has_joined or is_preview)


def is_not_paused(at: Situation) -> Verdict:
    if at.paused_until is None or at.paused_until <= at.now:
        return GO
    return NO if at.kind in NOT_KEPT else Later(at.paused_until)


def likes_to_be_celebrated(at: Situation) -> Verdict:
    return going_when(at.celebrate != "never")


def few_favours_a_week(at: Situation) -> Verdict:
    return _at_most(at.manners.unasked_a_week, WEEK, at.unsolicited, at)


def does_not_crowd(at: Situation) -> Verdict:
    return _at_most(1, HOUR, at.arrived, at)


def few_open_invitations(at: Situation) -> Verdict:
    """News of a lunch is no invitation, and passes."""
    if not at.awaits or at.open_invitations < at.manners.open_invitations:
        return GO
    return Later(at.now + LOOKED_AGAIN)


def is_patient(at: Situation) -> Verdict:
    begins = may_check_in_from(at.unanswered_checkins, at.manners.checkins_unanswered)
    if begins is None:
        return NO
    return GO if begins <= at.now else Later(begins)


def is_at_work(at: Situation) -> Verdict:
    end = quiet_until(at.now, at.hours)
    return GO if end <= at.now else Later(end)


def few_in_a_minute(at: Situation) -> Verdict:
    return _at_most(at.manners.notifications_a_minute, MINUTE, at.arrived, at)


def _at_most(number: int, within: timedelta, moments: tuple[datetime, ...], at: Situation) -> Verdict:
    """Later, as soon as fewer than `number` of these moments are that young."""
    lately = sorted(moment for moment in moments if moment > at.now - within)
    return Later(lately[-number] + within) if len(lately) >= number else GO
