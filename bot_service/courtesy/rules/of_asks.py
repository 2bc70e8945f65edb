"""What must be so before a host may ask a person to share a story, and before she may ask for leave to ask. Pure.

Every promise that an ask keeps stands here; the order in which things happened is read from their moments alone.
"""

from datetime import datetime, timedelta

from bot_service.courtesy.rules.quiet_hours import after_working_days
from bot_service.courtesy.rules.rule import Situation, Verdict, going_when
from bot_service.people.relationship.teams_met import teams_met

DAY, WEEK, YEAR = timedelta(days=1), timedelta(days=7), timedelta(days=365)


def is_a_host(at: Situation) -> Verdict:
    return going_when(at.sender_is_host)


def may_ever_be_asked(at: Situation) -> Verdict:
    return going_when(not at.never_ask)


def asks_for_leave_once(at: Situation) -> Verdict:
    """No answer is a no, and her own word needs no question."""
    return going_when(not (at.leave_given or at.leave_settled))


def gave_leave(at: Situation) -> Verdict:
    return going_when(at.leave_given)


def met_other_teams(at: Situation) -> Verdict:
    enough = at.manners.host_teams_first
    return going_when(teams_met(at.lunches_in_teams, enough) >= enough)


def went_first(at: Situation) -> Verdict:
    return going_when(at.went_first)


def gave_herself(at: Situation) -> Verdict:
    """What others gave does not stand in for her."""
    return going_when(any(gift.by_sender for gift in at.gifts))


def gifts_differ(at: Situation) -> Verdict:
    return going_when(len({gift.kind for gift in at.gifts}) >= at.manners.gifts_before_ask)


def gave_long_ago(at: Situation) -> Verdict:
    """Her first gift since the last ask; where she gave nothing, another rule says so."""
    first = min((gift.at for gift in at.gifts if gift.by_sender), default=None)
    return going_when(first is None or first <= at.now - at.manners.first_gift_days * DAY)


def let_it_rest(at: Situation) -> Verdict:
    """No gift, whoever gave it, must look like a deal. One on a free day counts from her next working day."""
    return going_when(all(_rested_at(gift.at, at) <= at.now for gift in at.gifts))


def took_the_no(at: Situation) -> Verdict:
    return going_when(all(no <= at.now - at.manners.no_holds_days * DAY for no in at.noes))


def took_the_noes(at: Situation) -> Verdict:
    return going_when(len(at.noes) < at.manners.noes_end_asking)


def has_no_open_ask(at: Situation) -> Verdict:
    return going_when(at.open_asks < at.manners.open_asks)


def was_not_asked_lately(at: Situation) -> Verdict:
    return going_when(all(ask <= at.now - at.manners.ask_every_weeks * WEEK for ask in at.asks_of_person))


def is_within_her_year(at: Situation) -> Verdict:
    return going_when(sum(ask > at.now - YEAR for ask in at.asks_of_person) < at.manners.asks_a_year)


def is_within_hosts_week(at: Situation) -> Verdict:
    return going_when(sum(ask > at.now - WEEK for ask in at.asks_of_sender) < at.manners.host_asks_a_week)


def is_within_storys_share(at: Situation) -> Verdict:
    share = at.manners.story_percent_of_team * at.team_size // 100
    return going_when(at.team_asked < max(1, share))


def _rested_at(given_at: datetime, at: Situation) -> datetime:
    counts_from = after_working_days(given_at, 0, at.hours)
    return after_working_days(counts_from, at.manners.gift_rests_working_days, at.hours)
