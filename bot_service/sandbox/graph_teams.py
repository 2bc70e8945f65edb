"""Graph: the one group that is a team, and its channels.

https://learn.microsoft.com/graph/api/team-get and channel-list
"""

from bot_service.sandbox.graph_groups import FOUNDED
from bot_service.sandbox.odata import Answer, Call, Json, entity, listed, not_found
from bot_service.sandbox.world import World


def get_team(world: World, call: Call, team: str) -> Answer:
    """GET /teams/{id}"""
    company = world.company
    _check(world, team)
    shown: Json = {
        "id": company.team_id,
        "createdDateTime": FOUNDED,
        "displayName": company.team_name,
        "description": "Where all of us are",
        "internalId": company.general_id,
        "isArchived": False,
        "tenantId": company.tenant_id,
        "visibility": "public",
        "webUrl": f"https://teams.microsoft.com/l/team/{company.general_id}",
    }
    return entity(call, "teams", shown)


def list_channels(world: World, call: Call, team: str) -> Answer:
    """GET /teams/{id}/channels"""
    _check(world, team)
    company = world.company
    channels: list[Json] = [
        {
            "id": channel_id,
            "createdDateTime": FOUNDED,
            "displayName": name,
            "description": None,
            "isArchived": False,
            "membershipType": "standard",
            "tenantId": company.tenant_id,
            "webUrl": f"https://teams.microsoft.com/l/channel/{channel_id}",
        }
        for channel_id, name in ((company.general_id, "General"), (company.channel_id, company.channel_name))
    ]
    return listed(call, f"teams('{team}')/channels", channels)


def _check(world: World, group: str) -> None:
    if group.lower() != world.company.team_id:
        raise not_found(group)
