"""What Potluck promises about asking (design §6, 5 and 9): every ask was earned, and a host learns nothing but whom she may ask."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot_service.simulation.asked import GIFTS, Asked, Past, why_not
from bot_service.simulation.reading import choices_of
from bot_service.simulation.seen import Seen, Turn
from bot_service.simulation.tries import ASK, CLOSED, tries

#: By which press, and whose, a gift is known to have been received: her own, or for a boost that of the host who gave it.
_RECEIVED = {
    "lunch": ("checkin.met", "receiver"),
    "shoutout": ("shoutout.post", "receiver"),
    "boost": ("boost.passed", "giver"),
}
A_MOMENT = timedelta(seconds=1)  #: two entries about one pair never share a moment


def every_ask_was_earned(seen: Seen) -> Iterator[str]:
    """5: leave, gifts and their time, budgets of person, host and team, three teams, the host's own share, no standing no."""
    past = Past(seen)
    for one in past.asks:
        for why in why_not(past, one):
            yield f"{seen.name(one.host)} asked {seen.name(one.person)} {why}."


def every_ask_was_sent_by_its_host(seen: Seen) -> Iterator[str]:
    """5: nothing asks by itself: the host named in it pressed the button, for this person and a story."""
    for one in Past(seen).asks:
        if not one.story:
            yield f"{seen.name(one.person)} was asked for {seen.name(one.host)}, who had not pressed anything."


def leave_is_given_by_a_press(seen: Seen) -> Iterator[str]:
    """5: whatever leave we remember she gave herself: by yes on the card, or by inviting that host; no more often than that."""
    pressed: dict[str, list[datetime]] = defaultdict(list)
    for turn in seen.presses("leave.yes", "leave.invite"):
        pressed[turn.sender].append(turn.at)
    given: Counter[str] = Counter()
    for entry in sorted(seen.entries_of("leave"), key=lambda each: each.at):
        given[entry.giver] += 1
        if sum(at <= entry.at + A_MOMENT for at in pressed[entry.giver]) < given[entry.giver]:
            yield f"The ledger says that {seen.name(entry.giver)} gave leave, but she never pressed yes."


def every_gift_was_received(seen: Seen) -> Iterator[str]:
    """5: a lunch counts when its guest said that they met, a shout-out when she let it be posted, a boost when it was passed on."""
    pressed = {verb: {turn.sender: turn.at for turn in reversed(seen.presses(verb))} for verb, _ in _RECEIVED.values()}
    for gift in seen.entries_of(*GIFTS):
        verb, whose = _RECEIVED[gift.kind]
        if pressed[verb].get(getattr(gift, whose), seen.end) > gift.at:
            yield f"The ledger has a {gift.kind} for {seen.name(gift.receiver)} that nobody confirmed."


def every_ask_is_in_the_ledger(seen: Seen) -> Iterator[str]:
    """5: what people see and what we remember agree: no ask card beyond the recorded asks."""
    recorded = Counter(ask.receiver for ask in seen.entries_of("ask"))
    for person, count in Counter(turn.to for turn in ask_cards(seen)).items():
        if count > recorded[person]:
            yield f"{seen.name(person)} saw {count} asks, the ledger has {recorded[person]}."


def nobody_is_asked_after_never(seen: Seen) -> Iterator[str]:
    """3: “never ask me” holds from that second on, until she takes it back herself."""
    never: set[str] = set()
    for turn in seen.turns:
        if turn.verb == "ask.never":
            never.add(turn.sender)
        elif turn.verb == "settings.save" and "never_ask" in turn.given:
            (never.add if turn.given["never_ask"] == "true" else never.discard)(turn.sender)
        elif turn.to in never and turn.is_new and (turn.offers("ask.decline") or turn.offers("leave.yes")):
            yield f"{seen.name(turn.to)} was asked after she had said never."


def a_host_sees_only_whom_she_may_ask(seen: Seen) -> Iterator[str]:
    """9: each name on the card of a host could be asked at that moment by all rules; nobody else is named there."""
    past = Past(seen)
    for turn in seen.turns:
        story = next(iter(turn.offers(ASK)), "") if turn.is_read else ""
        if not story:
            continue
        shown = dict(choice for each in turn.cards for choice in choices_of(each, "person"))
        for person in shown:
            for why in why_not(past, Asked(turn.to, person, story, turn.at)):
                yield f"{seen.name(turn.to)} was shown {seen.name(person)} on {turn.at:%d %b}, though asking would be {why}."
        for other in seen.named_in(turn.words()):
            if not any(other.name in title for title in shown.values()):
                yield f"{seen.name(turn.to)} was told something about {other.name} on the card that says whom she may ask."


def not_yet_is_all_she_learns(seen: Seen) -> Iterator[str]:
    """9: a pause, a no and a stranger look the same to a host who tries: one sentence for all of them."""
    wordings: dict[str, str] = {}
    for one in tries(seen):
        if not one.is_sent and not one.answer.startswith(CLOSED):
            wordings.setdefault(one.answer, one.person)
    first, *others = [*wordings] or [""]
    for answer in others:
        yield f"A host reads “{first}” of {seen.name(wordings[first])} and “{answer}” of {seen.name(wordings[answer])}."


PROMISES: tuple[Callable[[Seen], Iterator[str]], ...] = (
    every_ask_was_earned,
    every_ask_was_sent_by_its_host,
    leave_is_given_by_a_press,
    every_gift_was_received,
    every_ask_is_in_the_ledger,
    nobody_is_asked_after_never,
    a_host_sees_only_whom_she_may_ask,
    not_yet_is_all_she_learns,
)


def ask_cards(seen: Seen) -> list[Turn]:
    """Every ask as it arrived."""
    return [turn for turn in seen.turns if turn.is_new and turn.offers("ask.decline")]
