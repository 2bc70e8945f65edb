"""Names of teams, sites, groups and people, however they are typed. Pure."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot_service.lunches.tables.said import listed

MOST_LIKE_IT = 3
BEGINNING = 3  #: letters of a word
LIKENESS = 0.5  #: 0 to 1, as difflib measures it


def named(typed: str, names: Iterable[str]) -> str | None:
    """The one of these names that was typed, in whatever case and with whatever spaces."""
    return next((name for name in names if _plain(name) == _plain(typed)), None)


def like(typed: str, names: Iterable[str]) -> list[str]:
    """Up to three of these names that may have been meant, the likeliest first: of similar spelling, or holding what was typed."""
    plain: dict[str, str] = {}
    for name in sorted(names):
        plain.setdefault(_plain(name), name)
    wanted = _plain(typed)
    close = get_close_matches(wanted, plain, MOST_LIKE_IT, LIKENESS)
    holding = [name for name in plain if wanted and (wanted in name or name in wanted)]
    return [plain[name] for name in dict.fromkeys([*holding, *close])][:MOST_LIKE_IT]


def like_people(typed: str, names: Iterable[str]) -> list[str]:
    """The same for names of people, of which a company has so many that only those are compared in which a word begins alike."""
    begun = _beginnings(typed)
    return like(typed, [name for name in names if begun & _beginnings(name)])


def or_else(names: list[str]) -> str:
    """“Sales”, “Sales or Design”, “Sales, Design or Legal”, each in quotation marks."""
    return listed([f"“{name}”" for name in names], "or")


def _beginnings(name: str) -> set[str]:
    return {word[:BEGINNING] for word in _plain(name).split()}


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
