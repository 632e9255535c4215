"""Parameters of a report out of the address, or out of what was kept of it [R4]."""

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _

from app.core.errors import Refused
from app.reports.asked import Asked

_LARGEST, _LONGEST = 2**31 - 1, 100
IDS = (
    *("year_id", "class_id", "pupil_id", "period_id", "staff_id", "subject_id", "grade"),
    *("work_id", "plan_id"),
)
DAYS = ("day", "first", "last")
NAMES = (*IDS, *DAYS, "person")


def parse_asked(args: Mapping[str, str], today: dt.date) -> Asked:
    """Ids and dates by their names; Refused for what is none, or for days that run backwards."""
    ids = {name: _number(args.get(name, "")) for name in IDS}
    days = {name: _day(args.get(name, "")) for name in DAYS}
    first, last = days["first"], days["last"]
    if first and last and last < first:
        raise Refused(str(_("The end is before the beginning.")))
    person = args.get("person", "").strip()[:_LONGEST]
    return Asked(today, **ids, **days, person=person)  # type: ignore[arg-type]


def answered(args: Mapping[str, str]) -> dict[str, str]:
    """The parameters that say something, for the address and to be kept."""
    return {name: args[name] for name in NAMES if args.get(name)}


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
