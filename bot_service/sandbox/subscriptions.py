"""Who wants to hear of changes in which mailbox. What they are told lies in `notices` until somebody brings it.

https://learn.microsoft.com/graph/change-notifications-overview
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot_service.sandbox.account import Account
from bot_service.sandbox.clock import Clock
from bot_service.sandbox.ids import change_key, guid
from bot_service.sandbox.mailbox import Change, Outlook
from bot_service.sandbox.meeting import Copy
from bot_service.sandbox.notices import Entry, Notices
from bot_service.sandbox.zones import as_instant

#: How long a subscription to events lives at most; shorter ones are made this long.
LONGEST, SHORTEST = timedelta(minutes=4230), timedelta(minutes=45)


@dataclass
class Subscription:
    """One app's wish to hear at `url` of events in one mailbox, until a moment. Lifecycle events go to `lifecycle_url`, if any."""

    id: str
    owner: Account
    resource: str
    changes: frozenset[str]
    url: str
    lifecycle_url: str
    client_state: str | None
    until: datetime
    wants_immutable_ids: bool


class Subscriptions:
    """All subscriptions of the tenant. One that has ended is forgotten without a word, as Graph does."""

    def __init__(self, clock: Clock, outlook: Outlook, notices: Notices, tenant_id: str) -> None:
        self._clock = clock
        self._notices = notices
        self._tenant_id = tenant_id
        self._made = 0
        self._all: dict[str, Subscription] = {}
        outlook.listen(self._notice)

    def living(self) -> list[Subscription]:
        """Those that have not ended, in the order in which they were made."""
        self._all = {key: each for key, each in self._all.items() if each.until > self._clock.now}
        return list(self._all.values())

    def find(self, subscription_id: str) -> Subscription | None:
        """One that has not ended."""
        return next((each for each in self.living() if each.id == subscription_id), None)

    def add(self, wished: Subscription) -> Subscription:
        """Make it; it gets its id here."""
        self._made += 1
        wished.id = guid("subscription", self._tenant_id, self._made)
        self._all[wished.id] = wished
        return wished

    def remove(self, subscription_id: str, *, tell: bool = False) -> None:
        """Take it away; `tell` is whether its app hears of that (`subscriptionRemoved`)."""
        subscription = self._all.pop(subscription_id)
        if tell:
            self.tell(subscription, "subscriptionRemoved")

    def tell(self, subscription: Subscription, event: str) -> None:
        """Have a lifecycle event on its way: reauthorizationRequired, subscriptionRemoved or missed."""
        if subscription.lifecycle_url:
            self._notices.add(subscription.lifecycle_url, self._entry(subscription) | {"lifecycleEvent": event})

    def _notice(self, owner_id: str, copy: Copy, change: Change) -> None:
        for subscription in self.living():
            if subscription.owner.id == owner_id and change in subscription.changes:
                self._notices.add(subscription.url, self._entry(subscription) | _changed(subscription, copy, change))

    def _entry(self, subscription: Subscription) -> Entry:
        return {
            "subscriptionId": subscription.id,
            "subscriptionExpirationDateTime": as_instant(subscription.until),
            "clientState": subscription.client_state,
            "tenantId": self._tenant_id,
        }


def _changed(subscription: Subscription, copy: Copy, change: Change) -> Entry:
    """What changed, by its id alone: who wants to know more asks."""
    some_id = copy.immutable_id if subscription.wants_immutable_ids else copy.id
    path = f"Users/{copy.owner.id}/Events/{some_id}"
    return {
        "changeType": change,
        "resource": path,
        "resourceData": {
            "@odata.type": "#Microsoft.Graph.Event",
            "@odata.id": path,
            "@odata.etag": f'W/"{change_key(copy.id, copy.version)}"',
            "id": some_id,
        },
    }
