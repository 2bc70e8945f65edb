"""What colleagues do with the cards they get: how many take part, accept, forget, and how long they take.

A decision is drawn from the seed, the person, the kind of card and what it is about; the order of things never matters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot_service.sandbox.card import Press


@dataclass(frozen=True)
class Habit:
    """`chances`: how likely each verb is, in percent; the rest of the time she ignores the card.

    She answers `soonest` to `latest` of her working time later, mostly early in it; a few take far longer. `again`: she may do
    it more than once about the same thing (e.g. look at her stories each week).
    """

    family: str
    chances: tuple[tuple[int, str], ...]
    soonest: timedelta
    latest: timedelta
    again: bool = False


@dataclass(frozen=True)
class Decision:
    """What she will do: press `verb` after having worked for `after`."""

    verb: str
    after: timedelta


_MINUTES, _HOURS = timedelta(minutes=1), timedelta(hours=1)

#: The kinds of cards, by the family of their verbs; a card with several is read as the first that fits.
HABITS: tuple[Habit, ...] = (
    Habit("welcome", ((92, "welcome.join"), (5, "welcome.decline")), 5 * _MINUTES, 10 * _HOURS),
    Habit(
        "offer",
        ((83, "offer.lunch"), (5, "offer.decline"), (4, "offer.another"), (1, "offer.pause")),
        3 * _MINUTES,
        7 * _HOURS,
        again=True,
    ),
    Habit("checkin", ((83, "checkin.met"),), 10 * _MINUTES, 9 * _HOURS),
    Habit("why", ((75, "checkin.why"),), 1 * _MINUTES, 10 * _MINUTES),
    Habit("success", ((75, "success.open"), (15, "success.keep")), 5 * _MINUTES, 6 * _HOURS),
    Habit("shoutout", ((86, "shoutout.post"), (9, "shoutout.decline")), 2 * _MINUTES, 2 * _HOURS),
    Habit("leave", ((80, "leave.yes"), (12, "leave.no")), 5 * _MINUTES, 8 * _HOURS),
    Habit("share", ((70, "share.shared"),), 2 * _MINUTES, 4 * _HOURS),
    Habit("ask", ((90, "ask.look"), (5, "ask.decline"), (1, "ask.never")), 10 * _MINUTES, 8 * _HOURS),
    Habit("ask.send", ((95, "ask.send"),), 2 * _MINUTES, 20 * _MINUTES, again=True),
    Habit("story.publish", ((100, "story.publish"),), 5 * _MINUTES, 30 * _MINUTES, again=True),
    Habit(
        "story",
        ((65, "story.share"), (75, "story.choose"), (15, "story.edit")),
        1 * _MINUTES,
        15 * _MINUTES,
        again=True,
    ),
    Habit("post", ((95, "post.there"), (95, "post.again")), 5 * _MINUTES, 2 * _HOURS),
    Habit("boost.submit", ((100, "boost.submit"),), 2 * _MINUTES, 15 * _MINUTES, again=True),
    Habit("boost", ((70, "boost.passed"), (15, "boost.skip")), 10 * _MINUTES, 8 * _HOURS),
    Habit("coffee", ((50, "coffee.with"), (20, "table.with")), 2 * _MINUTES, 15 * _MINUTES, again=True),
    Habit("table.open", ((95, "table.open"),), 2 * _MINUTES, 15 * _MINUTES, again=True),
    Habit("table", ((60, "table.join"),), 1 * _MINUTES, 10 * _MINUTES, again=True),
    Habit("wishes", ((65, "settings.edit"), (30, "asks.show")), 1 * _MINUTES, 5 * _MINUTES, again=True),
    Habit("wish", ((95, "settings.save"),), 1 * _MINUTES, 10 * _MINUTES, again=True),
    Habit("asks", ((45, "leave.back"), (45, "leave.invite")), 1 * _MINUTES, 5 * _MINUTES, again=True),
    Habit("apart", ((90, "not-with.save"),), 1 * _MINUTES, 5 * _MINUTES, again=True),
    Habit("preferences.edit", ((90, "preferences.edit"),), 1 * _MINUTES, 5 * _MINUTES, again=True),
    Habit("preferences", ((95, "preferences.save"),), 1 * _MINUTES, 10 * _MINUTES, again=True),
)
#: How she answers an invitation in Outlook: accept, tentatively, decline; the rest leaves it open.
CALENDAR: tuple[tuple[int, str], ...] = ((74, "accepted"), (4, "tentativelyAccepted"), (4, "declined"))
#: Percent of booked lunches that the guests turn up for.
HELD = 96
#: Percent of check-ins in which a success is told, by a host too, of those who'd meet again, and of those to whom it was worth it.
TELLS, HOST_TELLS, MEETS_AGAIN, WORTH = 62, 95, 70, 85
#: Of those who say how they like to be invited: percent who have it booked, eat late, keep days free, like it online, or seldom.
BOOKED_FOR, EATS_LATE, KEEPS_FRIDAYS, ONLINE_ONLY, SELDOM = 50, 30, 15, 10, 15
#: Of those who change what they told Potluck: percent who are celebrated in private or never, and who are never to be asked.
CELEBRATED_ALONE, NEVER_CELEBRATED, NEVER_ASKED = 25, 15, 8
#: Percent of sharers who like to be thanked openly.
OPEN_THANKS = 60
#: Percent of answers that come days late.
LATE = 6
_LATER = timedelta(hours=18)


class Habits:
    """Draws decisions. `always_yes` makes everybody take part, accept and answer within minutes: for tests of the product."""

    def __init__(self, seed: int, *, always_yes: bool = False) -> None:
        self._seed = seed
        self.always_yes = always_yes

    def chance(self, *about: str) -> Random:
        """Chance of its own for each thing decided."""
        return Random("/".join((str(self._seed), *about)))  # noqa: S311 - seeded chance is the point

    def percent(self, share: int, *about: str) -> bool:
        """Whether something happens that happens in `share` of 100 cases."""
        return share > 0 and (self.always_yes or self.chance(*about).random() * 100 < share)

    def decide(
        self, person: str, habit: Habit, about: str, offered: Iterable[str], *, keen: bool = False
    ) -> Decision | None:
        """What `person` does with a card of this kind about this thing; None: she leaves it. `offered` are its verbs.

        Who is `keen` always does what most people do.
        """
        chance, possible = self.chance(person, habit.family, about), set(offered)
        drawn, delay = chance.random() * 100, self._delay(habit, chance)
        wanted = self._drawn(habit, 0 if self.always_yes or keen else drawn, possible)
        if wanted == "offer.lunch":
            wanted = self._lunch_or_coffee(person, about, possible)
        return Decision(wanted, delay) if wanted in possible else None

    def _drawn(self, habit: Habit, drawn: float, offered: set[str]) -> str:
        """Chances of verbs that a card does not offer count for nothing, except that coffee stands in for lunch."""
        for percent, verb in habit.chances:
            if verb not in offered and not (verb == "offer.lunch" and "offer.coffee" in offered):
                continue
            if drawn < percent:
                return verb
            drawn -= percent
        return ""

    def _lunch_or_coffee(self, person: str, about: str, offered: set[str]) -> str:
        taste = self.chance(person, "taste").uniform(25, 85)
        form = "offer.lunch" if self.chance(person, "form", about).random() * 100 < taste else "offer.coffee"
        return form if form in offered else next(iter(offered & {"offer.lunch", "offer.coffee"}), "")

    def _delay(self, habit: Habit, chance: Random) -> timedelta:
        early = habit.soonest + (habit.latest - habit.soonest) * chance.random() ** 2
        late = chance.random() * 100 < LATE and habit.latest > 4 * _HOURS
        if self.always_yes:
            return min(habit.soonest, 5 * _MINUTES)
        return timedelta(
            seconds=round((early + (_LATER * (1 + chance.random()) if late else timedelta())).total_seconds())
        )


def habit_for(presses: Iterable[Press]) -> Habit | None:
    """The habit that fits a card's buttons."""
    offered = {press.verb for press in presses}
    if "offer.coffee" in offered:
        offered.add("offer.lunch")
    fitting = (habit for habit in HABITS if offered & {verb for _, verb in habit.chances})
    return next(fitting, None)
