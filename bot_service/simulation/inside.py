"""What we wrote down ourselves during a run: the ledger, and what can't be seen from outside. Read in an open house."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot_service.courtesy.channels.post import Post
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.reason import Reason
from bot_service.lunches.afterwards.checkin import CARD as CHECK_IN
from bot_service.lunches.afterwards.checkin import CheckIn
from bot_service.lunches.offers.told import ABOUT_LUNCHES
from bot_service.lunches.programs.program import MIXER
from bot_service.lunches.programs.round import LeftOver, Round
from bot_service.lunches.tables.lunch import OPEN, Guest, Lunch
from bot_service.people.relationship import ledger
from bot_service.simulation.own_account import Entry, Mixing, OwnAccount, Table, Telling, Unmatched
from bot_service.simulation.reading import PART

ON = ("booked", "held", "missed")  #: states of a lunch that has its event
SEEN = ("delivered", "changed", "in doubt")  #: states of a message that may have been read
STUCK_AFTER = timedelta(days=21)  #: an invitation, its reminder and one more time all fit in


async def entries() -> tuple[Entry, ...]:
    """The whole ledger, earliest first."""
    written = await ledger.Entry.all().order_by("at", "id")
    return tuple(Entry(one.at, str(one.kind), one.from_id, one.to_id, one.team, one.ref) for one in written)


@dataclass
class Notes:
    """What we delete in its time, noted while a run goes on: what courtesy decided, who sat out, which lunch was asked about."""

    taken_until: datetime
    refusals: Counter[str] = field(default_factory=Counter)  #: rule of courtesy → how often it said later or no
    left_over: dict[str, LeftOver] = field(default_factory=dict)
    asked_about: dict[str, str] = field(default_factory=dict)  #: check-in → its lunch

    async def take(self, now: datetime) -> None:
        """Note what has come since the last time, up to `now`."""
        since = Reason.filter(at__gt=self.taken_until, at__lte=now).exclude(verdict="go")
        self.refusals.update([str(rule) for (rule,) in await since.values_list("rule")])
        self.left_over |= {each.id: each for each in await LeftOver.all()}
        self.asked_about |= {each.id: each.lunch_id for each in await CheckIn.all().only("id", "lunch_id")}
        self.taken_until = now


async def own_account(now: datetime, faults: int = 0, notes: Notes | None = None) -> OwnAccount:
    """Read what only our database knows at the end of a run, which is `now`; `faults` is what the traveller counted.

    The last `notes` are taken here; without earlier ones what was deleted during the run is missing.
    """
    notes = notes or Notes(now)
    await notes.take(now)
    lunches = await Lunch.all()
    asks = Counter(message.state for message in await Message.filter(kind=Kind.ASK))
    in_doubt = await Message.filter(state="in doubt").count() + await Post.filter(state="in doubt").count()
    return OwnAccount(
        lunches=Counter(lunch.state for lunch in lunches),
        unmatched=await _unmatched(notes),
        refusals=notes.refusals,
        asks={"later": asks["waiting"], "declined": asks["declined"]},
        in_doubt=in_doubt,
        tables=await _tables(lunches),
        called_off=frozenset(lunch.id for lunch in lunches if lunch.state == "called off"),
        kinds={lunch.id: lunch.kind for lunch in lunches},
        tellings=await _tellings(notes),
        mixings=await _mixings(notes),
        stuck={lunch.id: lunch.state for lunch in lunches if lunch.state in OPEN and _is_stuck(lunch, now)},
        faults=faults,
    )


async def booked() -> int:
    """How many lunches have been put on calendars so far: a sign of life for whoever watches a run."""
    return await Lunch.exclude(event_id="").count()


async def _unmatched(notes: Notes) -> tuple[Unmatched, ...]:
    rounds = {one.id: f"{one.program_id} {one.number}" for one in await Round.all()}
    left = sorted(notes.left_over.values(), key=lambda one: (one.round_id, one.person_id))
    return tuple(Unmatched(one.person_id, rounds.get(one.round_id, one.round_id), one.reason) for one in left)


async def _tables(lunches: list[Lunch]) -> tuple[Table, ...]:
    coming: dict[str, set[str]] = {}
    for guest in await Guest.filter(answer="yes"):
        coming.setdefault(guest.lunch_id, set()).add(guest.person_id)
    return tuple(
        Table(lunch.id, lunch.starts_at, frozenset(coming.get(lunch.id, ())))
        for lunch in lunches
        if lunch.state in ON and lunch.starts_at is not None
    )


def _is_stuck(lunch: Lunch, now: datetime) -> bool:
    """Whether it waits for something that can't come any more."""
    is_past = lunch.starts_at is not None and lunch.starts_at < now
    return is_past or (lunch.offered_at is not None and lunch.offered_at < now - STUCK_AFTER)


async def _tellings(notes: Notes) -> tuple[Telling, ...]:
    """Every message about a lunch that reached somebody; a check-in is about the lunch that it asks about."""
    about = Message.filter(card__in=(*ABOUT_LUNCHES, CHECK_IN), state__in=SEEN).order_by("sent_at", "id")
    told = await about
    places = _places(await Message.exclude(with_id="")) if told else {}
    return tuple(
        Telling(
            notes.asked_about.get(message.about, message.about),
            message.to_id,
            message.card,
            message.activity_id + places.get(message.id, ""),
        )
        for message in told
    )


def _places(joined: Iterable[Message]) -> dict[str, str]:
    """Of each message that shares a card: the end of its name in what was seen of the chat. The one that was due first stands first."""
    cards: dict[str, list[str]] = defaultdict(list)
    for message in joined:
        cards[message.with_id].append(message.id)
    return {
        message: f"/{PART}{number}"
        for first, others in cards.items()
        for number, message in enumerate([first, *sorted(others)], 1)
    }


async def _mixings(notes: Notes) -> tuple[Mixing, ...]:
    """Each round of a programme for everybody, and who was invited to which lunches of that number."""
    rounds = await Round.filter(kind=MIXER, state="matched").order_by("begun_at", "id")
    number = {each.id: (each.program_id, each.number) for each in rounds}
    round_of = dict(await Lunch.filter(round_id__in=list(number)).values_list("id", "round_id"))
    invited: dict[tuple[str, int], dict[str, set[str]]] = {}
    for lunch_id, person_id in await Guest.filter(lunch_id__in=list(round_of)).values_list("lunch_id", "person_id"):
        invited.setdefault(number[round_of[lunch_id]], {}).setdefault(person_id, set()).add(lunch_id)
    left: dict[str, dict[str, str]] = {}
    for one in notes.left_over.values():
        left.setdefault(one.round_id, {})[one.person_id] = one.reason
    return tuple(
        Mixing(
            f"{each.program_id} {each.number}",
            each.begun_at,
            {person: frozenset(lunches) for person, lunches in invited.get(number[each.id], {}).items()},
            left.get(each.id, {}),
        )
        for each in rounds
        if each.begun_at is not None and not each.second
    )
