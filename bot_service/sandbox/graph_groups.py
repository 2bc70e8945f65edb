"""Graph: the groups of the directory, and who is in them, directly or through other groups.

https://learn.microsoft.com/graph/api/group-list, group-get, group-list-members and group-list-transitivemembers
"""

import re
from collections.abc import Iterable

from bot_service.sandbox.groups import Group, everybody_in
from bot_service.sandbox.odata import Answer, Call, Json, Refused, entity, listed, literal, not_found, selected
from bot_service.sandbox.world import World

FOUNDED = "2024-03-01T08:00:00Z"
_EQUALS = re.compile(r"^(displayName|id|mail|mailNickname) eq ('(?:[^']|'')*')$")
_STARTS = re.compile(r"^startswith\((displayName|mail|mailNickname), ?('(?:[^']|'')*')\)$", re.IGNORECASE)
_FLAGS = re.compile(r"^(mailEnabled|securityEnabled) eq (true|false)$")
_KIND = re.compile(r"^groupTypes/any\((\w): ?\1 eq '(\w+)'\)$")
_SEARCH = re.compile(r'^"(displayName|description):([^"]+)"$')


def list_groups(world: World, call: Call) -> Answer:
    """GET /groups with `$select`, `$filter` and `$search`; the last wants the header `ConsistencyLevel: eventual`."""
    groups = [_shown(world, group) for group in _groups(world).values()]
    groups = [group for group in groups if _matches(group, call.query.get("$filter", ""))]
    if "$search" in call.query:
        groups = _found(groups, call)
    return listed(call, "groups", [_selected(group, call) for group in groups])


def get_group(world: World, call: Call, group: str) -> Answer:
    """GET /groups/{id}"""
    return entity(call, "groups", _selected(_shown(world, _group_of(world, group)), call))


def list_members(world: World, call: Call, group: str) -> Answer:
    """GET /groups/{id}/members: people, and groups as such."""
    found = _group_of(world, group)
    return _members(world, call, (*found.people, *found.groups))


def all_members(world: World, call: Call, group: str, kind: str = "") -> Answer:
    """GET /groups/{id}/transitiveMembers: also who is in a group of the group; with a cast only `user` or `group`."""
    found = _group_of(world, group)
    return _members(world, call, everybody_in(found, world.company.groups), kind.removeprefix("microsoft.graph."))


def _groups(world: World) -> dict[str, Group]:
    """The company's one team, then its clubs."""
    company = world.company
    everybody = tuple(person.id for person in company.people)
    team = Group(company.team_id, company.team_name, "Where all of us are", "everyone", everybody, is_team=True)
    return {team.id: team, **company.groups}


def _group_of(world: World, group: str) -> Group:
    found = _groups(world).get(group.lower())
    if found is None:
        raise not_found(group)
    return found


def _members(world: World, call: Call, ids: Iterable[str], kind: str = "") -> Answer:
    members: list[Json] = []
    for each in ids:
        person, group = world.company.accounts.get(each), world.company.groups.get(each)
        if person is not None and kind in {"", "user"}:
            shown: Json = {"id": person.id, "displayName": person.name, "mail": person.mail}
            shown |= {"userPrincipalName": person.principal_name, "jobTitle": person.job_title or None}
            members.append({"@odata.type": "#microsoft.graph.user", **_selected(shown, call, "user")})
        elif group is not None and kind in {"", "group"}:
            shown = {"id": group.id, "displayName": group.name, "mail": _mail(world, group)}
            members.append({"@odata.type": "#microsoft.graph.group", **_selected(shown, call, "")})
    return listed(call, "directoryObjects", members)


def _selected(item: Json, call: Call, kind: str = "group") -> Json:
    """What `$select` names; of things of several kinds, each has what it has."""
    names = call.query.get("$select")
    if not names:
        return item
    known = item.__contains__ if kind == "group" else lambda _: True
    return selected(item, names, known, kind or "directoryObject")


def _matches(group: Json, condition: str) -> bool:
    """Follow `$filter`: comparisons joined by `and`. Raises `Refused` for anything else."""
    for part in condition.split(" and ") if condition else []:
        term = part.strip(" ")
        if found := _EQUALS.match(term):
            fits = str(group[found[1]]).lower() == literal(found[2]).lower()
        elif found := _STARTS.match(term):
            fits = str(group[found[1]]).lower().startswith(literal(found[2]).lower())
        elif found := _FLAGS.match(term):
            fits = group[found[1]] == (found[2] == "true")
        elif found := _KIND.match(term):
            fits = found[2] in group["groupTypes"]
        else:
            raise Refused(
                400, "Request_UnsupportedQuery", f"Unsupported or invalid query filter clause specified: '{part}'."
            )
        if not fits:
            return False
    return True


def _found(groups: list[Json], call: Call) -> list[Json]:
    """Follow `$search`: a word that begins like what is looked for."""
    if call.headers.get("consistencylevel", "").lower() != "eventual":
        raise Refused(
            400,
            "Request_UnsupportedQuery",
            "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
        )
    asked = _SEARCH.match(call.query["$search"])
    if asked is None:
        raise Refused(400, "Request_BadRequest", "Syntax error in the $search clause.")
    wanted = asked[2].lower()
    return [group for group in groups if any(word.startswith(wanted) for word in group[asked[1]].lower().split())]


def _mail(world: World, group: Group) -> str:
    return f"{group.nickname}@{world.company.organiser.mail.partition('@')[2]}"


def _shown(world: World, group: Group) -> Json:
    return {
        "id": group.id,
        "createdDateTime": FOUNDED,
        "displayName": group.name,
        "description": group.description,
        "groupTypes": ["Unified"],
        "mail": _mail(world, group),
        "mailEnabled": True,
        "mailNickname": group.nickname,
        "resourceProvisioningOptions": ["Team"] if group.is_team else [],
        "securityEnabled": False,
        "visibility": "Public",
    }
