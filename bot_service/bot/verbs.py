"""The table of card verbs: what each button means. Builder and reader of a card live in one file of their feature."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot_service.courtesy import post_in_doubt, welcome
from bot_service.courtesy.answer import Answer
from bot_service.lunches import checkin, mirror, offer_card
from bot_service.sharing import cards as sharing_cards
from bot_service.shoutouts import cards as shoutout_cards

#: (person, data of the button and the card's inputs, none of it trusted) → what she sees instead of the card.
Verb = Callable[[str, Mapping[str, Any]], Awaitable[Answer]]

VERBS: dict[str, Verb] = {
    **welcome.VERBS,
    **offer_card.VERBS,
    **checkin.VERBS,
    **mirror.VERBS,
    **shoutout_cards.VERBS,
    **sharing_cards.VERBS,
    **post_in_doubt.VERBS,
}
