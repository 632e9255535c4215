"""All records of a year as plain values, table by table [R7]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import Column, Table, func, select

from app.audit.models import AuditEntry
from app.audit.rules import plain
from app.core.db import db
from app.core.pages.setup import titles
from app.school.belonging import of_year, target
from app.school.models import AcademicYear

Row = dict[str, Any]
_AT_ONCE = 2000
# Of people only what the journal itself names; logins, telephones and notes stay out.
_OF_PEOPLE = {"id", "last_name", "first_name", "middle_name", "sex", "birth_date", "position"}
_PEOPLE = {"pupil", "staff"}
_LOGINS = "ab_user"


@dataclass(frozen=True)
class Records:
    """The rows of a table that belong to the year, with the table's and columns' titles."""

    table: str
    title: str
    columns: Mapping[str, str]
    rows: Iterator[Row]


def records_of(year: AcademicYear) -> Iterator[Records]:
    """Every table of the year, then the rows of other tables that these refer to."""
    used: dict[str, set[int]] = defaultdict(set)
    for table in db.metadata.sorted_tables:
        clause = of_year(table.name, year)
        if clause is not None:
            yield _records(table, clause, used)
    for name in sorted(set(used) - {_LOGINS}):
        table = db.metadata.tables[name]
        if of_year(name, year) is None:
            yield _records(table, table.c.id.in_(sorted(used[name])), defaultdict(set))


def history_of(year: AcademicYear, since: dt.datetime) -> Iterator[Row]:
    """The history of entries from a moment to the closing of the year, if it is closed [J9]."""
    table = AuditEntry.__table__
    query = select(table).where(table.c.at >= since).order_by(table.c.id)
    if year.closed_on and (closing := _closing(year)):
        query = query.where(table.c.id <= closing)
    for row in _rows(query):
        yield {name: plain(value) for name, value in row.items()}


def _closing(year: AcademicYear) -> int | None:
    """The entry of the history by which the year was closed."""
    closing = select(func.max(AuditEntry.id)).where(
        AuditEntry.table_name == AcademicYear.__tablename__, AuditEntry.row_id == year.id
    )
    return db.session.scalar(closing)


def _records(table: Table, clause: Any, used: dict[str, set[int]]) -> Records:
    columns = [c for c in table.columns if _is_told(c)]
    query = select(*columns).where(clause).order_by(*table.primary_key.columns)
    labels = _labels(table.name)
    heads = {c.name: _label(labels, c.name) for c in columns}
    title = str(titles.get(table.name, table.name))
    return Records(table.name, title, heads, _told(query, columns, used))


def _told(query: Any, columns: list[Column[Any]], used: dict[str, set[int]]) -> Iterator[Row]:
    keys = [(c.name, target(c)) for c in columns if c.foreign_keys]
    for row in _rows(query):
        for name, place in keys:
            if row[name] is not None:
                used[place].add(row[name])
        yield {name: plain(value) for name, value in row.items()}


def _rows(query: Any) -> Iterator[Mapping[str, Any]]:
    found = db.session.execute(query.execution_options(yield_per=_AT_ONCE))
    for row in found.mappings():
        yield dict(row)


def _is_told(column: Column[Any]) -> bool:
    name, table = column.name, column.table.name
    if column.foreign_keys and target(column) == _LOGINS:
        return False
    return table not in _PEOPLE or name in _OF_PEOPLE


def _labels(table: str) -> Mapping[str, Any]:
    """Titles of the columns on the table's generated page."""
    for view in current_app.extensions["appbuilder"].baseviews:
        if getattr(getattr(view, "model", None), "__tablename__", None) == table:
            labels: Mapping[str, Any] = view.label_columns
            return labels
    return {}


def _label(labels: Mapping[str, Any], column: str) -> str:
    return str(labels.get(column) or labels.get(column.removesuffix("_id")) or column)
