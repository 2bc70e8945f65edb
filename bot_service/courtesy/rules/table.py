"""The written rules on whether a message may reach a person: one small pure function each, in one table.

A rule sees a `Situation` and answers `GO`, `Later(at)` or `No`. A no of any rule decides before every later; of several laters
the last one, for until then the message would only be asked about in vain. Of several noes the first in the table is named.
"""

from collections.abc import Iterator

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules import of_asks as asks
from bot_service.courtesy.rules import of_messages as messages
from bot_service.courtesy.rules.rule import (
    ASKS,
    EVERYTHING,
    FAVOURS,
    GO,
    UNASKED,
    Go,
    Later,
    No,
    Rule,
    Situation,
    Verdict,
)

CELEBRATIONS = frozenset({Kind.CELEBRATION})
THANKS = frozenset({Kind.THANKS})
ANSWERS = frozenset({Kind.ANSWER})

RULES: tuple[Rule, ...] = (
    Rule("no chat", "Teams has no chat with us for this person.", EVERYTHING, messages.has_a_chat),
    Rule("left", "Nothing is sent to people who have left the company.", EVERYTHING - ANSWERS, messages.works_here),
    Rule(
        "opted out",
        "You left Potluck, or declined it: only what you ask for or do yourself is answered.",
        EVERYTHING - ANSWERS - THANKS,
        messages.has_not_opted_out,
    ),
    Rule("not joined", "Only people who joined get messages.", UNASKED - THANKS, messages.has_joined),
    Rule("paused", "You paused Potluck.", UNASKED, messages.is_not_paused),
    Rule("no host", "Only hosts of your company ask.", ASKS | {Kind.LEAVE}, asks.is_a_host),
    Rule("never ask", "You asked never to be asked.", ASKS | {Kind.LEAVE}, asks.may_ever_be_asked),
    Rule("celebrate never", "You asked not to be celebrated.", CELEBRATIONS, messages.likes_to_be_celebrated),
    Rule(
        "asked for leave before",
        "A host asks once whether she may ask you.",
        frozenset({Kind.LEAVE}),
        asks.asks_for_leave_once,
    ),
    Rule("no leave", "Nobody asks you without your leave.", ASKS, asks.gave_leave),
    Rule(
        "met too few teams",
        "A host asks nobody before she has had lunch with {host_teams_first:other team|other teams}, each at a lunch of its own.",
        ASKS,
        asks.met_other_teams,
        ("host_teams_first",),
    ),
    Rule("did not go first", "A host shares a story herself before she asks anybody to.", ASKS, asks.went_first),
    Rule(
        "gave nothing yet",
        "A host gives before she asks: a lunch, a shout-out, a post passed on.",
        ASKS,
        asks.gave_herself,
    ),
    Rule(
        "gave too little",
        "Before each ask you are given something, of {gifts_before_ask:kind|different kinds}: a lunch, a shout-out, a post passed on.",
        ASKS,
        asks.gifts_differ,
        ("gifts_before_ask",),
    ),
    Rule(
        "gave too lately",
        "At least {first_gift_days:day|days} pass between the first that a host gives you and her ask.",
        ASKS,
        asks.gave_long_ago,
        ("first_gift_days",),
    ),
    Rule(
        "too soon after a gift",
        "At least {gift_rests_working_days:working day|working days} pass between the last that you were given and an ask.",
        ASKS,
        asks.let_it_rest,
        ("gift_rests_working_days",),
    ),
    Rule(
        "said no lately",
        "A no to a host holds for {no_holds_days:day|days}.",
        ASKS,
        asks.took_the_no,
        ("no_holds_days",),
    ),
    Rule(
        "said no before",
        "After {noes_end_asking:no|noes} a host asks no more, until you invite her to.",
        ASKS,
        asks.took_the_noes,
        ("noes_end_asking",),
    ),
    Rule(
        "one open ask",
        "At most {open_asks:ask waits|asks wait} for your answer at a time.",
        ASKS,
        asks.has_no_open_ask,
        ("open_asks",),
    ),
    Rule(
        "asked lately",
        "At least {ask_every_weeks:week|weeks} pass between two asks, whoever asks.",
        ASKS,
        asks.was_not_asked_lately,
        ("ask_every_weeks",),
    ),
    Rule(
        "asked enough",
        "At most {asks_a_year:ask|asks} a year, whoever asks.",
        ASKS,
        asks.is_within_her_year,
        ("asks_a_year",),
    ),
    Rule(
        "host asked enough",
        "A host asks at most {host_asks_a_week:person|people} a week.",
        ASKS,
        asks.is_within_hosts_week,
        ("host_asks_a_week",),
    ),
    Rule(
        "story asked enough",
        "Of a team at most {story_percent_of_team} percent, or one person, are asked to share the same story.",
        ASKS,
        asks.is_within_storys_share,
        ("story_percent_of_team",),
    ),
    Rule(
        "one favour a week",
        "At most {unasked_a_week:message|messages} a week that you did not ask for.",
        FAVOURS,
        messages.few_favours_a_week,
        ("unasked_a_week",),
    ),
    Rule(
        "something just arrived",
        "For an hour after any message nobody asks you for anything.",
        FAVOURS,
        messages.does_not_crowd,
        brief=True,
    ),
    Rule(
        "one open invitation",
        "At most {open_invitations:invitation waits|invitations wait} for your answer at a time.",
        frozenset({Kind.LUNCH, Kind.REMINDER}),
        messages.few_open_invitations,
        ("open_invitations",),
    ),
    Rule(
        "patience",
        "While you don't answer “How was it?”, it comes ever more seldom, and after {checkins_unanswered:time|times} no more.",
        frozenset({Kind.CHECK_IN}),
        messages.is_patient,
        ("checkins_unanswered",),
    ),
    Rule("quiet hours", "Nothing arrives outside of your working hours.", UNASKED, messages.is_at_work, brief=True),
    Rule(
        "few in a minute",
        "At most {notifications_a_minute:message|messages} in a minute.",
        EVERYTHING,
        messages.few_in_a_minute,
        ("notifications_a_minute",),
        brief=True,
    ),
)


def decide(at: Situation) -> tuple[Verdict, str]:
    """Ask every rule for this kind; returns the verdict and the name of the rule that decided ("" for go)."""
    put_off: tuple[Later, str] | None = None
    for rule, verdict in _objections(at):
        if isinstance(verdict, No):
            return verdict, rule.name
        if put_off is None or verdict.at > put_off[0].at:
            put_off = verdict, rule.name
    return put_off or (GO, "")


def only_waits(at: Situation) -> bool:
    """Whether nothing stands in the way but what stands aside by itself in a while: the night, or a message that just arrived."""
    return all(rule.brief for rule, _ in _objections(at))


def _objections(at: Situation) -> Iterator[tuple[Rule, Later | No]]:
    for rule in RULES:
        if at.kind in rule.kinds:
            verdict = rule.check(at)
            if not isinstance(verdict, Go):
                yield rule, verdict
