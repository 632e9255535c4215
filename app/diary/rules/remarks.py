"""What a remark to a pupil must hold [M5]."""

import datetime as dt

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault


def remark_faults(text: str, day: dt.date, today: dt.date) -> list[Fault]:
    """A remark says something, of a day that has come."""
    faults = []
    if not text.strip():
        faults.append(Fault(_l("Write what the family should know."), "text"))
    if day > today:
        faults.append(Fault(_l("This day has not come yet."), "day"))
    return faults
