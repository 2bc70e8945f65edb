"""When a host may ask, edge by edge."""

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules.rule import Gift
from bot_service.manners import Manners
from tests.courtesy.asking import (
    DAY,
    HOUR,
    LUNCH,
    SECOND,
    SHOUTOUT,
    THREE_TEAMS,
    TUESDAY,
    WEEK,
    ago,
    allowed,
    ask,
    message,
    put_off,
    refused,
)


def test_maya_may_ask_ada_after_lunch_thanks_leave_and_time():
    allowed(ask())


def test_without_leave_nobody_asks():
    refused(ask(leave_given=False), "no leave")


def test_never_ask_me_means_never_and_nobody_asks_for_leave_either():
    refused(ask(never_ask=True), "never ask")
    refused(message(Kind.LEAVE, never_ask=True), "never ask")


def test_who_is_no_host_any_more_asks_nobody_and_for_no_leave():
    refused(ask(sender_is_host=False), "no host")
    refused(message(Kind.LEAVE, sender_is_host=False), "no host")


def test_leave_is_asked_for_once_and_not_where_the_answer_is_known():
    allowed(message(Kind.LEAVE))
    refused(message(Kind.LEAVE, leave_settled=True), "asked for leave before")
    refused(message(Kind.LEAVE, leave_given=True), "asked for leave before")


def test_a_host_has_had_lunch_in_three_other_teams_before_she_asks_anybody():
    refused(ask(lunches_in_teams=()), "met too few teams")
    refused(ask(lunches_in_teams=THREE_TEAMS[:2]), "met too few teams")


def test_three_lunches_with_one_team_are_one_team():
    same = tuple((lunch, "Finance") for lunch, _ in THREE_TEAMS)
    refused(ask(lunches_in_teams=same), "met too few teams")


def test_one_table_with_three_teams_is_one_lunch():
    refused(ask(lunches_in_teams=tuple(("monday", team) for _, team in THREE_TEAMS)), "met too few teams")


def test_a_company_may_want_a_host_to_meet_more_teams():
    refused(ask(Manners(host_teams_first=4)), "met too few teams")
    allowed(ask(Manners(host_teams_first=4), lunches_in_teams=(*THREE_TEAMS, ("sunday", "Legal"))))


def test_a_host_asks_only_for_what_she_shared_herself():
    refused(ask(went_first=False), "did not go first")


def test_a_host_who_gave_nothing_does_not_ask():
    refused(ask(gifts=()), "gave nothing yet")


def test_what_others_gave_does_not_stand_in_for_the_host():
    others = tuple(Gift(gift.kind, gift.at, by_sender=False) for gift in (LUNCH, SHOUTOUT))
    refused(ask(gifts=others), "gave nothing yet")


def test_one_gift_of_the_host_is_enough_where_somebody_else_gave_the_other():
    allowed(ask(gifts=(LUNCH, Gift("shoutout", ago(days=20), by_sender=False))))


def test_two_lunches_are_one_kind_of_gift():
    refused(ask(gifts=(LUNCH, Gift("lunch", ago(days=20)))), "gave too little")
    allowed(ask(Manners(gifts_before_ask=1), gifts=(LUNCH, Gift("lunch", ago(days=20)))))
    refused(ask(Manners(gifts_before_ask=3)), "gave too little")
    allowed(ask(Manners(gifts_before_ask=3), gifts=(LUNCH, SHOUTOUT, Gift("boost", ago(days=10)))))


def test_the_hosts_first_gift_is_four_weeks_old():
    allowed(ask(gifts=(Gift("lunch", ago(days=28)), SHOUTOUT)))
    refused(ask(gifts=(Gift("lunch", ago(days=28) + SECOND), SHOUTOUT)), "gave too lately")


def test_an_older_gift_of_somebody_else_does_not_make_the_hosts_older():
    gifts = (Gift("lunch", ago(days=100), by_sender=False), Gift("boost", ago(days=27)))
    refused(ask(gifts=gifts), "gave too lately")


def test_five_working_days_lie_between_the_latest_gift_and_an_ask():
    allowed(ask(gifts=(LUNCH, Gift("shoutout", ago(days=7)))))
    refused(ask(gifts=(LUNCH, Gift("shoutout", ago(days=7) + SECOND))), "too soon after a gift")


def test_the_latest_gift_rests_whoever_gave_it():
    lately = Gift("boost", ago(days=3), by_sender=False)
    refused(ask(gifts=(LUNCH, SHOUTOUT, lately)), "too soon after a gift")


def test_a_gift_on_a_saturday_rests_from_the_next_monday_on():
    saturday, next_monday_morning = ago(days=3), TUESDAY + 6 * DAY
    gifts = (LUNCH, Gift("shoutout", saturday))
    refused(ask(gifts=gifts, now=next_monday_morning - SECOND), "too soon after a gift")
    allowed(ask(gifts=gifts, now=next_monday_morning))


def test_the_order_in_which_gifts_are_read_does_not_matter():
    gifts = (LUNCH, SHOUTOUT, Gift("boost", ago(days=7), by_sender=False))
    allowed(ask(gifts=gifts))
    allowed(ask(gifts=gifts[::-1]))


def test_a_no_holds_for_ninety_days():
    refused(ask(noes=(ago(days=90) + SECOND,)), "said no lately")
    allowed(ask(noes=(ago(days=90),)))
    refused(ask(Manners(no_holds_days=120), noes=(ago(days=119),)), "said no lately")


def test_after_two_noes_nobody_asks_again_however_long_ago_they_were():
    refused(ask(noes=(ago(days=2000), ago(days=1000))), "said no before")
    allowed(ask(Manners(noes_end_asking=3), noes=(ago(days=2000), ago(days=1000))))
    refused(ask(Manners(noes_end_asking=1), noes=(ago(days=2000),)), "said no before")


def test_while_one_ask_waits_for_her_answer_no_other_comes():
    refused(ask(open_asks=1), "one open ask")
    allowed(ask(Manners(open_asks=2), open_asks=1))


def test_one_ask_in_eight_weeks_over_all_hosts():
    refused(ask(asks_of_person=(ago(days=56) + SECOND,)), "asked lately")
    allowed(ask(asks_of_person=(ago(days=56),)))
    refused(ask(Manners(ask_every_weeks=12), asks_of_person=(ago(days=80),)), "asked lately")


def test_four_asks_a_year_over_all_hosts():
    refused(ask(asks_of_person=(ago(days=365) + SECOND, ago(days=250), ago(days=150), ago(days=60))), "asked enough")
    allowed(ask(asks_of_person=(ago(days=365), ago(days=250), ago(days=150), ago(days=60))))
    refused(ask(Manners(asks_a_year=1), asks_of_person=(ago(days=300),)), "asked enough")


def test_a_host_asks_five_people_a_week():
    four = (ago(days=1),) * 4
    refused(ask(asks_of_sender=(*four, ago(days=7) + SECOND)), "host asked enough")
    allowed(ask(asks_of_sender=(*four, ago(days=7))))
    refused(ask(Manners(host_asks_a_week=4), asks_of_sender=four), "host asked enough")


def test_a_tenth_of_a_team_is_asked_to_share_one_story_and_one_of_a_small_team():
    allowed(ask(team_size=30, team_asked=2))
    refused(ask(team_size=30, team_asked=3), "story asked enough")
    refused(ask(team_size=29, team_asked=2), "story asked enough")
    allowed(ask(team_size=2, team_asked=0))
    refused(ask(team_size=19, team_asked=1), "story asked enough")
    allowed(ask(team_size=20, team_asked=1))
    allowed(ask(team_size=0, team_asked=0))
    allowed(ask(Manners(story_percent_of_team=25), team_size=20, team_asked=4))


def test_one_favour_a_week_whichever_it_was():
    put_off(message(Kind.BOOST, unsolicited=(ago(days=6),)), "one favour a week", TUESDAY + DAY)
    put_off(ask(unsolicited=(ago(days=6),)), "one favour a week", TUESDAY + DAY)
    allowed(message(Kind.BOOST, unsolicited=(ago(days=7),)))


def test_where_two_favours_a_week_are_chosen_the_third_waits_until_the_first_is_a_week_old():
    two = Manners(unasked_a_week=2)
    allowed(message(Kind.BOOST, manners=two, unsolicited=(ago(days=6),)))
    put_off(
        message(Kind.BOOST, manners=two, unsolicited=(ago(days=1), ago(days=6), ago(days=20))),
        "one favour a week",
        TUESDAY + DAY,
    )


def test_a_favour_keeps_an_hour_away_from_any_other_message():
    for kind in (Kind.BOOST, Kind.LEAVE):
        put_off(message(kind, arrived=(ago(minutes=20),)), "something just arrived", ago(minutes=20) + HOUR)
        allowed(message(kind, arrived=(ago(hours=1),)))
    put_off(ask(arrived=(ago(minutes=50), ago(minutes=20))), "something just arrived", ago(minutes=20) + HOUR)
    allowed(message(Kind.LUNCH, arrived=(ago(minutes=1),)))


def test_a_no_comes_before_every_later():
    """Else an ask that is never to come would wait for a week, and then be refused."""
    refused(ask(unsolicited=(ago(days=6),), open_asks=1), "one open ask")
    refused(ask(now=TUESDAY + WEEK - 8 * HOUR, team_asked=1), "story asked enough")


def test_of_two_reasons_to_wait_the_longer_one_is_named():
    put_off(ask(unsolicited=(ago(days=6),), arrived=(ago(minutes=20),)), "one favour a week", TUESDAY + DAY)
    put_off(
        ask(unsolicited=(ago(days=6, hours=23, minutes=50),), arrived=(TUESDAY,)),
        "something just arrived",
        TUESDAY + HOUR,
    )
