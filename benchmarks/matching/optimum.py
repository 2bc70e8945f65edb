"""Small rounds of every kind: is anything better than what the engine finds?"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from definition import LEVELS, Cost, Definition
from instances import LARGEST, SMALLEST, Instance, make
from proof import Proof
from report import Result, Row, table_of, track

from bot_service.matching.cost import cost_of
from bot_service.matching.match import match_people

INSTANCES = 300
SECONDS, WORKERS = 120.0, 2  #: CP-SAT's, for one level of one instance


@dataclass(frozen=True)
class Judged:
    """One instance: what ours cost by the product's own count and by the definition, and the least that anything can."""

    instance: Instance
    seconds: float
    counted: Cost
    ours: Cost
    best: Cost
    proved: bool
    groups: Sequence[Sequence[str]]
    best_groups: Sequence[Sequence[str]]

    @property
    def fault(self) -> str:
        """What is wrong with ours, or with the proof; empty when nothing is."""
        if self.counted != self.ours:
            return f"the engine counts {self.counted}, the definition {self.ours}"
        if self.ours != self.best:
            levels = zip(LEVELS, self.ours, self.best, strict=True)
            return "; ".join(f"{level} {mine}, best {least}" for level, mine, least in levels if mine != least)
        return "" if self.proved else "not proved in time"


def exact(quick: bool) -> Result:
    """The cost of ours, and the cost than which nothing is better."""
    numbers = range(0, INSTANCES, 20) if quick else range(INSTANCES)
    judged = [judge(number) for number in track(numbers, "exact: small rounds against CP-SAT")]
    faulty = [one for one in judged if one.fault]
    seconds = [one.seconds for one in judged]
    choices = [len(Definition(one.instance).groups) for one in judged]
    row = Row(
        f"exact: {len(judged)} rounds of {SMALLEST}-{LARGEST} people",
        f"the same cost in {len(judged) - len(faulty)}",
        "the same cost as an exact solver in every one",
        "CP-SAT proves the optimum",
        not faulty,
    )
    text = (
        f"**{row.case}**: {row.ours}. Ours took {median(seconds) * 1000:.0f} ms (median), {max(seconds):.2f} s at most. Each has"
        f" up to {max(choices):,} pairs and threes that may meet, {median(choices):,.0f} in the median."
    )
    lines = [text]
    if faulty:
        named = [(str(one.instance), one.fault) for one in faulty]
        lines += ["", *table_of(("not the best (replay: --case exact --instance N)", "what is wrong"), named)]
    return Result([row], ["\n".join(lines)])


def judge(number: int) -> Judged:
    instance = make(number)
    began = time.perf_counter()
    answer = match_people(
        instance.seekers,
        instance.past,
        rules=instance.rules,
        seed=str(number),
        apart=instance.apart,
        again=instance.again,
    )
    seconds = time.perf_counter() - began
    groups = [group.ids for group in answer.groups]
    counted = cost_of(
        groups, instance.seekers, instance.past, rules=instance.rules, apart=instance.apart, again=instance.again
    )
    definition = Definition(instance)
    proof = Proof(definition, groups, SECONDS, WORKERS)
    verdict = proof.run()
    ours = definition.cost_of(groups)
    return Judged(instance, seconds, tuple(counted), ours, verdict.best, verdict.proved, groups, proof.groups())


def replay(number: int) -> str:
    """One instance of `exact`, with both solutions."""
    judged = judge(number)
    instance = judged.instance
    lines = [str(instance), *map(str, instance.seekers), "past:", *map(str, instance.past)]
    lines += [f"apart: {sorted(map(sorted, instance.apart))}", f"again: {sorted(map(sorted, instance.again))}"]
    for name, cost, groups in (
        ("ours", judged.ours, judged.groups),
        ("best" if judged.proved else "best so far", judged.best, judged.best_groups),
    ):
        lines += [
            f"{name}: {dict(zip(LEVELS, cost, strict=True))}",
            f"  {' '.join('-'.join(group) for group in sorted(map(tuple, groups)))}",
        ]
    return "\n".join([*lines, judged.fault or "nothing is better"])
