"""What the rules look at, from what is kept of one person and of whoever would like to write to her. Pure, in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules.rule import FAVOURS, Gift, Situation
from bot_service.manners import Manners
from bot_service.people.person import Person
from bot_service.people.relationship.consent import has_leave, noes_since_leave
from bot_service.people.relationship.ledger import GIFTS, Passed, Passing

HOUR, WEEK, YEAR = timedelta(hours=1), timedelta(days=7), timedelta(days=365)

INVITATIONS = frozenset({Kind.LUNCH, Kind.REMINDER})
#: What she says to a host; the last of the first two counts.
WORDS = (Passed.LEAVE, Passed.WITHDRAWN, Passed.DECLINED)
#: Signs that she reads us: after one of them “How was it?” comes again as usual.
SIGNS = (Passed.CHECK_IN, Passed.SHARE, Passed.LEAVE, Passed.WITHDRAWN)


class Coming(NamedTuple):
    """The message that would like to leave; fields as those of `Message`."""

    kind: Kind
    sender_id: str = ""
    topic: str = ""
    about: str = ""
    by_hand: bool = False
    awaits: bool = False


class Sent(NamedTuple):
    """A message that she may have seen; fields as those of `Message`."""

    to_id: str
    kind: Kind
    sender_id: str
    sent_at: datetime
    about: str = ""
    by_hand: bool = False
    awaits: bool = False
    with_id: str = ""


@dataclass(frozen=True)
class Sender:
    """A host who would like to ask."""

    is_host: bool = True
    lunches_in_teams: tuple[tuple[str, str], ...] = ()
    went_first: bool = False
    asks: tuple[datetime, ...] = ()  #: of the last week


@dataclass(frozen=True)
class Past:
    """What is kept: messages to her, what was given to her and asked of her, and what she said and did herself."""

    sent: Sequence[Sent] = ()
    received: Sequence[Passing] = ()
    said: Sequence[Passing] = ()
    sender: Sender = Sender()
    team_size: int = 0
    team_asked: int = 0


def situation_in(past: Past, person: Person, coming: Coming, now: datetime, manners: Manners) -> Situation:
    """Put together what every rule for this kind of message looks at."""
    host = coming.sender_id
    asks = [one.sent_at for one in past.sent if one.kind == Kind.ASK]
    return Situation(
        now=now,
        kind=coming.kind,
        manners=manners,
        hours=person.hours,
        has_chat=person.address is not None,
        has_joined=person.is_joined,
        has_left=person.state == "left",
        has_opted_out=person.state == "declined",
        paused_until=person.paused_until,
        never_ask=person.never_ask,
        celebrate=person.celebrate,
        by_hand=coming.by_hand,
        previews=sum(one.by_hand for one in past.sent if one.kind == Kind.CELEBRATION),
        awaits=coming.awaits,
        open_invitations=len({one.about for one in past.sent if _invites(one) and one.about != coming.about}),
        unanswered_checkins=_unanswered(past),
        arrived=_moments(one.sent_at for one in past.sent if not one.with_id and one.sent_at > now - HOUR),
        unsolicited=_moments(one.sent_at for one in past.sent if one.kind in FAVOURS and one.sent_at > now - WEEK),
        sender_is_host=past.sender.is_host,
        lunches_in_teams=past.sender.lunches_in_teams,
        went_first=past.sender.went_first,
        leave_given=has_leave(past.said, person.id, host),
        leave_settled=_settled(past, person.id, host),
        gifts=_gifts(past, asks, host),
        asks_of_person=_moments(ask for ask in asks if ask > now - YEAR),
        asks_of_sender=past.sender.asks,
        open_asks=sum(one.awaits for one in past.sent if one.kind == Kind.ASK),
        noes=noes_since_leave(past.said, person.id, host),
        team_size=past.team_size,
        team_asked=past.team_asked,
    )


def _invites(one: Sent) -> bool:
    return one.kind in INVITATIONS and one.awaits


def _unanswered(past: Past) -> tuple[datetime, ...]:
    """Those that came after her last answer; two on one card are one."""
    checkins = [one for one in past.sent if one.kind == Kind.CHECK_IN]
    answers = [one.sent_at for one in checkins if not one.awaits]
    answers += [one.at for one in past.said if one.kind in SIGNS]
    since = max(answers, default=None)
    return _moments({one.sent_at for one in checkins if one.awaits and (since is None or one.sent_at > since)})


def _settled(past: Past, person_id: str, host_id: str) -> bool:
    was_asked = any(one.kind == Kind.LEAVE and one.sender_id == host_id for one in past.sent)
    return was_asked or any(one.kind in WORDS and (one.from_id, one.to_id) == (person_id, host_id) for one in past.said)


def _gifts(past: Past, asks: Sequence[datetime], host_id: str) -> tuple[Gift, ...]:
    """Given since she was last asked by anybody: an ask uses up what was given before, whoever gave it."""
    asked = [*asks, *(one.at for one in past.received if one.kind == Passed.ASK)]
    since = max(asked, default=None)
    given = sorted(one for one in past.received if one.kind in GIFTS and (since is None or one.at > since))
    return tuple(Gift(one.kind, one.at, by_sender=one.from_id == host_id) for one in given)


def _moments(moments: Iterable[datetime]) -> tuple[datetime, ...]:
    return tuple(sorted(moments))
