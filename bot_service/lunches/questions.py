"""Questions to ask about the other team's successes; they stand in the invite, so that nobody has to think of one on the way."""

import random

BANK = (
    "What did {team} finish lately that you are glad about?",
    "Who in {team} helped others more than anybody noticed?",
    "What is easier today than a year ago, thanks to {team}?",
    "Which small thing in {team} works really well, and who made it so?",
    "What would you show a visitor first, if they wanted to see {team} at its best?",
    "Which thank-you did {team} get that you still remember?",
    "What did somebody in {team} learn this year that surprised you?",
    "What nearly went wrong in {team}, and who saved it?",
    "What are you yourself proud of this quarter?",
    "Which idea came from {team} that others use by now?",
    "Whose work in {team} deserves to be known outside of it?",
    "What did {team} try first in this company?",
)


def two_questions(team: str, seed: str) -> tuple[str, str]:
    """Two different questions about this team; the same for the same seed."""
    one, other = random.Random(seed).sample(BANK, 2)  # noqa: S311 - variety, not secrets
    name = team or "your team"
    return one.format(team=name), other.format(team=name)
