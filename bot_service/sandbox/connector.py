"""The Bot connector v3 of Teams under /teams/v3: what a bot calls to open chats, send, update and take away messages.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference; errors as in
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot_service.sandbox import card
from bot_service.sandbox.company import Company
from bot_service.sandbox.conversations import ADAPTIVE_CARD, BLOCKED, Conversation, ConversationNotFound, Conversations
from bot_service.sandbox.sign_in import CONNECTOR
from bot_service.sandbox.throttle import Throttle
from bot_service.sandbox.world import World

MESSAGE_LIMIT = 100 * 1024  # bytes of UTF-16
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class TeamsError(Exception):
    """An answer of Teams that is not a success: status, code and a sentence."""

    def __init__(self, status: int, code: str, message: str, *, sub_code: str = "", retry_after: int = 0) -> None:
        super().__init__(message)
        self.status, self.code, self.sub_code, self.retry_after = status, code, sub_code, retry_after

    def answer(self) -> web.Response:
        """The HTTP answer, in the connector's shape."""
        error = {"code": self.code, "message": str(self)} | ({"subCode": self.sub_code} if self.sub_code else {})
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after else {}
        return web.json_response({"error": error}, status=self.status, headers=headers)


def add_routes(app: web.Application, world: World) -> None:
    """Serve the connector of this world."""
    connector = Connector(world)
    one = "/teams/v3/conversations/{conversation}"
    for method, path, handler in (
        ("POST", "/teams/v3/conversations", connector.create),
        ("POST", one + "/activities", connector.send),
        ("POST", one + "/activities/{activity}", connector.send),
        ("PUT", one + "/activities/{activity}", connector.update),
        ("DELETE", one + "/activities/{activity}", connector.delete),
        ("GET", one + "/members", connector.members),
        ("GET", one + "/members/{member}", connector.member),
        ("GET", one + "/pagedmembers", connector.paged_members),
        ("GET", "/teams/v3/teams/{team}", connector.team),
        ("GET", "/teams/v3/teams/{team}/conversations", connector.team_conversations),
    ):
        app.router.add_route(method, path, _guarded(world, handler))


def _guarded(world: World, handler: Handler) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        if world.sign_in.grant(request.headers.get("Authorization", ""), CONNECTOR) is None:
            return TeamsError(401, "Unauthorized", "Authorization has been denied for this request.").answer()
        try:
            return await handler(request)
        except TeamsError as error:
            return error.answer()
        except ConversationNotFound as error:
            return TeamsError(404, "ConversationNotFound", str(error)).answer()

    return answer


class Connector:
    def __init__(self, world: World) -> None:
        self._world = world
        self._throttle = Throttle()

    @property
    def _conversations(self) -> Conversations:
        return self._world.teams

    async def create(self, request: web.Request) -> web.Response:
        """A personal chat (the same one each time), or with `isGroup` and a channel a new thread there."""
        body = await _body(request)
        channel_data = _mapping(body.get("channelData"))
        if body.get("isGroup"):
            conversation = self._conversations.get(str(_mapping(channel_data.get("channel")).get("id", "")))
            self._may_write(conversation, conversation.id)
            line = self._say(conversation, _mapping(body.get("activity")))
            thread = f"{conversation.id};messageid={line}"
            return web.json_response({"id": thread, "activityId": line, "serviceUrl": service_url(request)}, status=201)
        tenant = _mapping(channel_data.get("tenant")).get("id") or body.get("tenantId")
        if tenant != self._world.company.tenant_id:
            raise TeamsError(400, "BadArgument", "Missing or unknown tenant id.")
        members = body.get("members")
        if not (isinstance(members, list) and len(members) == 1):
            raise TeamsError(400, "BadArgument", "A personal chat has exactly one member beside the bot.")
        person = self._world.company.find(str(_mapping(members[0]).get("id", "")).removeprefix("29:"))
        if person is None or person.is_guest or not person.is_enabled:
            raise TeamsError(403, "ForbiddenOperationException", "The user is not found in this tenant.")
        conversation = self._conversations.personal(person.id, person.name)
        if not conversation.has_bot:
            raise TeamsError(
                403,
                "ForbiddenOperationException",
                "The bot is not installed in the user's personal scope.",
                sub_code=BLOCKED,
            )
        self._slow_down(f"create {conversation.id}")
        return web.json_response({"id": conversation.id, "serviceUrl": service_url(request)}, status=201)

    async def send(self, request: web.Request) -> web.Response:
        """A message, or a reply to `{activity}`; in a channel's thread when the conversation's id names one."""
        target = request.match_info["conversation"]
        conversation = self._conversations.get(target)
        activity = await _body(request)
        self._may_write(conversation, target)
        replied_to = request.match_info.get("activity", "")
        if replied_to:
            conversation.message(replied_to)
        thread = target.partition(";messageid=")[2] or (replied_to if conversation.kind == "channel" else "")
        if activity.get("type") == "typing":
            return web.json_response({}, status=202)
        return web.json_response({"id": self._say(conversation, activity, thread)}, status=201)

    async def update(self, request: web.Request) -> web.Response:
        """Show a message of the bot anew, to everybody who sees it."""
        conversation = self._conversations.get(request.match_info["conversation"])
        activity = await _body(request)
        self._own_message(conversation, request)
        text, attachments = _sound(activity)
        line = self._conversations.replace(conversation, request.match_info["activity"], text, attachments)
        return web.json_response({"id": line.message_id})

    async def delete(self, request: web.Request) -> web.Response:
        """Take a message of the bot away."""
        conversation = self._conversations.get(request.match_info["conversation"])
        self._own_message(conversation, request)
        self._conversations.delete(conversation, request.match_info["activity"])
        return web.json_response({})

    async def members(self, request: web.Request) -> web.Response:
        conversation = self._conversations.get(request.match_info["conversation"])
        return web.json_response([self._account(person) for person in self._who_are_left(conversation)])

    async def member(self, request: web.Request) -> web.Response:
        conversation = self._conversations.get(request.match_info["conversation"])
        person = request.match_info["member"].removeprefix("29:")
        if person not in self._who_are_left(conversation):
            raise TeamsError(404, "MemberNotFoundInConversation", "The user isn't a member of this conversation.")
        return web.json_response(self._account(person))

    async def paged_members(self, request: web.Request) -> web.Response:
        """Pages of 50 to 500 members, 200 unless said; the continuation token is where the next page starts."""
        conversation = self._conversations.get(request.match_info["conversation"])
        start = _number(request.query.get("continuationToken"), 0)
        stop = start + min(max(_number(request.query.get("pageSize"), 200), 50), 500)
        members = self._who_are_left(conversation)
        page: dict[str, Any] = {"members": [self._account(person) for person in members[start:stop]]}
        if stop < len(members):
            page["continuationToken"] = str(stop)
        return web.json_response(page)

    async def team(self, request: web.Request) -> web.Response:
        company = self._company_of_team(request)
        return web.json_response(
            {"id": company.general_id, "name": company.team_name, "type": "standard", "aadGroupId": company.team_id}
            | {"tenantId": company.tenant_id, "channelCount": 2, "memberCount": len(company.people)}
        )

    async def team_conversations(self, request: web.Request) -> web.Response:
        """The channels; the general one comes without a name, as Teams sends it."""
        company = self._company_of_team(request)
        channels = [{"id": company.general_id}, {"id": company.channel_id, "name": company.channel_name}]
        return web.json_response({"conversations": channels})

    def _company_of_team(self, request: web.Request) -> Company:
        if request.match_info["team"] != self._world.company.general_id:
            raise ConversationNotFound("There is no such team.")
        return self._world.company

    def _say(self, conversation: Conversation, activity: Mapping[str, Any], thread: str = "") -> str:
        text, attachments = _sound(activity)
        return self._conversations.post(conversation, self._conversations.bot_id, text, attachments, thread=thread).id

    def _may_write(self, conversation: Conversation, thread: str) -> None:
        if conversation.is_blocked:
            raise TeamsError(403, "ForbiddenOperationException", "Thread's message writes blocked.", sub_code=BLOCKED)
        if not conversation.has_bot:
            raise TeamsError(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        if conversation.kind == "personal" and not self._who_are_left(conversation):
            raise TeamsError(403, "ForbiddenOperationException", "The user is not found in this tenant.")
        self._slow_down(thread)

    def _slow_down(self, thread: str) -> None:
        if wait := self._throttle.wait_for(thread, self._world.clock.now):
            raise TeamsError(429, "TooManyRequests", "API calls quota exceeded for this thread.", retry_after=wait)

    def _own_message(self, conversation: Conversation, request: web.Request) -> None:
        if conversation.is_blocked:
            raise TeamsError(403, "ForbiddenOperationException", "Thread's message writes blocked.", sub_code=BLOCKED)
        message = conversation.message(request.match_info["activity"])
        if message.sender != self._conversations.bot_id:
            raise TeamsError(403, "ForbiddenOperationException", "A bot may change its own messages only.")

    def _who_are_left(self, conversation: Conversation) -> list[str]:
        """The members without those who left the company."""
        accounts = self._world.company.accounts
        return [member for member in conversation.members if member in accounts and accounts[member].is_enabled]

    def _account(self, person_id: str) -> dict[str, Any]:
        person = self._world.company.accounts[person_id]
        return {
            "id": f"29:{person.id}",
            "aadObjectId": person.id,
            "objectId": person.id,
            "name": person.name,
            "givenName": person.given_name,
            "surname": person.surname,
            "email": person.mail,
            "userPrincipalName": person.principal_name,
            "tenantId": self._world.company.tenant_id,
            "userRole": "user",
        }


def service_url(request: web.Request) -> str:
    """The address of this connector, as the caller reached it."""
    return f"{request.scheme}://{request.host}/teams/"


async def _body(request: web.Request) -> Mapping[str, Any]:
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        body = None
    if not isinstance(body, Mapping):
        raise TeamsError(400, "BadSyntax", "The body must be a JSON object.")
    return body


def _sound(activity: Mapping[str, Any]) -> tuple[str, list[Mapping[str, Any]]]:
    """Text and attachments of a message that Teams would show. Raises TeamsError: 413 too big, 400 malformed."""
    if card.utf16_size(activity) > MESSAGE_LIMIT:
        raise TeamsError(413, "MessageSizeTooBig", "Message size too large.")
    if activity.get("type", "message") != "message":
        raise TeamsError(400, "BadArgument", f"Unknown activity type {activity.get('type')!r}.")
    text = str(activity.get("text") or "")
    attachments = [attachment for attachment in activity.get("attachments") or () if isinstance(attachment, Mapping)]
    if not text and not attachments:
        raise TeamsError(400, "BadSyntax", "Activity must have text or an attachment.")
    for attachment in attachments:
        if attachment.get("contentType") != ADAPTIVE_CARD:
            raise TeamsError(400, "BadArgument", f"Unknown attachment type {attachment.get('contentType')!r}.")
        if found := card.faults(attachment.get("content")):
            raise TeamsError(400, "BadArgument", " ".join(found))
    return text, attachments


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise
