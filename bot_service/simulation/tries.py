"""A host presses “ask” for somebody, offered on a card or not: what she read then, and how the eager one fared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot_service.simulation.seen import Seen, Turn

ASK = "ask.send"
#: What a host reads who pressed “ask”: that it is on its way, or that the story is closed. All else is “not yet”.
ON_ITS_WAY, CLOSED = "It is on its way", "This story is closed"


@dataclass(frozen=True)
class Try:
    """One press, and the next thing that its host read in her chat."""

    host: str
    person: str
    story: str
    at: datetime
    answer: str

    @property
    def is_sent(self) -> bool:
        return self.answer.startswith(ON_ITS_WAY)


def tries(seen: Seen) -> list[Try]:
    """Every press that was answered, in order of time."""
    waiting: dict[str, Turn] = {}
    found: list[Try] = []
    for turn in seen.turns:
        if turn.verb == ASK and turn.given.get("person"):
            waiting[turn.conversation] = turn
        elif turn.is_read and (press := waiting.pop(turn.conversation, None)):
            found.append(Try(press.sender, str(press.given["person"]), press.about, press.at, turn.words()))
    return found


def eager(seen: Seen) -> Mapping[str, int]:
    """How the host fared who would ask everybody every day, as report.json has it.

    What is on its way to somebody is `sent` once, however often she presses for it; all other tries were `not_yet`.
    """
    hosts = {each.id for each in seen.people if each.is_eager}
    hers = [one for one in tries(seen) if one.host in hosts]
    on_their_way = [(one.host, one.person, one.story) for one in hers if one.is_sent]
    sent = len(set(on_their_way))
    return {
        "tried": len(hers),
        "sent": sent,
        "sent_before": len(on_their_way) - sent,
        "not_yet": len(hers) - len(on_their_way),
    }
