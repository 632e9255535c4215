"""When a grading period may be closed and opened again [J8]."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

_YEAR_CLOSED = _l("The academic year is closed: its journals can only be read.")


@dataclass(frozen=True)
class PeriodFacts:
    """What the rules must know of the period."""

    ends: dt.date
    closed_on: dt.date | None
    year_closed_on: dt.date | None


def closing_faults(facts: PeriodFacts, today: dt.date) -> list[Fault]:
    """What forbids to close a period: it goes on, or is closed [J8]. Gaps forbid nothing."""
    if facts.year_closed_on:
        return [Fault(_YEAR_CLOSED)]
    if facts.closed_on:
        return [Fault(_l("The period is closed already."))]
    if facts.ends > today:
        return [Fault(_l("The period lasts until %(date)s.", date=f"{facts.ends:%d.%m.%Y}"))]
    return []


def opening_faults(facts: PeriodFacts, reason: str) -> list[Fault]:
    """What forbids to open a closed period again; without a reason it is not opened [J8]."""
    if facts.year_closed_on:
        return [Fault(_YEAR_CLOSED)]
    faults = []
    if not facts.closed_on:
        faults.append(Fault(_l("The period is not closed.")))
    if not reason.strip():
        faults.append(Fault(_l("Say why it is opened."), "reason"))
    return faults
