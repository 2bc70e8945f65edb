"""Several cards as one: everything of each is there exactly once, and the whole is a sound card."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot_service.courtesy.shown import show
from bot_service.courtesy.together import LATER, PART, Part, fit_together, in_order, joined, with_typed
from bot_service.sandbox.card import faults, inputs, presses, words
from bot_service.teams import cards


def how_was_it(*, must_write: bool = False) -> Part:
    said = cards.text_input("success", "What is Tom proud of?", required="Please write a word." if must_write else "")
    return Part(
        "check-in",
        show(
            cards.heading("How was it with Tom?"),
            said,
            summary="How was it with Tom?",
            actions=[cards.execute("We met", "checkin.met", "c1"), cards.execute("We didn't", "checkin.missed", "c1")],
        ),
    )


def passed_on(message_id: str = "passed") -> Part:
    told = "Maya passed your post on"
    buttons = [cards.execute("Nice", "boost.nice", "b1")]
    return Part(message_id, show(cards.heading(told), cards.words("To *all* of Sales."), summary=told, actions=buttons))


def card_of(*parts: Part, first: str = "") -> Any:
    return joined(parts, first=first).card


def test_two_cards_become_one_with_their_words_and_buttons_in_places_of_their_own() -> None:
    card = card_of(how_was_it(), passed_on())

    assert [(part["type"], part["id"]) for part in card["body"]] == [("Container", "part-1"), ("Container", "part-2")]
    assert words(card).splitlines() == ["How was it with Tom?", "Maya passed your post on", "To *all* of Sales."]
    assert [(press.verb, press.data) for press in presses(card)] == [
        ("checkin.met", {"id": "c1", PART: "check-in"}),
        ("checkin.missed", {"id": "c1", PART: "check-in"}),
        ("boost.nice", {"id": "b1", PART: "passed"}),
    ]
    assert "actions" not in card
    assert faults(card) == []


def test_old_clients_tell_too_in_which_part_a_button_was_pressed() -> None:
    buttons = [part["items"][-1]["actions"][0] for part in card_of(how_was_it(), passed_on())["body"]]

    assert [button["fallback"]["data"][PART] for button in buttons] == ["check-in", "passed"]


def test_the_line_for_notifications_says_all() -> None:
    assert joined([how_was_it(), passed_on()]).summary == "How was it with Tom? · Maya passed your post on"


def test_one_card_alone_stays_as_it_is() -> None:
    assert joined([passed_on()]) == passed_on().shown


def test_a_field_of_the_same_name_twice_does_not_fit() -> None:
    assert not fit_together([how_was_it(), Part("another", how_was_it().shown)])


def test_more_than_six_buttons_do_not_fit() -> None:
    assert fit_together([how_was_it(), *(passed_on(str(number)) for number in range(4))])
    assert not fit_together([how_was_it(), *(passed_on(str(number)) for number in range(5))])


def test_cards_that_are_too_large_together_do_not_fit() -> None:
    long = [
        Part(str(number), show(cards.heading("Long"), *[cards.words("x" * 3000)] * 3, summary="Long"))
        for number in range(2)
    ]

    assert fit_together(long[:1])
    assert not fit_together(long)


def test_a_field_that_must_be_filled_does_not_hold_up_the_buttons_of_others() -> None:
    card = card_of(how_was_it(must_write=True), passed_on())

    met, _, nice = (action for part in card["body"] for action in part["items"][-1]["actions"])
    assert "associatedInputs" not in met
    assert nice["associatedInputs"] == nice["fallback"]["associatedInputs"] == "none"


def test_two_forms_of_which_one_must_be_filled_do_not_fit() -> None:
    form = show(cards.text_input("why", "Why?"), summary="Why?", actions=[cards.execute("Say", "checkin.why", "c2")])

    assert not fit_together([how_was_it(must_write=True), Part("why", form)])
    assert fit_together([how_was_it(), Part("why", form)])


def test_a_card_that_has_grown_makes_another_one_wait_with_its_title_but_never_the_one_she_pressed() -> None:
    grown = Part("grown", how_was_it().shown)

    card = card_of(how_was_it(), grown, first="grown")

    assert words(card).splitlines() == ["How was it with Tom?", LATER, "How was it with Tom?"]
    assert {press.data[PART] for press in presses(card)} == {"grown"}
    assert faults(card) == []


def test_what_she_typed_into_another_part_stays_when_she_presses_a_button() -> None:
    whole = joined([how_was_it(), passed_on()])
    typed = {"success": "Tom's new trail"}

    assert inputs(with_typed(whole, "passed", typed).card)["success"].value == "Tom's new trail"
    assert inputs(with_typed(whole, "check-in", typed).card)["success"].value == ""
    assert inputs(with_typed(whole, "passed", {"success": 7}).card)["success"].value == ""


def test_what_she_typed_is_left_out_where_the_card_would_become_too_large() -> None:
    whole = joined([how_was_it(), passed_on()])

    assert with_typed(whole, "passed", {"success": "x" * 20_000}) == whole


@st.composite
def some_parts(draw: st.DrawFn) -> list[Part]:
    """Up to seven messages of any kind, all with words, fields and buttons of their own."""
    parts = []
    for number in range(draw(st.integers(2, 7))):
        fields = [cards.text_input(f"f{number}-{one}", "Say") for one in range(draw(st.integers(0, 2)))]
        buttons = [cards.execute("Do", f"v{number}.{one}", str(number)) for one in range(draw(st.integers(0, 2)))]
        text = draw(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=40))
        drawn = show(cards.heading(f"{number} {text}"), *fields, summary=f"{number} {text}", actions=buttons)
        parts.append(Part(f"m{number}", drawn))
    return parts


@given(some_parts())
def test_joined_cards_have_all_words_fields_and_buttons_of_each_exactly_once(parts: list[Part]) -> None:
    whole = joined(parts)

    if not fit_together(parts):
        assert sum(len(presses(part.shown.card)) for part in parts) > cards.MOST_ACTIONS
        assert len(presses(whole.card)) <= cards.MOST_ACTIONS
        return
    for of in (said, fields_of, buttons_of):
        assert Counter(of(whole.card)) == Counter(thing for part in parts for thing in of(part.shown.card))
    assert all(part.shown.summary in whole.summary for part in parts)
    assert faults(json.loads(json.dumps(whole.card))) == []


@given(st.permutations(["b", "c", "d"]))
def test_each_part_keeps_its_place_whoever_asks(others: list[str]) -> None:
    order = [part.message_id for part in in_order([passed_on("z"), *map(passed_on, others)])]

    assert order == ["z", "b", "c", "d"]


def said(card: Any) -> Iterator[str]:
    yield from words(card).splitlines()


def fields_of(card: Any) -> Iterator[str]:
    yield from inputs(card)


def buttons_of(card: Any) -> Iterator[str]:
    yield from (press.verb for press in presses(card))


def test_the_cards_themselves_are_left_as_they_were() -> None:
    parts = [how_was_it(), passed_on()]
    before = [json.dumps(part.shown.card) for part in parts]

    with_typed(joined(parts), "passed", {"success": "something"})

    assert [json.dumps(part.shown.card) for part in parts] == before
