"""Many rows added or changed by one statement, with the same history as one by one [J9].

For imports and the demo school: hundred thousand objects of a session would take minutes.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.orm import class_mapper
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from app.audit.listener import UNRECORDED, append
from app.audit.rules import recorded
from app.core.db import db, reserved_ids

Row = dict[str, Any]
Place = Mapping[str, int | None]
_PLACE = ("course_id", "lesson_id", "pupil_id")


def add_recorded(model: type[Any], rows: Sequence[Row], places: Sequence[Place] = ()) -> None:
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
    _record(table, "insert", rows, [{}] * len(rows), places)


def change_recorded(
    model: type[Any], rows: Sequence[Row], before: Sequence[Row], places: Sequence[Place] = ()
) -> None:
    """Set columns of stored rows: `rows` with "id" and the same columns in each [J9].

    `before` has the values of these columns until now; `places` as in `add_recorded`. Rows that
    the session has read keep what they had.
    """
    if not rows:
        return
    table = model.__table__
    columns = [name for name in rows[0] if name != "id"]
    values: Row = {name: bindparam(f"new_{name}") for name in columns}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    db.session.flush()
    db.session.connection().execute(
        update(table).where(table.c.id == bindparam("key")).values(values),
        [{"key": row["id"], **{f"new_{name}": row[name] for name in columns}} for row in rows],
    )
    _record(table, "update", rows, before, places)


def erase(table: Table, where: Any, values: Mapping[str, Any] | None = None) -> int:
    """Delete the rows, or set `values` in them, past the guard of closed years; how many [R7].

    For what has been kept long enough: the history says how many rows of which table went, not
    what stood in them.
    """
    db.session.flush()
    statement = update(table).values(**values) if values else delete(table)
    count = db.session.connection().execute(statement.where(where)).rowcount
    if count:
        what = ", ".join(sorted(values)) if values else ""
        found = {"action": "erase", "table_name": table.name, "row_id": None}
        changes = {"rows": [count, 0], **({"fields": [what, None]} if what else {})}
        append(
            db.session(), [{**found, "changes": changes, **dict.fromkeys(_PLACE)}], guarded=False
        )
    return count


def _record(
    table: Table, action: str, rows: Sequence[Row], before: Sequence[Row], places: Sequence[Place]
) -> None:
    own = {f"{table.name}_id"} & {*_PLACE}
    veiled = {column.key for column in table.c if column.info.get("veiled")}
    found = [
        {
            "action": action,
            "table_name": table.name,
            "row_id": row["id"],
            "changes": _changes(row, old, veiled),
            **{key: place.get(key, row.get(key)) for key in _PLACE},
            **dict.fromkeys(own, row["id"]),
        }
        for row, old, place in zip(rows, before, places or [{}] * len(rows), strict=True)
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


def _changes(row: Row, before: Row, veiled: Collection[str]) -> dict[str, list[Any]]:
    return {
        key: [recorded(one, veiled=key in veiled) for one in (before.get(key), value)]
        for key, value in row.items()
        if value != before.get(key) and key not in UNRECORDED
    }
