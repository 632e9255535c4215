"""How long what is kept [R7]: journals 5 years, summary sheets 25."""

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault
from app.core.text import Labelled

_JOURNALS, _SHEETS = 5, 25  # whole years, counted from 1 January after the year's end


class Stage(Labelled):
    """What of a year goes together."""

    JOURNALS = "journals", _l("journals")
    SHEETS = "sheets", _l("summary sheets")


def kept_until(ends: dt.date, stage: Stage) -> dt.date:
    """The first day on which it may be deleted.

    As archives count: from 1 January of the year after the one in which the file was closed.
    """
    years = _JOURNALS if stage is Stage.JOURNALS else _SHEETS
    return dt.date(ends.year + 1 + years, 1, 1)


def deletion_faults(
    ends: dt.date, closed_on: dt.date | None, stage: Stage, today: dt.date
) -> list[Fault]:
    """Only what has been kept long enough is deleted, and only of a closed year [R7]."""
    faults: list[Fault] = []
    if closed_on is None:
        faults.append(Fault(_l("The academic year is not closed.")))
    until: Any = kept_until(ends, stage)
    if today < until:
        text = _l(
            "%(what)s of this year are kept until %(day)s.",
            what=str(stage.label).capitalize(),
            day=f"{until - dt.timedelta(days=1):%d.%m.%Y}",
        )
        faults.append(Fault(text))
    return faults
