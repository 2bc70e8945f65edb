import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.teams import cards

NAMES = [
    "Zoë O'Brien",
    "Nguyễn Thị Minh Khai",
    "محمد",
    "李小龍",
    "*Star* [Bot](https://evil.example)",
    "<at>Everyone</at>",
    "A_B_C",
    "",
]


def every_part(name: str) -> dict[str, Any]:
    """A card that uses every part of the toolkit."""
    return cards.as_json(
        cards.card(
            cards.heading("How was it?"),
            cards.words(f"You and {cards.escape(name)} had lunch."),
            cards.words("You may leave this empty.", subtle=True),
            cards.person(name, "0aa00000-0000-0000-0000-00000000a15a", "Sales"),
            cards.text_input(
                "success",
                "What are they proud of?",
                value=name,
                placeholder="A sentence",
                multiline=True,
                required="Please write",
            ),
            cards.choices(
                "thanks",
                "How may we thank you?",
                {"open": "In the channel", "private": "Just me"},
                value="open",
                expanded=True,
            ),
            cards.choices("person", "Whom?", [("p1", name)], required="Please choose somebody"),
            cards.toggle("again", "I'd like to meet again", on=True),
            actions=[
                cards.execute("We met", "checkin.met", "l1", style="positive", ask="a1"),
                cards.execute("We didn't", "checkin.missed", "l1"),
                cards.open_url("Read it", "https://contoso.example/news"),
            ],
            speak="How was lunch?",
            lang="en",
        )
    )


def in_old_clients(card: dict[str, Any]) -> dict[str, Any]:
    """The card as a client shows it that knows nothing of Teams' own elements."""
    plain = copy.deepcopy(card)
    plain["body"] = [part["fallback"] if part["type"] == "Component" else part for part in plain["body"]]
    return plain


@pytest.fixture(scope="module")
def check_card() -> Any:
    """Microsoft's own description of Adaptive Cards 1.5."""
    jsonschema = pytest.importorskip("jsonschema")
    folder = os.environ.get("POTLUCK_SCHEMAS")
    schemas = Path(folder) if folder else Path(__file__).resolve().parents[3] / "shared" / "schemas"
    schema = schemas / "adaptive-card-1.5.schema.json"
    if not schema.exists():
        pytest.skip(f"Microsoft's card schema is not here ({schema.name}); POTLUCK_SCHEMAS may name its folder")
    return jsonschema.Draft6Validator(json.loads(schema.read_text())).validate


@pytest.mark.parametrize("name", NAMES)
def test_cards_are_as_microsoft_describes_them(check_card: Any, name: str):
    check_card(in_old_clients(every_part(name)))


def test_the_description_would_notice_a_mistake(check_card: Any):
    wrong = in_old_clients(every_part("Aisha"))
    wrong["body"][0]["wrapped"] = True
    with pytest.raises(Exception, match="wrapped"):
        check_card(wrong)


def test_a_card_is_version_1_5_with_words_for_those_who_cant_see_it():
    card = every_part("Aisha")
    assert (card["type"], card["version"], card["lang"], card["speak"]) == (
        "AdaptiveCard",
        "1.5",
        "en",
        "How was lunch?",
    )
    assert card["fallbackText"].startswith("How was it? You and Aisha had lunch.")
    assert cards.as_json(cards.card(cards.words("Hi"), summary="A word"))["fallbackText"] == "A word"
    assert cards.as_json(cards.card())["fallbackText"]


def test_titles_are_headings_and_text_wraps():
    card = every_part("Aisha")
    assert card["body"][0]["style"] == "heading"
    assert all(part["wrap"] for part in card["body"] if part["type"] == "TextBlock")


def test_a_button_works_in_old_clients_too():
    button = cards.as_json(
        cards.card(actions=[cards.execute("We met", "checkin.met", "l1", style="positive", ask="a1")])
    )["actions"][0]
    assert (button["type"], button["verb"], button["data"]) == (
        "Action.Execute",
        "checkin.met",
        {"id": "l1", "ask": "a1"},
    )
    assert button["fallback"] == {
        "type": "Action.Submit",
        "title": "We met",
        "style": "positive",
        "data": {"id": "l1", "ask": "a1", "verb": "checkin.met"},
    }


def test_everything_that_only_teams_knows_has_a_fallback():
    for part in every_part("Aisha")["body"]:
        assert (
            part["type"] in {"TextBlock", "Input.Text", "Input.ChoiceSet", "Input.Toggle"}
            or part["fallback"]["type"] == "TextBlock"
        )


def test_every_input_has_a_label_and_says_what_is_missing():
    for part in every_part("Aisha")["body"]:
        if part["type"].startswith("Input."):
            assert part.get("label") or part.get("title")
            assert bool(part.get("isRequired")) == bool(part.get("errorMessage"))


def test_more_than_six_buttons_are_too_many():
    with pytest.raises(ValueError, match="at most 6"):
        cards.card(actions=[cards.open_url("More", "https://contoso.example")] * 7)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain, words. (really!) 3 < 5", "plain, words. (really!) 3 < 5"),
        ("snake_case stays", "snake_case stays"),
        ("_shy_ *loud* ~~gone~~ `code`", r"\_shy\_ \*loud\* \~\~gone\~\~ \`code\`"),
        ("[here](https://evil.example)", r"\[here\](https://evil.example)"),
        ("- a\n1. b\n# c", "\\- a\n1\\. b\n\\# c"),
        ("10.5 hours", "10.5 hours"),
        ("back\\slash", "back\\\\slash"),
    ],
)
def test_what_people_write_is_shown_as_they_wrote_it(written: str, shown: str):
    assert cards.escape(written) == shown


@pytest.mark.parametrize("written", ["<at>Everyone</at>", "<AT>Everyone</AT>", "< at>x</ at>", "</at>", "<at id='1'>"])
def test_nobody_is_mentioned_by_what_somebody_wrote(written: str):
    assert "<at" not in cards.escape(written).lower().replace("< at", "<at")


def test_nothing_is_calculated_from_what_somebody_wrote():
    assert "{{DATE" not in cards.escape("{{DATE(2026-01-01T00:00:00Z)}}")


@given(st.text())
def test_escaping_only_adds(text: str):
    escaped = cards.escape(text)
    assert escaped.replace("\\", "").replace("\u2060", "") == text.replace("\\", "").replace("\u2060", "")


@given(st.text(min_size=1), st.integers(1, 50))
def test_what_is_shortened_is_never_too_long(text: str, most: int):
    assert len(cards.shortened(text, most)) <= most


def test_words_are_cut_between_words():
    assert cards.shortened("We won the big customer, at last", 25) == "We won the big customer…"
    assert cards.shortened("Short enough", 25) == "Short enough"


@pytest.mark.parametrize(("text", "size"), [("a", 2), ("ä", 2), ("李", 2), ("🎉", 4)])
def test_size_is_counted_as_teams_counts_it(text: str, size: int):
    assert cards.size_of({"text": text}) - cards.size_of({"text": ""}) == size


def test_twenty_eight_kilobytes_are_the_limit():
    room = (28 * 1024 - cards.size_of({"text": ""})) // 2
    cards.check_size({"text": "a" * room})
    with pytest.raises(cards.CardTooLarge):
        cards.check_size({"text": "a" * (room + 1)})
