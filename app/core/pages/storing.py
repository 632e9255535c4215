"""Faults that the database finds, in words for people; no SQL is ever shown."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import object_session

from app.core.errors import Fault

_UNIQUE = {"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
_LINKED = {"23503", "SQLITE_CONSTRAINT_FOREIGNKEY", "SQLITE_CONSTRAINT_TRIGGER"}
_EMPTY = {"23502", "SQLITE_CONSTRAINT_NOTNULL"}


def fault_of(error: IntegrityError) -> Fault:
    """What the constraint means for the person."""
    origin = error.orig
    code = getattr(origin, "sqlstate", None) or getattr(origin, "sqlite_errorname", "")
    if code in _UNIQUE:
        return Fault(_("Such a record is there already."))
    if code in _LINKED:
        return Fault(_("There are records that belong to it: remove or move them first."))
    if code in _EMPTY:
        return Fault(_("Fill in all required fields."))
    return Fault(_("These values do not fit together: check dates and numbers."))


def linked_tables(row: Any) -> list[str]:
    """Names of the tables whose rows forbid to delete `row`: one statement for all."""
    session = object_session(row)
    table = row.__table__
    keys = [
        key
        for other in table.metadata.tables.values()
        for key in other.foreign_keys
        if key.column.table is table and key.ondelete in {None, "RESTRICT", "NO ACTION"}
    ]
    if not keys or session is None:
        return []
    value = {key: getattr(row, key.column.key) for key in keys}
    found = session.execute(select(*(exists().where(key.parent == value[key]) for key in keys)))
    return sorted(
        {key.parent.table.name for key, there in zip(keys, found.one(), strict=True) if there}
    )
