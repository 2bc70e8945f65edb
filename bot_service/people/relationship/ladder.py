"""How near a host and a team, or a person, have come, and what the next good step is. Pure.

    strangers → met → heard → celebrated → boosted → may be asked → asked → thanked

The next step stands on what the host gave, and on nothing that the other side told us: whoever has paused, said no or taken her leave
back looks the same as anybody else. So it does not look at asks either: the ledger knows only those that arrived. After a thanks, which
everybody knows of, it begins anew. That she may be asked comes from courtesy, as yes or not yet. Nobody is counted or compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot_service.people.relationship.ago import ago, for_so_long
from bot_service.people.relationship.ledger import Given, Passed, Passing
from bot_service.people.relationship.patience import rest

#: What a host gave to one person or team: of each kind when last.
Last = Mapping[Passed, datetime]


class Rung(StrEnum):
    """How near they have come, from the ground up."""

    STRANGERS = "strangers"
    MET = "met"
    HEARD = "heard"
    CELEBRATED = "celebrated"
    BOOSTED = "boosted"
    MAY_BE_ASKED = "may be asked"
    ASKED = "asked"
    THANKED = "thanked"


class Act(StrEnum):
    """What a good step does, in the order in which a host is told of them."""

    ASK = "ask"
    MEET = "meet"
    MEET_AGAIN = "meet again"
    LISTEN = "listen"
    CELEBRATE = "celebrate"
    BOOST = "boost"
    BE_PATIENT = "be patient"


@dataclass(frozen=True)
class Step:
    """One good step of a host: what it does, towards which team ("" for a person), and the sentence she reads, as plain text."""

    act: Act
    sentence: str
    team: str = ""


REACHED = {
    Passed.LUNCH: Rung.MET,
    Passed.SUCCESS: Rung.HEARD,
    Passed.SHOUTOUT: Rung.CELEBRATED,
    Passed.BOOST: Rung.BOOSTED,
    Passed.ASK: Rung.ASKED,
    Passed.THANKS: Rung.THANKED,
}
#: What is done before an ask, in order.
FIRST = {
    Passed.LUNCH: Act.MEET_AGAIN,
    Passed.SUCCESS: Act.LISTEN,
    Passed.SHOUTOUT: Act.CELEBRATE,
    Passed.BOOST: Act.BOOST,
}
#: {0} is the team, {1} how long ago.
WITH_A_TEAM = {
    Act.ASK: "You may ask someone of {0} now, very nicely.",
    Act.MEET: "Coffee with someone of {0}: you have met nobody there.",
    Act.MEET_AGAIN: "Say hello to {0} again: {1} since your last lunch.",
    Act.LISTEN: "Listen to {0}: at your next lunch, ask what they are proud of.",
    Act.CELEBRATE: "Celebrate someone of {0}: tell after lunch what they are proud of.",
    Act.BOOST: "Pass on what someone of {0} has written; ask whether there is a post.",
    Act.BE_PATIENT: "Be patient with {0}: {1}.",
}
#: {0} is her name.
WITH_A_PERSON = {
    Act.ASK: "You may ask {0} now, very nicely.",
    Act.MEET: "Coffee with {0}: you two have not met.",
    Act.MEET_AGAIN: "Say hello to {0} again: {1} since your last lunch.",
    Act.LISTEN: "Listen to {0}: at your next lunch, ask what there is to be proud of.",
    Act.CELEBRATE: "Celebrate {0}: tell after lunch what there is to be proud of.",
    Act.BOOST: "Pass on what {0} has written; ask whether there is a post.",
    Act.BE_PATIENT: "Be patient with {0}: {1}.",
}
LATELY = {
    Passed.LUNCH: "you had lunch",
    Passed.SUCCESS: "you listened",
    Passed.SHOUTOUT: "you celebrated",
    Passed.BOOST: "you passed on a post",
    Passed.THANKS: "you said thank you",
}
#: After so long without a lunch it is time to say hello, whatever else was given.
TOO_LONG = rest(len(FIRST))


def given_to(passings: Iterable[Passing], host_id: str, person_id: str) -> dict[Passed, datetime]:
    """What this host gave to this person, of all that passed."""
    last: dict[Passed, datetime] = {}
    for one in passings:
        if host_id and person_id and (one.from_id, one.to_id) == (host_id, person_id):
            last[one.kind] = max(one.at, last.get(one.kind, one.at))
    return last


def given_to_teams(given: Iterable[Given]) -> dict[str, dict[Passed, datetime]]:
    """The same towards each team that she gave anything; who was in no team is left out."""
    teams: dict[str, dict[Passed, datetime]] = {}
    for one in given:
        if one.team:
            last = teams.setdefault(one.team, {})
            last[one.kind] = max(one.last, last.get(one.kind, one.last))
    return teams


def rung(last: Last, *, may_be_asked: bool = False) -> Rung:
    """The highest one that they have reached; what was reached once stays reached. Never shown to a host: an ask may not have arrived."""
    reached = {REACHED[kind] for kind in last if kind in REACHED}
    reached |= {Rung.MAY_BE_ASKED} if may_be_asked else set()
    return next((each for each in reversed(Rung) if each in reached), Rung.STRANGERS)


def next_step_with_team(team: str, last: Last, now: datetime, *, may_be_asked: bool = False) -> Step:
    """The next good step towards a team. `may_be_asked`: whether courtesy lets the host ask somebody of it now."""
    act = _next_act(last, now, may_be_asked)
    return Step(act, WITH_A_TEAM[act].format(team, _since(act, last, now)), team)


def next_step_with_person(name: str, last: Last, now: datetime, *, may_be_asked: bool = False) -> Step:
    """The next good step towards a person, who goes by `name`."""
    act = _next_act(last, now, may_be_asked)
    return Step(act, WITH_A_PERSON[act].format(name, _since(act, last, now)))


def _next_act(last: Last, now: datetime, may_be_asked: bool) -> Act:
    """First to meet; then what is still missing since the last thanks, and between any two of them ever longer rests."""
    latest = max((last[kind] for kind in LATELY if kind in last), default=None)
    if may_be_asked:
        return Act.ASK
    if latest is None:
        return Act.MEET
    thanked = last.get(Passed.THANKS)
    done = {kind for kind in FIRST if kind in last and (thanked is None or last[kind] > thanked)}
    if now < latest + rest(max(1, len(done))):
        return Act.BE_PATIENT
    if Passed.LUNCH not in last:
        return Act.MEET
    if now >= last[Passed.LUNCH] + TOO_LONG:
        return Act.MEET_AGAIN
    return next(act for kind, act in FIRST.items() if kind not in done)  # all done is patient, or too long ago


def _since(act: Act, last: Last, now: datetime) -> str:
    if act == Act.MEET_AGAIN:
        return for_so_long(last[Passed.LUNCH], now)
    if act == Act.BE_PATIENT:
        latest = max((kind for kind in LATELY if kind in last), key=lambda kind: last[kind])
        return f"{LATELY[latest]} {ago(last[latest], now)}"
    return ""
