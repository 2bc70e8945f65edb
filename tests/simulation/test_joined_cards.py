"""Several messages on one card are read, followed and compared each by itself."""

from typing import Any

from bot_service.simulation.open_cards import Open, open_cards
from bot_service.simulation.promises_of_words import nothing_is_said_twice
from tests.simulation.contoso import AISHA, at, card, pressed, seen, sent


def part(number: int, *texts: str, **buttons: str) -> dict[str, Any]:
    whole = card(*texts, **buttons)
    actions = [{"type": "ActionSet", "actions": whole["actions"]}] if buttons else []
    return {"type": "Container", "id": f"part-{number}", "items": [*whole["body"], *actions]}


def together(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(parts)}


LUNCH = part(1, "Lunch?", offer_lunch="l1")
SUCCESS = part(2, "Tomasz listened", success_open="s1")
CARD = sent(AISHA, at(2), together(LUNCH, SUCCESS))


def test_each_message_of_a_joined_card_has_its_own_words_and_buttons():
    lunch, success = seen(CARD).messages
    assert (lunch.words(), success.words()) == ("Lunch?\n…", "Tomasz listened\n…")
    assert (lunch.offers("offer."), lunch.offers("success.")) == ({"l1"}, set())
    assert (lunch.id, success.id) == (f"{CARD.id}/part-1", f"{CARD.id}/part-2")


def test_a_card_of_one_message_is_that_message():
    alone = sent(AISHA, at(2), card("Lunch?", offer_lunch="l1"))
    assert seen(alone).messages == (alone,)


def test_a_question_on_a_joined_card_is_open_until_its_own_part_is_answered():
    answered = sent(AISHA, at(3), together(LUNCH, part(2, "It stays yours alone.")), replaces=CARD.id)
    closed = sent(AISHA, at(4), together(part(1, "It did not work out."), part(2, "…")), replaces=CARD.id)
    run = seen(CARD, pressed(AISHA, at(3), "success.keep", "s1"), answered, closed)
    assert open_cards(run, {"offer.lunch"}, "offer.") == [Open(AISHA.id, "l1", at(2), at(4))]
    assert open_cards(run, {"success.open"}, "success.") == [Open(AISHA.id, "s1", at(2), at(3))]


def test_what_stood_on_a_joined_card_is_not_said_again():
    again = sent(AISHA, at(3), together(part(1, "Tomasz listened", success_open="s1"), part(2, "News")))
    alone = sent(AISHA, at(3), card("Tomasz listened", success_open="s1"))
    told = ["Aisha Bello got the same message twice, on 07 Jan 12:00 and 08 Jan 12:00."]
    assert [*nothing_is_said_twice(seen(CARD, again))] == told
    assert [*nothing_is_said_twice(seen(CARD, alone))] == told
