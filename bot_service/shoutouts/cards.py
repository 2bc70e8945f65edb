"""All cards and verbs of this room, and what follows when one of its messages arrived or could not."""

from bot_service.courtesy.answer import Verb
from bot_service.courtesy.channels.noticeboard import Arrived
from bot_service.courtesy.courier import Outcome
from bot_service.courtesy.shown import Render
from bot_service.shoutouts import preview_card, success_card
from bot_service.shoutouts.shoutout import shoutout_arrived
from bot_service.shoutouts.success import success_arrived

CARDS: dict[str, Render] = {**success_card.CARDS, **preview_card.CARDS}
VERBS: dict[str, Verb] = {**success_card.VERBS, **preview_card.VERBS}
OUTCOMES: dict[str, Outcome] = {"success": success_arrived}
ARRIVED: dict[str, Arrived] = {"shoutout": shoutout_arrived}
