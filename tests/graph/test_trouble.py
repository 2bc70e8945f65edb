"""What Graph's refusals become."""

from datetime import timedelta

import pytest

from bot_service.errors import Outage, Refusal
from bot_service.graph.trouble import (
    Conflict,
    NotPermitted,
    NotSignedIn,
    NotThere,
    NotUnderstood,
    told_by,
    waiting_time,
)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_who_is_away_is_asked_again_later(status: int) -> None:
    assert isinstance(told_by(status), Outage)


@pytest.mark.parametrize(
    ("status", "kind"), [(401, NotSignedIn), (403, NotPermitted), (404, NotThere), (410, NotThere), (409, Conflict)]
)
def test_a_no_is_a_refusal_with_a_sentence(status: int, kind: type[Refusal]) -> None:
    said = told_by(status, "SomeCode")

    assert isinstance(said, kind)
    assert said.sentence.endswith(".")


def test_a_request_that_graph_calls_wrong_is_our_fault() -> None:
    said = told_by(400, "ErrorInvalidParameter", "The parameter is wrong.")

    assert isinstance(said, NotUnderstood)
    assert str(said) == "400 ErrorInvalidParameter: The parameter is wrong."


@pytest.mark.parametrize(
    ("retry_after", "date", "wait"),
    [
        ("17", "", timedelta(seconds=17)),
        ("0", "", timedelta(0)),
        ("999999", "", timedelta(hours=1)),
        ("Mon, 05 Jan 2026 07:01:30 GMT", "Mon, 05 Jan 2026 07:00:00 GMT", timedelta(seconds=90)),
        ("Mon, 05 Jan 2026 07:01:30 GMT", "", None),
        ("soon", "", None),
        ("", "", None),
    ],
)
def test_a_wait_is_read_in_either_form(retry_after: str, date: str, wait: timedelta | None) -> None:
    assert waiting_time(retry_after, date) == wait
