"""All cards and verbs of this room, and what follows when one of its messages arrived or could not."""

from bot_service.courtesy.answer import Verb
from bot_service.courtesy.courier import Outcome
from bot_service.courtesy.shown import Render
from bot_service.lunches.afterwards import checkin, checkin_card, met_card, not_with_card

CARDS: dict[str, Render] = {
    checkin.CARD: checkin_card.draw_checkin,
    met_card.CARD: met_card.draw_met,
    **not_with_card.CARDS,
}
VERBS: dict[str, Verb] = {**checkin_card.VERBS, **met_card.VERBS, **not_with_card.VERBS}
OUTCOMES: dict[str, Outcome] = {checkin.CARD: checkin.checkin_arrived}
