"""Two questions to ask about the other team's successes; they stand in the invite, so that nobody has to think of one on the way.

No two people are given the same question to ask each other twice. Nothing is kept for that: every pair has an order of its own
through the bank, and what it was given before follows from the tables it shared.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

from bot_service.lunches.offers.question_bank import BANK

Table = Mapping[str, str]  #: who sat there: person id → team on that day

ANY = "any"
#: The words by which a kind of team is known. A team of two kinds is of the first one: Sales Operations is sales.
WORDS = {
    "people": "hr people talent recruiting recruitment personnel learning culture",
    "finance": "finance financial accounting accounts controlling treasury tax payroll audit legal law compliance risk",
    "sales": "sales account presales",
    "marketing": "marketing communication communications brand press pr content media advertising events",
    "support": "support customer customers client clients service services helpdesk care",
    "engineering": "engineering engineers it software developers devops data platform security infrastructure technology",
    "design": "design designers ux product products research innovation r&d",
    "operations": "operations logistics production manufacturing warehouse supply procurement purchasing facilities "
    "quality shipping transport fleet maintenance workshop",
}
_WORDS = {kind: frozenset(words.split()) for kind, words in WORDS.items()}
_WORD = re.compile(r"r&d|[^\W\d_]+")


class Question(NamedTuple):
    """What one guest could ask another; both by person id. `key` is its place in the bank."""

    asker: str
    asked: str
    key: str

    @property
    def text(self) -> str:
        return BANK[self.key]


def two_questions(table: Table, earlier: Sequence[Table]) -> tuple[Question, Question]:
    """Two different questions for the guests of one table, of two or more, given the tables where any of them met before.

    Two guests each get one about the other's team. At a larger table one guest asks her neighbour and another one hers.
    The same tables in the same order give the same questions on every machine.
    """
    assert len(table) > 1, "nobody asks herself"
    guests = sorted(table, key=lambda guest: _digest(*sorted(table), guest))
    around = [*pairwise(guests), (guests[-1], guests[0])]
    one, another = around[0]
    first = _question(one, another, table, earlier)
    # Those who have not come up yet come first. The last is the answer in return, which always differs.
    others = [*around[2:], around[1], (another, one)]
    second = (_question(asker, asked, table, earlier) for asker, asked in others)
    return first, next(question for question in second if question.key != first.key)


def kind_of(team: str) -> str:
    """The kind of a team, from the words of its name; "any" when none of them tells."""
    words = set(_WORD.findall(team.casefold()))
    return next((kind for kind, known in _WORDS.items() if words & known), ANY)


def _question(asker: str, asked: str, table: Table, earlier: Sequence[Table]) -> Question:
    shared = [each for each in earlier if asker in each and asked in each]
    return Question(asker, asked, _walk(sorted((asker, asked)), [*shared, table])[asked])


def _walk(pair: Sequence[str], tables: Iterable[Table]) -> dict[str, str]:
    """What this pair has for its last table, by who is asked: at each one a question about either side.

    Unused ones come before used ones, and of these the longest unused; then those of the team's kind, then those for all.
    """
    order = sorted(BANK, key=lambda key: _digest(*pair, key))
    used: dict[str, int] = {}
    given: dict[str, str] = {}
    for table in tables:
        for asked in pair:
            key = _next(order, used, kind_of(table[asked]))
            # Put at the end again: how late a question was used is its number.
            used[key] = max(used.values(), default=0) + 1
            given[asked] = key
    return given


def _next(order: Iterable[str], used: Mapping[str, int], kind: str) -> str:
    return min(order, key=lambda key: (used.get(key, 0), _distance(key, kind)))


def _distance(key: str, kind: str) -> int:
    """0 for a question of this kind of team, 1 for one that suits all, 2 for one that was meant for others."""
    meant_for = key.partition(".")[0]
    return 0 if meant_for == kind else 1 if meant_for == ANY else 2


def _digest(*words: str) -> bytes:
    return blake2b("\0".join(words).encode(), digest_size=16).digest()
