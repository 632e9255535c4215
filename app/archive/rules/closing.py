"""When a year is closed and opened again [R7]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

_LEAST_WORDS = 5  # characters of a reason


@dataclass(frozen=True)
class Check:
    """A point of the check list: how much of it is left, and the page where it is done."""

    title: Any
    left: int
    address: str
    hint: Any = ""


def closing_faults(
    ends: dt.date, closed_on: dt.date | None, checks: Sequence[Check], why: str, today: dt.date
) -> list[Fault]:
    """A year is closed after its last day, once; with something left only for a reason [R7]."""
    if closed_on:
        return [Fault(_l("The academic year is closed."))]
    if today <= ends:
        return [
            Fault(_l("The year can be closed after its last day, %(day)s.", day=f"{ends:%d.%m.%Y}"))
        ]
    if any(check.left for check in checks) and len(why.strip()) < _LEAST_WORDS:
        return [Fault(_l("Not everything is done. Write why the year is closed so."), "why")]
    return []


def opening_faults(closed_on: dt.date | None, why: str) -> list[Fault]:
    """Only a closed year is opened, for a reason [R7]."""
    if closed_on is None:
        return [Fault(_l("The academic year is not closed."))]
    if len(why.strip()) < _LEAST_WORDS:
        return [Fault(_l("Write why the year is opened again."), "why")]
    return []
