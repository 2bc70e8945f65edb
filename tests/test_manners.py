"""The numbers of courtesy: chosen within limits, all faults told together, and written down where people look for them."""

from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service import manners
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules.table import RULES
from bot_service.manners import NUMBERS, VARIABLES, Manners, read_manners
from bot_service.settings import BadSettings, read_settings

DECISION = (Path(__file__).parents[1] / "docs" / "decisions" / "0008-courtesy-numbers.md").read_text(encoding="utf-8")
NAMES = sorted(NUMBERS)


def setting(name: str) -> str:
    return f"POTLUCK_{name.upper()}"


def unless_chosen(name: str) -> str:
    number = NUMBERS[name]
    return f"`{setting(name)}`, {getattr(Manners(), name)} ({number.least} to {number.most})"


def table_of_rules() -> str:
    """As it has to stand in the decision."""
    lines = ["| rule | what people read | holds for | setting, unless chosen (limits) |", "|---|---|---|---|"]
    for rule in RULES:
        kinds = set(rule.kinds)
        left_out = sorted(set(Kind) - kinds)
        held = "everything" if not left_out else ", ".join(sorted(kinds))
        if left_out and len(left_out) < len(kinds):
            held = f"everything but {', '.join(left_out)}"
        chosen = "; ".join(unless_chosen(name) for name in rule.setting)
        lines.append(f"| {rule.name} | {rule.said(Manners())} | {held} | {chosen} |")
    return "\n".join(lines)


def table_of_other_numbers() -> str:
    """Numbers that no rule goes by: what happens before a message is written, or after it arrived."""
    of_rules = {name for rule in RULES for name in rule.setting}
    lines = ["| what | setting, unless chosen (limits) |", "|---|---|"]
    lines += [f"| {NUMBERS[name].what} | {unless_chosen(name)} |" for name in NUMBERS if name not in of_rules]
    return "\n".join(lines)


def test_the_decision_tells_every_rule_with_its_numbers_and_limits() -> None:
    assert table_of_rules() in DECISION


def test_the_decision_tells_every_other_number_too() -> None:
    assert table_of_other_numbers() in DECISION


def test_every_number_can_be_chosen_and_the_usual_one_lies_within_its_limits() -> None:
    assert set(NUMBERS) == {field.name for field in fields(Manners)}
    for name, number in NUMBERS.items():
        assert number.least <= getattr(Manners(), name) <= number.most, name
        assert number.what[0].islower(), name


def test_every_setting_of_a_rule_is_a_number_that_can_be_chosen() -> None:
    for rule in RULES:
        assert set(rule.setting) <= set(NUMBERS), rule.name


def test_nothing_has_to_be_chosen() -> None:
    assert read_settings({}).manners == Manners()


@pytest.mark.parametrize("name", NAMES)
def test_a_number_may_be_chosen_up_to_its_limits_and_not_beyond(name: str) -> None:
    least, most = NUMBERS[name].least, NUMBERS[name].most
    for number in {least, most}:
        assert getattr(read_settings({setting(name): f" {number} "}).manners, name) == number
    for number in (least - 1, most + 1):
        with pytest.raises(BadSettings) as told:
            read_settings({setting(name): str(number)})
        assert told.value.faults == [
            f"{setting(name)}: “{number}” is not possible; give a number from {least} to {most}."
        ]


@pytest.mark.parametrize("text", ["many", "3.0", "1e1", "٣", "0x3", "+3", "999999999999999999999"])
def test_what_is_no_plain_number_is_not_guessed_at(text: str) -> None:
    with pytest.raises(BadSettings):
        read_settings({"POTLUCK_ASKS_A_YEAR": text})


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadSettings) as told:
        read_settings({"POTLUCK_PORT": "x", "POTLUCK_SHADOW": "perhaps", **{setting(name): "x" for name in NAMES}})
    assert len(told.value.faults) == len(NAMES) + 2


def test_no_rule_can_be_switched_off() -> None:
    """A company may be more patient; the least patient one still waits, gives first, and takes a no."""
    for name in ("ask_every_weeks", "asks_a_year", "gifts_before_ask", "gift_rests_working_days", "host_teams_first"):
        assert NUMBERS[name].least >= 1
    assert NUMBERS["no_holds_days"].least >= 30
    assert NUMBERS["first_gift_days"].least >= 14
    assert NUMBERS["story_percent_of_team"].most <= 25


@given(st.fixed_dictionaries({name: st.integers(NUMBERS[name].least, NUMBERS[name].most) for name in NAMES}))
def test_what_was_chosen_is_what_holds(numbers: dict[str, int]) -> None:
    told, faults = read_manners({setting(name): str(number) for name, number in numbers.items()})
    assert (asdict(told), faults) == (numbers, [])


def test_every_number_has_its_setting_and_says_what_it_is_and_what_is_possible() -> None:
    assert set(VARIABLES) == {setting(name) for name in NAMES}
    assert VARIABLES["POTLUCK_ASK_EVERY_WEEKS"] == ("weeks between two asks of one person, whoever asks: 4 to 52", "8")


def test_the_house_tells_once_which_numbers_hold() -> None:
    try:
        manners.choose(Manners(asks_a_year=2))
        assert manners.chosen().asks_a_year == 2
    finally:
        manners.choose(Manners())
