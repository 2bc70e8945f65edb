"""What people say or type of their own accord: what hosts ask Potluck each week, what others write now and then.

A week's sayings follow from the seed, the person and the week alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot_service.sandbox.account import Account
from bot_service.sandbox.habits import Habits

#: Weeks (the first is 1) in which the first host enters a story.
STORY_WEEKS = (2, 5)


@dataclass(frozen=True)
class Story:
    title: str
    link: str
    summary: str


STORIES = (
    Story(
        "How 40 volunteers rebuilt the Riverside library in one weekend",
        "https://news.contoso.example/riverside-library",
        "Colleagues from all teams sorted, painted and carried; 9,000 books are back on their shelves.",
    ),
    Story(
        "Our help line now answers in seven languages",
        "https://news.contoso.example/seven-languages",
        "What began as one colleague's evening class is now how we greet customers from Gdańsk to Porto.",
    ),
    Story(
        "Half the power, same service: what we learnt from a warm winter",
        "https://news.contoso.example/half-the-power",
        "The people who run our machines explain in plain words what they switched off, and what they would not.",
    ),
    Story(
        "The first ten apprentices have finished, and all ten stay",
        "https://news.contoso.example/ten-apprentices",
        "Ten young people tell what surprised them about us, good and bad.",
    ),
)

POSTS = (
    ("https://posts.example/what-a-night-shift-taught-me", "What a night shift in support taught me about our product"),
    ("https://posts.example/my-talk-on-plain-contracts", "My talk on contracts that people can read"),
    ("https://posts.example/a-year-of-pair-programming", "A year of pair programming, honestly told"),
    ("https://posts.example/how-we-interview", "How we interview, and what I would change"),
    ("https://posts.example/colour-for-everybody", "Colour for everybody: notes from our accessibility week"),
    ("https://posts.example/spreadsheets-i-love", "Three spreadsheets that I am proud of"),
)

#: How often a host, once she knows people, looks a second time in a week whom she may ask.
_ASKS_AGAIN = 0.6

_NOW_AND_THEN: tuple[tuple[float, int, str], ...] = (  # percent of people per week, first week, words
    (2.5, 2, "boost"),
    (4.0, 3, "stories"),
    (4.0, 1, "help"),
    (1.0, 2, "Thank you, that was a lovely lunch!"),
    (0.6, 2, "lunch"),
    (0.3, 4, "pause"),
    (0.1, 5, "stop"),
    (1.0, 2, "find me coffee with someone from {team}"),
    (0.5, 2, "find me lunch with someone from {team}"),
    (1.0, 1, "history"),
    (1.5, 1, "preferences"),
    (4.0, 2, "tables"),
    (0.8, 2, "open table"),
)


def sayings_of_week(
    habits: Habits, person: Account, week: int, *, tells_stories: bool, teams: Sequence[str] = ()
) -> Iterator[tuple[str, timedelta]]:
    """What she writes to Potluck in the `week`-th week (1 is the first): the words, and how long after Monday 00:00 UTC.

    `teams` are those of the company; she asks for people of another than her own.
    """
    chance = habits.chance(person.id, "says", str(week))
    if tells_stories and week in STORY_WEEKS:
        yield "story", timedelta(days=1, hours=9 + 2 * chance.random())
    if person.is_host:
        yield "who can I ask", timedelta(days=chance.choice((2, 3)), hours=9 + 6 * chance.random())
        if week > 4 and not habits.always_yes and chance.random() < _ASKS_AGAIN:
            yield "who can I ask", timedelta(days=4, hours=9 + 4 * chance.random())
        if week % 2 == 0 and not habits.always_yes:
            yield "mirror", timedelta(days=0, hours=9 + 3 * chance.random())
    for percent, first, words in _NOW_AND_THEN:
        drawn, day, hour = chance.random() * 100, chance.randrange(5), 9 + 8 * chance.random()
        if (
            not habits.always_yes
            and week >= first
            and drawn < percent
            and not (person.is_host and words in {"stop", "pause"})
        ):
            others = [team for team in teams if team != person.team] or [person.team]
            yield words.format(team=others[int(chance.random() * len(others))]), timedelta(days=day, hours=hour)


def story_for(when: datetime, start: datetime) -> Story:
    """The story of these weeks; the first host's stories follow one another."""
    weeks = (when - start).days // 7 + 1
    return STORIES[sum(weeks > told for told in STORY_WEEKS) % len(STORIES)]


def post_for(chance: Random) -> tuple[str, str]:
    """A post that a colleague wrote herself: its link, and a line about it."""
    return chance.choice(POSTS)
