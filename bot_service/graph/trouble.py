"""What Graph says when it says no, in our three kinds: `Refusal`, `Outage`, fault."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from bot_service.errors import Outage, Refusal

#: Throttled, or away: nothing happened, or (POST /events) a repeat with the same transactionId is harmless.
AWAY = frozenset({408, 429, 500, 502, 503, 504})
LONGEST_WAIT = timedelta(hours=1)

Unfit = Literal["not_permitted", "moved", "full", "no_online_meetings"]

#: Codes of Exchange, seen with 400, 403 and 507: learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
_FULL = frozenset({
    "ErrorQuotaExceeded", "ErrorExceededMessageLimit", "ErrorSubmissionQuotaExceeded", "ErrorMessageSubmissionBlocked",
    "QuotaExceededException",
})  # fmt: skip
#: Of a whole mailbox; a single event that is gone is an `ErrorItemNotFound`.
_MOVED = frozenset({
    "MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI", "ErrorInvalidUser", "ErrorNonExistentMailbox",
    "ErrorMailboxNotFound", "ErrorAccountDisabled", "ResourceNotFound", "Request_ResourceNotFound",
})  # fmt: skip
_WAYS_OUT: dict[Unfit, str] = {
    "not_permitted": "Our app may not use the mailbox {mailbox}: give it the Exchange role Application Calendars.ReadWrite "
    "for this mailbox (RBAC for Applications; it takes up to two hours until Exchange follows).",
    "moved": "There is no mailbox {mailbox} that Graph can open, or none any more: make a shared mailbox, or correct POTLUCK_ORGANISER.",
    "full": "The mailbox {mailbox} is full, or has sent as much as it may: empty it, or add another one to POTLUCK_ORGANISER.",
    "no_online_meetings": "The mailbox {mailbox} may not hold Teams meetings: give it a licence with Teams, "
    "or add a mailbox that has one to POTLUCK_ORGANISER.",
}


class OnlyLooking(Refusal):
    """In shadow mode nothing is changed in Microsoft 365."""

    reason = "shadow"


class NotSignedIn(Refusal):
    """401: the token was not accepted."""

    reason = "not_signed_in"


class NotPermitted(Refusal):
    """403: the app lacks a permission."""

    reason = "not_permitted"


class NotThere(Refusal):
    """404 or 410: the person or event does not exist (any more)."""

    reason = "not_there"


class NoLongerKnown(NotThere):
    """410: what we go on from is not kept any longer; begin anew."""


class MailboxUnfit(Refusal):
    """This mailbox can't organise: another one may. Its `reason` is one of `Unfit`, its sentence says the way out."""

    def __init__(self, mailbox: str, reason: Unfit) -> None:
        super().__init__(_WAYS_OUT[reason].format(mailbox=mailbox), reason=reason)
        self.mailbox = mailbox


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


def told_by(
    status: int, code: str = "", message: str = "", *, retry_after: str = "", date: str = "", mailbox: str = ""
) -> Exception:
    """Choose the exception for an answer of Graph. Codes: learn.microsoft.com/graph/errors.

    `mailbox`: whose mailbox was to work for the request; then a no may be about the mailbox as a whole.
    """
    unfit = _unfit(status, code) if mailbox else None
    if unfit is not None:
        return MailboxUnfit(mailbox, unfit)
    return _told_by(status, code, message, waiting_time(retry_after, date))


def _told_by(status: int, code: str, message: str, wait: timedelta | None) -> Exception:
    if status in AWAY:
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
        return (NotThere if status == 404 else NoLongerKnown)(f"Microsoft Graph does not find it ({code or status}).")
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


def _unfit(status: int, code: str) -> Unfit | None:
    if status == 507 or (code in _FULL and status != 429):
        return "full"
    if status == 403:
        return "not_permitted"
    return "moved" if status == 404 and code in _MOVED else None
