"""Who takes part in a programme, of all who joined Potluck. Pure."""

from bot_service.lunches.programs.terms import Members
from bot_service.people.person import Person


def takes_part(person: Person, members: Members, group: frozenset[str]) -> bool:
    """Whether the programme is meant for her. `group`: the ids of all in its Microsoft 365 group, empty where it has none or
    the group was not found yet.

    What is given must all fit: of a group *and* of one of the teams, at one of the sites. Names of teams and sites are compared
    without regard to case, for hosts type them.
    """
    if (members.group or members.group_id) and person.id not in group:
        return False
    if members.teams and person.team.casefold() not in {team.casefold() for team in members.teams}:
        return False
    return not members.sites or person.site.casefold() in {site.casefold() for site in members.sites}
