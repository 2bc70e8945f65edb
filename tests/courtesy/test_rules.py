from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules import FAVOURS, GO, RULES, Gift, Later, No, Situation, decide

TUESDAY = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)  # ten o'clock in London, where Ada works
WEEK = timedelta(days=7)


def ago(**length: int) -> datetime:
    return TUESDAY - timedelta(**length)


#: Maya had lunch with Ada six weeks ago, Ada gave her leave, nobody has asked Ada yet.
MAYA_MAY_ASK_ADA = Situation(
    now=TUESDAY, kind=Kind.ASK, zone="Europe/London", leave_given=True, gifts=(Gift("lunch", ago(days=42)),)
)


def refused_by(rule: str, **change: object) -> None:
    verdict, name = decide(replace(MAYA_MAY_ASK_ADA, **change))
    assert (verdict, name) == (No(), rule)


def allowed(**change: object) -> None:
    assert decide(replace(MAYA_MAY_ASK_ADA, **change)) == (GO, "")


def test_maya_may_ask_ada_after_lunch_leave_and_time():
    allowed()


def test_without_leave_nobody_asks():
    refused_by("no leave", leave_given=False)


def test_a_host_who_gave_nothing_does_not_ask():
    refused_by("gave nothing yet", gifts=())


def test_the_first_gift_must_be_four_weeks_old():
    allowed(gifts=(Gift("lunch", ago(days=28)),))
    refused_by("gave nothing yet", gifts=(Gift("lunch", ago(days=27, hours=23)),))


def test_five_working_days_lie_between_the_latest_gift_and_an_ask():
    first = Gift("lunch", ago(days=42))
    allowed(gifts=(first, Gift("shoutout", ago(days=7))))
    refused_by("too soon after a gift", gifts=(first, Gift("shoutout", ago(days=6))))


def test_every_further_ask_needs_a_further_gift():
    long_ago = {"asks_of_person": (ago(days=100),), "last_ask_by_sender": ago(days=100)}
    gift = Gift("lunch", ago(days=150))
    refused_by("gave nothing yet", gifts=(gift,), **long_ago)
    allowed(gifts=(gift, Gift("boost", ago(days=30))), **long_ago)


def test_one_ask_in_eight_weeks_over_all_hosts():
    refused_by("asked enough", asks_of_person=(ago(days=55),))
    allowed(asks_of_person=(ago(days=56),))


def test_four_asks_a_year_over_all_hosts():
    refused_by("asked enough", asks_of_person=tuple(ago(days=days) for days in (364, 250, 150, 60)))
    allowed(asks_of_person=tuple(ago(days=days) for days in (365, 250, 150, 60)))


def test_a_host_asks_five_people_a_week():
    refused_by("host asked enough", asks_of_sender=(ago(days=1),) * 5)
    allowed(asks_of_sender=(*(ago(days=1),) * 4, ago(days=7)))


def test_a_no_holds_for_ninety_days():
    refused_by("said no lately", last_no=ago(days=89))
    allowed(last_no=ago(days=90))


def test_never_ask_me_means_never():
    refused_by("never ask", never_ask=True)


def test_who_paused_is_not_asked_and_who_left_neither():
    refused_by("paused", paused_until=TUESDAY + timedelta(seconds=1))
    allowed(paused_until=TUESDAY)
    refused_by("not joined", has_joined=False)
    refused_by("no chat", has_chat=False)


def test_who_shares_without_having_joined_is_thanked_all_the_same():
    assert decide(Situation(now=TUESDAY, kind=Kind.THANKS, has_joined=False)) == (GO, "")


def test_a_pause_puts_celebrations_off_and_cancels_invitations():
    paused = Situation(now=TUESDAY, kind=Kind.CELEBRATION, paused_until=TUESDAY + WEEK)
    assert decide(paused) == (Later(TUESDAY + WEEK), "paused")
    assert decide(replace(paused, kind=Kind.LUNCH)) == (No(), "paused")


def test_one_favour_a_week():
    boost = Situation(now=TUESDAY, kind=Kind.BOOST, unsolicited=(ago(days=6),))
    assert decide(boost) == (Later(TUESDAY + timedelta(days=1)), "one favour a week")
    assert decide(replace(boost, unsolicited=(ago(days=7),))) == (GO, "")


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.ANSWER, Kind.WELCOME}))
def test_at_night_everything_waits_for_the_morning_of_the_person(kind: Kind):
    evening = datetime(2026, 3, 10, 20, 0, tzinfo=UTC)
    verdict, rule = decide(replace(MAYA_MAY_ASK_ADA, kind=kind, now=evening, zone="America/New_York"))
    assert (verdict, rule) == (GO, "")  # four in the afternoon there
    verdict, rule = decide(replace(MAYA_MAY_ASK_ADA, kind=kind, now=evening))
    assert (verdict, rule) == (Later(datetime(2026, 3, 11, 9, 0, tzinfo=UTC)), "quiet hours")


def test_on_friday_evening_everything_waits_for_monday():
    friday = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)
    verdict, _ = decide(replace(MAYA_MAY_ASK_ADA, kind=Kind.LUNCH, now=friday))
    assert verdict == Later(datetime(2026, 3, 16, 9, 0, tzinfo=UTC))


def test_who_asks_the_bot_something_at_night_is_answered_at_night():
    assert decide(Situation(now=TUESDAY.replace(hour=3), kind=Kind.ANSWER, has_joined=False)) == (GO, "")


def test_every_rule_has_a_name_of_its_own_and_a_sentence_for_people():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith(".") for rule in RULES)


days = st.integers(0, 400).map(lambda days: ago(days=days))
moments = st.lists(days, max_size=5).map(lambda found: tuple(sorted(found)))


@given(
    st.builds(
        Situation,
        now=st.just(TUESDAY),
        kind=st.just(Kind.ASK),
        leave_given=st.booleans(),
        never_ask=st.booleans(),
        paused_until=st.none() | days | st.just(TUESDAY + WEEK),
        gifts=moments.map(lambda found: tuple(Gift("lunch", at) for at in found)),
        asks_of_person=moments,
        asks_of_sender=moments,
        last_no=st.none() | days,
        unsolicited=moments,
    )
)
def test_whatever_happened_before_no_ask_leaves_that_breaks_a_promise(at: Situation):
    verdict, _ = decide(at)
    if verdict == GO:
        assert at.leave_given
        assert not at.never_ask
        assert at.gifts
        assert at.gifts[0].at <= ago(days=28)
        assert not any(ask > ago(days=56) for ask in at.asks_of_person)
        assert sum(ask > ago(days=7) for ask in at.asks_of_sender) < 5
        assert at.last_no is None or at.last_no <= ago(days=90)


def test_asks_leaves_and_boosts_are_favours_and_lunches_are_not():
    assert {Kind.LEAVE, Kind.ASK, Kind.BOOST} == FAVOURS
