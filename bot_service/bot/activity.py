"""What an activity of Teams says, in plain words. Handles what is missing: Outlook and Teams don't send the same fields.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
"""

import re
from collections.abc import Mapping
from typing import Any

from botbuilder.schema import Activity
from msrest.exceptions import ClientException

from bot_service.bot.caller import Caller
from bot_service.bot.token import tenants
from bot_service.teams.address import Address

_LEFT_OVER_TAG = re.compile(r"</?at\b[^>]*>", re.IGNORECASE)


def read_activity(body: Any) -> Activity:
    """The activity of a JSON body. Raises `ValueError` when it is none."""
    names = [body.get(name) for name in ("type", "serviceUrl", "channelId")] if isinstance(body, dict) else [None]
    if not all(isinstance(name, str) and name for name in names):
        raise ValueError("The body is no activity: it names no type, service address or channel.")
    try:
        return Activity().deserialize(body)
    except (ClientException, AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"The body is no activity: {error}") from error


def conversation_of(activity: Activity) -> dict[str, Any]:
    """Id and tenant of the conversation, as far as they are there."""
    conversation = activity.conversation
    if conversation is None:
        return {}
    spelt = conversation.additional_properties.get("tenantId")  # Teams writes tenantId, the library reads tenantID
    return {"id": conversation.id, "tenantId": spelt or conversation.tenant_id}


def channel_data(activity: Activity) -> Mapping[str, Any]:
    """What only Teams says."""
    return activity.channel_data if isinstance(activity.channel_data, Mapping) else {}


def part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A nested object, empty where there is none."""
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}


def address_of(activity: Activity, conversation_id: str = "") -> Address:
    """Where the activity comes from, or another conversation at the same place."""
    conversation = conversation_of(activity)
    tenant = tenants(conversation, channel_data(activity))
    return Address(
        service_url=str(activity.service_url),
        conversation_id=conversation_id or str(conversation.get("id") or ""),
        tenant_id=tenant[0] if tenant else "",
    )


def caller_of(activity: Activity) -> Caller | None:
    """Who is behind the activity; None for bots and others without an account in Microsoft Entra."""
    sender = activity.from_property
    if sender is None or not isinstance(sender.aad_object_id, str) or not sender.aad_object_id:
        return None
    address = address_of(activity)
    return Caller(
        object_id=sender.aad_object_id,
        name=sender.name or "",
        tenant_id=address.tenant_id,
        address=address,
        is_personal=is_personal(activity),
    )


def is_personal(activity: Activity) -> bool:
    """Whether it happened in somebody's own chat with the bot; channels other than Teams name no kind for those."""
    kind = activity.conversation.conversation_type if activity.conversation else None
    return kind == "personal" or (kind is None and not part(channel_data(activity), "team"))


def text_of(activity: Activity) -> str:
    """What was written, without the mention of the bot that a message in a channel starts with."""
    text = activity.text or ""
    bot_id = activity.recipient.id if activity.recipient else None
    for entity in activity.entities or []:
        said = entity.additional_properties
        if (
            entity.type == "mention"
            and isinstance(said.get("text"), str)
            and part(said, "mentioned").get("id") == bot_id
        ):
            text = text.replace(said["text"], "")
    return _LEFT_OVER_TAG.sub("", text).replace("&nbsp;", " ").replace("\u00a0", " ").strip()


def names_bot(activity: Activity, members: Any) -> bool:
    """Whether the bot itself is among members that came or went."""
    bot_id = activity.recipient.id if activity.recipient else None
    return bot_id is not None and any(member.id == bot_id for member in members or [])
