"""A host who would like to ask everybody every day: she presses each name that a card offers her, and tries all others besides.

For those she has no button; she sends what one would send, as a person with a browser's tools could.
"""

from dataclasses import dataclass, field

from bot_service.sandbox import card
from bot_service.sandbox.account import Account
from bot_service.sandbox.conversations import Line
from bot_service.sandbox.habits import Habits
from bot_service.sandbox.hands import Hands
from bot_service.sandbox.plans import AskEverybody
from bot_service.sandbox.world import World

ASK = "ask.send"
#: Buttons by which she knows the story they are about, as one that she could ask for.
_STORIES = frozenset({ASK, "story.choose"})
#: Of those who are not offered she tries one in so many on a day, another part of them each day.
PARTS = 5


@dataclass
class _Known:
    """What she saw last: the card, the story that it asks for, and the names on it."""

    message: str
    story: str
    offered: list[str] = field(default_factory=list)


class Eagerness:
    """Remembers for each eager host what she could ask for, and has her try."""

    def __init__(self, world: World, habits: Habits, hands: Hands) -> None:
        self._world = world
        self._habits = habits
        self._hands = hands
        self._known: dict[str, _Known] = {}

    def notice(self, person: Account, line: Line) -> None:
        """She reads a message: the story and the names on it stay with her until the next card with one."""
        for shown in (part for each in line.cards for part in card.parts(each)):
            for press in card.presses(shown):
                if press.verb in _STORIES and press.about:
                    names = card.inputs(shown).get("person")
                    offered = [one for one in names.choices if one] if names and press.verb == ASK else []
                    self._known[person.id] = _Known(line.message_id, press.about, offered)
                    break

    async def act(self, person: Account, deed: AskEverybody) -> int:
        """She asks whoever is offered, and then others; gives the number of presses. Raises BotUnreachable."""
        known = self._known.get(person.id)
        if known is None:
            return 0
        others = [one.id for one in self._world.company.people if one.id != person.id]
        self._habits.chance(person.id, "tries").shuffle(others)
        offered, known.offered = known.offered, []
        tried = [*offered, *(one for one in others[deed.day % PARTS :: PARTS] if one not in offered)]
        for target in tried:
            await self._press(person, known, target)
        return len(tried)

    async def _press(self, person: Account, known: _Known, target: str) -> None:
        chat = self._world.teams.personal(person.id, person.name)
        data = {"id": known.story, "person": target}
        line = self._hands.touch(person, chat, ASK, data)
        await self._hands.press(person, chat, known.message, ASK, data, line=line)
