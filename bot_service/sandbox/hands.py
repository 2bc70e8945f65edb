"""What anybody can do in Teams, by herself or played by a visitor: write, press a button, add and remove the app."""

import logging
from collections.abc import Mapping
from typing import Any

from bot_service.sandbox import card
from bot_service.sandbox.account import Account
from bot_service.sandbox.conversations import ADAPTIVE_CARD, PRESS, TOAST, Conversation
from bot_service.sandbox.envelope import Envelopes
from bot_service.sandbox.ids import guid
from bot_service.sandbox.postbox import Delivered, Postbox
from bot_service.sandbox.world import World

_CARD_ANSWER = "application/vnd.microsoft.card.adaptive"
_WORDS_ANSWER = "application/vnd.microsoft.activity.message"
log = logging.getLogger(__name__)


class Hands:
    """Does things in Teams for people and shows them the bot's answers. `trouble` is what a client would have refused to show."""

    def __init__(self, world: World, postbox: Postbox) -> None:
        self._world = world
        self._postbox = postbox
        self._envelopes = Envelopes(world, postbox)
        self.trouble: list[str] = []

    async def install(self, person: Account, conversation: Conversation, action: str = "add") -> None:
        """Add the app to a chat, or by one channel to its whole team, or `remove` it. Raises BotUnreachable."""
        team = [each for each in self._world.teams if each.kind == "channel"]
        for place in [conversation] if conversation.kind == "personal" else team:
            place.has_bot = action == "add"
            place.is_blocked = place.is_blocked and action != "add"
        for activity in self._envelopes.installation(person, conversation, action):
            self._note(activity, await self._postbox.bring(activity))

    def write(self, person: Account, text: str) -> str:
        """Her words appear in her chat with the bot; gives the id to bring them by."""
        return self._world.teams.post(self._world.teams.personal(person.id, person.name), person.id, text).id

    async def say(self, person: Account, text: str, line: str) -> None:
        """Bring what she wrote to the bot, by the same id each time. Raises BotUnreachable."""
        conversation = self._world.teams.personal(person.id, person.name)
        activity = self._envelopes.words(person, conversation, text, line)
        self._note(activity, await self._postbox.bring(activity))

    def touch(self, person: Account, conversation: Conversation, verb: str, data: Mapping[str, Any]) -> str:
        """Her press is written down; gives the id to bring it by."""
        return self._world.teams.post(conversation, person.id, verb, kind=PRESS, value=dict(data)).id

    async def press(
        self,
        person: Account,
        conversation: Conversation,
        message_id: str,
        verb: str,
        data: Mapping[str, Any],
        *,
        line: str,
        tries: int = 0,
    ) -> Mapping[str, Any]:
        """Press a button; the answer replaces her card or is shown for a moment. Gives the answer's body.

        A press that is brought again much later has a new activity id, as with Teams. Raises BotUnreachable.
        """
        activity_id = f"f:{guid(conversation.id, line, tries)}"
        activity = self._envelopes.press(person, conversation, message_id, verb, data, activity_id)
        answer = await self._postbox.bring(activity)
        self._note(activity, answer)
        if answer.status == 200:
            self._show(person, conversation, message_id, verb, answer.body)
        return answer.body

    def _show(
        self, person: Account, conversation: Conversation, message_id: str, verb: str, body: Mapping[str, Any]
    ) -> None:
        kind, value = body.get("type"), body.get("value")
        if kind == _CARD_ANSWER and body.get("statusCode") == 200:
            if faults := card.faults(value):
                self._complain(f"The card answered to {verb} can't be shown: {' '.join(faults)}")
                return
            attachment = {"contentType": ADAPTIVE_CARD, "content": value}
            self._world.teams.replace(conversation, message_id, "", [attachment], only=person.id)
        elif kind == _WORDS_ANSWER and isinstance(value, str):
            self._world.teams.post(conversation, self._world.teams.bot_id, value, kind=TOAST, to=person.id)
        else:
            self._complain(f"The answer to {verb} is none that Teams knows: {body}")

    def _note(self, activity: Mapping[str, Any], answer: Delivered) -> None:
        if answer.status >= 400:
            what = activity.get("value", {}).get("action", {}).get("verb", "") or activity["type"]
            self._complain(f"The bot answered {answer.status} to {what} of {activity['from']['name']}.")

    def _complain(self, sentence: str) -> None:
        log.warning("%s", sentence)
        self.trouble.append(f"{self._world.clock.now.isoformat()} {sentence}")
