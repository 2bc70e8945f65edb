"""The README tells the truth: its table of settings is ours, and its commands are there and explain themselves."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot_service.cli import potluck
from bot_service.settings import VARIABLES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

#: A command as somebody would type it: at the start of an indented line, after `uv run`, up to the end of the line.
TYPED = re.compile(r"^ {4,}(?:.*&& )?uv run (potluck .+)$", re.MULTILINE)


def table_of_variables() -> str:
    """The table as it has to stand in the README."""
    rows = [
        f"   | `{name}` | {what} | {f'`{default}`' if default else ''} |" for name, (what, default) in VARIABLES.items()
    ]
    return "\n".join(["   | variable | what it is | unless given |", "   |---|---|---|", *rows])


def test_the_table_of_settings_is_the_one_in_settings() -> None:
    start = README.index("   | variable |")
    assert README[start : README.index("\n\n", start)] == table_of_variables()


def commands() -> list[str]:
    return TYPED.findall(README)


def test_every_command_stands_in_the_readme() -> None:
    assert {line.split()[1] for line in commands()} == set(potluck.commands)


@pytest.mark.parametrize("line", commands())
def test_a_command_of_the_readme_is_there_with_its_options(line: str) -> None:
    name, *words = shlex.split(line)[1:]
    command = potluck.commands[name]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize(
    "words", [[], *([name] for name in potluck.commands)], ids=lambda words: " ".join(words) or "all"
)
def test_a_command_explains_itself_with_an_example_that_holds(words: list[str]) -> None:
    shown = CliRunner().invoke(potluck, [*words, "--help"])
    assert shown.exit_code == 0
    examples = re.findall(r"^ {4}(?:\w+=\S+ )?potluck (.+)$", shown.output.partition("Example")[2], re.MULTILINE)
    assert examples
    for example in examples:
        name, *given = example.split("  ")[0].split()
        assert isinstance(potluck.commands[name], click.Command)
        assert not words or name == words[0]
        for option in (word for word in given if word.startswith("--")):
            assert option in {one for parameter in potluck.commands[name].params for one in parameter.opts}


def test_every_file_that_the_readme_leads_to_is_there() -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert [link for link in linked if not (ROOT / link).exists()] == []


def test_the_picture_is_small_enough_for_a_page() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) == 1
    assert (ROOT / pictures[0]).stat().st_size <= 250_000
