"""What of the past counts, and what doesn't."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules.past import Coming, Past, Sent, situation_in
from bot_service.courtesy.rules.rule import Gift, Situation
from bot_service.manners import Manners
from bot_service.people.relationship.ledger import Passed, Passing
from tests.courtesy.asking import TUESDAY, ago
from tests.courtesy.histories import somebody

ADA = somebody("ada")
MINUTE = timedelta(minutes=1)


def to_ada(past: Past, kind: Kind, about: str = "") -> Situation:
    return situation_in(past, ADA, Coming(kind, "maya", about=about, awaits=True), TUESDAY, Manners())


def sent(kind: Kind, **more: Any) -> Sent:
    return Sent("ada", kind, "maya", ago(days=1))._replace(**more)


def test_two_cards_about_one_lunch_are_one_invitation_and_its_own_card_is_none():
    past = Past(sent=[sent(kind, about="lunch with Bo", awaits=True) for kind in (Kind.LUNCH, Kind.REMINDER)])
    assert to_ada(past, Kind.LUNCH, "lunch with Chidi").open_invitations == 1
    assert to_ada(past, Kind.REMINDER, "lunch with Bo").open_invitations == 0


def test_what_shares_a_card_arrived_once():
    past = Past(sent=[sent(Kind.LUNCH, sent_at=TUESDAY), sent(Kind.THANKS, sent_at=TUESDAY, with_id="that one")])
    assert to_ada(past, Kind.LUNCH).arrived == (TUESDAY,)


def test_an_ask_uses_up_what_anybody_gave_before_it_and_nothing_after():
    given = [
        Passing(ago(days=days), Passed.LUNCH, giver, "ada") for days, giver in ((30, "maya"), (9, "otto"), (8, "maya"))
    ]
    kept = (Gift("lunch", ago(days=9), by_sender=False), Gift("lunch", ago(days=8)))
    asked = Passing(ago(days=10), Passed.ASK, "otto", "ada")
    assert to_ada(Past(received=[*given, asked]), Kind.ASK).gifts == kept
    assert to_ada(Past(received=given, sent=[sent(Kind.ASK, sent_at=ago(days=10))]), Kind.ASK).gifts == kept
    used_up = replace(Past(received=given), sent=[sent(Kind.ASK, sent_at=ago(days=8))])
    assert to_ada(used_up, Kind.ASK).gifts == ()


def test_any_answer_ends_the_row_of_unanswered_questions():
    asked = [sent(Kind.CHECK_IN, sent_at=ago(days=days), awaits=True) for days in (30, 20, 10)]
    assert len(to_ada(Past(sent=asked), Kind.CHECK_IN).unanswered_checkins) == 3
    answered = sent(Kind.CHECK_IN, sent_at=ago(days=20))
    assert to_ada(Past(sent=[*asked, answered]), Kind.CHECK_IN).unanswered_checkins == (ago(days=10),)
    for sign in (Passed.SHARE, Passed.LEAVE, Passed.WITHDRAWN):
        said = Passing(ago(days=10) + MINUTE, sign, "ada", "maya")
        assert to_ada(Past(sent=asked, said=[said]), Kind.CHECK_IN).unanswered_checkins == ()


def test_another_hosts_question_for_leave_is_not_this_hosts():
    assert not to_ada(Past(sent=[sent(Kind.LEAVE, sender_id="otto")]), Kind.LEAVE).leave_settled
    assert to_ada(Past(sent=[sent(Kind.LEAVE)]), Kind.LEAVE).leave_settled
    assert to_ada(Past(said=[Passing(ago(days=9), Passed.WITHDRAWN, "ada", "maya")]), Kind.LEAVE).leave_settled
