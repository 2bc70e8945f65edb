"""What Potluck promises about what is said to whom (design §6, 6, 8 and 9), checked on what was seen."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from bot_service.simulation.reading import letters_of
from bot_service.simulation.seen import Colleague, Seen, Turn, ids_of

#: Words that would tell one guest what the other one chose, or a host what a colleague wished.
GIVEAWAYS = re.compile(
    r"\b(declined|said no|turned (you |it )?down|paused|never ask|not with|(did not|didn.t|never) (answer|reply)|no (answer|reply) from)\b",
    re.IGNORECASE,
)
_A_DAY = timedelta(hours=15)  #: from one afternoon to the next morning, in working hours that is a day
_TELLING = 12  #: letters from which on a told success can be recognised in other texts


def a_success_reaches_its_owner_first(seen: Seen) -> Iterator[str]:
    """6: what was told in a check-in is shown to its owner alone, and to others only after she said “post”."""
    posted = _first(seen.presses("shoutout.post"))
    successes = _successes(seen)
    beginnings: dict[str, list[str]] = defaultdict(list)
    for success in successes:
        beginnings[success[:_TELLING]].append(success)
    for turn in seen.turns:
        for success in _told_in(turn, beginnings) if turn.is_read else ():
            told = successes[success]
            owners = {owner for each in told for owner in owners_of(seen, each)}
            agreed_at = min((posted[owner] for owner in owners if owner in posted), default=seen.end)
            if told[0].at <= turn.at < agreed_at and turn.to not in owners | {each.sender for each in told}:
                yield f"What {seen.name(told[0].sender)} told in confidence was shown to {seen.name(turn.to)} before its owner said yes."


def _told_in(turn: Turn, beginnings: Mapping[str, list[str]]) -> Iterator[str]:
    """The successes that can be read in this message, by their letters; a year has thousands of both."""
    letters = letters_of(turn.words())
    for place in range(len(letters) - _TELLING + 1):
        for success in beginnings.get(letters[place : place + _TELLING], ()):
            if letters.startswith(success, place):
                yield success


def nobody_is_in_a_post_before_yes(seen: Seen) -> Iterator[str]:
    """6: whoever is celebrated or thanked in a channel had said yes before; tellers and hosts only sign."""
    openly = [turn for turn in seen.presses("share.shared") if turn.given.get("thanks") == "open"]
    agreed = _first([*seen.presses("shoutout.post"), *openly])
    tellers = _first([turn for turn in seen.presses("checkin.met") if turn.given.get("success")])
    hosts = {each.id for each in seen.people if each.role == "host"}
    for post in seen.turns:
        if not post.is_read or post.kind != "channel":
            continue
        named = seen.named_in(post.words())
        if named and not any(agreed.get(each.id, seen.end) <= post.at for each in named):
            yield f"A post on {post.at:%d %b} names {_listed(named)}, and nobody of them had said yes."
        for name, bearers in _by_name(named).items():
            said = [first.get(each.id, seen.end) for each in bearers for first in (agreed, tellers)]
            if min(said) > post.at and not any(each.id in hosts for each in bearers):
                yield f"A post on {post.at:%d %b} names {name}, who had not said yes."


def nothing_is_said_twice(seen: Seen) -> Iterator[str]:
    """8: no two equal messages in one conversation, unless the person asked again, or twice at one moment."""
    said: dict[str, dict[str, datetime]] = defaultdict(dict)
    asked: dict[str, list[datetime]] = defaultdict(list)
    for turn in seen.messages:
        here, questions = said[turn.conversation], asked[turn.conversation]
        if not turn.by_bot:
            # She wrote or pressed something; the same answer to the same question is no repetition.
            here.clear()
            asked[turn.conversation] = [at for at in questions if at == turn.at] + [turn.at]
        elif turn.is_new:
            content = turn.content()
            if content in here and len(questions) > 1:
                questions.pop()
            elif content in here:
                yield f"{seen.name(turn.to)} got the same message twice, on {here[content]:%d %b %H:%M} and {turn.at:%d %b %H:%M}."
            here[content] = turn.at


def everything_can_be_shown(seen: Seen) -> Iterator[str]:
    """8: no card that a client of Teams can't show, and no press that the bot refuses to hear."""
    yield from seen.trouble


def one_card_per_guest(seen: Seen) -> Iterator[str]:
    """8: one check-in, success, leave or ask card about one thing; of a lunch one offer of the same times: a reminder comes a day later."""
    got: dict[tuple[str, str, str, frozenset[str]], datetime] = {}
    for turn in seen.messages:
        for what in ("offer.", "checkin.", "success.", "leave.", "ask.decline") if turn.is_new else ():
            for about in turn.offers(what):
                key = turn.to, what, about, turn.times()
                before = got.get(key)
                if before is not None and (what != "offer." or turn.at - before < _A_DAY):
                    yield f"{seen.name(turn.to)} got two cards “{what.rstrip('.')}” about {about}."
                got[key] = turn.at


def secrets_are_kept(seen: Seen) -> Iterator[str]:
    """9: no text of ours tells a person what somebody else declined, paused or left unanswered. Her own “not with” she may read."""
    lately: dict[str, str] = {}
    for turn in seen.turns:
        if not turn.by_bot:
            lately[turn.sender] = turn.text.lower()
            continue
        if lately.get(turn.to, "").startswith(("not with", "not-with")):
            continue
        for line in turn.words().splitlines() if turn.is_read else ():
            if GIVEAWAYS.search(line) and (about := _somebody_else(seen, turn, line)):
                yield f"{seen.name(turn.to)} was told about {about.name}: “{line}”."


def a_no_reads_like_silence(seen: Seen) -> Iterator[str]:
    """9: declined, timed out and no slot read the same to the partner: one wording for all offers that came to nothing."""
    noes = {turn.about: turn.sender for turn in seen.presses("offer.decline", "offer.pause")}
    yeses = {(turn.about, turn.sender) for turn in seen.presses("offer.lunch", "offer.coffee")}
    after_no, otherwise = defaultdict(dict), defaultdict(set)  # type: dict[bool, dict[str, str]], dict[bool, set[str]]
    ended = seen.own.called_off or seen.guests.keys()
    met = {ids_of(seen, event.guests) for calendar in seen.calendars for event in calendar.events if event.is_ours}
    for lunch, person, words in _closed_offers(seen):
        stood = any(person in table <= seen.guests[lunch] for table in met)
        if noes.get(lunch) == person or lunch not in ended or stood:
            continue
        wording, said_yes = anonymous(seen, words), (lunch, person) in yeses
        if lunch in noes:
            after_no[said_yes].setdefault(wording, person)
        else:
            otherwise[said_yes].add(wording)
    for said_yes, wordings in after_no.items():
        for wording, person in wordings.items():
            if otherwise[said_yes] and wording not in otherwise[said_yes]:
                yield f"{seen.name(person)} could tell a no from silence: “{' / '.join(wording.splitlines())}”."


PROMISES: tuple[Callable[[Seen], Iterator[str]], ...] = (
    a_success_reaches_its_owner_first,
    nobody_is_in_a_post_before_yes,
    nothing_is_said_twice,
    everything_can_be_shown,
    one_card_per_guest,
    secrets_are_kept,
    a_no_reads_like_silence,
)


def owners_of(seen: Seen, told: Turn) -> frozenset[str]:
    """Whom a check-in is about: the other guests of the lunch it names, or of the last lunch that had ended by then."""
    for lunch in (str(told.given.get("lunch", "")), told.about):
        if everybody := seen.guests.get(lunch, frozenset()) | seen.seated.get(lunch, frozenset()):
            return everybody - {told.sender}
    owner = seen.person(told.sender)
    mine = next((each for each in seen.calendars if owner and each.principal_name == owner.principal_name), None)
    ended = [event for event in mine.events if event.is_ours and event.end <= told.at] if mine else []
    latest = max(ended, key=lambda event: event.end, default=None)
    return ids_of(seen, latest.guests) - {told.sender} if latest else frozenset()


def anonymous(seen: Seen, words: str) -> str:
    """Return the wording without names, teams, dates and the word for the meal; two names read like one."""
    full = [each.name for each in seen.people if each.name]
    names = [*full, *{name.split()[0] for name in full}, *{each.team for each in seen.people if each.team}]
    for name in names:
        words = re.sub(rf"\b{re.escape(name)}\b", "…", words)
    words = re.sub(r"\d+|\b(lunch|coffee)\b", "…", words, flags=re.IGNORECASE)
    return re.sub(r"…(,? and …|, …)+", "…", words)


def _first(presses: list[Turn]) -> dict[str, datetime]:
    """When each person first pressed one of these."""
    first: dict[str, datetime] = {}
    for turn in presses:
        first[turn.sender] = min(turn.at, first.get(turn.sender, turn.at))
    return first


def _successes(seen: Seen) -> dict[str, list[Turn]]:
    """What was told, by its letters → the check-ins that told it; people may say the same of different colleagues."""
    told: dict[str, list[Turn]] = defaultdict(list)
    for turn in seen.presses("checkin.met"):
        success = letters_of(str(turn.given.get("success", "")))
        if len(success) >= _TELLING:
            told[success].append(turn)
    return told


def _closed_offers(seen: Seen) -> Iterator[tuple[str, str, str]]:
    """Lunch, guest and last wording of each offer whose buttons are gone."""
    offers = {
        (turn.conversation, turn.id): lunch for turn in seen.messages if turn.is_new for lunch in turn.offers("offer.")
    }
    latest: dict[tuple[str, str], Turn] = {}
    for turn in seen.messages:
        if turn.by_bot and turn.type == "message" and (turn.conversation, turn.replaces) in offers:
            latest[turn.conversation, turn.replaces] = turn
    for key, turn in latest.items():
        if not turn.offers("offer."):
            yield offers[key], turn.to, turn.words()


def _somebody_else(seen: Seen, turn: Turn, line: str) -> Colleague | None:
    reader = seen.person(turn.to)
    others = [each for each in seen.people if each.name and not (reader and each.first_name == reader.first_name)]
    return next((each for each in others if re.search(rf"\b{re.escape(each.first_name)}\b", line)), None)


def _by_name(people: list[Colleague]) -> dict[str, list[Colleague]]:
    """Several may bear one name; a post then means whoever of them had said yes."""
    found: dict[str, list[Colleague]] = defaultdict(list)
    for each in people:
        found[each.name].append(each)
    return found


def _listed(people: list[Colleague]) -> str:
    return ", ".join(each.name for each in people)
