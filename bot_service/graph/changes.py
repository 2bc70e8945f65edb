"""What changes in a mailbox's calendar: read as it happens, and told to us where we can be reached.

Being told is a hint that comes late, twice or never; what was read is the truth.
learn.microsoft.com/graph/delta-query-events and /graph/change-notifications-overview
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot_service.errors import Refusal
from bot_service.graph import requests
from bot_service.graph.client import GraphClient
from bot_service.graph.trouble import NoLongerKnown, NotThere, NotUnderstood

__all__ = ["Changes", "NotReached", "Seen", "SyncLost"]

#: The longest that Graph tells of events without being asked again (newer tenants allow a week).
TOLD_FOR = timedelta(minutes=4230)
#: Codes with which Exchange says that it has forgotten how far we had read; mostly, but not always, with status 410.
_LOST = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired", "errorinvalidsyncstatedata"})
#: Of a 400 where our address did not answer as it should.
_NOT_REACHED = frozenset({"ValidationError", "InvalidRequest"})


class SyncLost(Refusal):
    """Graph no longer knows how far we had read: read everything anew."""

    reason = "sync_lost"


class NotReached(Refusal):
    """Graph could not reach us under our public address, or doesn't like it, and so tells us nothing."""

    reason = "not_reached"


@dataclass(frozen=True)
class Seen:
    """Ids of events that changed or went since the last time, and the `link` to go on from. Ids may be of events that aren't ours."""

    changed: frozenset[str]
    removed: frozenset[str]
    link: str


class Changes:
    """The changes of organisers' calendars. Needs Calendars.Read of these mailboxes."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    async def read(self, mailbox: str, link: str, start: datetime, end: datetime) -> Seen:
        """Read what changed since `link`; without one, all events that lie between two moments, as changed.

        An event that is moved out of the range that `link` began with is among the removed. Raises `SyncLost`, `Outage`, or
        `MailboxUnfit`.
        """
        builders = self._client.builders
        request = (
            requests.next_changes(builders, mailbox, link)
            if link
            else requests.calendar_changes(builders, mailbox, start, end)
        )
        changed: set[str] = set()
        removed: set[str] = set()
        while True:
            try:
                page = await self._client.answer(request, mailbox=mailbox)
            except NoLongerKnown as lost:
                raise SyncLost(lost.sentence) from lost
            except NotUnderstood as refused:
                if refused.code.lower() in _LOST:
                    raise SyncLost(f"Microsoft Graph does not know how far we had read ({refused.code}).") from refused
                raise
            for event in page["value"]:
                (removed if "@removed" in event else changed).add(event["id"])
            if "@odata.deltaLink" in page:
                return Seen(frozenset(changed), frozenset(removed), page["@odata.deltaLink"])
            request = requests.next_changes(builders, mailbox, page["@odata.nextLink"])

    async def subscribe(self, mailbox: str, public_url: str, client_state: str, until: datetime) -> str:
        """Be told at our public address, until a moment at most `TOLD_FOR` away; returns the subscription's id.

        Graph asks the address before it answers, so the web must be up. Raises `NotReached`.
        """
        notices, lifecycle = f"{public_url}/graph/notices", f"{public_url}/graph/lifecycle"
        request = requests.subscribe(self._client.builders, mailbox, notices, lifecycle, client_state, until)
        try:
            answer = await self._client.answer(request)
        except NotUnderstood as refused:
            if refused.status == 400 and refused.code in _NOT_REACHED:
                raise NotReached(
                    f"Microsoft Graph can't reach {public_url} to tell of changes in calendars, so Potluck looks for them itself."
                ) from refused
            raise
        return str(answer["id"])

    async def renew(self, subscription_id: str, until: datetime) -> bool:
        """Have it go on until then; returns whether there still is such a subscription. Also answers a demand to reauthorize."""
        try:
            await self._client.answer(requests.renew_subscription(self._client.builders, subscription_id, until))
        except NotThere:
            return False
        return True

    async def unsubscribe(self, subscription_id: str) -> None:
        """End it; already gone is fine."""
        try:
            await self._client.answer(requests.end_subscription(self._client.builders, subscription_id))
        except NotThere:
            return
