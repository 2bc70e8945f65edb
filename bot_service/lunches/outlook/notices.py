"""What Microsoft tells us of an organiser's mailbox: that something changed there, or that something is the matter with telling us.

Anybody may send such a thing; only what carries the secret of its own subscription is believed. It may come late, twice, in any
order or never, so it does no more than have the mailbox looked at. learn.microsoft.com/graph/change-notifications-lifecycle-events
"""

import hmac
import logging
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot_service import clock
from bot_service.database.transaction import transaction
from bot_service.lunches.tables.mailbox import Mailbox

log = logging.getLogger(__name__)

REMOVED, REAUTHORIZE = "subscriptionRemoved", "reauthorizationRequired"
_ID = re.compile(r"[\w-]{1,128}", re.ASCII)


@dataclass(frozen=True)
class Notice:
    """One entry of what was sent; `event` of the subscription's life, "" for a change in the calendar. Nothing in it is checked."""

    subscription_id: str
    client_state: str
    event: str = ""


async def hear(notices: Collection[Notice]) -> None:
    """Have each mailbox that these are about looked at now. What isn't ours, or not genuine, is passed over."""
    named = {notice.subscription_id for notice in notices if _ID.fullmatch(notice.subscription_id)}
    known = {one.subscription_id: one for one in await Mailbox.filter(subscription_id__in=list(named))} if named else {}
    believed = [one for one in notices if one.subscription_id in known and _is_genuine(one, known[one.subscription_id])]
    if len(believed) < len(notices):
        log.info("%s of %s notices were not for us.", len(notices) - len(believed), len(notices))
    if not believed:
        return
    now = clock.now()
    async with transaction():
        for notice in dict.fromkeys(believed):
            as_known = Mailbox.filter(state="watched", subscription_id=notice.subscription_id)
            await as_known.update(due_at=now, **_what_follows(notice.event, now))


def _is_genuine(notice: Notice, mailbox: Mailbox) -> bool:
    """Compared in the same time whatever was sent, so that nobody can find the secret letter by letter."""
    sent, own = notice.client_state.encode("utf-8", "replace"), mailbox.client_state.encode()
    return bool(own) and hmac.compare_digest(sent, own)


def _what_follows(event: str, now: datetime) -> dict[str, Any]:
    """A lost subscription is made anew and a doubted one renewed; whatever was missed is read from where we are."""
    if event == REMOVED:
        return {"subscription_id": "", "subscription_until": None}
    return {"subscription_until": now} if event == REAUTHORIZE else {}
