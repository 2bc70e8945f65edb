"""Who works here, and in which groups: the company's directory, read through Graph."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from kiota_abstractions.request_information import RequestInformation
from msgraph.graph_service_client import GraphServiceClient

from bot_service.graph import requests
from bot_service.graph.client import GraphClient

USER = "#microsoft.graph.user"


@dataclass(frozen=True)
class Colleague:
    """Somebody in the directory. `team` is the department, `site` the office; both are empty if none is given.

    `manager_id` is a Colleague's id. `country` is an ISO 3166 code like DE, or empty.
    """

    id: str
    principal_name: str
    mail: str
    name: str
    team: str
    job_title: str
    manager_id: str | None
    enabled: bool
    is_guest: bool
    site: str = ""
    country: str = ""


class Group(NamedTuple):
    """A group of the directory."""

    id: str
    name: str


class Directory:
    """The company's directory. Needs the application permission User.Read.All (departments, managers).

    Groups need GroupMember.Read.All besides; a company without programmes for groups need not give it.
    """

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    async def colleagues(self) -> list[Colleague]:
        """Return everybody in the directory, guests and disabled accounts too, in the directory's order.

        Managers are asked for in batches, and only of people who can sign in and are no guests. Raises `Outage`, or
        `NotPermitted` without the permission.
        """
        return await self._with_managers(await self.accounts())

    async def accounts(self) -> list[Colleague]:
        """Return the same without anybody's manager: a hundredth of the requests. Raises `Outage`, or `NotPermitted`."""
        users = await self._pages(requests.list_users(self._client.builders), requests.next_users)
        return [_colleague_in(user) for user in users]

    async def groups(self, search: str) -> list[Group]:
        """Return the groups whose name begins with `search`, the first few. Raises `Outage` or `NotPermitted`."""
        answer = await self._client.answer(requests.list_groups(self._client.builders, search.strip()))
        return [Group(group["id"], group.get("displayName") or "") for group in answer["value"]]

    async def members(self, group_id: str) -> set[str]:
        """Return the ids of all people in this group, or in a group of the group. Raises `NotThere` for one that is gone."""
        members = await self._pages(requests.list_members(self._client.builders, group_id), requests.next_members)
        return {member["id"] for member in members if member.get("@odata.type") == USER}

    async def _pages(
        self, request: RequestInformation, next_page: Callable[[GraphServiceClient, str], RequestInformation]
    ) -> list[dict[str, Any]]:
        page = await self._client.answer(request)
        found: list[dict[str, Any]] = list(page["value"])
        while link := page.get("@odata.nextLink"):
            page = await self._client.answer(next_page(self._client.builders, link))
            found += page["value"]
        return found

    async def _with_managers(self, colleagues: list[Colleague]) -> list[Colleague]:
        builders = self._client.builders
        asked = [colleague.id for colleague in colleagues if colleague.enabled and not colleague.is_guest]
        answers = await self._client.answers([requests.read_manager(builders, person) for person in asked])
        managers = {person: answer["id"] for person, answer in zip(asked, answers, strict=True) if answer}
        return [replace(colleague, manager_id=managers.get(colleague.id)) for colleague in colleagues]


def _colleague_in(user: dict[str, Any]) -> Colleague:
    """Read a user's JSON: learn.microsoft.com/graph/api/resources/user."""
    return Colleague(
        id=user["id"],
        principal_name=user["userPrincipalName"],
        mail=user.get("mail") or "",
        name=user.get("displayName") or user["userPrincipalName"],
        team=(user.get("department") or "").strip(),
        job_title=user.get("jobTitle") or "",
        manager_id=None,
        enabled=user.get("accountEnabled") is not False,
        is_guest=user.get("userType") == "Guest",
        site=(user.get("officeLocation") or "").strip(),
        country=_code_of(user.get("usageLocation")) or _code_of(user.get("country")),
    )


def _code_of(country: str | None) -> str:
    """ISO 3166: `usageLocation` always is, which goes with a licence; `country` is whatever somebody typed."""
    code = (country or "").strip().upper()
    return code if re.fullmatch("[A-Z]{2}", code) else ""
