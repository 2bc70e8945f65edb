"""From when to when a question on a card could be answered: followed through every new version of the card, and her presses."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot_service.simulation.seen import Seen


@dataclass(frozen=True)
class Open:
    """A question that could be answered, from the moment at which a person got it; `about` is its id."""

    person: str
    about: str
    since: datetime
    until: datetime


def open_cards(seen: Seen, verbs: Collection[str], answers: str) -> list[Open]:
    """Every question with a button of these verbs, the earliest first: open while its newest version has one, and until she answers.

    `answers` is how the verbs of her answers begin.
    """
    since: dict[tuple[str, str], datetime] = {}
    shown_on: dict[tuple[str, str], tuple[str, str]] = {}  # conversation and message → person and id
    found: list[Open] = []

    def close(key: tuple[str, str], at: datetime) -> None:
        if key in since:
            found.append(Open(*key, since.pop(key), at))

    for turn in seen.messages:
        if turn.verb.startswith(answers):
            close((turn.sender, turn.about), turn.at)
        elif turn.by_bot and turn.type == "message" and turn.kind == "personal":
            asked = {str(data.get("id")) for verb, data in turn.actions() if verb in verbs}
            for about in asked:
                shown_on[turn.conversation, turn.replaces or turn.id] = turn.to, about
                since.setdefault((turn.to, about), turn.at)
            known = shown_on.get((turn.conversation, turn.replaces))
            if known and known[1] not in asked:
                close(known, turn.at)
    for key in list(since):
        close(key, seen.end)
    return sorted(found, key=lambda each: each.since)
