"""What a rule of courtesy is, and all that one may look at. Pure values."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime

from bot_service.courtesy.kind import Kind
from bot_service.manners import Manners
from bot_service.people.hours import USUAL, Hours


@dataclass(frozen=True)
class Gift:
    """Something that was given to the person: a lunch she confirmed, a shout-out for her, a boost of her post."""

    kind: str
    at: datetime
    by_sender: bool = True  #: by the host herself who would like to ask


@dataclass(frozen=True)
class Situation:
    """All that the rules may look at. Moments are aware UTC, in any order; “ever” is as far back as we keep it.

    What a kind has no rule for is left as it stands here.
    """

    now: datetime
    kind: Kind
    manners: Manners = field(default_factory=Manners)
    hours: Hours = USUAL
    has_chat: bool = True
    has_joined: bool = True
    has_left: bool = False  #: the company
    has_opted_out: bool = False
    paused_until: datetime | None = None
    never_ask: bool = False
    celebrate: str = "openly"  #: openly, privately or never
    by_hand: bool = False  #: a colleague set this off herself
    previews: int = 0  #: celebrations that colleagues set off for her by hand, ever
    awaits: bool = False  #: this message is a question that she would have to answer
    open_invitations: int = 0  #: other lunches whose invitation waits for her answer
    unanswered_checkins: tuple[datetime, ...] = ()  #: since she last answered anything
    arrived: tuple[datetime, ...] = ()  #: every message of the last hour; those that share a card are one
    unsolicited: tuple[datetime, ...] = ()  #: messages of the last week that she did not ask for
    sender_is_host: bool = True  #: now
    lunches_in_teams: tuple[tuple[str, str], ...] = ()  #: (lunch, team) of the sender, her own team left out, ever
    went_first: bool = False  #: the sender shared this story herself
    leave_given: bool = False  #: to this sender
    leave_settled: bool = False  #: this sender asked for leave before, or was told yes or no without asking
    gifts: tuple[Gift, ...] = ()  #: from anybody to this person since she was last asked by anybody
    asks_of_person: tuple[datetime, ...] = ()  #: of the last year, by any host
    asks_of_sender: tuple[datetime, ...] = ()  #: of the last week, to anybody
    open_asks: int = 0  #: that wait for her answer, whoever asked
    noes: tuple[datetime, ...] = ()  #: of this person to this sender, since she last let her ask
    team_size: int = 0  #: of the person's team
    team_asked: int = 0  #: how many of it were asked for this story


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


GO, NO = Go(), No()
Verdict = Go | Later | No
Check = Callable[[Situation], Verdict]

EVERYTHING = frozenset(Kind)
UNASKED = EVERYTHING - {Kind.ANSWER, Kind.WELCOME}  #: what may come without her having done anything a moment before
ASKS = frozenset({Kind.ASK})
FAVOURS = frozenset({Kind.LEAVE, Kind.ASK, Kind.BOOST})  #: what somebody would like her to do for others


@dataclass(frozen=True)
class Rule:
    """`sentence` is what a person reads who asks why a message came late or not at all, with the numbers as `{name:one|many}`.

    `setting` names those fields of `Manners` that it goes by. A `brief` rule only puts off, and stands aside by itself in a
    while: what a host sees of a person does not depend on it.
    """

    name: str
    sentence: str
    kinds: frozenset[Kind]
    check: Check
    setting: tuple[str, ...] = ()
    brief: bool = False

    def said(self, manners: Manners) -> str:
        """The sentence with the numbers that hold in this company."""
        return self.sentence.format_map({name: _Counted(number) for name, number in asdict(manners).items()})


class _Counted(int):
    """A number in a sentence: `{days:day|days}` becomes “1 day” or “5 days”."""

    def __format__(self, words: str) -> str:
        if not words:
            return str(int(self))
        one, many = words.split("|")
        return f"{int(self)} {one if self == 1 else many}"


def going_when(may: bool) -> Verdict:
    """Go, or no."""
    return GO if may else NO
