"""What can be seen in the sandbox, and what a visitor does for somebody she plays: read, press, write."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot_service.sandbox import card, memory, visit_outlook
from bot_service.sandbox.account import Account
from bot_service.sandbox.cast import Cast
from bot_service.sandbox.conversations import Conversation, ConversationNotFound
from bot_service.sandbox.postbox import BotUnreachable
from bot_service.sandbox.read_back import calendar_of
from bot_service.sandbox.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NotThere(LookupError):  # noqa: N818 - the visitor's words
    """No such person, chat, message or button."""


def add_routes(app: web.Application, world: World, cast: Cast) -> None:
    """Serve the views of this world and the hands of its people."""
    visit = Visit(world, cast)
    for method, path, handler in (
        ("GET", "people", visit.people),
        ("GET", "calendars/{person}", visit.calendar),
        ("GET", "conversations", visit.conversations),
        ("GET", "conversations/{conversation}/activities", visit.activities),
        ("GET", "conversations/{conversation}/messages", visit.messages),
        ("GET", "viewer/counts", visit.counts),
        ("POST", "people/{person}/press", visit.press),
        ("POST", "people/{person}/say", visit.say),
        ("POST", "people/{person}/app", visit.change_app),
    ):
        app.router.add_route(method, f"/sandbox/{path}", _answered(handler))
    visit_outlook.add_routes(app, world)


def _answered(handler: Handler) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except (NotThere, ConversationNotFound) as error:
            return web.json_response({"error": str(error)}, status=404)
        except BotUnreachable as error:
            return web.json_response({"error": str(error)}, status=502)

    return answer


class Visit:
    def __init__(self, world: World, cast: Cast) -> None:
        self._world = world
        self._cast = cast

    async def people(self, _: web.Request) -> web.Response:
        """Everybody, as in people.json (design §5), with mail, job title, manager and whether the app is installed."""
        return web.json_response([self._line(person) for person in self._world.company.people])

    async def calendar(self, request: web.Request) -> web.Response:
        """Her whole calendar; the service mailbox has one too."""
        return web.json_response(calendar_of(self._world, self._person(request)))

    async def conversations(self, _: web.Request) -> web.Response:
        return web.json_response(
            [
                {"id": each.id, "kind": each.kind, "name": each.name, "members": each.members}
                for each in self._world.teams
            ]
        )

    async def activities(self, request: web.Request) -> web.Response:
        """Everything that happened, in order; with `after=N` what came after the first N."""
        after = request.query.get("after", "0")
        lines = self._conversation(request).lines[int(after) if after.isdecimal() else 0 :]
        return web.json_response([line.as_json() for line in lines])

    async def messages(self, request: web.Request) -> web.Response:
        """The newest version of each message, to everybody or as `?person=` sees it."""
        person = self._world.company.find(request.query.get("person", ""))
        shown = self._conversation(request).messages(person.id if person else "")
        return web.json_response([line.as_json() for line in shown])

    async def counts(self, _: web.Request) -> web.Response:
        """How many messages lie in each person's chat."""
        chats = (each for each in self._world.teams if each.kind == "personal")
        return web.json_response({chat.members[0]: len(chat.messages()) for chat in chats})

    async def press(self, request: web.Request) -> web.Response:
        """Press `verb` on the card of message `activityId`; gives the bot's answer to the invoke.

        `data` is the button's own (left out: as the card has it), `inputs` the fields' values, over what they hold already.
        """
        person, body = self._person(request), await _json(request)
        message_id, verb = str(body.get("activityId", "")), str(body.get("verb", ""))
        conversation = self._with_message(person, message_id)
        cards = conversation.message(message_id, person.id).cards
        given = body.get("data")
        data = dict(given) if isinstance(given, Mapping) else None
        fields: dict[str, str] = {}
        for shown in cards:
            buttons = [button for button in card.presses(shown) if button.verb == verb]
            if buttons:
                fields = (
                    {each.id: each.value for each in card.inputs(shown).values()} if buttons[0].sends_fields else {}
                )
                data = dict(buttons[0].data) if data is None else data
        if data is None:
            raise NotThere(f"The card of {message_id} has no button {verb!r}.")
        merged = {**data, **fields, **_mapping(body.get("inputs"))}
        hands = self._cast.hands
        line = hands.touch(person, conversation, verb, merged)
        return web.json_response(await hands.press(person, conversation, message_id, verb, merged, line=line))

    async def say(self, request: web.Request) -> web.Response:
        """Write `text` to the bot; gives the message's id."""
        person, text = self._person(request), str((await _json(request)).get("text", ""))
        line = self._cast.hands.write(person, text)
        await self._cast.hands.say(person, text, line)
        return web.json_response({"id": line})

    async def change_app(self, request: web.Request) -> web.Response:
        """`do`: "add" or "remove" the app for her (the bot is told), or "block" it (it isn't)."""
        person, wish = self._person(request), (await _json(request)).get("do")
        chat = self._world.teams.personal(person.id, person.name)
        if wish == "block":
            chat.is_blocked = True
        elif wish in {"add", "remove"}:
            await self._cast.hands.install(person, chat, wish)
        else:
            return web.json_response({"error": "“do” must be add, remove or block."}, status=400)
        return web.json_response({"installed": chat.has_bot, "blocked": chat.is_blocked})

    def _person(self, request: web.Request) -> Account:
        found = self._world.company.find(request.match_info["person"])
        if found is None:
            raise NotThere(f"Nobody here is called {request.match_info['person']}.")
        return found

    def _conversation(self, request: web.Request) -> Conversation:
        return self._world.teams.get(request.match_info["conversation"])

    def _with_message(self, person: Account, message_id: str) -> Conversation:
        """Where she sees this message: her own chat, or a channel she is in."""
        for conversation in self._world.teams:
            if person.id in conversation.members:
                shown = {line.message_id for line in conversation.messages(person.id)}
                if message_id in shown:
                    return conversation
        raise NotThere(f"{person.name} sees no message {message_id}.")

    def _line(self, person: Account) -> dict[str, Any]:
        chat = self._world.teams.personal(person.id, person.name)
        return {
            "id": person.id,
            "userPrincipalName": person.principal_name,
            "displayName": person.name,
            "team": person.team,
            "timeZone": person.zone,
            "office": person.office.city,
            "country": person.office.country,
            "role": "host" if person.is_host else "person",
            "isEager": person.is_eager,
            "optedIn": memory.has_joined(self._world, person),
            "mail": person.mail,
            "jobTitle": person.job_title,
            "managerId": person.manager_id,
            "installed": chat.has_bot,
        }


async def _json(request: web.Request) -> Mapping[str, Any]:
    try:
        return _mapping(await request.json())
    except (json.JSONDecodeError, UnicodeDecodeError):
        return {}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
