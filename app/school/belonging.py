"""To which academic year a row belongs, found by foreign keys: a new table needs no naming here."""

from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, select

from app.core.db import db
from app.school.models import AcademicYear

YEAR = AcademicYear.__table__
# What belongs to days, and to no class: first and last day by table.
BY_DAYS = {
    "absence_document": ("first", "last"),
    "absence_report": ("first", "last"),
    "teacher_absence": ("first", "last"),
    "day_note": ("day", "day"),
    "pupil_remark": ("day", "day"),
    "calendar_day": ("day", "day"),
}


@cache
def way_to_year(table: str) -> Column[Any] | None:
    """The foreign key by which a row of the table leads to its year the shortest way."""
    ways = [(_distance(target(c), frozenset({table})), c) for c in _keys_of(table)]
    known = [(length, c.name, c) for length, c in ways if length is not None]
    return min(known)[2] if known else None


def target(column: Column[Any]) -> str:
    """The table that a foreign key refers to."""
    return next(iter(column.foreign_keys)).column.table.name


def of_year(table: str, year: AcademicYear) -> ColumnElement[bool] | None:
    """WHERE clause: rows of the table that belong to the year; None for what belongs to none."""
    if table in BY_DAYS:
        first, last = (db.metadata.tables[table].c[name] for name in BY_DAYS[table])
        return (first <= year.ends) & (last >= year.starts)
    if table == YEAR.name:
        return YEAR.c.id == year.id
    column = way_to_year(table)
    if column is None:
        return None
    other = db.metadata.tables[target(column)]
    theirs: Any = of_year(other.name, year)
    return column.in_(select(other.c.id).where(theirs))


def _distance(table: str, seen: frozenset[str]) -> int | None:
    """Over how many tables the year is reached from this one."""
    if table == YEAR.name:
        return 0
    ways = (_distance(target(c), seen | {table}) for c in _keys_of(table) if target(c) not in seen)
    known = [length for length in ways if length is not None]
    return min(known) + 1 if known else None


def _keys_of(table: str) -> list[Column[Any]]:
    """Foreign keys that every row of the table has."""
    columns = db.metadata.tables[table].columns
    return [c for c in columns if c.foreign_keys and not c.nullable]
