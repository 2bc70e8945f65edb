"""Whether a host may ask a person at all, from what passed between them: her last word counts. Pure, and the order doesn't matter."""

from collections.abc import Iterable
from datetime import datetime

from bot_service.people.relationship.ledger import Passed, Passing


def has_leave(passings: Iterable[Passing], person_id: str, host_id: str) -> bool:
    """Whether this person's last word to this host is yes; of two at the same moment the no."""
    words = {Passed.LEAVE: True, Passed.WITHDRAWN: False}
    said = [(one.at, not words[one.kind]) for one in passings if one.kind in words and _goes(one, person_id, host_id)]
    return bool(said) and not max(said)[1]


def noes_since_leave(passings: Iterable[Passing], person_id: str, host_id: str) -> tuple[datetime, ...]:
    """When this person said no to an ask of this host since she last let her ask (ever, if never), earliest first."""
    said = [one for one in passings if _goes(one, person_id, host_id)]
    leave = max((one.at for one in said if one.kind == Passed.LEAVE), default=None)
    noes = (one.at for one in said if one.kind == Passed.DECLINED)
    return tuple(sorted(no for no in noes if leave is None or no >= leave))


def _goes(passing: Passing, person_id: str, host_id: str) -> bool:
    """A nameless stub ("") is nobody's word, and goes to nobody."""
    return bool(person_id and host_id) and (passing.from_id, passing.to_id) == (person_id, host_id)
