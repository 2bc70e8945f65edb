"""Colleagues to choose from on a card, by name and team."""

from collections.abc import Iterable
from itertools import islice

from bot_service.people.person import Person
from bot_service.teams.wording import shortened

#: So many, of so many characters, fit into 28 KB in every writing.
MOST = 40
LONGEST = 60


def to_choose_from(people: Iterable[Person]) -> list[tuple[str, str]]:
    """(id, “Ada Okafor · Engineering”) of the first of them, as `cards.choices` takes it."""
    titles = ((one.id, f"{one.name} · {one.team}" if one.team else one.name) for one in islice(people, MOST))
    return [(id_, shortened(title, LONGEST)) for id_, title in titles]
