from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from bot_service.sandbox.company import Company
from bot_service.sandbox.names import plain
from bot_service.sandbox.world import World


@pytest.mark.parametrize("size", [2, 5, 12, 60, 500, 2000])
def test_a_company_of_any_size_has_that_many_people_with_addresses_of_their_own(size: int):
    company = Company(7, size)
    assert len(company.people) == size
    assert len({person.principal_name for person in company.people}) == size
    assert len({person.name for person in company.people}) == size


@pytest.mark.parametrize("size", [5, 24, 60, 500])
def test_no_team_holds_more_than_half_unless_the_company_is_tiny(size: int):
    teams = Counter(person.team for person in Company(7, size).people)
    assert max(teams.values()) <= max(size // 2, 3)


@pytest.mark.parametrize("seed", [1, 7, 11])
def test_sixty_people_are_eight_teams_in_six_zones_with_three_hosts_and_maya_is_first(seed: int):
    company = Company(seed, 60)
    assert len({person.team for person in company.people}) == 8
    assert len({person.zone for person in company.people}) == 6
    assert [host.given_name for host in company.hosts] == ["Maya", "Kwame", "Inês"]
    assert company.people[0].name == "Maya Lindqvist"


def test_everybody_but_the_managing_director_has_a_manager_who_works_here():
    company = Company(7, 60)
    ids = {person.id for person in company.people}
    assert [person.job_title for person in company.people if person.manager_id is None] == ["Managing Director"]
    assert all(
        person.manager_id in ids and person.manager_id != person.id for person in company.people if person.manager_id
    )


def test_the_same_seed_founds_the_same_company_and_another_seed_another():
    assert Company(7, 60).accounts == Company(7, 60).accounts
    assert Company(7, 60).accounts != Company(8, 60).accounts


def test_addresses_are_written_in_plain_letters():
    assert plain("Małgorzata") == "malgorzata"
    assert plain("Y\u0131ld\u0131z") == "yildiz"
    assert plain("O'Connor") == "oconnor"
    assert all(person.mail.isascii() for person in Company(7, 500).people)


def test_nobodys_own_diary_overlaps_and_about_half_of_the_day_is_taken():
    world = World(seed=7, people=24)
    taken = worked = timedelta()
    for person in world.company.people:
        entries = world.outlook.diary(person).entries(world.start, world.start + timedelta(weeks=4))
        assert all(before.end <= after.start for before, after in pairwise(entries))
        taken += sum((entry.end - entry.start for entry in entries if not entry.is_all_day), timedelta())
        worked += timedelta(hours=8.5) * len(person.hours.days) * 4
    assert 0.4 <= taken / worked <= 0.6


def test_a_week_is_the_same_whether_it_is_looked_at_first_or_last():
    first, second = World(seed=7, people=12), World(seed=7, people=12)
    person = first.company.people[3]
    late = first.start + timedelta(weeks=6)
    wanted = first.outlook.diary(person).entries(late, late + timedelta(weeks=1))
    second.outlook.diary(person).entries(second.start, late)
    assert second.outlook.diary(person).entries(late, late + timedelta(weeks=1)) == wanted


def test_whoever_is_on_holiday_is_away_and_not_working():
    world = World(seed=7, people=60)
    holidays = [
        (person, entry)
        for person in world.company.people
        for entry in world.outlook.diary(person).entries(world.start, world.start + timedelta(weeks=10))
        if entry.subject == "Holiday"
    ]
    assert holidays
    person, holiday = holidays[0]
    noon = holiday.start + timedelta(hours=12)
    assert world.outlook.diary(person).is_away(noon)
    assert not world.outlook.diary(person).is_working(noon)
