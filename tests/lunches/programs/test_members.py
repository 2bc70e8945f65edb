from bot_service.lunches.programs.members import takes_part
from bot_service.lunches.programs.terms import Members
from bot_service.people.person import Person

ADA = Person(id="ada", name="Ada Lovelace", team="Engineering", site="Berlin")
NOBODY = frozenset[str]()


def test_a_programme_for_everybody_is_for_ada_and_for_somebody_without_team_or_office():
    assert takes_part(ADA, Members(), NOBODY)
    assert takes_part(Person(id="bo", name="Bo Li"), Members(), NOBODY)


def test_a_programme_of_some_teams_is_for_them_however_they_are_spelt():
    assert takes_part(ADA, Members(teams=("Sales", "ENGINEERING")), NOBODY)
    assert not takes_part(ADA, Members(teams=("Sales", "Engine")), NOBODY)
    assert not takes_part(Person(id="bo", name="Bo Li"), Members(teams=("Sales",)), NOBODY)


def test_a_programme_of_some_sites_is_for_who_works_there():
    assert takes_part(ADA, Members(sites=("berlin",)), NOBODY)
    assert not takes_part(ADA, Members(sites=("Oslo",)), NOBODY)


def test_a_programme_of_a_group_is_for_its_members():
    assert takes_part(ADA, Members(group="Newcomers", group_id="g1"), frozenset({"ada"}))
    assert not takes_part(ADA, Members(group="Newcomers", group_id="g1"), frozenset({"bo"}))


def test_a_programme_whose_group_is_still_looked_for_is_not_for_everybody_meanwhile():
    assert not takes_part(ADA, Members(group="Newcomers"), NOBODY)


def test_what_is_given_must_all_fit():
    both = Members(teams=("Engineering",), sites=("Oslo",))
    assert not takes_part(ADA, both, NOBODY)
