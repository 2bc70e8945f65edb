"""Activities as Teams sends them to a bot: words, presses, the app added and removed.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

import html
from collections.abc import Mapping
from typing import Any

from bot_service.sandbox.account import Account
from bot_service.sandbox.conversations import Conversation
from bot_service.sandbox.ids import guid
from bot_service.sandbox.postbox import Postbox
from bot_service.sandbox.world import World


class Envelopes:
    """Writes the activities of one world; they name the connector that `postbox` names."""

    def __init__(self, world: World, postbox: Postbox) -> None:
        self._world = world
        self._postbox = postbox

    def words(self, person: Account, conversation: Conversation, text: str, activity_id: str) -> dict[str, Any]:
        """She wrote something."""
        return self._activity("message", person, conversation, activity_id) | {
            "text": text,
            "textFormat": "plain",
            "attachments": [{"contentType": "text/html", "content": f"<p>{html.escape(text)}</p>"}],
        }

    def press(
        self,
        person: Account,
        conversation: Conversation,
        message_id: str,
        verb: str,
        data: Mapping[str, Any],
        activity_id: str,
    ) -> dict[str, Any]:
        """She pressed a button of a card; `data` already holds the card's inputs, as Teams merges them."""
        action = {"type": "Action.Execute", "title": "", "verb": verb, "data": dict(data)}
        return self._activity("invoke", person, conversation, activity_id) | {
            "name": "adaptiveCard/action",
            "replyToId": message_id,
            "value": {"action": action, "trigger": "manual"},
        }

    def installation(self, person: Account, conversation: Conversation, action: str) -> list[dict[str, Any]]:
        """The app was added to (`add`) or taken from (`remove`) this chat or channel by `person`: Teams tells it twice."""
        changed = "membersAdded" if action == "add" else "membersRemoved"
        update = self._activity(
            "installationUpdate", person, conversation, guid(conversation.id, action, "installation")
        )
        change = self._activity(
            "conversationUpdate", person, conversation, guid(conversation.id, action, "conversation")
        )
        if conversation.kind == "channel":
            company = self._world.company
            event = "teamMemberAdded" if action == "add" else "teamMemberRemoved"
            for activity in (update, change):
                activity["channelData"] |= {
                    "team": {"id": company.general_id, "name": company.team_name, "aadGroupId": company.team_id},
                    "channel": {"id": company.channel_id, "name": company.channel_name},
                    "settings": {"selectedChannel": {"id": company.channel_id, "name": company.channel_name}},
                }
            change["channelData"]["eventType"] = event
        return [update | {"action": action}, change | {changed: [{"id": self._world.teams.bot_id}]}]

    def _activity(self, kind: str, person: Account, conversation: Conversation, activity_id: str) -> dict[str, Any]:
        moment = self._world.clock.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        tenant = self._world.company.tenant_id
        where: dict[str, Any] = {"id": conversation.id, "conversationType": conversation.kind, "tenantId": tenant}
        if conversation.kind != "personal":
            where |= {"isGroup": True, "name": conversation.name}
        return {
            "type": kind,
            "id": activity_id,
            "timestamp": moment,
            "channelId": "msteams",
            "serviceUrl": self._postbox.service_url,
            "from": {"id": f"29:{person.id}", "name": person.name, "aadObjectId": person.id},
            "conversation": where,
            "recipient": {"id": self._world.teams.bot_id, "name": "Potluck"},
            "locale": "en-US",
            "entities": [{"type": "clientInfo", "locale": "en-US", "country": "US", "platform": "Web"}],
            "channelData": {"tenant": {"id": tenant}},
        }
