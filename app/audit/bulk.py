"""Many new rows by one statement, with the same history as one by one [J9].

For imports and the demo school: hundred thousand objects of a session would take minutes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import class_mapper
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from app.audit.listener import UNRECORDED, append
from app.audit.rules import plain
from app.core.db import db, reserved_ids

Row = dict[str, Any]
_PLACE = ("course_id", "lesson_id", "pupil_id")


def add_recorded(
    model: type[Any], rows: Sequence[Row], places: Sequence[Mapping[str, int | None]] = ()
) -> None:
    """Insert `rows` (values by column, the same columns in each) and record them [J9].

    Rows without "id" get one. `places`: course, lesson and pupil that the rows speak of, where
    their own columns do not say it; as long as `rows`. Call it inside a unit of work.
    """
    if not rows:
        return
    table = model.__table__
    defaults = _defaults(model)
    if "id" not in rows[0]:
        for row, key in zip(rows, reserved_ids(table, len(rows)), strict=True):
            row["id"] = key
    for row in rows:
        row.update({**defaults, **row})
    db.session.flush()  # what the rows refer to
    db.session.execute(insert(table), rows)
    own = f"{table.name}_id"
    found = [
        {
            "action": "insert",
            "table_name": table.name,
            "row_id": row["id"],
            "changes": _changes(row),
            **{key: place.get(key, row.get(key)) for key in _PLACE},
            **({own: row["id"]} if own in _PLACE else {}),
        }
        for row, place in zip(rows, places or [{}] * len(rows), strict=True)
    ]
    append(db.session(), found)


def _defaults(model: type[Any]) -> Row:
    """What the mapper would fill in: plain defaults of columns, version 1."""
    mapper = class_mapper(model)
    defaults = {
        column.key: column.default.arg
        for column in mapper.columns
        if isinstance(column.default, ScalarElementColumnDefault)
    }
    return {**defaults, "version": 1} if mapper.version_id_col is not None else defaults


def _changes(row: Row) -> dict[str, list[Any]]:
    return {
        key: [None, plain(value)]
        for key, value in row.items()
        if value is not None and key not in UNRECORDED
    }
