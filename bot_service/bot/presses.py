"""Answers what Teams asks and waits for: a press on a card's button, and politely everything that we don't offer.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/overview
The HTTP status is always 200; what happened stands in the body, which we build ourselves as a plain dictionary.
"""

import logging
import re
from collections.abc import Mapping
from typing import Any

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler

from bot_service import discreet
from bot_service.bot.activity import caller_of, part
from bot_service.bot.caller import Caller
from bot_service.bot.receptionist import Receptionist
from bot_service.database.row import AlreadyMoved
from bot_service.errors import Refusal
from bot_service.teams.cards import check_size
from bot_service.teams.reply import Reply

log = logging.getLogger(__name__)

PRESS = "adaptiveCard/action"
CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
FAULT = "Something went wrong here; nothing was changed. Please try again."
NOT_OFFERED = "Potluck doesn't offer this here. Write “help” to it to see what it can do."

Body = dict[str, Any]


class Presses(TeamsActivityHandler):  # type: ignore[misc] # the library ships no types
    """The answers to invokes."""

    def __init__(self, receptionist: Receptionist) -> None:
        super().__init__()
        self._receptionist = receptionist

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        activity = turn_context.activity
        name = activity.name or ""
        body = await self._pressed(caller_of(activity), activity.value) if name == PRESS else not_offered(name)
        return InvokeResponse(status=200, body=body)

    async def _pressed(self, caller: Caller | None, value: Any) -> Body:
        action = part(value, "action") if isinstance(value, Mapping) else {}
        verb, data = action.get("verb"), action.get("data", {})
        if not isinstance(verb, str) or not verb or not isinstance(data, Mapping):
            return _error(400, "BadRequest", "This button says nothing that Potluck understands.")
        if caller is None:
            return _error(403, "Forbidden", "Potluck is for colleagues with an account in this organisation.")
        try:
            return _shown(await self._ask(caller, verb, data))
        except Refusal as no:
            log.info("Refused %s: %s", _known(verb), no.reason)
            return _toast(no.sentence)
        except Exception as fault:  # noqa: BLE001 - whatever it was, the person is told; the fault is logged
            log.error("The press of %s failed: %s", _known(verb), discreet.trouble(fault))
            return _toast(FAULT)

    async def _ask(self, caller: Caller, verb: str, data: Mapping[str, Any]) -> Reply:
        """Ask once more when somebody else was quicker: then the answer is about how things are now."""
        try:
            return await self._receptionist.pressed(caller, verb, data)
        except AlreadyMoved:
            return await self._receptionist.pressed(caller, verb, data)


def _known(verb: str) -> str:
    """A verb as the log may hold it: a card could send anything along."""
    return verb if re.fullmatch(r"[a-z-]{1,32}(\.[a-z-]{1,32}){1,2}", verb) else "an unknown verb"


def _shown(reply: Reply) -> Body:
    if reply.card is None:
        return _toast(reply.text or "Thank you, noted.")
    check_size(reply.card)
    return {"statusCode": 200, "type": CARD, "value": dict(reply.card)}


def _toast(text: str) -> Body:
    return {"statusCode": 200, "type": MESSAGE, "value": text}


def _error(status: int, code: str, message: str) -> Body:
    return {"statusCode": status, "type": ERROR, "value": {"code": code, "message": message}}


def not_offered(name: str) -> Body:
    """The answer to a question that we don't take, in the shape that its asker can show."""
    message = {"type": "message", "text": NOT_OFFERED}
    if name.startswith("composeExtension/"):
        return {"composeExtension": message}
    if name.startswith("task/"):
        return {"task": {"type": "message", "value": NOT_OFFERED}}
    if name.startswith("config/"):
        return {"config": {"type": "message", "value": NOT_OFFERED}}
    if name == "application/search":
        return {"statusCode": 200, "type": "application/vnd.microsoft.search.searchResponse", "value": {"results": []}}
    return _error(501, "NotImplemented", NOT_OFFERED)
