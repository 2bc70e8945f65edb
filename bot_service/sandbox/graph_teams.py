"""Graph: the one group that is a team, its members and its channels.

https://learn.microsoft.com/graph/api/channel-list and group-list-members
"""

from bot_service.sandbox.odata import Answer, Call, Json, entity, listed, not_found
from bot_service.sandbox.world import World

_FOUNDED = "2024-03-01T08:00:00Z"


def list_groups(world: World, call: Call) -> Answer:
    """GET /groups"""
    return listed(call, "groups", [_group(world)])


def get_group(world: World, call: Call, group: str) -> Answer:
    """GET /groups/{id}"""
    _check(world, group)
    return entity(call, "groups", _group(world))


def list_members(world: World, call: Call, group: str) -> Answer:
    """GET /groups/{id}/members"""
    _check(world, group)
    members: list[Json] = [
        {
            "@odata.type": "#microsoft.graph.user",
            "id": person.id,
            "displayName": person.name,
            "userPrincipalName": person.principal_name,
        }
        for person in world.company.people
    ]
    return listed(call, "directoryObjects", members)


def get_team(world: World, call: Call, team: str) -> Answer:
    """GET /teams/{id}"""
    company = world.company
    _check(world, team)
    shown: Json = {
        "id": company.team_id,
        "createdDateTime": _FOUNDED,
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
            "createdDateTime": _FOUNDED,
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


def _group(world: World) -> Json:
    company = world.company
    return {
        "id": company.team_id,
        "createdDateTime": _FOUNDED,
        "displayName": company.team_name,
        "description": "Where all of us are",
        "groupTypes": ["Unified"],
        "mail": f"everyone@{company.organiser.mail.partition('@')[2]}",
        "mailEnabled": True,
        "mailNickname": "everyone",
        "resourceProvisioningOptions": ["Team"],
        "securityEnabled": False,
        "visibility": "Public",
    }
