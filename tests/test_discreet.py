"""What is written into the log of an error in which somebody is named."""

import logging
import sys

from bot_service.discreet import Discreet, masked, row, trouble
from bot_service.errors import Outage

CLEO = "5d1f8c3e-6c0b-4c57-9c59-6d7a4a1f2b11"
OURS = "5d1f8c3e-6c0b-5c57-9c59-6d7a4a1f2b11"


def fails() -> None:
    try:
        {}["Cleo Ångström"]
    except KeyError as error:
        raise ValueError("invalid input for query argument $1: 'cleo@contoso.example'") from error


def caught() -> Exception:
    try:
        fails()
    except ValueError as error:
        return error
    raise AssertionError("it fails")


def test_of_a_foreign_error_only_kinds_and_places_are_told() -> None:
    told = trouble(caught())

    assert "ValueError at test_discreet.py:" in told
    assert "after KeyError at test_discreet.py:" in told
    assert "Cleo" not in told
    assert "cleo" not in told


def test_our_own_sentence_is_told_without_addresses() -> None:
    told = trouble(Outage("The mailbox cleo.angstrom@contoso.example does not answer."))

    assert told == "Outage: The mailbox …@contoso.example does not answer."


def test_a_person_is_a_number_and_other_rows_go_by_their_ids() -> None:
    assert CLEO not in row("person", CLEO)
    assert row("person", CLEO) == row("person", CLEO) != row("person", OURS)
    assert row("lunch", OURS) == f"lunch {OURS}"


def test_ids_of_entra_are_masked_and_ours_are_not() -> None:
    assert masked(f"person:{CLEO} of lunch:{OURS}") == f"person:… of lunch:{OURS}"


def test_what_libraries_log_is_masked_too() -> None:
    try:
        fails()
    except ValueError:
        record = logging.LogRecord(
            "asyncio", logging.ERROR, "", 0, "Job for %s", ("cleo@contoso.example",), sys.exc_info()
        )

    said = Discreet("%(message)s").format(record)
    assert said.startswith("Job for …@contoso.example\nValueError at ")
    assert "cleo" not in said.lower()
