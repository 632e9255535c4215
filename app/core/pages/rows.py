"""Which rows of a table a person may see: one rule for each table, obeyed by every page.

A feature registers its table once, usually by naming `visible` in the generated view. Lists,
searches, pick lists, exports and related lists find the rule here; a table without one cannot
be shown at all.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from app.core import clock
from app.core.actor import Actor, current

Visible = Callable[[Actor, dt.date], ColumnElement[bool]]


@dataclass(frozen=True)
class RowRule:
    """Rule of one table.

    `visible(actor, on)` gives the WHERE clause, `eager` the loader options that its text and
    lists need, `pick_by` the columns (dotted through relations) that order and search a pick list.
    """

    visible: Visible
    eager: tuple[Any, ...] = ()
    pick_by: tuple[str, ...] = ()


_rules: dict[type, RowRule] = {}


def register_rows(
    model: type, visible: Visible, *, eager: tuple[Any, ...] = (), pick_by: tuple[str, ...] = ()
) -> None:
    """Declare who sees which rows of `model`; a second, different declaration is an error."""
    known = _rules.get(model)
    if known and known.visible is not visible:
        raise TypeError(f"{model.__name__} already has the row filter {known.visible.__name__}")
    _rules[model] = RowRule(
        visible,
        eager or (known.eager if known else ()),
        pick_by or (known.pick_by if known else ()),
    )


def row_rule(model: type) -> RowRule:
    """The rule of a table; a table that nobody declared is an error, not an open door."""
    if model not in _rules:
        raise TypeError(f"{model.__name__} has no row filter: name `visible` or register_rows()")
    return _rules[model]


def visible_rows(model: type) -> ColumnElement[bool]:
    """WHERE clause of the rows that the person of this request may see today."""
    return row_rule(model).visible(current(), clock.today())
