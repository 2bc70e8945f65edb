"""What is said about the groups: one fact a line, `name: number`, for people and scripts."""

from collections.abc import Iterator, Mapping, Sequence

from bot_service.match_files.faults import quoted
from bot_service.match_files.people import alike
from bot_service.match_files.sheet import Sheet
from bot_service.match_files.tally import tally
from bot_service.matching.seekers import Matching, PastGroup, Seeker

#: People left over whose reasons are told.
MOST_REASONS = 20


def facts(
    rounds: Sequence[Matching],
    first_round: int,
    people: Mapping[str, Seeker],
    past: Sequence[PastGroup],
    memory: int | None,
) -> Iterator[str]:
    """How many groups, repeats and so on there are in all rounds together."""
    teams = {id_: seeker.team for id_, seeker in people.items()}
    tables = [[group.ids for group in matching.groups] for matching in rounds]
    counted = tally(tables, first_round, teams=teams, past=past, memory=memory)
    yield f"people: {len(people)}"
    yield f"teams: {len(set(teams.values()))}"
    yield f"groups: {counted.groups}"
    yield f"repeats: {counted.repeats}"
    if memory is not None:
        yield f"repeats beyond memory: {counted.old_repeats}"
    yield f"same-team pairs: {counted.same_team}"
    yield f"left over: {sum(len(matching.left_over) for matching in rounds)}"


def reasons(rounds: Sequence[Matching], first_round: int) -> Iterator[str]:
    """A line for each person left over, and how many more there are than anybody reads."""
    told = [
        f"round {number}: {quoted(id_)} is left over: {reason}"
        for number, matching in enumerate(rounds, start=first_round)
        for id_, reason in sorted(matching.left_over.items())
    ]
    yield from told[:MOST_REASONS]
    if len(told) > MOST_REASONS:
        yield f"… and {len(told) - MOST_REASONS} more."


def notes(sheet: Sheet, people: Mapping[str, Seeker], used: Sequence[str]) -> Iterator[str]:
    """What somebody may have meant otherwise; `used` are the columns that were read."""
    unused = [quoted(name) for name in sheet.header if name and name not in used]
    if unused:
        yield f"Note: {sheet.name} has columns that are not used: {', '.join(unused)}."
    for sentence in alike(people):
        yield f"Note: {sentence}"
