"""What people send to the pages of the timetable, as values."""

import datetime as dt
from typing import TypeVar

from app.core.errors import NotFound

_LONGEST_KEY = 9  # digits; longer numbers are no keys


_Default = TypeVar("_Default", dt.date, None)


def parse_date(text: str, default: _Default) -> dt.date | _Default:
    """A date as a date field sends it; anything else is `default`."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return default


def parse_id(text: str, default: int | None = None) -> int:
    """The key of a record; without a default anything else is not there (404)."""
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_KEY:
        return int(text)
    if default is None:
        raise NotFound
    return default


def parse_month(text: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a month as a month field sends it («2026-09»); default this month."""
    first = parse_date(f"{text}-01", today.replace(day=1))
    return first, (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)
