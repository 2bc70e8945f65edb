"""Each table says what it holds about people, once, and every column that could name somebody is accounted for."""

from collections import Counter
from importlib import import_module

from tortoise import fields

from bot_service.app import HELD, TABLES
from bot_service.database.held import Held
from bot_service.database.row import DueRow, Row

#: Columns of these types may hold a name; ids that we make, and states, don't.
SPEAKING = (fields.CharField, fields.TextField, fields.JSONField, fields.BinaryField)
OURS = {"id", "state"}


def tables() -> set[type[Row]]:
    found = (each for module in TABLES for each in vars(import_module(module)).values())
    return {each for each in found if isinstance(each, type) and issubclass(each, Row)} - {Row, DueRow}


def classified(held: Held) -> Counter[str]:
    placed = Counter((*held.hers, *held.between, *held.named, *held.listed, *held.words, *held.plain))
    return placed + Counter(set(held.emptied) - placed.keys())


def test_every_table_is_held_exactly_once() -> None:
    assert Counter(held.rows for held in HELD) == Counter(tables())


def test_every_column_that_could_name_somebody_is_accounted_for_exactly_once() -> None:
    wrong = {}
    for held in HELD:
        columns = held.rows._meta.fields_map
        speaking = {name for name, column in columns.items() if isinstance(column, SPEAKING)} - OURS
        placed = classified(held)
        unplaced, twice = speaking - placed.keys(), {name for name, times in placed.items() if times > 1}
        if unplaced or twice or placed.keys() - columns.keys():
            wrong[held.table] = {"unplaced": unplaced, "twice": twice, "unknown": placed.keys() - columns.keys()}

    assert wrong == {}


def test_whatever_is_about_people_says_what_why_and_who_sees_it() -> None:
    for held in HELD:
        finds_people = bool(held.hers or held.between or held.named or held.listed or held.words)
        assert held.is_about_people or not finds_people, held.table
        assert not held.is_about_people or (held.what and held.why and held.seen_by), held.table
        assert {*held.shared, *held.emptied} <= held.rows._meta.fields_map.keys(), held.table
        ways = (*held.between_through, *held.named_through)
        assert held.in_confidence.keys() <= {*held.between, *held.named, *(way.column for way in ways)}, held.table
