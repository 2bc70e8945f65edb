"""What we wrote down ourselves during a run: the ledger, and what can't be seen from outside. Read in an open house."""

from collections import Counter

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.post import Post
from bot_service.courtesy.rules import RULES
from bot_service.lunches.programs.round import LeftOver, Round
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.people import ledger
from bot_service.simulation.seen import Entry, OwnAccount, Table, Unmatched

ON = ("booked", "held", "missed")  #: states of a lunch that has its event


async def entries() -> tuple[Entry, ...]:
    """The whole ledger, earliest first."""
    written = await ledger.Entry.all().order_by("at", "id")
    return tuple(Entry(one.at, str(one.kind), one.from_id, one.to_id, one.team, one.ref) for one in written)


async def own_account() -> OwnAccount:
    """Count what only our database knows."""
    lunches = await Lunch.all()
    rules = {rule.name for rule in RULES}
    ruled = [message for message in await Message.exclude(rule="") if message.rule in rules]
    asks = Counter(message.state for message in await Message.filter(kind=Kind.ASK))
    in_doubt = await Message.filter(state="in doubt").count() + await Post.filter(state="in doubt").count()
    return OwnAccount(
        lunches=Counter(lunch.state for lunch in lunches),
        unmatched=await _unmatched(),
        refusals=Counter(message.rule for message in ruled),
        asks={"later": asks["waiting"], "declined": asks["declined"]},
        in_doubt=in_doubt,
        tables=await _tables(lunches),
    )


async def booked() -> int:
    """How many lunches have been put on calendars so far: a sign of life for whoever watches a run."""
    return await Lunch.exclude(event_id="").count()


async def _unmatched() -> tuple[Unmatched, ...]:
    rounds = {one.id: f"{one.program_id} {one.number}" for one in await Round.all()}
    left = await LeftOver.all().order_by("round_id", "person_id")
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
