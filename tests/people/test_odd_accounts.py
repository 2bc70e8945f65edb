"""A directory is never as it should be: each oddity is one sentence with its way out, and nobody is invited in another's name."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.graph.directory import Colleague
from bot_service.people.directory.odd_accounts import oddities, told_apart
from bot_service.people.person import Person


def colleague(who: str, **changes: Any) -> Colleague:
    mail = f"{who.lower()}@contoso.example"
    usual = {"id": who, "principal_name": mail, "mail": mail, "name": who, "team": "Sales", "job_title": ""}
    return Colleague(**({**usual, "manager_id": None, "enabled": True, "is_guest": False} | changes))


def known(one: Colleague, **changes: Any) -> dict[str, Person]:
    row = {"id": one.id, "state": "known", "name": one.name, "principal_name": one.principal_name, "mail": one.mail}
    return {one.id: Person(**(row | {"team": one.team} | changes))}


ADA, BO = colleague("Ada"), colleague("Bo", team="Finance")


def test_an_orderly_directory_is_passed_over_in_silence() -> None:
    assert oddities([ADA, BO], known(ADA, state="joined", zone="Europe/Berlin")) == []


@pytest.mark.parametrize(
    ("colleagues", "people", "said"),
    [
        ([ADA, colleague("Cy", team="")], {}, "1 person has no department (cy@contoso.example): together they count as one"),
        ([ADA, colleague("Cy", mail="")], {}, "1 person has no mail address (cy@contoso.example): they are never matched"),
        ([ADA, colleague("Cy", is_guest=True)], {}, "1 person is a guest (cy@contoso.example): they are left out"),
        ([ADA, colleague("Cy", mail=ADA.mail.upper())], {}, "2 people share a mail address with somebody (ada@"),
        ([ADA, colleague("Cy", name="ada")], {}, "2 people have the name of somebody else (ada@contoso.example, cy@"),
        ([ADA], known(ADA, team="Finance"), "1 person has changed department since the directory was last read (ada@"),
        ([ADA], known(ADA, state="left"), "1 person is back after having left (ada@contoso.example): with the next"),
        ([ADA], known(ADA, state="joined"), "1 person who takes part has no time zone (ada@contoso.example): their hours"),
    ],
)  # fmt: skip
def test_each_oddity_is_one_sentence(colleagues: list[Colleague], people: dict[str, Person], said: str) -> None:
    (sentence,) = oddities(colleagues, people)

    assert sentence.startswith(said)
    assert sentence.endswith(".")


def test_at_most_three_are_named_however_many_there_are() -> None:
    (sentence,) = oddities([colleague(f"P{number}", team="") for number in range(12)], {})

    assert sentence.startswith("12 people have no department (e.g. p0@contoso.example, p10@contoso.example, p11@")
    assert sentence.count("@") == 3


def test_accounts_that_are_nobody_are_not_odd() -> None:
    mailbox = colleague("Potluck", team="")
    gone = colleague("Former", team="", mail="", enabled=False)

    assert oddities([ADA, mailbox, gone], {}, [mailbox.mail.upper()]) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(["ada@x", "bo@x", "ADA@x", ""]), st.sampled_from(["ada@x", "bo@x", "cy@x"])),
        max_size=8,
    )
)
def test_an_address_belongs_to_one_account_at_most_and_to_nobody_by_mere_chance(
    pairs: Sequence[tuple[str, str]],
) -> None:
    names = {name: mail for mail, name in pairs}  # a principal name is there once
    accounts = [colleague(name, mail=mail, principal_name=name) for name, mail in names.items()]

    left = [one.mail.lower() for one in told_apart(accounts) if one.mail]

    assert len(left) == len(set(left))
    for before, after in zip(accounts, told_apart(accounts), strict=True):
        alone = [one.mail.lower() for one in accounts].count(before.mail.lower()) == 1
        hers = before.principal_name == before.mail.lower()
        assert after.mail == (before.mail if alone or hers else "")
