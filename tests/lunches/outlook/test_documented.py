"""docs/outlook.md says what Potluck does about what people do in Outlook, and names the test that shows it."""

import ast
import re

from tests.architecture.house import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PAGE = ROOT / "docs" / "outlook.md"
AT_LEAST = 15


def test_every_test_that_the_page_names_exists() -> None:
    named = NAMED.findall(PAGE.read_text(encoding="utf-8"))

    assert [f"{path}::{name}" for path, name in named if name not in functions_of(path)] == []


def test_every_row_of_the_table_names_a_test_and_there_are_enough() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d+ \|", line)]

    assert len(rows) >= AT_LEAST
    assert [row for row in rows if not NAMED.search(row)] == []


def functions_of(path: str) -> set[str]:
    module = ROOT / path
    if not module.exists():
        return set()
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
