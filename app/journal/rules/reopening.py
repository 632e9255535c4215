"""What may be opened again [J8]."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault


@dataclass(frozen=True)
class Opened:
    """Lessons of `first`…`last` may be changed until the end of the day `until`."""

    first: dt.date
    last: dt.date
    until: dt.date
    reason: str


def reopening_faults(opened: Opened, *, concerned: bool, today: dt.date) -> list[Fault]:
    """What is wrong with a reopening; `concerned`: the person writes in this journal [J8]."""
    faults = []
    if opened.first > opened.last:
        faults.append(Fault(_l("The end must not be before the beginning."), "last"))
    if opened.until < today:
        faults.append(Fault(_l("This day is over."), "until"))
    if not opened.reason.strip():
        faults.append(Fault(_l("Say why it is opened."), "reason"))
    if not concerned:
        text = _l("This person neither teaches the course nor heads the class.")
        faults.append(Fault(text, "staff"))
    return faults
