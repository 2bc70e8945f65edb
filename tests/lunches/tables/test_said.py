"""How names are said on cards, and in the questions before them."""

from bot_service.lunches.programs.names import or_else
from bot_service.lunches.tables.said import listed, names_of
from bot_service.people.person import Person


def test_names_have_commas_between_them_and_one_word_before_the_last():
    assert listed([]) == ""
    assert listed(["Ada"]) == "Ada"
    assert listed(["Ada", "Bo"]) == "Ada and Bo"
    assert listed(("Ada", "Bo", "Cem")) == "Ada, Bo and Cem"
    assert listed(["Ada", "Bo", "Cem", "Dee"], "or") == "Ada, Bo, Cem or Dee"


def test_three_at_a_table_are_not_said_with_two_ands():
    assert names_of([Person(id=name, name=name) for name in ("Ada", "Bo", "Cem")]) == "Ada, Bo and Cem"
    assert names_of([]) == "a colleague"


def test_names_that_may_be_meant_are_quoted():
    assert or_else(["Sales", "Design", "Legal"]) == "“Sales”, “Design” or “Legal”"
    assert or_else([]) == ""
