"""A closed year is changed by no door: asked of every write that the history records [R7].

Which year a row belongs to is found by its foreign keys, so a new table is guarded without being
named here; what belongs to days and to no class is found by its dates.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.core.db import db
from app.core.errors import Refused
from app.school.belonging import BY_DAYS, YEAR, target, way_to_year

Change = Mapping[str, Any]
# Closing and opening a year is a change of the year itself.
_OF_THE_CLOSING = frozenset({"closed_on", "closed_why"})


def question(changes: Sequence[Change]) -> ColumnElement[Any] | None:
    """An expression: the name of a closed year to which one of the changes belongs, else NULL.

    None when nothing of them belongs to any year.
    """
    wanted = [*_by_keys(changes), *_by_days(changes)]
    if not wanted:
        return None
    closed = select(YEAR.c.name).where(YEAR.c.closed_on.is_not(None), or_(*wanted))
    return closed.limit(1).scalar_subquery()


def refuse(year: str) -> None:
    """Say that the year is closed."""
    raise Refused(_("The academic year %(year)s is closed: nothing of it is changed.", year=year))


def _by_keys(changes: Sequence[Change]) -> Iterator[ColumnElement[bool]]:
    found: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        for table, key in _anchors(change):
            found[table].add(key)
    for table, keys in sorted(found.items()):
        yield YEAR.c.id.in_(_years_of(table, sorted(keys)))


def _anchors(change: Change) -> Iterator[tuple[str, int]]:
    """Rows by which the year of a change is found: the course, what the row hangs on, the row."""
    name = change["table_name"]
    if name == YEAR.name:
        if change["action"] != "insert" and not change["changes"].keys() <= _OF_THE_CLOSING:
            yield name, change["row_id"]
        return
    column = way_to_year(name)
    if column is None:
        return
    place = target(column)
    held = [key for key in change["changes"].get(column.name, ()) if key is not None]
    yield from ((place, key) for key in held)
    if not held and change["course_id"] is not None and name != "course":
        yield "course", change["course_id"]
    elif not held:
        yield name, change["row_id"]


def _years_of(table: str, keys: Any) -> Any:
    """Keys of the years to which the rows of the table belong."""
    if table == YEAR.name:
        return keys
    column = way_to_year(table)
    if column is None:
        raise LookupError(table)
    rows = select(column).where(db.metadata.tables[table].c.id.in_(keys))
    return _years_of(target(column), rows)


def _by_days(changes: Sequence[Change]) -> Iterator[ColumnElement[bool]]:
    for change in changes:
        if names := BY_DAYS.get(change["table_name"]):
            yield from _holds_days(db.metadata.tables[change["table_name"]], names, change)


def _holds_days(
    table: Any, names: tuple[str, str], change: Change
) -> Iterable[ColumnElement[bool]]:
    """The days of the row as it is, and those that it had before."""
    first, last = (table.c[name] for name in names)
    row = table.c.id == change["row_id"]
    yield exists().where(row, first <= YEAR.c.ends, last >= YEAR.c.starts)
    before = [change["changes"].get(name, [None])[0] for name in names]
    days = [dt.date.fromisoformat(day) for day in before if day]
    if days:
        yield and_(YEAR.c.starts <= max(days), YEAR.c.ends >= min(days))
