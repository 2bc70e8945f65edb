"""Names as hosts type them, and what may have been meant."""

from bot_service.lunches.programs.names import like, like_people, named

PEOPLE = ["Ada Lovelace", "Adam Nowak", "Bo Li", "Nadal Ortiz", "Rosalind Franklin"]


def test_a_name_is_known_in_whatever_case_and_with_whatever_spaces():
    assert named(" ada  LOVELACE", PEOPLE) == "Ada Lovelace"
    assert named("Ada", PEOPLE) is None


def test_a_name_that_is_spelt_wrong_is_found_by_a_word_that_begins_alike():
    assert like_people("Ada Lovelase", PEOPLE)[0] == "Ada Lovelace"
    assert like_people("Lovelance", PEOPLE) == ["Ada Lovelace"]
    assert like_people("Rosalynd Franklyn", PEOPLE) == ["Rosalind Franklin"]
    assert like_people("", PEOPLE) == []


def test_of_many_people_only_those_are_compared_in_whose_names_a_word_begins_alike():
    assert like("ada", PEOPLE) == ["Ada Lovelace", "Adam Nowak", "Nadal Ortiz"]
    assert like_people("ada", PEOPLE) == ["Ada Lovelace", "Adam Nowak"]
    assert like_people("Xosalind Xranklin", PEOPLE) == []
