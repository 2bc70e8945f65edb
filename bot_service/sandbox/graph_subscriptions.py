"""Graph: subscriptions to the events of a mailbox, from the first question to the last renewal.

https://learn.microsoft.com/graph/api/resources/subscription
"""

import re
from datetime import datetime
from urllib.parse import urlsplit

from bot_service.sandbox.graph_directory import mailbox_of
from bot_service.sandbox.ids import guid
from bot_service.sandbox.odata import Answer, Call, Json, Refused, entity, listed
from bot_service.sandbox.subscriptions import LONGEST, SHORTEST, Subscription
from bot_service.sandbox.world import World
from bot_service.sandbox.zones import as_instant, read_instant

_RESOURCE = re.compile(r"/?users[/(]'?(?P<user>[^/')]+)'?\)?/(?:calendar/)?events/?", re.IGNORECASE)
_CHANGES = frozenset({"created", "updated", "deleted"})
LONGEST_CLIENT_STATE = 128


def create_subscription(world: World, call: Call) -> Answer:
    """POST /subscriptions. Whoever serves this then asks the addresses themselves: see `confirm`."""
    body = call.fields()
    for name in ("changeType", "notificationUrl", "resource", "expirationDateTime"):
        if not isinstance(body.get(name), str) or not body[name]:
            raise Refused(400, "InvalidRequest", f"The '{name}' property is required and can't be empty.")
    found = _RESOURCE.fullmatch(body["resource"])
    if found is None:
        raise Refused(400, "ExtensionError", f"The resource '{body['resource']}' is not supported.")
    client_state = body.get("clientState")
    if client_state is not None and not 0 < len(str(client_state)) <= LONGEST_CLIENT_STATE:
        raise Refused(400, "InvalidRequest", "The clientState may have 1 to 128 characters.")
    owner = mailbox_of(world, found["user"])
    if not call.grant.person_id and owner.id not in world.open_mailboxes:
        raise Refused(
            403,
            "ExtensionError",
            "Operation: Create; Exception: [Status Code: Forbidden; Reason: Access is denied. Check credentials and try again.]",
        )
    wished = Subscription(
        id="",
        owner=owner,
        resource=body["resource"],
        changes=_changes(body["changeType"]),
        url=_address(body["notificationUrl"], "notificationUrl"),
        lifecycle_url=_address(body["lifecycleNotificationUrl"], "lifecycleNotificationUrl")
        if body.get("lifecycleNotificationUrl")
        else "",
        client_state=None if client_state is None else str(client_state),
        until=_until(world, body["expirationDateTime"]),
        wants_immutable_ids=call.wants_immutable_ids,
    )
    subscription = world.subscriptions.add(wished)
    return entity(call, "subscriptions", _shown(world, subscription), status=201)


async def confirm(world: World, answer: Answer) -> None:
    """Ask the addresses of a subscription that was just made. Raises `Refused` (400), and it is gone again, where one fails."""
    subscription = world.subscriptions.find(str(answer.body and answer.body.get("id")))
    if subscription is None:
        return
    for url in filter(None, (subscription.url, subscription.lifecycle_url)):
        if not await world.notices.is_valid(url):
            world.subscriptions.remove(subscription.id)
            raise Refused(
                400,
                "ValidationError",
                "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.",
            )


def list_subscriptions(world: World, call: Call) -> Answer:
    """GET /subscriptions: those of the app."""
    return listed(call, "subscriptions", [_shown(world, each) for each in world.subscriptions.living()])


def get_subscription(world: World, call: Call, subscription: str) -> Answer:
    """GET /subscriptions/{id}"""
    return entity(call, "subscriptions", _shown(world, _known(world, subscription)))


def renew_subscription(world: World, call: Call, subscription: str) -> Answer:
    """PATCH /subscriptions/{id}: it as it is now, or 204 where `Prefer: return=minimal` was sent."""
    known = _known(world, subscription)
    body = call.fields()
    if body.get("expirationDateTime"):
        known.until = _until(world, str(body["expirationDateTime"]))
    if body.get("notificationUrl"):
        known.url = _address(str(body["notificationUrl"]), "notificationUrl")
    if "return=minimal" in call.headers.get("prefer", ""):
        return Answer(204)
    return entity(call, "subscriptions", _shown(world, known))


def delete_subscription(world: World, call: Call, subscription: str) -> Answer:
    """DELETE /subscriptions/{id}"""
    del call
    world.subscriptions.remove(_known(world, subscription).id)
    return Answer(204)


def reauthorize_subscription(world: World, call: Call, subscription: str) -> Answer:
    """POST /subscriptions/{id}/reauthorize: it goes on as it was, no longer."""
    del call
    _known(world, subscription)
    return Answer(204)


def _known(world: World, subscription_id: str) -> Subscription:
    known = world.subscriptions.find(subscription_id)
    if known is None:
        raise Refused(404, "ResourceNotFound", "The object was not found.")
    return known


def _shown(world: World, subscription: Subscription) -> Json:
    return {
        "id": subscription.id,
        "resource": subscription.resource,
        "applicationId": world.company.app_id,
        "changeType": ",".join(sorted(subscription.changes)),
        "clientState": subscription.client_state,
        "notificationUrl": subscription.url,
        "notificationQueryOptions": None,
        "lifecycleNotificationUrl": subscription.lifecycle_url or None,
        "expirationDateTime": as_instant(subscription.until),
        "creatorId": guid(world.company.app_id, "service principal"),
        "includeResourceData": None,
        "latestSupportedTlsVersion": "v1_2",
        "encryptionCertificate": None,
        "encryptionCertificateId": None,
        "notificationUrlAppId": None,
    }


def _changes(told: str) -> frozenset[str]:
    changes = frozenset(part.strip().lower() for part in told.split(","))
    if not changes <= _CHANGES:
        raise Refused(400, "InvalidRequest", f"The changeType '{told}' is not supported.")
    return changes


def _address(url: str, name: str) -> str:
    """Microsoft takes https only; this sandbox also what answers on this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}):
        return url
    raise Refused(400, "InvalidRequest", f"The {name} must be an absolute https address.")


def _until(world: World, told: str) -> datetime:
    """When it ends: at least 45 minutes from now, whatever was wished; a wish for too long is refused."""
    try:
        until = read_instant(told)
    except ValueError as trouble:
        raise Refused(400, "InvalidRequest", f"The expirationDateTime can't be read: {trouble}.") from trouble
    now = world.clock.now
    if until <= now:
        raise Refused(400, "InvalidRequest", "Subscription expiration must be in the future.")
    if until > now + LONGEST:
        raise Refused(
            400, "ExtensionError", "Subscription expiration can only be 4230 minutes in the future for this resource."
        )
    return max(until, now + SHORTEST)
