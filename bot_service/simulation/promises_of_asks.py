"""What Potluck promises about asking for shares, and thanking for them (design §6, 5 and 7), checked on what was seen."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot_service.simulation.own_account import Entry
from bot_service.simulation.reading import letters_of
from bot_service.simulation.seen import Colleague, Seen, Turn

GIFTS = ("lunch", "shoutout", "boost")
FIRST_GIFT_AGE = timedelta(days=28)
LAST_GIFT_WORKING_DAYS = 5
BETWEEN_ASKS = timedelta(weeks=8)
ASKS_OF_A_HOST_IN_A_WEEK = 5
_ON_ITS_WAY = timedelta(days=4)  #: over a weekend's quiet hours, a holiday's beginning
WAKING = (time(9), time(17))  #: local; an ask outside this, or at a weekend, came in quiet hours


def nobody_is_asked_without_leave(seen: Seen) -> Iterator[str]:
    """5: the person gave this host leave, before, by her own press."""
    given = {(entry.giver, entry.receiver): entry.at for entry in reversed(seen.entries_of("leave"))}
    pressed = {turn.sender: turn.at for turn in reversed(seen.presses("leave.yes"))}
    for ask in seen.entries_of("ask"):
        leave_at = given.get((ask.receiver, ask.giver))
        if leave_at is None or leave_at > ask.at:
            yield f"{seen.name(ask.giver)} asked {seen.name(ask.receiver)} without her leave."
        elif ask.receiver not in pressed or pressed[ask.receiver] > ask.at:
            yield f"The ledger says that {seen.name(ask.receiver)} gave leave, but she never pressed yes."


def a_host_gives_before_asking(seen: Seen) -> Iterator[str]:
    """5: that very host gave a lunch, shout-out or boost before, and time has passed since the first and the latest."""
    for ask in seen.entries_of("ask"):
        gifts = [
            gift.at
            for gift in seen.entries_of(*GIFTS)
            if (gift.giver, gift.receiver) == (ask.giver, ask.receiver) and gift.at <= ask.at
        ]
        who = f"{seen.name(ask.giver)} asked {seen.name(ask.receiver)}"
        if not gifts:
            yield f"{who} before giving anything to her."
        elif ask.at - min(gifts) < FIRST_GIFT_AGE:
            yield f"{who} only {(ask.at - min(gifts)).days} days after the first gift."
        elif _working_days_between(max(gifts).date(), ask.at.date()) < LAST_GIFT_WORKING_DAYS:
            yield f"{who} too soon after the latest gift: they would look like a price."


def asks_stay_within_budget(seen: Seen) -> Iterator[str]:
    """5: one ask per person and eight weeks, whoever asks; five per host and week."""
    latest: dict[str, datetime] = {}
    for ask in sorted(seen.entries_of("ask"), key=lambda entry: entry.at):
        if ask.receiver in latest and ask.at - latest[ask.receiver] < BETWEEN_ASKS:
            yield f"{seen.name(ask.receiver)} was asked twice within eight weeks."
        latest[ask.receiver] = ask.at
    weeks = Counter((ask.giver, ask.at.isocalendar()[:2]) for ask in seen.entries_of("ask"))
    for (host, (_, week)), asks in weeks.items():
        if asks > ASKS_OF_A_HOST_IN_A_WEEK:
            yield f"{seen.name(host)} asked {asks} people in week {week}."


def every_ask_is_in_the_ledger(seen: Seen) -> Iterator[str]:
    """5: what people see and what we remember agree: no ask card beyond the recorded asks."""
    recorded = Counter(ask.receiver for ask in seen.entries_of("ask"))
    shown = Counter(turn.to for turn in _ask_cards(seen))
    for person, count in shown.items():
        if count > recorded[person]:
            yield f"{seen.name(person)} saw {count} asks, the ledger has {recorded[person]}."


def asks_respect_quiet_hours_and_never(seen: Seen) -> Iterator[str]:
    """5: never in quiet hours; never after “never ask me”."""
    never = {turn.sender: turn.at for turn in reversed(seen.presses("ask.never"))}
    for turn in _ask_cards(seen):
        colleague = seen.person(turn.to)
        if colleague is not None and _is_quiet(turn.at, colleague):
            yield f"{colleague.name} was asked on {turn.at:%a %d %b %H:%M} UTC, in her quiet hours."
        if turn.to in never and turn.at > never[turn.to]:
            yield f"{seen.name(turn.to)} was asked after she had said never."


def each_share_is_thanked_once(seen: Seen) -> Iterator[str]:
    """7: exactly one thanks per share."""
    shares = Counter(_share(entry.giver, entry) for entry in seen.entries_of("share"))
    thanks = Counter(_share(entry.receiver, entry) for entry in seen.entries_of("thanks"))
    for (person, ref), count in sorted((shares | thanks).items()):
        if thanks[person, ref] != shares[person, ref] or count > 1:
            yield f"{seen.name(person)} shared {ref} {shares[person, ref]} times and was thanked {thanks[person, ref]} times."


def a_share_is_told_by_the_sharer(seen: Seen) -> Iterator[str]:
    """7: we never find out about a share ourselves; she pressed “I shared”."""
    told = {turn.sender: turn.at for turn in reversed(seen.presses("share.shared"))}
    for share in seen.entries_of("share"):
        if share.giver not in told or told[share.giver] > share.at:
            yield f"The ledger says that {seen.name(share.giver)} shared, but she never said so."


def each_thanks_is_seen_where_the_sharer_chose(seen: Seen) -> Iterator[str]:
    """7: one message says thanks for that story by the sharer's name, in the channel if she chose open, else in her chat."""
    titles = _story_titles(seen)
    thanks = [(turn, letters_of(turn.words())) for turn in seen.turns if turn.is_new and not any(turn.actions())]
    for told in _first_tellings(seen):
        sharer, title = seen.person(told.sender), titles.get(told.about)
        if sharer is None or title is None or told.at > seen.end - _ON_ITS_WAY:
            continue
        first_name = letters_of(sharer.first_name)
        said = [
            turn
            for turn, words in thanks
            if title in words
            and (
                (turn.to == sharer.id and first_name in words)
                or (turn.to == turn.conversation and sharer in seen.named_in(turn.words()))
            )
        ]
        places = [turn.kind for turn in said]
        wanted = "channel" if told.given.get("thanks") == "open" else "personal"
        if places != [wanted]:
            yield f"{sharer.name} shared and wished thanks in: {wanted}; thanks came in: {', '.join(places) or 'nowhere'}."


PROMISES: tuple[Callable[[Seen], Iterator[str]], ...] = (
    nobody_is_asked_without_leave,
    a_host_gives_before_asking,
    asks_stay_within_budget,
    every_ask_is_in_the_ledger,
    asks_respect_quiet_hours_and_never,
    each_share_is_thanked_once,
    each_thanks_is_seen_where_the_sharer_chose,
    a_share_is_told_by_the_sharer,
)


def _first_tellings(seen: Seen) -> list[Turn]:
    """The press that made each share; pressed again it stays one. A host who shares her own story goes first and is not thanked."""
    sharers = {share.giver for share in seen.entries_of("share")}
    first: dict[tuple[str, str], Turn] = {}
    for turn in seen.presses("share.shared"):
        if turn.sender in sharers:
            first.setdefault((turn.sender, turn.about), turn)
    return [turn for turn in first.values() if not _is_own(seen, turn)]


def _is_own(seen: Seen, told: Turn) -> bool:
    """Whether the ledger knows no share of that moment by that person."""
    return not any(share.giver == told.sender and share.at == told.at for share in seen.entries_of("share"))


def _story_titles(seen: Seen) -> dict[str, str]:
    """Story → its title, in letters alone: the first line of the card it is shared from."""
    shown = {about: turn for turn in seen.turns if turn.is_read for about in turn.offers("share.shared")}
    return {about: letters_of(turn.words().splitlines()[0]) for about, turn in shown.items()}


def _ask_cards(seen: Seen) -> list[Turn]:
    return [turn for turn in seen.turns if turn.is_new and turn.offers("ask.decline")]


def _share(person: str, entry: Entry) -> tuple[str, str]:
    return person, entry.ref


def _is_quiet(at: datetime, colleague: Colleague) -> bool:
    local = at.astimezone(ZoneInfo(colleague.zone or "UTC"))
    return local.weekday() > 4 or not WAKING[0] <= local.time() <= WAKING[1]


def _working_days_between(first: date, last: date) -> int:
    return sum((first + timedelta(days=ahead)).weekday() < 5 for ahead in range(1, (last - first).days + 1))
