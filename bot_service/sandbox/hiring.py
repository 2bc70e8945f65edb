"""Who works at Contoso: drawn from the seed, shared out over teams and cities, with a manager for each."""

import random
from collections.abc import Iterator
from datetime import time

from bot_service.sandbox.account import Account, Hours
from bot_service.sandbox.ids import guid
from bot_service.sandbox.names import drawn_names, plain
from bot_service.sandbox.offices import OFFICES

DOMAIN = "contoso.example"
#: How many service mailboxes organise lunches: potluck@, potluck2@ …
ORGANISERS = 3

#: team → (share of the company, job titles). The first title is the head's.
_TEAMS: dict[str, tuple[int, tuple[str, ...]]] = {
    "Marketing": (7, ("Head of Marketing", "Content Editor", "Campaign Planner", "Brand Designer", "Event Planner")),
    "Engineering": (13, ("Head of Engineering", "Software Engineer", "Test Engineer", "Site Reliability Engineer", "Data Engineer")),
    "People": (5, ("Head of People", "People Partner", "Recruiter", "Payroll Specialist")),
    "Sales": (10, ("Head of Sales", "Account Executive", "Sales Engineer", "Partner Lead", "Inside Sales")),
    "Support": (9, ("Head of Support", "Support Engineer", "Customer Trainer", "Support Specialist")),
    "Finance": (6, ("Managing Director", "Controller", "Accountant", "Purchasing Specialist")),
    "Design": (6, ("Head of Design", "Product Designer", "User Researcher", "Interaction Designer")),
    "Legal": (4, ("General Counsel", "Lawyer", "Privacy Officer", "Paralegal")),
}  # fmt: skip
#: team, first name, last name, job title, zone. Maya is the one whose habits change first.
_HOSTS = (
    ("Marketing", "Maya", "Lindqvist", "Community Lead", "Europe/Berlin"),
    ("People", "Kwame", "Mensah", "Culture Partner", "Europe/London"),
    ("Engineering", "Inês", "Duarte", "Developer Advocate", "America/New_York"),
)
#: In a company of so many people the last host is one who asks before she gives.
EAGER_FROM = 100


def hired(seed: int, people: int) -> Iterator[Account]:
    """Everybody: the hosts, then team after team, then the accounts that are nobody's lunch partner."""
    chance = random.Random(f"{seed}/company")  # noqa: S311 - the sandbox is made of seeded chance
    hosts = _HOSTS[: 3 if people >= 12 else 1]
    names = drawn_names(chance, but_not={(first, last) for _, first, last, _, _ in _HOSTS})
    sizes = _team_sizes(people)
    for team, *_ in hosts:
        sizes[team] -= 1
    heads = {team: guid(seed, team, 0) for team, size in sizes.items() if size > 0}
    chief = heads.get("Finance") or next(iter(heads.values()))
    taken: set[str] = set()
    for team, first, last, title, zone in hosts:
        yield _account(
            guid(seed, first, last),
            first,
            last,
            team,
            title,
            zone,
            _hours(chance),
            taken,
            manager_id=heads.get(team, chief),
            is_host=True,
            is_eager=people >= EAGER_FROM and first == _HOSTS[-1][1],
        )
    for team, size in sizes.items():
        titles = _TEAMS[team][1]
        for number in range(size):
            account_id = guid(seed, team, number)
            first, last = next(names)
            title = titles[0] if number == 0 else titles[1 + (number - 1) % (len(titles) - 1)]
            zone = chance.choices(list(OFFICES), [office.share for office in OFFICES.values()])[0]
            manager = None if account_id == chief else chief if number == 0 else heads[team]
            yield _account(account_id, first, last, team, title, zone, _hours(chance), taken, manager_id=manager)
    yield from _accounts_beside_people(seed)


def _accounts_beside_people(seed: int) -> Iterator[Account]:
    """A real directory also holds service mailboxes, somebody who has left, and a guest of another company."""
    hours = Hours((0, 1, 2, 3, 4), time(9), time(17))
    mail = f"potluck@{DOMAIN}"
    yield Account(
        guid(seed, "organiser"), "", "", mail, mail, "", "", "Europe/Berlin", hours, "Potluck", is_mailbox_only=True
    )
    mail = f"former.colleague@{DOMAIN}"
    yield Account(
        guid(seed, "left"),
        "Former",
        "Colleague",
        mail,
        mail,
        "Sales",
        "Account Executive",
        "Europe/London",
        hours,
        "Former Colleague",
        is_enabled=False,
    )
    yield Account(
        guid(seed, "guest"), "Robin", "Guest", f"robin_fabrikam.example#EXT#@{DOMAIN}", "robin@fabrikam.example", "", "Consultant", "Europe/London",
        hours, "Robin Guest (Fabrikam)", is_guest=True,
    )  # fmt: skip
    for number in range(2, ORGANISERS + 1):
        mail = f"potluck{number}@{DOMAIN}"
        yield Account(
            guid(seed, "organiser", number), "", "", mail, mail, "", "", "Europe/Berlin", hours, "Potluck", is_mailbox_only=True
        )  # fmt: skip


def _account(
    account_id: str,
    first: str,
    last: str,
    team: str,
    title: str,
    zone: str,
    hours: Hours,
    taken: set[str],
    *,
    manager_id: str | None,
    is_host: bool = False,
    is_eager: bool = False,
) -> Account:
    """One person; `taken` are the addresses given away before."""
    wanted = f"{plain(first)}.{plain(last)}"
    free = wanted
    number = 1
    while free in taken:
        number += 1
        free = f"{wanted}{number}"
    taken.add(free)
    mail = f"{free}@{DOMAIN}"
    return Account(
        account_id,
        first,
        last,
        mail,
        mail,
        team,
        title,
        zone,
        hours,
        f"{first} {last}",
        manager_id=manager_id,
        is_host=is_host,
        is_eager=is_eager,
    )


def _hours(chance: random.Random) -> Hours:
    """Eight and a half hours with a break; some start early, some do not work on Fridays."""
    start = chance.choices([time(8), time(8, 30), time(9), time(9, 30)], [25, 25, 40, 10])[0]
    end = time(start.hour + 9) if start.minute else time(start.hour + 8, 30)
    days = (0, 1, 2, 3) if chance.random() < 0.06 else (0, 1, 2, 3, 4)
    return Hours(days, start, end)


def _team_sizes(people: int) -> dict[str, int]:
    """Share the people out by the teams' weights; small companies have fewer teams, none is empty or holds half."""
    names = list(_TEAMS)[: max(2, min(len(_TEAMS), people // 2))]
    total = sum(_TEAMS[name][0] for name in names)
    shares = {name: people * _TEAMS[name][0] / total for name in names}
    sizes = {name: max(1, int(share)) for name, share in shares.items()}
    by_rest = sorted(names, key=lambda name: (int(shares[name]) - shares[name], name))
    step = 0
    while sum(sizes.values()) != people:
        name = by_rest[step % len(names)]
        sizes[name] += 1 if sum(sizes.values()) < people else -(sizes[name] > 1)
        step += 1
    return sizes
