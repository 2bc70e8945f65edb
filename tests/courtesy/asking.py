"""Maya, a host, may ask Ada on this Tuesday; every test changes one thing about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules.rule import GO, Gift, Later, No, Situation
from bot_service.courtesy.rules.table import decide
from bot_service.manners import Manners
from bot_service.people.hours import Hours

TUESDAY = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)  # ten o'clock in London, where Ada works
LONDON = Hours(zone="Europe/London")
SECOND, HOUR, DAY, WEEK = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def ago(**length: float) -> datetime:
    return TUESDAY - timedelta(**length)


LUNCH, SHOUTOUT = Gift("lunch", ago(days=42)), Gift("shoutout", ago(days=20))
THREE_TEAMS = (("monday", "Engineering"), ("tuesday", "Finance"), ("friday", "Sales"))

#: Maya had lunch with Ada six weeks ago and thanked her in public; Ada gave her leave, and nobody has asked Ada yet.
MAYA_MAY_ASK_ADA = Situation(
    now=TUESDAY,
    kind=Kind.ASK,
    hours=LONDON,
    leave_given=True,
    leave_settled=True,
    gifts=(LUNCH, SHOUTOUT),
    lunches_in_teams=THREE_TEAMS,
    went_first=True,
    team_size=12,
)


def message(kind: Kind, **change: Any) -> Situation:
    """A message of this kind to Ada, who is at work and has heard nothing of us lately."""
    return replace(Situation(now=TUESDAY, kind=kind, hours=LONDON), **change)


def refused(at: Situation, rule: str) -> None:
    assert decide(at) == (No(), rule)


def put_off(at: Situation, rule: str, until: datetime) -> None:
    assert decide(at) == (Later(until), rule)


def allowed(at: Situation) -> None:
    assert decide(at) == (GO, "")


def ask(numbers: Manners | None = None, **change: Any) -> Situation:
    """Maya's ask, with something changed."""
    return replace(MAYA_MAY_ASK_ADA, manners=numbers or Manners(), **change)
