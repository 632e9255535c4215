"""Parameters of a report out of the address [R4]."""

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _

from app.core.errors import Refused
from app.reports.asked import Asked

_LARGEST = 2**31 - 1
IDS = ("year_id", "class_id", "period_id", "staff_id", "subject_id")
DAYS = ("day", "first", "last")


def parse_asked(args: Mapping[str, str], today: dt.date) -> Asked:
    """Ids and dates by their names; Refused for what is none, or for days that run backwards."""
    ids = {name: _number(args.get(name, "")) for name in IDS}
    days = {name: _day(args.get(name, "")) for name in DAYS}
    first, last = days["first"], days["last"]
    if first and last and last < first:
        raise Refused(str(_("The end is before the beginning.")))
    return Asked(today, **ids, **days)  # type: ignore[arg-type]


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or int(text) > _LARGEST:
        raise Refused(str(_("Choose the values from the lists.")))
    return int(text)


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as wrong:
        raise Refused(str(_("Write the date as DD.MM.YYYY."))) from wrong
