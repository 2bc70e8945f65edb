"""One line on an invitation on why just these people. Pure."""

from collections.abc import Callable, Sequence

from bot_service.lunches.programs.program import HOST, LOTTERY
from bot_service.lunches.programs.round import AGAIN, ON_DEMAND, TEAM_TABLE
from bot_service.lunches.tables.lunch import Lunch
from bot_service.lunches.tables.said import names_of
from bot_service.people.person import Person
from bot_service.teams import cards


def why(lunch: Lunch, me: Person, others: Sequence[Person]) -> str:
    """The line as `me` reads it; what people wrote is escaped."""
    return SENTENCES.get(lunch.kind, _matched)(lunch, me, others)


def _matched(lunch: Lunch, me: Person, others: Sequence[Person]) -> str:
    del me
    return f"{cards.escape(lunch.why or '')} {_everybody(others)} free then.".strip()


def _hosted(lunch: Lunch, me: Person, others: Sequence[Person]) -> str:
    if lunch.host_id == me.id:
        return f"You hardly know {_teams(others)} so far; you have not met at one of my tables. {_everybody(others)} free then."
    host = next((other for other in others if other.id == lunch.host_id), None)
    whose = cards.escape(host.name if host else "A colleague")
    mine = cards.escape(me.team)
    return f"{whose} would like to get to know {mine} better, and to listen. {_everybody(others)} free."


def _asked_for(lunch: Lunch, me: Person, others: Sequence[Person]) -> str:
    names = cards.escape(names_of(others))
    if lunch.host_id == me.id:
        return f"You asked for company: {names} of {_teams(others)} is free when you are."
    return f"{names} asked for company from {cards.escape(me.team)}. You are both free."


def _again(_lunch: Lunch, _me: Person, others: Sequence[Person]) -> str:
    return f"You would {'all' if len(others) > 1 else 'both'} like to meet again, so here is a time."


def _drawn(_lunch: Lunch, _me: Person, others: Sequence[Person]) -> str:
    return f"The seats at this table were drawn by lot, and one of them is yours. {_everybody(others)} free then."


def _everybody(others: Sequence[Person]) -> str:
    return "You are all" if len(others) > 1 else "You are both"


def _teams(others: Sequence[Person]) -> str:
    return " and ".join(sorted({cards.escape(other.team) for other in others if other.team})) or "another team"


SENTENCES: dict[str, Callable[[Lunch, Person, Sequence[Person]], str]] = {
    HOST: _hosted,
    TEAM_TABLE: _hosted,
    ON_DEMAND: _asked_for,
    AGAIN: _again,
    LOTTERY: _drawn,
}
