"""One large round in a process of its own, so that its time and its memory are its own.

    python measure.py '{"people": 100000, "teams": 120, "rounds": 26, "size": 2, "seed": "0", "peers": false}'

prints one line of JSON, the fields of `Measured`.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random

MEGABYTE = 1e6


@dataclass(frozen=True)
class Quality:
    """What is wrong with a round."""

    left_over: int
    unlike: int  #: groups that are not of the size asked for
    same_team: int
    repeats: int
    pairs: int
    seconds: float


@dataclass(frozen=True)
class Measured:
    """`making` is what the input took, and is no part of `ours`. Memory is the peak of the whole process, input included."""

    ours: Quality
    busy: float  #: seconds of processor time in ours; much less than its seconds when the machine had other work
    making: float  #: seconds
    past_pairs: int
    before_mb: float
    peak_mb: float
    peers: dict[str, Quality] = field(default_factory=dict)


@cache
def alone(people: int, teams: int, size: int, run: int, *, peers: bool = False) -> Measured:
    """Measured in a fresh process; asked again, what was measured before."""
    wanted = {"people": people, "teams": teams, "rounds": 26, "size": size, "seed": str(run), "peers": peers}
    words = [sys.executable, str(Path(__file__)), json.dumps(wanted)]
    answer = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)
    others = {name: Quality(**values) for name, values in answer.pop("peers").items()}
    return Measured(**{**answer, "ours": Quality(**answer["ours"]), "peers": others})


def measured(people: int, teams: int, rounds: int, size: int, seed: str, peers: bool) -> Measured:
    # Imported here, so that whoever only asks for a measurement doesn't carry the engine.
    from companies import company, past_rounds, zipf_sizes  # noqa: PLC0415 - see above
    from peers import PEERS  # noqa: PLC0415 - see above

    from bot_service.matching.match import match_people  # noqa: PLC0415 - see above
    from bot_service.matching.seekers import Rules  # noqa: PLC0415 - see above

    began = time.perf_counter()
    seekers = company(zipf_sizes(people, teams))
    past = past_rounds(seekers, rounds)
    making, before = time.perf_counter() - began, peak()
    began, busy = time.perf_counter(), time.process_time()
    answer = match_people(seekers, past, rules=Rules(size=size), seed=seed)
    seconds, busy, after = time.perf_counter() - began, time.process_time() - busy, peak()
    met = {frozenset(pair) for group in past for pair in combinations(group.ids, 2)}
    team_of = {seeker.id: seeker.team for seeker in seekers}
    ours = quality([group.ids for group in answer.groups], size, team_of, met, seconds)
    others: dict[str, Quality] = {}
    for name in ("shuffle", "greedy") if peers else ():
        began = time.perf_counter()
        pairs = PEERS[name](list(team_of), met, Random(seed))
        others[name] = quality(pairs, 2, team_of, met, time.perf_counter() - began)
    return Measured(ours, busy, making, len(past), before, after, others)


def quality(
    groups: Sequence[Sequence[str]], size: int, team_of: dict[str, str], met: Collection[frozenset[str]], seconds: float
) -> Quality:
    seated = [one for group in groups for one in group]
    assert len(seated) == len(set(seated)), "somebody sits in two groups"
    pairs = [pair for group in groups for pair in combinations(group, 2)]
    return Quality(
        left_over=len(team_of) - len(seated),
        unlike=sum(len(group) != size for group in groups),
        same_team=sum(team_of[one] == team_of[other] for one, other in pairs),
        repeats=sum(frozenset(pair) in met for pair in pairs),
        pairs=len(pairs),
        seconds=seconds,
    )


def peak() -> float:
    """The most memory that this process has had so far, in MB."""
    own = Path("/proc/self/status")
    if own.exists():  # on Linux getrusage also counts what the parent had when it started us
        (line,) = (
            line for line in own.read_text(encoding="ascii", errors="replace").splitlines() if line.startswith("VmHWM:")
        )
        return int(line.split()[1]) * 1024 / MEGABYTE
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MEGABYTE if sys.platform == "darwin" else most * 1024 / MEGABYTE


if __name__ == "__main__":
    print(json.dumps(asdict(measured(**json.loads(sys.argv[1])))))
