"""The history keeps names of tables and columns and plain values; a reader sees words [J9]."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, Enum

from app.audit.rules import VEILED
from app.core.pages.display import shown
from app.core.pages.setup import titles

WAYS: Mapping[str, Any] = {
    "page": _l("journal page"),
    "form": _l("form"),
    "import": _l("import"),
    "cli": _l("command line"),
    "temporary": _l("temporary journal"),
    "document": _l("document on absence"),
    "week": _l("reconciliation of the week"),
    "request": _l("request of the class teacher"),
    "direct": _l("set-up"),
}
ACTIONS: Mapping[str, Any] = {
    "insert": _l("added"),
    "update": _l("changed"),
    "delete": _l("deleted"),
    "erase": _l("deleted after its time of keeping"),
}
_NOTHING = "—"
_OF_ERASURE = {"rows": _l("records"), "fields": _l("fields that were emptied")}


def way_words(way: str) -> str:
    """«журнальная страница», «временный журнал, лист № 123»: the way of an entry."""
    kind, _space, sheet = way.partition(" ")
    word = str(WAYS.get(kind, kind))
    return f"{word}, {_('sheet No. %(number)s', number=sheet)}" if sheet else word


def table_word(table: str) -> str:
    """What the generated list of a table is called."""
    return str(titles.get(table, _("Other records")))


def changes_words(table: str, changes: Mapping[str, list[Any]]) -> str:
    """«Отметка: 4 → 5; …», in the labels and codes of the table's generated page."""
    told = told_changes(table, changes)
    return "; ".join(f"{label}: {before} → {after}" for label, before, after in told)


def told_changes(table: str, changes: Mapping[str, list[Any]]) -> list[tuple[str, str, str]]:
    """Label of each field, what it was and what it is: «Отметка», «4», «5»."""
    view = _view_of(table)
    labels = view.label_columns if view else {}
    columns = view.model.__table__.columns if view else {}
    return [
        (_label(labels, name), _value(columns.get(name), before), _value(columns.get(name), after))
        for name, (before, after) in changes.items()
    ]


def _view_of(table: str) -> Any:
    return next(
        (
            view
            for view in current_app.appbuilder.baseviews
            if getattr(getattr(view, "model", None), "__tablename__", None) == table
        ),
        None,
    )


def _label(labels: Mapping[str, Any], column: str) -> str:
    label = labels.get(column) or labels.get(column.removesuffix("_id"))
    return str(label or _OF_ERASURE.get(column) or _("other field"))


def _value(column: Any, value: Any) -> str:
    if value in (None, ""):
        return _NOTHING
    if column is None or value == VEILED:
        return shown(value)
    if column.foreign_keys:
        return f"№ {value}"
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return shown(column.type.enum_class(value))
    if isinstance(column.type, Date):
        return shown(dt.date.fromisoformat(value))
    return shown(value)
