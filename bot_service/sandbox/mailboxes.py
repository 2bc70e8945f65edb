"""What may be wrong with a mailbox: the app may not open it, it moved away, it is full, it has no licence for online meetings.

- `closed`: outside the scope that the administrator gave to the app (Exchange RBAC for Applications).
- `moved`: hosted elsewhere now, e.g. back on premises; https://learn.microsoft.com/graph/errors
- `full`: Exchange stores and sends nothing more; reading works. Microsoft answers 403 with ErrorQuotaExceeded.
- `no_online_meetings`: no Teams licence, so an event there never becomes an online meeting.
- `schedule`: an error that free/busy gives for this one mailbox, by its code.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, Literal, cast, get_args

from bot_service.sandbox.account import Account
from bot_service.sandbox.company import Company

Trouble = Literal["closed", "moved", "full", "no_online_meetings"]
#: Told when something becomes wrong with a mailbox or is well again: whose, what, and whether it is so now.
Listener = Callable[[str, Trouble, bool], None]

#: Codes that free/busy gives for single mailboxes, with what it says.
SCHEDULE_ERRORS = {
    "ErrorMailRecipientNotFound": "Unable to resolve e-mail address to an Active Directory object.",
    "ErrorNoFreeBusyAccess": "The caller does not have access to free/busy data.",
    "ErrorResultSetTooBig": "The result set contains too many calendar entries. The allowed size = 1000; the actual size = 1204.",
    "ErrorFreeBusyGenerationFailed": "Unable to generate free/busy data for this mailbox.",
    "ErrorMailboxLogonFailed": "Logging on to this mailbox failed.",
}


class NoSuchTrouble(ValueError):  # noqa: N818 - what is wrong, in plain words
    """No mailbox can have this; the message lists what can be."""


class Mailboxes:
    """The state of all mailboxes by account id. `open` are those that the administrator has opened to the app."""

    def __init__(self, company: Company) -> None:
        self.open = {account.id for account in company.organisers}
        self._troubles: defaultdict[str, set[Trouble]] = defaultdict(set)
        self._schedule_errors: dict[str, str] = {}
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """From now on `listener` hears of each change."""
        self._listeners.append(listener)

    def has(self, owner: Account, trouble: Trouble) -> bool:
        """Whether this is wrong with somebody's mailbox."""
        if trouble == "closed":
            return owner.id not in self.open
        return trouble in self._troubles.get(owner.id, ())

    def schedule_error(self, owner: Account) -> str:
        """The code that free/busy gives for this mailbox; "" when it can be read."""
        return self._schedule_errors.get(owner.id, "")

    def switch(self, owner_id: str, trouble: str, is_so: object = True) -> None:
        """From now on this is (not) wrong with the mailbox; for `schedule` give the code, or "". Raises `NoSuchTrouble`."""
        if trouble == "schedule":
            self._spoil_schedule(owner_id, str(is_so or ""))
            return
        if trouble not in get_args(Trouble):
            raise NoSuchTrouble(f"A mailbox can be {', '.join(get_args(Trouble))}, or have a schedule error.")
        known = cast("Trouble", trouble)
        if known == "closed":
            (self.open.discard if is_so else self.open.add)(owner_id)
        elif is_so:
            self._troubles[owner_id].add(known)
        else:
            self._troubles[owner_id].discard(known)
        for listener in self._listeners:
            listener(owner_id, known, bool(is_so))

    def troubles_of(self, owner_id: str) -> dict[str, Any]:
        """What is wrong with one mailbox."""
        shown: dict[str, Any] = {"closed": owner_id not in self.open}
        shown |= {trouble: trouble in self._troubles.get(owner_id, ()) for trouble in get_args(Trouble)[1:]}
        return shown | {"schedule": self._schedule_errors.get(owner_id, "")}

    def shown(self, company: Company) -> dict[str, dict[str, Any]]:
        """Mail → what is wrong, for the organisers and for everybody with more than a closed mailbox."""
        troubled = {owner for owner, troubles in self._troubles.items() if troubles} | self._schedule_errors.keys()
        listed = [account for account in company.accounts.values() if account in company.organisers]
        listed += [account for account in company.accounts.values() if account.id in troubled and account not in listed]
        return {account.mail: self.troubles_of(account.id) for account in listed}

    def _spoil_schedule(self, owner_id: str, code: str) -> None:
        if code and code not in SCHEDULE_ERRORS:
            raise NoSuchTrouble(f"“schedule” must be one of {', '.join(SCHEDULE_ERRORS)}, or empty.")
        if code:
            self._schedule_errors[owner_id] = code
        else:
            self._schedule_errors.pop(owner_id, None)
