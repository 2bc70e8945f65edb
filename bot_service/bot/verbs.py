"""The table of card verbs: what each button means. Builder and reader of a card live in one file of their feature."""

from bot_service.courtesy.answer import Verb
from bot_service.courtesy.channels import post_in_doubt
from bot_service.courtesy.wishes import welcome, wishes_card
from bot_service.lunches.afterwards import cards as afterwards_cards
from bot_service.lunches.offers import offer_card
from bot_service.lunches.rounds import cards as rounds_cards
from bot_service.lunches.times import preference_card
from bot_service.sharing import cards as sharing_cards
from bot_service.shoutouts import cards as shoutout_cards

VERBS: dict[str, Verb] = {
    **welcome.VERBS,
    **wishes_card.VERBS,
    **offer_card.VERBS,
    **afterwards_cards.VERBS,
    **rounds_cards.VERBS,
    **preference_card.VERBS,
    **shoutout_cards.VERBS,
    **sharing_cards.VERBS,
    **post_in_doubt.VERBS,
}
