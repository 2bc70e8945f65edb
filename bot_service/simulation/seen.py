"""Everything that was seen of a run, as frozen values: what the files, the report and the promise checks are made from.

Nearly all of it is seen from outside (calendars, chats, channel); `entries` and `own_account` are what we wrote down ourselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import cached_property
from typing import Any

from bot_service.simulation.own_account import Entry, OwnAccount
from bot_service.simulation.reading import Names, buttons_of, parts_of, texts_of, urls_of

OURS = "Potluck"  #: the category of every event that we book
Taken = tuple[datetime, datetime, str, str]  #: from, to, how Outlook shows it, subject


@dataclass(frozen=True)
class Colleague:
    """One line of people.json; `line` is that line as the sandbox gives it."""

    id: str
    principal_name: str
    name: str
    team: str
    zone: str
    role: str
    opted_in: bool
    mail: str = ""
    country: str = ""  #: two letters (ISO 3166)
    is_eager: bool = False  #: a host who would ask everybody every day
    line: Mapping[str, Any] = field(default_factory=dict)

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def called(self) -> frozenset[str]:
        """Id, principal name and mail, in lower case."""
        return frozenset({self.id.lower(), self.principal_name.lower(), self.mail.lower()} - {""})


@dataclass(frozen=True)
class Event:
    """One event as one person's calendar shows it. Times are UTC; `responses` by lower-case mail.

    `optional`: mails of those whom a guest brought along by forwarding the invitation.
    """

    uid: str
    subject: str
    start: datetime
    end: datetime
    show_as: str = "busy"
    is_cancelled: bool = False
    categories: tuple[str, ...] = ()
    organiser: str = ""
    responses: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    place: str = ""
    body: str = ""
    created_at: datetime | None = None

    @property
    def is_ours(self) -> bool:
        return OURS in self.categories

    @property
    def kind(self) -> str:
        """Of which kind one of ours is: its other category."""
        return next((category for category in self.categories if category != OURS), "")

    @property
    def taken(self) -> Taken:
        return self.start, self.end, self.show_as, self.subject

    @property
    def takes_time(self) -> bool:
        """Whether free/busy readers see somebody who can't come: TRANSP:OPAQUE in words of RFC 5545."""
        return not self.is_cancelled and self.show_as not in {"free", "workingElsewhere"}

    @property
    def invited(self) -> frozenset[str]:
        """The lower-case mails of everybody on it but the organiser."""
        return frozenset(self.responses) - {self.organiser.lower()}

    @property
    def guests(self) -> frozenset[str]:
        """The lower-case mails of everybody invited, without the organiser and whom somebody brought along."""
        return self.invited - self.optional


@dataclass(frozen=True)
class WorkingHours:
    """Monday is 0; times are local in `zone` (IANA)."""

    days: frozenset[int]
    start: time
    end: time
    zone: str


@dataclass(frozen=True)
class Calendar:
    """The whole calendar of one person, private events included."""

    principal_name: str
    events: tuple[Event, ...]
    hours: WorkingHours | None = None


@dataclass(frozen=True)
class Turn:
    """One activity of a conversation; `line` is it as written to the conversation's file.

    A press has a `verb` and `given`, the button's data merged with the inputs, as Teams does.
    A later version of a message says so in `replaces`.
    """

    at: datetime
    conversation: str
    kind: str
    sender: str
    to: str
    id: str
    type: str
    text: str = ""
    cards: tuple[Mapping[str, Any], ...] = ()
    replaces: str = ""
    verb: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    by_bot: bool = True
    line: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether this is a new message of ours: nothing said by a person, no new version of an older one."""
        return self.by_bot and self.type == "message" and not self.replaces

    @property
    def is_read(self) -> bool:
        """Whether a person can read it: a message of ours, a new version of one, or the short answer to a press."""
        return self.by_bot and self.type in {"message", "invokeResponse"}

    @property
    def about(self) -> str:
        """The id of what was pressed."""
        return str(self.given.get("id", ""))

    @cached_property
    def _buttons(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        return tuple(button for card in self.cards for button in buttons_of(card))

    def actions(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield verb and data of each button, wherever it stands in the cards."""
        yield from self._buttons

    def offers(self, prefix: str) -> set[str]:
        """Return the ids that the buttons with this verb, or beginning of a verb, are about."""
        return {str(data["id"]) for verb, data in self.actions() if verb.startswith(prefix) and data.get("id")}

    def messages(self) -> tuple["Turn", ...]:
        """The messages that it brings: of several on one card each by itself, with the name of its place in its ids."""
        inside = [part for card in self.cards for part in parts_of(card)]
        if not inside:
            return (self,)
        return tuple(
            replace(
                self,
                id=f"{self.id}/{name}",
                replaces=self.replaces and f"{self.replaces}/{name}",
                text=self.text if number == 0 else "",
                cards=(part,),
            )
            for number, (name, part) in enumerate(inside)
        )

    def times(self) -> frozenset[str]:
        """Return the times that the buttons are about."""
        return frozenset(str(data["at"]) for _, data in self.actions() if data.get("at"))

    def content(self) -> str:
        """Return what it says and asks: all its words, where its links lead, and what its buttons are about, on whichever card they stand."""
        buttons = sorted(f"{verb} {data.get('id')} {data.get('at')}" for verb, data in self.actions())
        return "\n".join([self.words(), *urls_of(self.cards), *buttons])

    def words(self) -> str:
        """Return all that can be read: text, and every text of the cards, one a line."""
        return "\n".join([self.text, *(word for card in self.cards for word in texts_of(card))]).strip()


@dataclass(frozen=True)
class Placing:
    """That an event of ours came to stand in a calendar, or at another time.

    `over` is what took that person's time at that moment, and `hours` when she worked as her calendar said then.
    """

    at: datetime
    owner: str  #: principal name
    uid: str
    subject: str
    start: datetime
    end: datetime
    over: tuple[Taken, ...] = ()
    hours: WorkingHours | None = None


@dataclass(frozen=True)
class Seen:
    """One run, from `start` to `end`."""

    start: datetime
    end: datetime
    people: tuple[Colleague, ...]
    calendars: tuple[Calendar, ...] = ()
    turns: tuple[Turn, ...] = ()  #: in order of time
    entries: tuple[Entry, ...] = ()
    own: OwnAccount = field(default_factory=OwnAccount)
    placings: tuple[Placing, ...] = ()  #: in order of time; none where nobody stood by
    requests: Mapping[str, Any] = field(default_factory=dict)
    trouble: tuple[str, ...] = ()  #: what Teams would not have shown, and what the bot refused to hear

    @cached_property
    def messages(self) -> tuple[Turn, ...]:
        """The turns, each message of a joined card by itself."""
        return tuple(message for turn in self.turns for message in turn.messages())

    @cached_property
    def _known(self) -> dict[str, Colleague]:
        return {called: each for each in self.people for called in each.called}

    def person(self, id_or_mail: str) -> Colleague | None:
        """Find a colleague by id, principal name or mail; None for the service mailbox and strangers."""
        return self._known.get(id_or_mail.lower())

    def name(self, id_or_mail: str) -> str:
        """Return a colleague's name, or what she is called by where we don't know her."""
        found = self.person(id_or_mail)
        return found.name if found else id_or_mail

    @cached_property
    def _names(self) -> Names:
        return Names(each.name for each in self.people)

    def named_in(self, text: str) -> list[Colleague]:
        """Return everybody whose full name stands in a text. Of two who bear one name it may be either, so both are told."""
        names = self._names.within(text)
        return [each for each in self.people if each.name in names]

    @cached_property
    def guests(self) -> dict[str, frozenset[str]]:
        """Lunch → ids of the people who were offered it."""
        offered: dict[str, set[str]] = {}
        for turn in self.turns:
            if turn.is_new:
                for lunch in turn.offers("offer."):
                    offered.setdefault(lunch, set()).add(turn.to)
        return {lunch: frozenset(guests) for lunch, guests in offered.items()}

    @cached_property
    def seated(self) -> dict[str, frozenset[str]]:
        """Lunch that is on → ids of who comes as we remember it: also to an open table, or brought along by a guest."""
        return {table.lunch: table.guests for table in self.own.tables}

    def presses(self, *verbs: str) -> list[Turn]:
        """Every press of one of these verbs, in order of time."""
        return [turn for turn in self.turns if turn.verb in verbs]

    def entries_of(self, *kinds: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind in kinds]


def ids_of(seen: Seen, mails: Iterable[str]) -> frozenset[str]:
    """The ids of those of these mails that are colleagues."""
    return frozenset(found.id for mail in mails if (found := seen.person(mail)))
