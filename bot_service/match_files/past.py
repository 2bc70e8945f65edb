"""HISTORY.csv (round,group,id): who met whom. PAIRS.csv (id,other): who shall not."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot_service.match_files.faults import Faults, quoted
from bot_service.match_files.sheet import Sheet, read_sheet
from bot_service.matching.seekers import Pair, PastGroup

HISTORY = ("round", "group", "id")
WHY = "why"  #: a column more that the groups may have
APART = ("id", "other")

#: A table that seats more is no lunch, but the same word in every line of the column `group`.
LARGEST_TABLE = 100

_WHOLE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Acquainted:
    """Whose ids may stand in a file: those of PEOPLE.csv (None: it can't be read, so nobody asks), or with --former anybody's."""

    ids: Collection[str] | None
    people_name: str = ""
    former: bool = False

    def tell_strangers(self, sheet: Sheet, lines: Mapping[str, list[int]]) -> None:
        """One fault for each id that is not known, at the first of its lines."""
        if self.ids is None or self.former:
            return
        for id_, found in lines.items():
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            way_out = f"add the line to {self.people_name}, or pass --former for people who have left"
            sheet.fault(found[0], f"unknown id {quoted(id_)}{more}; {way_out}.")


@dataclass(frozen=True)
class History:
    """What happened: the groups by round, the highest round (0: none yet), and who of `Acquainted.ids` sat out in that one."""

    groups: tuple[PastGroup, ...] = ()
    last_round: int = 0
    sat_out: frozenset[str] = field(default_factory=frozenset)
    sheet: Sheet | None = None


def read_history(path: Path, acquainted: Acquainted, faults: Faults) -> History:
    """Read all groups. The same row twice does no harm. `faults` say what is wrong; what is returned then is of no use."""
    sheet = read_sheet(path, HISTORY, (WHY,), faults)
    if sheet is None:
        return History()
    rounds = _tables(sheet, acquainted)
    before: set[str] = set()
    then: set[str] = set()
    groups: list[PastGroup] = []
    for number in sorted(rounds):
        tables = rounds.pop(number)
        before |= then
        then = set().union(*tables.values())
        if len(then) < sum(map(len, tables.values())):
            _tell_who_sits_twice(sheet, number)
            tables = {group: list(dict.fromkeys(ids)) for group, ids in tables.items()}
        _tell_large_tables(sheet, number, tables)
        groups += [PastGroup(number, tuple(ids)) for ids in tables.values()]
    sat_out = frozenset(id_ for id_ in acquainted.ids or () if id_ in before and id_ not in then)
    return History(tuple(groups), groups[-1].round if groups else 0, sat_out, sheet)


def read_apart(path: Path, acquainted: Acquainted, faults: Faults) -> frozenset[Pair]:
    """Read the pairs that shall not meet. `faults` say what is wrong."""
    sheet = read_sheet(path, APART, (), faults)
    if sheet is None:
        return frozenset()
    pairs: set[Pair] = set()
    strangers: dict[str, list[int]] = {}
    for line, (one, other) in sheet.rows(*APART):
        for column, id_ in zip(APART, (one, other), strict=True):
            if not id_:
                sheet.fault(line, f"the column {column} is empty; fill it in, or remove the line.")
            elif id_ not in (acquainted.ids or ()):
                strangers.setdefault(id_, []).append(line)
        if one == other and one:
            sheet.fault(
                line, f"{quoted(one)} can't be kept apart from themselves; name somebody else, or remove the line."
            )
        pairs.add(frozenset((one, other)))
    acquainted.tell_strangers(sheet, strangers)
    return frozenset(pairs)


def _tables(sheet: Sheet, acquainted: Acquainted) -> dict[int, dict[str, list[str]]]:
    """Round → group → ids, as they stand there: a row that comes twice makes an id come twice."""
    rounds: dict[int, dict[str, list[str]]] = {}
    as_written: dict[str, dict[str, list[str]]] = {}
    same = {id_: id_ for id_ in acquainted.ids or ()}  # a million cells hold a few thousand words: keep each once
    strangers: dict[str, list[int]] = {}
    for line, (number, group, id_) in sheet.rows(*HISTORY):
        tables = as_written.get(number)
        if tables is None:
            if not _WHOLE.fullmatch(number):
                said = f"the round {quoted(number)} is no whole number" if number else "the round is empty"
                sheet.fault(line, f"{said}; number the rounds 1, 2, 3 and so on.")
                continue
            tables = as_written[number] = rounds.setdefault(int(number), {})
        if not group or not id_:
            sheet.fault(line, f"the {'id' if group else 'group'} is empty; fill it in, or remove the line.")
            continue
        known = same.get(id_)
        if known is None:
            strangers.setdefault(id_, []).append(line)
            known = id_
        ids = tables.get(group)
        if ids is None:
            tables[group] = [known]
        else:
            ids.append(known)
    acquainted.tell_strangers(sheet, strangers)
    return rounds


def _tell_who_sits_twice(sheet: Sheet, wanted: int) -> None:
    """Read the file once more: who stands in two groups of this round, and where?"""
    seats: dict[str, tuple[str, int]] = {}
    for line, (number, group, id_) in sheet.rows(*HISTORY):
        if _WHOLE.fullmatch(number) and int(number) == wanted and group and id_:
            first, where = seats.setdefault(id_, (group, line))
            if first != group:
                said = f"{quoted(id_)} is in the group {quoted(group)} of round {number}"
                sheet.fault(line, f"{said}, and in {quoted(first)} in line {where} already; keep one of the two.")


def _tell_large_tables(sheet: Sheet, number: int, tables: Mapping[str, Sequence[str]]) -> None:
    for group, ids in tables.items():
        if len(ids) > LARGEST_TABLE:
            said = f"{len(ids)} people are in the group {quoted(group)} of round {number}"
            sheet.fault(0, f"{said}; a group is who sat at one table, so give each table a name of its own.")
