"""Values as a Russian reader sees them in lists, on pages and in exported files."""

import datetime as dt
from decimal import Decimal
from enum import Enum
from functools import reduce
from typing import Any

from flask_babel import gettext as _

from app.core import clock


def value_of(row: Any, path: str) -> Any:
    """Value of a column, property or method, dotted through relations; None on the way: None."""
    value = reduce(lambda at, name: None if at is None else getattr(at, name), path.split("."), row)
    return value() if callable(value) else value


def at_school(moment: dt.datetime) -> dt.datetime:
    """A moment on the school's clock."""
    return moment.astimezone(clock.now().tzinfo) if moment.tzinfo else moment


def shown(value: Any) -> str:  # noqa: PLR0911  # one line for each kind of value
    """A value as text: ДД.ММ.ГГГГ, да/нет, the label of a code, a decimal comma."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, dt.datetime):
        return at_school(value).strftime("%d.%m.%Y %H:%M")
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, (float, Decimal)):
        return f"{value:f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, (list, tuple, set)):
        return ", ".join(shown(part) for part in value)
    return str(value)
