"""What Potluck promises about shares and the thanks that follow (design §6, 7), checked on what was seen."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

from bot_service.simulation.own_account import Entry
from bot_service.simulation.reading import letters_of
from bot_service.simulation.seen import Seen, Turn

_ON_ITS_WAY = timedelta(days=5)  #: over a long weekend's quiet hours


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
    thanks = [(turn, letters_of(turn.words())) for turn in seen.messages if turn.is_new and not any(turn.actions())]
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
    shown = {about: turn for turn in seen.messages if turn.is_read for about in turn.offers("share.shared")}
    return {about: letters_of(turn.words().splitlines()[0]) for about, turn in shown.items()}


def _share(person: str, entry: Entry) -> tuple[str, str]:
    return person, entry.ref
