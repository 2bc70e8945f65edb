"""What a colleague writes into a card's fields when she presses a button."""

from collections.abc import Mapping
from random import Random

from bot_service.sandbox import card, memory, sayings
from bot_service.sandbox.account import Account
from bot_service.sandbox.habits import (
    BOOKED_FOR,
    CELEBRATED_ALONE,
    EATS_LATE,
    HOST_TELLS,
    KEEPS_FRIDAYS,
    MEETS_AGAIN,
    NEVER_ASKED,
    NEVER_CELEBRATED,
    ONLINE_ONLY,
    OPEN_THANKS,
    SELDOM,
    TELLS,
    WORTH,
    Habits,
)
from bot_service.sandbox.successes import SuccessesTold
from bot_service.sandbox.world import World


class Answers:
    """Fills fields in; remembers which successes were told already."""

    def __init__(self, world: World, habits: Habits) -> None:
        self._world = world
        self._habits = habits
        self._told = SuccessesTold()

    def fill(
        self, person: Account, verb: str, about: str, shown: Mapping[str, card.Input], partner: Account | None
    ) -> dict[str, str]:
        """Values of all fields of the card by id: what stood there, and what she fills in for this verb.

        `partner` is whom she met last, if anybody.
        """
        values = {field.id: field.value for field in shown.values()}
        chance = self._habits.chance(person.id, "fills", verb, about)
        filled = self._filled(person, verb, about, chance, shown, partner)
        return values | {name: value for name, value in filled.items() if name in shown}

    def _filled(
        self,
        person: Account,
        verb: str,
        about: str,
        chance: Random,
        shown: Mapping[str, card.Input],
        partner: Account | None,
    ) -> dict[str, str]:
        if verb == "checkin.met":
            tells = self._habits.percent(HOST_TELLS if person.is_host else TELLS, person.id, "tells", about)
            again = self._habits.percent(MEETS_AGAIN, person.id, "again", about)
            success = self._told.next_for(partner.team if partner else "", chance) if tells else ""
            worth = self._habits.percent(WORTH, person.id, "worth", about)
            return {"success": success, "again": "true" if again else "false", "worth": "yes" if worth else "no"}
        if verb == "share.shared":
            openly = self._habits.percent(OPEN_THANKS, person.id, "thanks", about)
            return {"thanks": "open" if openly else "private"}
        if verb == "ask.send":
            people = [value for value in shown["person"].choices if value] if "person" in shown else []
            return {"person": chance.choice(people)} if people else {}
        return self._written(person, verb, chance, shown)

    def _written(self, person: Account, verb: str, chance: Random, shown: Mapping[str, card.Input]) -> dict[str, str]:
        """What she writes into a form of several fields."""
        if verb == "story.publish":
            story = sayings.story_for(self._world.clock.now, self._world.start)
            written = {"title": story.title, "link": story.link, "summary": story.summary}
            is_empty = not any(field.value for field in shown.values())
            return written if is_empty else {}  # a story from the feed is published as it stands
        if verb == "table.open":
            noon = memory.free_noon(self._world, person)
            if noon is None:
                return {}
            return {
                "day": f"{noon.day} {noon:%B}",
                "at": f"{noon:%H:%M}",
                "place": "Canteen",
                "others": chance.choice("234"),
            }
        if verb in {"preferences.save", "settings.save"}:
            return self._preferences(chance) if verb == "preferences.save" else self._wishes(chance)
        if verb == "boost.submit":
            link, line = sayings.post_for(chance)
            return {"link": link, "line": line}
        return {}

    @staticmethod
    def _wishes(chance: Random) -> dict[str, str]:
        """How she likes to be celebrated, and whether she may be asked at all; nearly always one of them stays as it stood."""
        drawn = chance.random() * 100
        if drawn < CELEBRATED_ALONE:
            return {"celebrate": "privately"}
        drawn -= CELEBRATED_ALONE
        if drawn < NEVER_CELEBRATED:
            return {"celebrate": "never"}
        return {"never_ask": "true"} if drawn < NEVER_CELEBRATED + NEVER_ASKED else {"celebrate": "openly"}

    @staticmethod
    def _preferences(chance: Random) -> dict[str, str]:
        """How she likes to be invited; what she leaves out stays as it stood in the form."""
        wishes = (
            (BOOKED_FOR, {"how": "book"}),
            (EATS_LATE, {"lunch_windows": "12:00-13:30"}),
            (KEEPS_FRIDAYS, {"days": "Mon-Thu"}),
            (ONLINE_ONLY, {"online_only": "true"}),
            (SELDOM, {"most": "2"}),
        )
        chosen: dict[str, str] = {}
        for percent, wish in wishes:
            if chance.random() * 100 < percent:
                chosen |= wish
        return chosen
