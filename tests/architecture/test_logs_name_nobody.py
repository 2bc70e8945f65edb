"""The log holds kinds, places and ids of ours: whatever is logged goes through `discreet`, or is one of a few harmless things."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import modules, name, room, tree

#: What may be said as it is: reasons, cards and ids that we made, how many, our own addresses, groups.
HARMLESS = {
    *("no.reason", "refusal.reason"),
    *(
        "message.id",
        "post.id",
        "channel.id",
        "post.card",
        "message.card",
        "names",
        "missing",
        "what",
    ),  # `names`: of cards; `missing`: a number; `what`: one of two sentences
    *("group", "self._address"),
}
LEVELS = {"debug", "info", "warning", "error", "critical", "exception", "log"}


def loud_calls(parsed: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, what) of each call of a log that could name somebody."""
    discreet = {
        target.id
        for node in ast.walk(parsed)
        if isinstance(node, ast.Assign) and _is_discreet(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(parsed):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id in {"log", "logger", "logging"}):
            continue
        if node.func.attr == "exception" or node.keywords:
            yield node.lineno, "an error is told by discreet.trouble"
        if not (node.args and isinstance(node.args[0], ast.Constant)):
            yield node.lineno, "the sentence is no constant"
        for argument in node.args[1:]:
            said = ast.unparse(argument)
            if not (_is_discreet(argument) or said in HARMLESS or said in discreet or _is_count(argument)):
                yield node.lineno, said


def _is_discreet(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) in {"discreet.row", "discreet.trouble", "_known"}


def _is_count(value: ast.expr) -> bool:
    return isinstance(value, ast.Call | ast.BinOp) and ast.unparse(value).startswith("len(")


def test_whatever_is_logged_names_nobody() -> None:
    product = [path for path in modules("bot_service") if room(path) not in {"sandbox", "simulation", "discreet"}]
    loud = [f"{name(path)}:{line}: {what}" for path in product for line, what in loud_calls(tree(path))]

    assert loud == []


@pytest.mark.parametrize(
    "line",
    [
        'log.info("Hello %s", person.name)',
        'log.exception("It failed")',
        'log.error("It failed", exc_info=True)',
        'log.warning(f"Hello {person.name}")',
        'log.warning("%s", refusal.sentence)',
    ],
)
def test_a_log_that_could_name_somebody_is_found(line: str, tmp_path: Path) -> None:
    loud = tmp_path / "loud.py"
    loud.write_text(line)

    assert list(loud_calls(tree(loud)))
