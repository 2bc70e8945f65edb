"""What people say or type of their own accord: what hosts ask Potluck each week, what others write now and then.

A week's sayings follow from the seed, the person and the week alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot_service.sandbox.account import Account
from bot_service.sandbox.habits import Habits

#: Weeks (the first is 1) in which a host enters a story; from the last one on it is every fourth.
STORY_WEEKS = (2, 5, 9)
STORY_EVERY = 4


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
    Story(
        "Why our canteen now cooks what is left of yesterday",
        "https://news.contoso.example/canteen",
        "A third less in the bins, and the soup has regulars who come for it alone.",
    ),
    Story(
        "A bridge of our own making: the apprentices' summer in Gdańsk",
        "https://news.contoso.example/bridge",
        "Twelve metres of wood, two towns, and a mayor who walked over it first.",
    ),
    Story(
        "What 300 customers told us when nobody tried to sell anything",
        "https://news.contoso.example/three-hundred-customers",
        "We listened for a month, changed four things, and say openly which ones we did not change.",
    ),
    Story(
        "Our code for screen readers is now everybody's",
        "https://news.contoso.example/screen-readers",
        "The library that took three years is free to use, and two universities teach with it already.",
    ),
    Story(
        "Back after a stroke: how a team made room",
        "https://news.contoso.example/made-room",
        "Told by the colleague himself, with his team's notes on what helped and what was only meant well.",
    ),
    Story(
        "The warehouse in Leeds runs on its own roof",
        "https://news.contoso.example/roof",
        "Sun on 9,000 square metres, and what the electricians would do differently next time.",
    ),
    Story(
        "Forty years, one phone number: our oldest customer tells",
        "https://news.contoso.example/forty-years",
        "A family bakery in Porto has called the same line since 1986. We asked what kept them.",
    ),
    Story(
        "A week without meetings, and what came of it",
        "https://news.contoso.example/no-meetings",
        "Six teams tried it. Four will do it again, two will not, and both have good reasons.",
    ),
    Story(
        "How a school class found the error that we had looked for since spring",
        "https://news.contoso.example/school-class",
        "They visited for a day, asked why the numbers jump on Mondays, and were right.",
    ),
    Story(
        "Second life for 1,200 laptops",
        "https://news.contoso.example/second-life",
        "Wiped, repaired and given to eleven schools, with volunteers who come when one breaks.",
    ),
    Story(
        "The choir of four offices sang its first concert",
        "https://news.contoso.example/choir",
        "They rehearse online, met once on a stage, and half of the town hall stood.",
    ),
    Story(
        "What we pay, in plain numbers",
        "https://news.contoso.example/plain-numbers",
        "Bands, gaps and what we did about them this year, with the reasons for what is still open.",
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
_ASKS_AGAIN, _KNOWS_PEOPLE = 0.6, 4
_WORKDAYS = range(5)

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
    (1.5, 3, "settings"),
    (0.4, 4, "why did I get this?"),
    (0.2, 4, "not with {person}"),
    (0.1, 8, "join"),
    (0.2, 6, "resume"),
    (4.0, 2, "tables"),
    (0.8, 2, "open table"),
)


def sayings_of_week(
    habits: Habits, person: Account, week: int, *, tells_stories: bool, people: Sequence[Account] = ()
) -> Iterator[tuple[str, timedelta]]:
    """What she writes to Potluck in the `week`-th week (1 is the first): the words, and how long after Monday 00:00 UTC.

    `people` are her colleagues: she asks for people of another team than her own, and would rather not sit with somebody.
    """
    chance = habits.chance(person.id, "says", str(week))
    if tells_stories and tells_story(week):
        yield "story", timedelta(days=1, hours=9 + 2 * chance.random())
    if person.is_host:
        if week >= STORY_WEEKS[0] and not habits.always_yes:
            yield "stories", timedelta(days=1, hours=15 + chance.random())
        yield from (("who can I ask", after) for after in _looks(habits, person, week, chance))
        if not habits.always_yes:
            yield "mirror", timedelta(days=0, hours=9 + 3 * chance.random())
    for percent, first, words in _NOW_AND_THEN:
        drawn, day, hour = chance.random() * 100, chance.randrange(5), 9 + 8 * chance.random()
        if (
            not habits.always_yes
            and week >= first
            and drawn < percent
            and not (person.is_host and words in {"stop", "pause"})
        ):
            other = _somebody_else(person, people, chance)
            yield words.format(team=other.team, person=other.name), timedelta(days=day, hours=hour)


def _looks(habits: Habits, person: Account, week: int, chance: Random) -> Iterator[timedelta]:
    """When in this week a host looks whom she may ask: once or twice, or each day where she can't wait."""
    day, hour, again, later = chance.choice((2, 3)), 9 + 6 * chance.random(), chance.random(), 9 + 4 * chance.random()
    if person.is_eager:
        yield from (timedelta(days=day, hours=9) for day in _WORKDAYS)
        return
    yield timedelta(days=day, hours=hour)
    if week > _KNOWS_PEOPLE and not habits.always_yes and again < _ASKS_AGAIN:
        yield timedelta(days=4, hours=later)


def _somebody_else(person: Account, people: Sequence[Account], chance: Random) -> Account:
    """A colleague of another team; herself where there is none. Each team is as likely."""
    teams = sorted({each.team for each in people} - {person.team})
    drawn = teams[int(chance.random() * len(teams))] if teams else ""
    others = [each for each in people if each.team == drawn]
    return chance.choice(others) if others else person


def tells_story(week: int) -> bool:
    """Whether a host tells a story in this week."""
    return week in STORY_WEEKS or (week > STORY_WEEKS[-1] and (week - STORY_WEEKS[-1]) % STORY_EVERY == 0)


def teller_of(week: int, hosts: Sequence[str]) -> str:
    """Which of the hosts tells the story of this week: the first one her two, then each in turn; "" where there is none."""
    if not hosts or not tells_story(week):
        return ""
    told = stories_before(week)
    return hosts[max(0, told - 1) % len(hosts)]


def stories_before(week: int) -> int:
    """How many stories were told before this week."""
    return sum(map(tells_story, range(1, week)))


def story_for(when: datetime, start: datetime) -> Story:
    """The story of these weeks; they follow one another, whoever tells them."""
    return STORIES[stories_before((when - start).days // 7 + 1) % len(STORIES)]


def post_for(chance: Random) -> tuple[str, str]:
    """A post that a colleague wrote herself: its link, and a line about it."""
    return chance.choice(POSTS)
