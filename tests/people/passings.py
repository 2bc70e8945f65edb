"""Made-up ledgers of a small company: three hosts, four colleagues, and people who were erased."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot_service.people.relationship.ledger import Passed, Passing

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
HOSTS = ("maya", "noor", "omar")
TEAMS = {"ada": "Engineering", "bo": "Finance", "cleo": "Sales", "dan": "Engineering"} | dict.fromkeys(HOSTS, "Press")
EVERYBODY = ("", *TEAMS)


def ago(weeks: float = 0, **more: float) -> datetime:
    return NOW - timedelta(weeks=weeks, **more)


def passed(kind: Passed, from_id: str, to_id: str, weeks: float = 1, *, ref: str = "", team: str = "") -> Passing:
    """What passed so many weeks ago."""
    return Passing(ago(weeks), kind, from_id, to_id, team or TEAMS.get(to_id, ""), ref)


passings = st.builds(
    Passing,
    at=st.integers(0, 24 * 7 * 60).map(lambda hours: NOW - timedelta(hours=hours)),
    kind=st.sampled_from(Passed),
    from_id=st.sampled_from(EVERYBODY),
    to_id=st.sampled_from(EVERYBODY),
    team=st.sampled_from(("", *sorted(set(TEAMS.values())))),
    ref=st.sampled_from(("one", "two", "three")),
)
ledgers = st.lists(passings, max_size=40)
