"""Who is a host or an administrator: people whom the settings name, and everybody in the groups of Entra that they name.

A role stands in the person's row, and is looked up there on every call: taken away in Entra or in the settings, it
ends with the next reading. While a group can't be read, who had the role by it keeps it; a group that is gone is empty.
"""

import logging
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot_service import discreet
from bot_service.errors import Refusal
from bot_service.graph.trouble import NotThere

log = logging.getLogger(__name__)

GROUP_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Groups(Protocol):
    """What is asked of the directory."""

    async def members(self, group_id: str, /) -> Collection[str]:
        """The ids of all people in this group."""
        ...


@dataclass(frozen=True)
class Holders:
    """Who has one role, as the settings name them now. `unread`: groups of it that can't be read for the time being."""

    names: frozenset[str]
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()

    def groups_of(self, person_id: str, before: Collection[str]) -> list[str]:
        """Which groups give her the role from now on; `before`: which did so at the last reading, and count while unread."""
        now = {group for group, ids in self.members.items() if person_id in ids}
        return sorted(now | (self.unread & set(before)))


async def holders(named: Collection[str], directory: Groups) -> Holders:
    """Read who has the role that is given to `named`: principal names in lower case and ids of groups. Raises `Outage`."""
    groups = groups_in(named)
    members: dict[str, frozenset[str]] = {}
    for group in groups:
        try:
            members[group] = frozenset(await directory.members(group))
        except NotThere:
            members[group] = frozenset()
            log.warning("There is no group %s, so nobody has a role by it; run potluck doctor", group)
        except Refusal as refusal:
            log.warning(
                "Group %s can't be read, so its people keep the roles that they have by it: %s",
                group,
                discreet.trouble(refusal),
            )
    return Holders(frozenset(named) - frozenset(groups), members, frozenset(groups) - members.keys())


def groups_in(named: Collection[str]) -> list[str]:
    """Those of the names that are ids of groups, in a stable order."""
    return sorted(name for name in named if GROUP_ID.fullmatch(name))
