"""The people of our tests, and small builders around them."""

from bot_service.matching.seekers import Seeker

ALWAYS = ((1 << 40) - 1, (1 << 40) - 1)  #: free for lunch and for coffee at each of forty quarters
NEVER = (0, 0)


def seeker(
    name: str,
    team: str,
    *,
    site: str = "",
    manager: str = "",
    starts: tuple[int, ...] = ALWAYS,
    sat_out: bool = False,
) -> Seeker:
    """Somebody who looks for a lunch; free all the time unless said otherwise."""
    return Seeker(name, team, site=site, manager_id=manager, starts=starts, sat_out=sat_out)


ADA = seeker("Ada", "Engineering")
BO = seeker("Bo", "Finance")
CHIDI = seeker("Chidi", "Sales")
DANA = seeker("Dana", "Design")
ELIF = seeker("Elif", "Engineering")
MAYA = seeker("Maya", "Communications")
