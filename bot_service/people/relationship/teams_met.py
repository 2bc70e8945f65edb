"""In how many teams a host has had lunch, each with a lunch of its own. Pure, and the order doesn't matter."""

from collections.abc import Iterable


def teams_met(lunches: Iterable[tuple[str, str]], enough: int) -> int:
    """How many teams can be given a lunch each, of these pairs (id of the lunch, team); counting stops at `enough`.

    A table with people of three teams is one lunch, so it counts for one of them: for the one that lets most of the others count
    too (a largest matching, by paths that take a lunch over from another team). Pairs without a lunch or a team don't count.
    """
    sat_with: dict[str, set[str]] = {}
    for lunch, team in lunches:
        if lunch and team:
            sat_with.setdefault(team, set()).add(lunch)
    counted_for: dict[str, str] = {}  # lunch → the team it counts for

    def finds_one(team: str, looked_at: set[str]) -> bool:
        for lunch in sat_with[team] - looked_at:
            looked_at.add(lunch)
            if lunch not in counted_for or finds_one(counted_for[lunch], looked_at):
                counted_for[lunch] = team
                return True
        return False

    met = 0
    for team in sorted(sat_with):
        if met >= enough:
            break
        met += finds_one(team, set())
    return met
