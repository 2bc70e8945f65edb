"""Every chat and channel of the sandbox with its full history: what people were sent, saw replaced, pressed and said.

Nothing is ever overwritten: an update is one more line that names what it replaces (design §5, `teams/*.jsonl`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

Kind = Literal["personal", "channel", "groupChat"]
Attachment = Mapping[str, Any]

ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "message"
DELETED = "messageDelete"
PRESS = "invoke"  # a person pressed a button; the text is the verb
TOAST = "invokeResponse"  # the bot's short answer to a press, seen by that person for a moment
BLOCKED = "MessageWritesBlocked"


class Clock(Protocol):
    """Anything that knows sandbox time."""

    @property
    def now(self) -> datetime: ...


class ConversationNotFound(LookupError):  # noqa: N818 - the code that Teams answers
    """No such chat, channel or message."""


@dataclass(frozen=True)
class Line:
    """One activity as it happened. `sender` and `to` are object ids of people, the bot's id, or the channel's id."""

    at: datetime
    conversation: str
    kind: Kind
    sender: str
    to: str
    id: str
    type: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    replaces_id: str = ""
    thread: str = ""  # the message whose thread this is part of, in a channel
    value: Mapping[str, Any] | None = None  # of a press: the button's data merged with the card's fields

    def as_json(self) -> dict[str, Any]:
        """The line of `teams/*.jsonl`: `at` is sandbox time, RFC 3339 UTC; `replacesId` only on updates, `value` on presses."""
        line: dict[str, Any] = {
            "at": self.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "conversation": self.conversation,
            "kind": self.kind,
            "from": self.sender,
            "to": self.to,
            "id": self.id,
            "type": self.type,
            "text": self.text,
            "attachments": [dict(attachment) for attachment in self.attachments],
        }
        if self.replaces_id:
            line["replacesId"] = self.replaces_id
        return line if self.value is None else line | {"value": dict(self.value)}

    @property
    def message_id(self) -> str:
        """The id of the message this line shows: its own, or that of the one it replaces."""
        return self.replaces_id or self.id

    @property
    def cards(self) -> list[Mapping[str, Any]]:
        """The Adaptive Cards of this line, as they arrived."""
        found = (a.get("content") for a in self.attachments if a.get("contentType") == ADAPTIVE_CARD)
        return [card for card in found if isinstance(card, Mapping)]


@dataclass
class Conversation:
    id: str
    kind: Kind
    name: str
    members: list[str]
    lines: list[Line] = field(default_factory=list)
    is_blocked: bool = False  # the person blocked or removed the bot: writing answers 403 MessageWritesBlocked
    has_bot: bool = False  # the app is installed here

    def messages(self, person: str = "") -> list[Line]:
        """The newest version of each message, in order of arrival, as `person` sees it ("" = as everybody does)."""
        newest: dict[str, Line] = {}
        for line in self.lines:
            if line.type == MESSAGE and self._is_seen_by(line, person):
                newest[line.message_id] = line
            elif line.type == DELETED:
                newest.pop(line.message_id, None)
        return list(newest.values())

    def message(self, message_id: str, person: str = "") -> Line:
        """One message as `person` sees it now. Raises ConversationNotFound."""
        found = [line for line in self.messages(person) if line.message_id == message_id]
        if not found:
            raise ConversationNotFound(f"There is no message {message_id} in {self.id}.")
        return found[0]

    def _is_seen_by(self, line: Line, person: str) -> bool:
        return self.kind == "personal" or line.to in {self.id, person}


class Conversations:
    """All conversations between the bot (`bot_id`) and people; whoever listens hears of every line."""

    def __init__(self, clock: Clock, bot_id: str) -> None:
        self._clock = clock
        self.bot_id = bot_id
        self._all: dict[str, Conversation] = {}
        self._listeners: list[Callable[[Line], None]] = []
        self._last_stamp = 0

    def __iter__(self) -> Iterator[Conversation]:
        return iter(self._all.values())

    def listen(self, hear: Callable[[Line], None]) -> None:
        """Call `hear` with every line from now on, in order."""
        self._listeners.append(hear)

    def personal(self, person: str, name: str = "") -> Conversation:
        """The one chat of this person with the bot; made at the first call."""
        return self._all.setdefault(
            personal_id(person), Conversation(personal_id(person), "personal", name or person, [person])
        )

    def channel(self, channel_id: str, name: str, members: Sequence[str]) -> Conversation:
        """The channel with this id; made at the first call."""
        return self._all.setdefault(channel_id, Conversation(channel_id, "channel", name, list(members)))

    def get(self, conversation_id: str) -> Conversation:
        """Find a conversation; a thread's id (`…;messageid=…`) finds its channel. Raises ConversationNotFound."""
        found = self._all.get(conversation_id.partition(";messageid=")[0])
        if found is None:
            raise ConversationNotFound(f"There is no conversation {conversation_id}.")
        return found

    def post(
        self,
        conversation: Conversation,
        sender: str,
        text: str,
        attachments: Iterable[Attachment] = (),
        *,
        kind: str = MESSAGE,
        to: str = "",
        thread: str = "",
        value: Mapping[str, Any] | None = None,
    ) -> Line:
        """Something new is said, shown or pressed; gives the line with its id."""
        everybody = conversation.members[0] if conversation.kind == "personal" else conversation.id
        reader = to or (self.bot_id if sender != self.bot_id else everybody)
        return self._write(conversation, sender, reader, kind, text, attachments, thread=thread, value=value)

    def replace(
        self,
        conversation: Conversation,
        message_id: str,
        text: str,
        attachments: Iterable[Attachment],
        *,
        only: str = "",
    ) -> Line:
        """The bot shows a message anew: to everybody, or to `only` one person (the answer to her press).

        Raises ConversationNotFound for a message that is not there.
        """
        old = conversation.message(message_id, only)
        reader = only or (conversation.members[0] if conversation.kind == "personal" else conversation.id)
        return self._write(
            conversation, self.bot_id, reader, MESSAGE, text, attachments, replaces=message_id, thread=old.thread
        )

    def delete(self, conversation: Conversation, message_id: str) -> Line:
        """The bot takes a message away. Raises ConversationNotFound."""
        old = conversation.message(message_id)
        return self._write(conversation, self.bot_id, old.to, DELETED, "", (), replaces=message_id)

    def _write(
        self,
        conversation: Conversation,
        sender: str,
        to: str,
        kind: str,
        text: str,
        attachments: Iterable[Attachment],
        *,
        replaces: str = "",
        thread: str = "",
        value: Mapping[str, Any] | None = None,
    ) -> Line:
        now = self._clock.now
        line = Line(
            now, conversation.id, conversation.kind, sender, to, self._stamp(now), kind, text, tuple(attachments),
            replaces, thread, value,
        )  # fmt: skip
        conversation.lines.append(line)
        for hear in self._listeners:
            hear(line)
        return line

    def _stamp(self, now: datetime) -> str:
        """Teams' ids are the milliseconds of their moment. Ours also never repeat: by them all lines stand in one order."""
        self._last_stamp = max(self._last_stamp + 1, int(now.timestamp() * 1000))
        return str(self._last_stamp)


def personal_id(person: str) -> str:
    """The id of this person's chat with the bot."""
    return f"a:1{person}"
