"""What Graph says when it says no, in our three kinds: `Refusal`, `Outage`, fault."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

from bot_service.errors import Outage, Refusal

#: Throttled, or away: nothing happened, or (POST /events) a repeat with the same transactionId is harmless.
AWAY = frozenset({408, 429, 500, 502, 503, 504})
LONGEST_WAIT = timedelta(hours=1)


class NotSignedIn(Refusal):
    """401: the token was not accepted."""

    reason = "not_signed_in"


class NotPermitted(Refusal):
    """403: the app lacks a permission, or the mailbox is outside its scope."""

    reason = "not_permitted"


class NotThere(Refusal):
    """404 or 410: the person, mailbox or event does not exist (any more)."""

    reason = "not_there"


class Conflict(Refusal):
    """409: another write came first, or a transactionId was used before (`code` tells)."""

    reason = "conflict"

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class NotUnderstood(Exception):  # noqa: N818 - said in Graph's place
    """Graph calls our request wrong. That is a fault of ours; it is logged, not shown."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code


def told_by(status: int, code: str = "", message: str = "", *, retry_after: str = "", date: str = "") -> Exception:
    """Choose the exception for an answer of Graph. Codes: learn.microsoft.com/graph/errors."""
    if status in AWAY:
        wait = waiting_time(retry_after, date)
        sentence = (
            "Microsoft Graph asks us to slow down."
            if status == 429
            else f"Microsoft Graph is not available ({status})."
        )
        return Outage(sentence, after=wait) if wait else Outage(sentence)
    if status == 401:
        return NotSignedIn("Microsoft Graph does not accept our sign-in; run potluck doctor.")
    if status == 403:
        return NotPermitted(f"Microsoft Graph does not permit this to our app ({code or 403}); run potluck doctor.")
    if status in {404, 410}:
        return NotThere(f"Microsoft Graph does not find it ({code or status}).")
    if status == 409:
        return Conflict(f"Microsoft Graph says this conflicts with another change ({code or 409}).", code=code)
    return NotUnderstood(status, code, message)


def waiting_time(retry_after: str, date: str = "") -> timedelta | None:
    """Read a `Retry-After`: seconds, or a moment relative to the answer's own `Date`. None when it says nothing."""
    text = retry_after.strip()
    if text.isdigit():
        return min(timedelta(seconds=int(text)), LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return None
    return min(max(wait, timedelta()), LONGEST_WAIT)
