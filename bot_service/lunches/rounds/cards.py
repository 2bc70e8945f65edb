"""All cards and verbs of this room."""

from bot_service.courtesy.answer import Verb
from bot_service.courtesy.shown import Render
from bot_service.lunches.rounds import mirror, open_table_card, program_card, sat_out_card, with_a_team

CARDS: dict[str, Render] = {**program_card.CARDS, **open_table_card.CARDS, **mirror.CARDS, **sat_out_card.CARDS}
VERBS: dict[str, Verb] = {**program_card.VERBS, **open_table_card.VERBS, **with_a_team.VERBS}
