"""Outlook in the hands of a visitor: what she does for somebody she plays, or in a mailbox she has rights on."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot_service.sandbox.mailboxes import NoSuchTrouble
from bot_service.sandbox.meeting import Copy
from bot_service.sandbox.outlook_hands import CantBeDone, OutlookHands
from bot_service.sandbox.world import World
from bot_service.sandbox.zones import as_instant


def add_routes(app: web.Application, world: World) -> None:
    """Serve what can be done in Outlook, and the switches of its mailboxes."""
    visit = VisitOutlook(world)
    for method, path, handler in (
        ("POST", "people/{mailbox}/outlook", visit.do),
        ("POST", "organiser/{mailbox}/outlook", visit.do),
        ("GET", "mailboxes", visit.mailboxes),
        ("POST", "mailboxes/{mailbox}", visit.switch),
    ):
        app.router.add_route(method, f"/sandbox/{path}", handler)


class VisitOutlook:
    def __init__(self, world: World) -> None:
        self._world = world
        self._hands = OutlookHands(world)

    async def do(self, request: web.Request) -> web.Response:
        """`{do, event?, …}` as `OutlookHands.do` takes it; gives the meeting as it is then, {} where it was none."""
        owner = self._world.company.find(request.match_info["mailbox"])
        if owner is None:
            return _refusal(404, f"Nobody here is called {request.match_info['mailbox']}.")
        wish = await _json(request)
        try:
            copy = self._hands.do(owner, str(wish.get("do") or ""), wish)
        except CantBeDone as error:
            return _refusal(400, str(error))
        return web.json_response(_shown(copy) if copy else {})

    async def mailboxes(self, _: web.Request) -> web.Response:
        """The mailboxes that organise lunches, and every other one with something wrong: `{mail: {trouble: true}}`."""
        return web.json_response(self._world.mailboxes.shown(self._world.company))

    async def switch(self, request: web.Request) -> web.Response:
        """`{closed?, moved?, full?, no_online_meetings?: bool, schedule?: code}` for one mailbox; gives what is wrong with it."""
        owner = self._world.company.find(request.match_info["mailbox"])
        if owner is None:
            return _refusal(404, f"Nobody here is called {request.match_info['mailbox']}.")
        try:
            for trouble, is_so in (await _json(request)).items():
                self._world.mailboxes.switch(owner.id, trouble, is_so)
        except NoSuchTrouble as error:
            return _refusal(400, str(error))
        return web.json_response(self._world.mailboxes.troubles_of(owner.id))


def _shown(copy: Copy) -> dict[str, Any]:
    facts = copy.meeting.facts
    return {
        "id": copy.id,
        "iCalUId": copy.meeting.ical_uid,
        "start": as_instant(facts.start),
        "end": as_instant(facts.end),
        "location": facts.place,
        "categories": list(copy.categories),
        "attendees": [line.mail for line in facts.attendees],
        "response": "organizer" if copy.is_organiser else copy.answer,
        "isCancelled": copy.meeting.is_cancelled,
        "isGone": copy.is_gone,
    }


async def _json(request: web.Request) -> Mapping[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, Mapping) else {}


def _refusal(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
