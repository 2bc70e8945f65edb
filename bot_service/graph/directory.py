"""Who works here: the company's directory, read through Graph."""

from dataclasses import dataclass, replace
from typing import Any

from bot_service.graph import requests
from bot_service.graph.client import GraphClient


@dataclass(frozen=True)
class Colleague:
    """Somebody in the directory. `team` is the department, empty if none is given; `manager_id` is a Colleague's id."""

    id: str
    principal_name: str
    mail: str
    name: str
    team: str
    job_title: str
    manager_id: str | None
    enabled: bool
    is_guest: bool


class Directory:
    """The company's directory. Needs the application permission User.Read.All (departments, managers)."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    async def colleagues(self) -> list[Colleague]:
        """Return everybody in the directory, guests and disabled accounts too, in the directory's order.

        Managers are asked for in batches, and only of people who can sign in and are no guests. Raises `Outage`, or
        `NotPermitted` without the permission.
        """
        builders = self._client.builders
        page = await self._client.answer(requests.list_users(builders))
        users: list[dict[str, Any]] = list(page["value"])
        while link := page.get("@odata.nextLink"):
            page = await self._client.answer(requests.next_users(builders, link))
            users += page["value"]
        return await self._with_managers([_colleague_in(user) for user in users])

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
    )
