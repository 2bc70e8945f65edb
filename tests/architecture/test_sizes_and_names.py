"""Files stay small and carry the product's words."""

import ast
import re
from pathlib import Path

from bot_service.sandbox.hiring import hired
from tests.architecture.house import PRODUCT, modules, name, room, tree

LONGEST = 400
LONGEST_WELCOME = 5
EMPTY_WORDS = (
    "Manager",
    "Helper",
    "Util",
    "Utils",
    "Common",
    "Core",
    "Base",
    "Abstract",
    "Data",
    "Info",
    "Impl",
    "Service",
)
#: An exception, its codes, and what follows: the reason.
EXCEPTION = re.compile(
    r"#\s*(?P<what>noqa\b(?::\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*)?|type:\s*ignore\b(?:\[[\w,\s-]+\])?)(?P<why>.*)"
)


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules("bot_service", "tests", "benchmarks")
    }

    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_the_file_that_opens_a_folder_only_says_what_it_is_about() -> None:
    wrong = [name(path) for path in modules("bot_service") if path.name == "__init__.py" and not _only_welcomes(path)]

    assert wrong == [], f"__init__.py is a docstring of at most {LONGEST_WELCOME} lines"


def test_nothing_is_named_by_an_empty_word() -> None:
    named = [(name(path), word) for path in modules("bot_service") for word in _names_in(path) if _is_empty(word)]

    assert named == []


def test_every_exception_to_a_lint_rule_carries_its_reason() -> None:
    bare = [
        f"{name(path)}:{number}"
        for path in modules("bot_service", "tests", "benchmarks")
        for number in _exceptions_without_reason(path.read_text(encoding="utf-8").splitlines())
    ]

    assert bare == []


def test_no_person_is_named_in_the_product() -> None:
    """People live in directories and in the sandbox. A name in the product is a rule for one person, or a leak."""
    people = [account for account in hired(seed=7, people=60) if account.team]
    cast = {person.name for person in people} | {person.given_name for person in people if person.is_host}
    product = [path for path in modules("bot_service") if room(path) not in {"sandbox", "simulation"}]
    named = [
        (name(path), person)
        for path in product
        for person in cast
        if re.search(rf"\b{re.escape(person)}\b", _text(path))
    ]

    assert named == []


def _exceptions_without_reason(lines: list[str]) -> list[int]:
    """Line numbers. The same exception on the line above gives its reason for both."""
    bare = []
    reasoned = ""
    for number, line in enumerate(lines, start=1):
        found = EXCEPTION.search(line)
        if found is None:
            reasoned = ""
        elif re.search(r"\w{3}", found["why"]):
            reasoned = found["what"]
        elif found["what"] != reasoned:
            bare.append(number)
    return bare


def _only_welcomes(path: Path) -> bool:
    body = tree(path).body
    welcome = ast.get_docstring(tree(path))
    return len(body) == 1 and welcome is not None and len(welcome.splitlines()) <= LONGEST_WELCOME


def _names_in(path: Path) -> list[str]:
    """The file's own name, those of the folders it is in, and of its classes."""
    files = [part.removesuffix(".py").title().replace("_", "") for part in path.relative_to(PRODUCT).parts]
    return files + [node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]


def _is_empty(word: str) -> bool:
    return any(
        (word.startswith(empty) and not word[len(empty) :][:1].islower()) or word.endswith(empty)
        for empty in EMPTY_WORDS
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
