"""What was decided about people after they were hired: who works in a far office, who keeps an odd calendar, who shows details.

Drawn apart from everything else, so that the same seed still hires the same people.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot_service.sandbox.account import Account
from bot_service.sandbox.offices import OFFICES

#: A company of fewer people has no far offices, and nobody's Outlook is odd.
LARGE = 40
#: Of 100 people, how many work in each far office; how many show with what they are busy.
_IN_EACH_FAR_OFFICE, _SHARES_DETAILS = 5, 30
#: How Outlook names somebody's zone, of 100 people.
_ZONE_STYLES = {"windows": 76, "iana": 14, "custom": 10}


def posted(seed: int, accounts: Iterable[Account]) -> Iterator[Account]:
    """All accounts in their order, people with what was decided about them; hosts stay where they were hired."""
    hired = list(accounts)
    people = [account for account in hired if account.team and account.is_enabled and not account.is_guest]
    is_large = len(people) >= LARGE
    away = _far_offices(seed, [person for person in people if not person.is_host]) if is_large else {}
    known = {person.id for person in people}
    for account in hired:
        if account.id not in known:
            yield account
            continue
        chance = random.Random(f"{seed}/{account.id}/outlook")  # noqa: S311 - the sandbox is made of seeded chance
        shares = chance.random() * 100 < _SHARES_DETAILS
        style = chance.choices(list(_ZONE_STYLES), list(_ZONE_STYLES.values()))[0]
        yield replace(
            account,
            zone=away.get(account.id, account.zone),
            shares_details=shares,
            zone_style=style if is_large and not account.is_host else "windows",
        )


def _far_offices(seed: int, people: list[Account]) -> dict[str, str]:
    """Account → zone for those who work far away; each far office has somebody."""
    chance = random.Random(f"{seed}/far offices")  # noqa: S311 - same
    zones = [office.zone for office in OFFICES.values() if office.share == 0]
    in_each = max(1, len(people) * _IN_EACH_FAR_OFFICE // 100)
    chosen = chance.sample([person.id for person in people], in_each * len(zones))
    return {person: zones[number % len(zones)] for number, person in enumerate(chosen)}
