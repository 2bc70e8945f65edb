"""Whatever happened before: the rules keep what was promised, nothing else, and the order of writing doesn't matter."""

from collections import Counter
from itertools import product

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules.rule import GO, Later, No
from bot_service.courtesy.rules.table import RULES, decide, only_waits
from tests.courtesy.histories import Case, cases, in_order, situation
from tests.courtesy.oracle import judge, may_be_asked

THOROUGH = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
QUICK = settings(THOROUGH, max_examples=60)


@THOROUGH
@given(cases())
def test_the_rules_keep_what_the_issue_promises_and_refuse_nothing_else(case: Case):
    never, not_before = judge(case)
    at = situation(case)
    verdict, rule = decide(at)
    assert {one.name for one in RULES if case.coming.kind in one.kinds and one.check(at) == No()} == never
    if never:
        assert verdict == No()
        assert rule in never
    elif not_before > case.now:
        assert verdict == Later(not_before)
    else:
        assert (verdict, rule) == (GO, "")


@QUICK
@given(cases(), st.data())
def test_it_does_not_matter_in_which_order_things_were_written_down(case: Case, data: st.DataObject):
    order = data.draw(st.permutations(range(len(case.events))))
    assert decide(situation(in_order(case, order))) == decide(situation(case))


@QUICK
@given(cases(kinds=(Kind.ASK,)))
def test_what_a_host_sees_is_whether_the_ask_would_come_before_long(case: Case):
    assert only_waits(situation(case)) == may_be_asked(case)


def test_every_rule_stands_in_the_way_in_some_of_these_histories_and_many_messages_arrive():
    """Else the tests above would say nothing of that rule."""
    objected: Counter[str] = Counter()
    names = {"", *(rule.name for rule in RULES)}

    def look(case: Case) -> None:
        at = situation(case)
        objected.update(rule.name for rule in RULES if at.kind in rule.kinds and rule.check(at) != GO)
        objected.update([""] if decide(at)[0] == GO else [])

    for number, kind in product(range(10), (Kind.ASK, *Kind)):
        if set(objected) != names:  # more of them, until all were seen
            seed(number)(settings(QUICK, database=None)(given(cases(kinds=(kind,)))(look)))()
    assert set(objected) == names
    assert objected[""] > 20
