"""What we wrote down ourselves during a run, as frozen values: the ledger, and what only our database knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """One line of the ledger, as we recorded it."""

    at: datetime
    kind: str
    giver: str
    receiver: str
    team: str
    ref: str


@dataclass(frozen=True)
class Unmatched:
    """Somebody who sat out a round, and why."""

    person: str
    round: str
    reason: str


@dataclass(frozen=True)
class Table:
    """A lunch that is on, as we remember it: booked, held or missed. `guests` are ids of people."""

    lunch: str
    start: datetime
    guests: frozenset[str]


@dataclass(frozen=True)
class Telling:
    """A message about a lunch that reached a person: by which card, as which activity of her chat (`turn`)."""

    lunch: str
    person: str
    card: str
    turn: str


@dataclass(frozen=True)
class Mixing:
    """A round of a programme for everybody, with the second ones that look after whose lunch came to nothing.

    By ids of people: `lunches` that were proposed to each, and for each person `left_over` the reason.
    """

    round: str
    begun_at: datetime
    lunches: Mapping[str, frozenset[str]]
    left_over: Mapping[str, str]


@dataclass(frozen=True)
class OwnAccount:
    """What can't be seen from outside and only our database knows."""

    lunches: Mapping[str, int] = field(default_factory=dict)  #: state → how many
    unmatched: tuple[Unmatched, ...] = ()
    refusals: Mapping[str, int] = field(default_factory=dict)  #: rule of courtesy → how often it said later or no
    asks: Mapping[str, int] = field(default_factory=dict)  #: delivered, later, declined
    in_doubt: int = 0
    tables: tuple[Table, ...] = ()
    called_off: frozenset[str] = frozenset()  #: lunches that came to nothing
    kinds: Mapping[str, str] = field(default_factory=dict)  #: lunch → mixer, host, again, …
    tellings: tuple[Telling, ...] = ()
    mixings: tuple[Mixing, ...] = ()
    stuck: Mapping[str, str] = field(default_factory=dict)  #: lunch → state that it should have left long ago
    faults: int = 0  #: steps that failed for a reason nobody foresaw
