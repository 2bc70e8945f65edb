"""Who is a host or an administrator: people whom the settings name, and everybody in the groups of Entra that they name.

A role stands in the person's row, and is looked up there on every call: taken away in Entra, it ends with the next reading.
"""

import logging
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from bot_service import discreet
from bot_service.errors import Refusal

log = logging.getLogger(__name__)

GROUP_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Groups(Protocol):
    """What is asked of the directory."""

    async def members(self, group_id: str, /) -> Collection[str]:
        """The ids of all people in this group."""
        ...


@dataclass(frozen=True)
class Holders:
    """Who has one role. `unread`: some group of it could not be read, so whoever has the role keeps it."""

    names: frozenset[str]
    ids: frozenset[str] = frozenset()
    unread: bool = False

    def include(self, person_id: str, principal_name: str, *, has_it: bool) -> bool:
        """Whether the role is hers from now on; `has_it`: whether it is so far."""
        return principal_name.lower() in self.names or person_id in self.ids or (has_it and self.unread)


async def holders(named: Collection[str], directory: Groups) -> Holders:
    """Read who has the role that is given to `named`: principal names in lower case and ids of groups. Raises `Outage`."""
    groups = groups_in(named)
    ids: set[str] = set()
    unread = False
    for group in groups:
        try:
            ids |= set(await directory.members(group))
        except Refusal as refusal:
            unread = True
            log.warning(
                "Group %s can't be read, so its people keep the roles that they have: %s",
                group,
                discreet.trouble(refusal),
            )
    return Holders(frozenset(named) - frozenset(groups), frozenset(ids), unread)


def groups_in(named: Collection[str]) -> list[str]:
    """Those of the names that are ids of groups, in a stable order."""
    return sorted(name for name in named if GROUP_ID.fullmatch(name))
