"""The written rules on whether a message may reach a person: one small pure function each, one table, in order.

A rule sees a `Situation` and answers `GO`, `Later(at)` or `No`. The first rule that does not say go decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.quiet_hours import after_working_days, quiet_until
from bot_service.manners import Manners
from bot_service.people.hours import USUAL, Hours

WEEK = timedelta(days=7)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Gift:
    """Something that the sender gave to the person: a lunch she confirmed, a shout-out for her, a boost of her post."""

    kind: str
    at: datetime
    by_sender: bool = True  #: by the host herself who would like to ask


@dataclass(frozen=True)
class Situation:
    """All that the rules may look at; moments are aware UTC, earliest first."""

    now: datetime
    kind: Kind
    manners: Manners = field(default_factory=Manners)
    hours: Hours = USUAL
    has_chat: bool = True
    has_joined: bool = True
    paused_until: datetime | None = None
    has_left: bool = False  #: the company
    has_opted_out: bool = False
    by_hand: bool = False  #: a colleague set this off herself
    previews: int = 0  #: celebrations that she was shown without having joined
    celebrate: str = "openly"  #: openly, privately or never
    never_ask: bool = False
    leave_given: bool = False  #: to this sender
    gifts: tuple[Gift, ...] = ()  #: from anybody to this person since she was last asked by anybody
    asks_of_person: tuple[datetime, ...] = ()  #: by any host
    asks_of_sender: tuple[datetime, ...] = ()  #: to anybody
    noes: tuple[datetime, ...] = ()  #: of this person to this sender, since she last let her ask
    open_asks: int = 0  #: that wait for her answer, whoever asked
    open_invitations: int = 0  #: to a lunch, that wait for her answer
    went_first: bool = False  #: the sender shared this story herself
    lunches_in_teams: tuple[
        tuple[str, str], ...
    ] = ()  #: (lunch, team) of the sender's held lunches, her own team left out
    team_size: int = 0  #: of the person's team
    team_asked: int = 0  #: how many of it were asked for this story
    unanswered_checkins: tuple[datetime, ...] = ()  #: since she last answered one
    arrived: tuple[datetime, ...] = ()  #: every message of the last hour
    unsolicited: tuple[datetime, ...] = ()  #: messages she did not ask for


@dataclass(frozen=True)
class Go:
    """The message may leave now."""


@dataclass(frozen=True)
class Later:
    """Ask again at this moment; it may have lost its sense by then."""

    at: datetime


@dataclass(frozen=True)
class No:
    """The message does not leave."""


GO = Go()
Verdict = Go | Later | No
Check = Callable[[Situation], Verdict]


@dataclass(frozen=True)
class Rule:
    """`sentence` is what a person reads who asks why a message did not come."""

    name: str
    sentence: str
    kinds: frozenset[Kind]
    check: Check


EVERYTHING = frozenset(Kind)
UNASKED = EVERYTHING - {Kind.ANSWER, Kind.WELCOME}
FOR_MEMBERS = UNASKED - {Kind.THANKS}  #: who shares without having joined is thanked all the same
FAVOURS = frozenset({Kind.LEAVE, Kind.ASK, Kind.BOOST})


def has_a_chat(at: Situation) -> Verdict:
    return GO if at.has_chat else No()


def has_joined(at: Situation) -> Verdict:
    return GO if at.has_joined else No()


def is_not_paused(at: Situation) -> Verdict:
    if at.paused_until is None or at.paused_until <= at.now:
        return GO
    return No() if at.kind in FAVOURS | {Kind.LUNCH, Kind.REMINDER} else Later(at.paused_until)


def may_ever_be_asked(at: Situation) -> Verdict:
    return No() if at.never_ask else GO


def gave_leave(at: Situation) -> Verdict:
    return GO if at.leave_given else No()


def gave_first(at: Situation) -> Verdict:
    """A gift since the last ask, the first of all at least 28 days ago."""
    since = [gift for gift in at.gifts if at.last_ask_by_sender is None or gift.at > at.last_ask_by_sender]
    return GO if since and at.gifts[0].at <= at.now - timedelta(days=28) else No()


def let_it_rest(at: Situation) -> Verdict:
    """The latest gift must not look like a deal: five working days lie between."""
    return No() if at.gifts and after_working_days(at.gifts[-1].at, 5, at.hours) > at.now else GO


def took_the_no(at: Situation) -> Verdict:
    return No() if at.last_no is not None and at.last_no > at.now - timedelta(days=90) else GO


def within_persons_budget(at: Situation) -> Verdict:
    eight_weeks = sum(ask > at.now - 8 * WEEK for ask in at.asks_of_person)
    year = sum(ask > at.now - YEAR for ask in at.asks_of_person)
    return GO if eight_weeks < 1 and year < 4 else No()


def within_hosts_budget(at: Situation) -> Verdict:
    return GO if sum(ask > at.now - WEEK for ask in at.asks_of_sender) < 5 else No()


def one_favour_a_week(at: Situation) -> Verdict:
    lately = [moment for moment in at.unsolicited if moment > at.now - WEEK]
    return Later(lately[-1] + WEEK) if lately else GO


def not_in_quiet_hours(at: Situation) -> Verdict:
    end = quiet_until(at.now, at.hours)
    return GO if end <= at.now else Later(end)


ASKS = frozenset({Kind.ASK})

RULES: tuple[Rule, ...] = (
    Rule("no chat", "Teams has no chat with us for this person.", EVERYTHING, has_a_chat),
    Rule("not joined", "Only people who joined get messages.", FOR_MEMBERS, has_joined),
    Rule("paused", "You paused Potluck.", UNASKED, is_not_paused),
    Rule("never ask", "You asked never to be asked.", ASKS | {Kind.LEAVE}, may_ever_be_asked),
    Rule("no leave", "Nobody asks you without your leave.", ASKS, gave_leave),
    Rule(
        "gave nothing yet",
        "A host gives first: a lunch, a shout-out, a boost, at least 28 days before.",
        ASKS,
        gave_first,
    ),
    Rule("too soon after a gift", "Five working days lie between a gift and an ask.", ASKS, let_it_rest),
    Rule("said no lately", "A no holds for 90 days.", ASKS, took_the_no),
    Rule(
        "asked enough", "At most one ask in eight weeks and four a year, over all hosts.", ASKS, within_persons_budget
    ),
    Rule("host asked enough", "A host asks at most five people a week.", ASKS, within_hosts_budget),
    Rule("one favour a week", "At most one unasked-for message a week.", FAVOURS, one_favour_a_week),
    Rule("quiet hours", "Nothing arrives outside of your working hours.", UNASKED, not_in_quiet_hours),
)


def decide(at: Situation) -> tuple[Verdict, str]:
    """Ask every rule for this kind; returns the verdict and the name of the rule that decided ("" for go)."""
    for rule in RULES:
        if at.kind in rule.kinds:
            verdict = rule.check(at)
            if not isinstance(verdict, Go):
                return verdict, rule.name
    return GO, ""
