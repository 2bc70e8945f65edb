"""POST /api/messages: where Teams talks to us. Checked, stored and acknowledged at once; a press is answered in the same breath."""

import json
import logging
from functools import partial
from typing import Any

from aiohttp import web
from botbuilder.core import TurnContext

from bot_service.bot.activity import read_activity
from bot_service.bot.adapter import build_adapter
from bot_service.bot.inbox import keep
from bot_service.bot.presses import Presses
from bot_service.bot.receptionist import Receptionist
from bot_service.errors import Outage
from bot_service.settings import Microsoft
from bot_service.tokens.bearer import ForeignTenant, NoToken, WrongToken

log = logging.getLogger(__name__)

PATH = "/api/messages"


def add_bot(app: web.Application, microsoft: Microsoft, receptionist: Receptionist) -> None:
    """Open the bot's door in `app`."""
    app.router.add_post(PATH, Door(microsoft, receptionist).receive)


class Door:
    """Answers 202 for what is stored, 200 for a press, 400 for what is no activity, 401 without a token, 403 for a token or a
    tenant that isn't ours, and 503 while Microsoft's keys can't be read.
    """

    def __init__(self, microsoft: Microsoft, receptionist: Receptionist) -> None:
        self._adapter = build_adapter(microsoft)
        self._presses = Presses(receptionist)

    async def receive(self, request: web.Request) -> web.Response:
        """Take one activity in."""
        try:
            body = json.loads(await request.read())
            activity = read_activity(body)
        except (ValueError, RecursionError) as error:
            return _no(400, str(error))
        activity.delivery_mode = None  # "expectReplies" would have the library answer instead of us
        try:
            answer = await self._adapter.process_activity(
                request.headers.get("Authorization", ""), activity, partial(self._turn, body)
            )
        except NoToken as no:
            return _no(401, no.sentence)
        except (WrongToken, ForeignTenant) as no:
            log.warning("Turned away: %s", no.reason)
            return _no(403, no.sentence)
        except Outage as outage:
            return _no(503, outage.sentence)
        return web.json_response(answer.body, status=answer.status) if answer else web.Response(status=202)

    async def _turn(self, body: dict[str, Any], context: TurnContext) -> None:
        if context.activity.type == "invoke":
            await self._presses.on_turn(context)
        else:
            await keep(body, context.activity)


def _no(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": {"message": sentence}}, status=status)
