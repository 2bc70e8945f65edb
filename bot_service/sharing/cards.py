"""All cards and verbs of this room, and what follows when one of its messages arrived or could not."""

from bot_service.courtesy.answer import Verb
from bot_service.courtesy.courier import Outcome
from bot_service.courtesy.shown import Render
from bot_service.sharing import ask_card, boost_card, leave_card, share_card, story_card
from bot_service.sharing.ask import ask_arrived
from bot_service.sharing.leave import leave_arrived

CARDS: dict[str, Render] = {
    **story_card.CARDS,
    **share_card.CARDS,
    **leave_card.CARDS,
    **ask_card.CARDS,
    **boost_card.CARDS,
}
VERBS: dict[str, Verb] = {
    **story_card.VERBS,
    **share_card.VERBS,
    **leave_card.VERBS,
    **ask_card.VERBS,
    **boost_card.VERBS,
}
OUTCOMES: dict[str, Outcome] = {"ask": ask_arrived, "leave": leave_arrived}
