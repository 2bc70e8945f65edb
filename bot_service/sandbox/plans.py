"""What colleagues mean to do, and when: a list that is worked off in the order of time, the same on each run."""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Install:
    """The app is added to her chat, or to the company's channel."""

    conversation: str


@dataclass(frozen=True)
class Say:
    """She writes to Potluck."""

    text: str


@dataclass(frozen=True)
class Reply:
    """She answers an invitation in Outlook, or does something else with it, as `wish` says (see OutlookHands)."""

    event_id: str
    answer: str  # in Graph's words: accepted, declined, tentativelyAccepted; or a word of OutlookHands
    wish: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PressCard:
    """She gets round to a card: the `family` of its buttons, what they are `about`, and the name under which it is decided."""

    conversation: str
    message: str
    family: str
    about: str
    decided_by: str


@dataclass(frozen=True)
class SecondThought:
    """After she accepted something comes up: she will do `do` (a word of OutlookHands) with this event of hers."""

    event_id: str
    do: str


@dataclass(frozen=True)
class Interfere:
    """Somebody with rights on the mailboxes that organise lunches does something to one of them; `number` draws which, and what."""

    number: int


@dataclass(frozen=True)
class AskEverybody:
    """A host asks whoever she is offered, and tries others besides; `day` of the week is 0 on Mondays."""

    day: int


Deed = Install | Say | Reply | PressCard | SecondThought | Interfere | AskEverybody


@dataclass(order=True)
class Plan:
    """`person` will do `deed` at `at`. `order` decides between things due at the same moment."""

    at: datetime
    order: str
    person: str = field(compare=False)
    deed: Deed = field(compare=False)
    tries: int = field(default=0, compare=False)
    line: str = field(default="", compare=False)  # the id of what she said or pressed, once she did
    pressed: tuple[str, dict[str, Any]] | None = field(default=None, compare=False)  # verb and data, once she chose


class Plans:
    def __init__(self) -> None:
        self._heap: list[Plan] = []

    def add(self, plan: Plan) -> None:
        heapq.heappush(self._heap, plan)

    @property
    def next_at(self) -> datetime | None:
        """When the next thing is due."""
        return self._heap[0].at if self._heap else None

    def take_due(self, now: datetime) -> Plan | None:
        """The earliest plan that is due by `now`; it is no longer on the list."""
        return heapq.heappop(self._heap) if self._heap and self._heap[0].at <= now else None

    def drop(self, unwanted: Callable[[Plan], bool]) -> None:
        """Forget the plans that are `unwanted`."""
        self._heap = [plan for plan in self._heap if not unwanted(plan)]
        heapq.heapify(self._heap)
