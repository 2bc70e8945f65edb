"""“Why did I get this?”: each message that reached a person, on whose behalf, why, and how to end it, in plain sentences for her alone.

What is said is read from what the rules looked at, as it was when the message left. It names nothing that she does not know herself:
what she said, and what reached her.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot_service import clock
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.note import answer_in_words
from bot_service.courtesy.reason import Reason
from bot_service.courtesy.rules.table import RULES
from bot_service.manners import chosen
from bot_service.people.hours import zone_named
from bot_service.people.person import Person, people, person
from bot_service.people.relationship.ledger import GIFTS, Passed, Passing, passed_from, passed_to
from bot_service.teams.wording import escape

REACHED = ("delivered", "changed", "in doubt")
LATEST = 3  #: of her messages are told in the chat

WHAT: Mapping[Kind, str] = {
    Kind.ANSWER: "an answer to you",
    Kind.NEWS: "news of something in your care",
    Kind.WELCOME: "the welcome",
    Kind.LUNCH: "a message about a lunch",
    Kind.REMINDER: "a reminder of an invitation",
    Kind.CHECK_IN: "“How was it?” after a lunch",
    Kind.CELEBRATION: "something to be proud of",
    Kind.BOOST: "a post to pass on",
    Kind.LEAVE: "the question whether you may be asked",
    Kind.ASK: "a story to share",
    Kind.THANKS: "thanks",
}
PAUSE = "Write “pause” to rest for four weeks, “preferences” to say how and when you like to meet, or “stop” to leave."
ENDS: Mapping[Kind, str] = {
    Kind.ANSWER: "It comes only when you write or press something.",
    Kind.NEWS: "It comes only when something in your name needs you. You need not answer.",
    Kind.WELCOME: "Nothing more comes unless you write “join”.",
    Kind.LUNCH: PAUSE,
    Kind.REMINDER: PAUSE,
    Kind.CHECK_IN: PAUSE,
    Kind.CELEBRATION: "Write “settings” to be celebrated only in private, or never.",
    Kind.BOOST: "Write “pause” to rest from these for four weeks.",
    Kind.LEAVE: "Write “settings” to say that nobody may ever ask you.",
    Kind.ASK: "Write “settings” to choose who may ask you, or that nobody ever may.",
    Kind.THANKS: "Write “settings” to choose how you are thanked.",
}


@dataclass(frozen=True)
class Got:
    """One message that reached her. `on_behalf_of` is a name or "", `why` whole sentences, `ends` what she can do about it."""

    id: str
    at: datetime
    kind: Kind
    card: str
    what: str
    on_behalf_of: str
    why: tuple[str, ...]
    ends: str


@dataclass(frozen=True)
class Known:
    """What the sentences about one person's messages are made of: all of it is hers, earliest first."""

    me: Person
    received: Sequence[Passing]
    said: Sequence[Passing]
    names: Mapping[str, str]

    def name(self, person_id: str) -> str:
        """The first name of whoever it is; somebody who was erased has none."""
        return self.names.get(person_id, "").split(" ")[0] or "a colleague"

    def day(self, moment: datetime) -> str:
        """“3 March”, by her own clock; with the year where it is another one."""
        local = moment.astimezone(zone_named(self.me.zone))
        this_year = clock.now().astimezone(local.tzinfo).year
        return f"{local.day} {local:%B}" + ("" if local.year == this_year else f" {local.year}")


async def messages_with_reasons(person_id: str, most: int | None = None) -> list[Got]:
    """Everything that reached her, newest first, at most so many. Raises `NobodyKnown`."""
    reached = Message.filter(to_id=person_id, state__in=REACHED, sent_at__isnull=False).order_by("-sent_at", "id")
    messages = await (reached.limit(most) if most else reached)
    return await _told(person_id, messages)


async def tell_why(speaker: Person, key: str) -> None:
    """Answer “why did I get this?” with her latest messages; answers to what she wrote explain themselves."""
    reached = Message.filter(to_id=speaker.id, state__in=REACHED, sent_at__isnull=False).exclude(kind=Kind.ANSWER)
    latest = await _told(speaker.id, await reached.order_by("-sent_at", "id").limit(LATEST))
    if not latest:
        return await answer_in_words(speaker.id, "You got nothing from me but answers so far.", key=key)
    lines = ["This is what you got from me last, and why:"]
    for got in latest:
        local = got.at.astimezone(zone_named(speaker.zone))
        behalf = f", for {escape(got.on_behalf_of)}" if got.on_behalf_of else ""
        title = f"**{got.what[0].upper()}{got.what[1:]}**{behalf} · {local:%a} {local.day} {local:%B, %H:%M}"
        lines += ["", title, "", escape(" ".join([*got.why, got.ends]))]
    return await answer_in_words(speaker.id, "\n".join(lines), key=key)


async def _told(person_id: str, messages: Sequence[Message]) -> list[Got]:
    me = await person(person_id)
    received = await passed_to(person_id, [*GIFTS, Passed.ASK])
    said = await passed_from(person_id, [Passed.LEAVE, Passed.SHARE])
    mentioned = {message.sender_id for message in messages} | {one.from_id for one in received}
    names = {known.id: known.name for known in (await people(mentioned)).values()}
    known = Known(me, received, said, names)
    waited = await _waited([message.id for message in messages])
    return [
        Got(
            message.id,
            message.sent_at,
            Kind(message.kind),
            message.card,
            WHAT[Kind(message.kind)],
            names.get(message.sender_id, ""),
            (*_why(message, known), *waited.get(message.id, ())),
            ENDS[Kind(message.kind)],
        )
        for message in messages
        if message.sent_at is not None
    ]


async def _waited(message_ids: Sequence[str]) -> dict[str, list[str]]:
    """What made a message come later than it could have, in the words of the rule."""
    sentences = {rule.name: rule.said(chosen()) for rule in RULES}
    found: dict[str, list[str]] = {}
    for reason in await Reason.filter(message_id__in=list(message_ids), verdict="later").order_by("at", "id"):
        if reason.rule in sentences:
            found.setdefault(reason.message_id, []).append(f"It waited: {sentences[reason.rule]}")
    return found


def _why(message: Message, known: Known) -> list[str]:
    """The sentences for one message; one whose arrival is in doubt may never have been seen."""
    doubt = ["Teams didn't say whether it reached you."] if message.state == "in doubt" else []
    return [*SENTENCES[Kind(message.kind)](message, known), *doubt]


def _why_answer(_message: Message, _known: Known) -> list[str]:
    return ["You wrote or pressed something, and this is the answer."]


def _why_news(message: Message, _known: Known) -> list[str]:
    if message.card == "post-in-doubt":
        return ["Teams didn't say whether a post in your name reached the channel, and nobody but you decides on it."]
    return ["A programme that you look after can't go on without you."]


def _why_welcome(_message: Message, _known: Known) -> list[str]:
    return ["Potluck was added to your Teams. Everybody is greeted once, and asked whether she likes to take part."]


def _why_lunch(message: Message, known: Known) -> list[str]:
    since = f" since {known.day(known.me.joined_at)}" if known.me.joined_at else ""
    if message.card == "sat-out":
        return [
            f"You take part in lunches{since}. Nobody was found for you this time, and you are told so instead of waiting."
        ]
    return [f"You take part in lunches{since}. You hear of each lunch three times at most, and this is one of them."]


def _why_reminder(_message: Message, _known: Known) -> list[str]:
    return ["An invitation waited for your answer. There is one reminder, and never a second one."]


def _why_check_in(_message: Message, _known: Known) -> list[str]:
    return ["You said yes to a lunch. Afterwards you are asked once how it was; if you don't answer, ever less often."]


def _why_celebration(message: Message, known: Known) -> list[str]:
    if message.card == "boost-passed":
        return [f"You offered a post of yours to be passed on, and {known.name(message.sender_id)} did so."]
    if message.by_hand:
        return ["A colleague would like to celebrate you, and nobody is celebrated without a yes. You alone see this."]
    return [
        "A colleague told me what you can be proud of. It comes to you first and alone; nothing is posted without your yes."
    ]


def _why_boost(message: Message, known: Known) -> list[str]:
    return [
        f"{known.name(message.sender_id)} would like a post of her own to be passed on. You are a host, so it is offered to you.",
        _unasked(),
    ]


def _why_leave(message: Message, known: Known) -> list[str]:
    host = known.name(message.sender_id)
    lunches = [
        one for one in _before(known.received, message) if (one.kind, one.from_id) == (Passed.LUNCH, message.sender_id)
    ]
    met = f"You had lunch with {host} and told me so on {known.day(lunches[-1].at)}" if lunches else f"{host} is a host"
    return [f"{met}. Before a host may ask anybody for anything, she is asked for leave, once.", _unasked()]


def _why_ask(message: Message, known: Known) -> list[str]:
    """Her leave, what was given to her before, and when she was asked last: all that had to be so."""
    host = known.name(message.sender_id)
    given_leave = [
        one for one in _before(known.said, message) if (one.kind, one.to_id) == (Passed.LEAVE, message.sender_id)
    ]
    received = _before(known.received, message)
    asks = [one.at for one in received if one.kind == Passed.ASK]
    since = [one for one in received if one.kind != Passed.ASK and (not asks or one.at > asks[-1])]
    latest = {(one.kind, one.from_id): one for one in since}
    leave = [f"You let {host} ask you on {known.day(given_leave[-1].at)}."] if given_leave else []
    last = f"You were asked last on {known.day(asks[-1])}" if asks else "You had never been asked before"
    return [
        *leave,
        *(_given(one, known) for one in list(latest.values())[-LATEST:]),
        f"{last}; at most once in {chosen().ask_every_weeks} weeks, whoever asks.",
        "No is always fine, and you need not answer.",
    ]


def _why_thanks(message: Message, known: Known) -> list[str]:
    shares = [one for one in _before(known.said, message) if one.kind == Passed.SHARE]
    told = f"You told me on {known.day(shares[-1].at)} that you shared a story" if shares else "You shared a story"
    return [f"{told}. You are thanked once for it, as you chose."]


def _given(one: Passing, known: Known) -> str:
    who, day = known.name(one.from_id), known.day(one.at)
    if one.kind == Passed.LUNCH:
        return f"You had lunch with {who} and told me so on {day}."
    if one.kind == Passed.SHOUTOUT:
        return f"{who} celebrated you on {day}."
    return f"{who} passed your post on, on {day}."


def _unasked() -> str:
    most = chosen().unasked_a_week
    return f"Of what you didn't ask for you get at most {'one message' if most == 1 else f'{most} messages'} a week."


def _before(passings: Sequence[Passing], message: Message) -> list[Passing]:
    """What had happened when it left; an ask is written down at the moment at which it leaves, and does not count for itself."""
    return [one for one in passings if message.sent_at is not None and one.at < message.sent_at]


SENTENCES: Mapping[Kind, Callable[[Message, Known], list[str]]] = {
    Kind.ANSWER: _why_answer,
    Kind.NEWS: _why_news,
    Kind.WELCOME: _why_welcome,
    Kind.LUNCH: _why_lunch,
    Kind.REMINDER: _why_reminder,
    Kind.CHECK_IN: _why_check_in,
    Kind.CELEBRATION: _why_celebration,
    Kind.BOOST: _why_boost,
    Kind.LEAVE: _why_leave,
    Kind.ASK: _why_ask,
    Kind.THANKS: _why_thanks,
}
