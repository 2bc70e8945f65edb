"""The figures of a run (design §5, report.json): counted from what people saw wherever it can be seen from outside."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot_service.simulation.promises import broken, repeat_pairs, same_team_pairs
from bot_service.simulation.promises_of_offers import offered
from bot_service.simulation.promises_of_words import owners_of
from bot_service.simulation.seen import Seen, Turn
from bot_service.simulation.tries import eager

WEEK_SECONDS = 7 * 24 * 3600


def report(seen: Seen) -> dict[str, Any]:
    """Return report.json as design §5 names its fields."""
    return {
        "weeks": round((seen.end - seen.start).total_seconds() / WEEK_SECONDS),
        "people": len(seen.people),
        "lunches": _lunches(seen),
        "same_team_lunches": len(same_team_pairs(seen)),
        "repeat_pairs": len(repeat_pairs(seen)),
        "unmatched_people": [
            {"person": each.person, "round": each.round, "reason": each.reason} for each in seen.own.unmatched
        ],
        "shoutouts": {
            "offered": len(_cards(seen, "success.")),
            "posted": len(_posted(seen)),
            "declined": len(_abouts(seen.presses("success.keep", "shoutout.decline"))),
        },
        "boosts": len(_abouts(seen.presses("boost.passed"))),
        "stories": len(
            _abouts(seen.presses("share.shared", "story.share", "story.choose", "ask.send"))
            | _cards(seen, "story.share")
        ),
        "asks": {
            "delivered": len(_cards(seen, "ask.decline")),
            "later": seen.own.asks.get("later", 0),
            "declined": seen.own.asks.get("declined", 0),
        },
        # A host who shares her own story goes first; nobody asked her and nobody owes her thanks, so it is no share.
        "shares": len(seen.entries_of("share")),
        "thanks": len(seen.entries_of("thanks")),
        "successes": sum(bool(str(turn.given.get("success", "")).strip()) for turn in seen.presses("checkin.met")),
        "in_doubt": seen.own.in_doubt,
        "offered": [each.line() for each in offered(seen)],
        "zones": sorted(_zones(seen)),
        "courtesy": dict(sorted(seen.own.refusals.items())),
        "eager": eager(seen),
        "violations": broken(seen),
        "graph_requests": seen.requests.get("graph", 0),
        "teams_requests": seen.requests.get("teams", 0),
    }


def _lunches(seen: Seen) -> dict[str, int]:
    """Each figure counts the lunches that came at least so far; `called_off` is where the others ended."""
    events = {event.uid: event for calendar in seen.calendars for event in calendar.events if event.is_ours}
    on = {uid for uid, event in events.items() if not event.is_cancelled}
    ours = {table.lunch for table in seen.own.tables}  # a table that is open to all needs no invitation
    accepted = {lunch for lunch, guests in seen.guests.items() if _is_agreed(seen, lunch, guests)}
    agreed = max(len(accepted | ours), len(events))  # one that is agreed anew at another time has one more event
    confirmed = {_lunch_of(seen, turn) for turn in seen.presses("checkin.met")}
    denied = {_lunch_of(seen, turn) for turn in seen.presses("checkin.missed")}
    return {
        "proposed": max(len(seen.guests.keys() | ours), agreed),
        "agreed": agreed,
        "booked": len(events),
        "held": len(confirmed),
        "missed": len(denied - confirmed),
        "called_off": seen.own.lunches.get("called off", len(events) - len(on)),
    }


def _is_agreed(seen: Seen, lunch: str, guests: frozenset[str]) -> bool:
    """Whether everybody who did not say no said yes, and that leaves two; of three one may drop out."""
    yes = {turn.sender for turn in seen.presses("offer.lunch", "offer.coffee") if turn.about == lunch}
    noes = {turn.sender for turn in seen.presses("offer.decline", "offer.pause") if turn.about == lunch}
    coming = guests - noes
    return len(coming) > 1 and coming <= yes


def _lunch_of(seen: Seen, checkin: Turn) -> frozenset[str]:
    """The people of the lunch that a check-in is about."""
    return frozenset({checkin.sender, *owners_of(seen, checkin)})


def _zones(seen: Seen) -> set[str]:
    """Where people were when lunches were put into their calendars."""
    return {placing.hours.zone for placing in seen.placings if placing.hours}


def _posted(seen: Seen) -> list[Turn]:
    """Shout-outs in the channel: new posts that name somebody who had said yes to one."""
    agreed: dict[str, datetime] = {}
    for press in seen.presses("shoutout.post"):
        agreed.setdefault(press.sender, press.at)
    posts = [turn for turn in seen.turns if turn.is_new and turn.kind == "channel"]
    return [
        post for post in posts if any(agreed.get(each.id, seen.end) <= post.at for each in seen.named_in(post.words()))
    ]


def _cards(seen: Seen, verb: str) -> set[str]:
    """The ids that cards with such a button were about."""
    return {about for turn in seen.turns if turn.is_new for about in turn.offers(verb)}


def _abouts(presses: Iterable[Turn]) -> set[str]:
    return {turn.about for turn in presses}


def one_line(figures: dict[str, Any]) -> str:
    """Say in one line how a run went."""
    lunches = figures["lunches"]
    return (
        f"{figures['people']} people, {figures['weeks']} weeks: {lunches['booked']} lunches booked, {lunches['held']} held; "
        f"{figures['shoutouts']['posted']} shout-outs; {figures['shares']} shares, {figures['thanks']} thanks; "
        f"{len(figures['violations'])} broken promises."
    )
