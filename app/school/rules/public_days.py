"""Public days off of Russia: holidays, moved days off and the working Saturdays they cost [S1]."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import holidays

_MOVED_FROM = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")


@dataclass(frozen=True)
class PublicYear:
    """One calendar year as the Government has it.

    `off` has the name of each day off that is not a plain weekend, `working` each weekend day
    that is worked, with the day off it was exchanged for.
    """

    off: Mapping[dt.date, str]
    working: Mapping[dt.date, dt.date]


@lru_cache(maxsize=64)
def public_year(year: int) -> PublicYear:
    """Public days of a calendar year as far as the Government has decreed them [S1].

    A year whose decree is not out yet has its holidays and no moved days off.
    """
    days = holidays.country_holidays("RU", years=year, language="ru")
    off = dict(sorted(days.items()))
    came_from = {_moved_from(title): day for day, title in off.items()}
    working = {day: came_from[day] for day in days.weekend_workdays if day in came_from}
    return PublicYear(off, working)


def day_off_name(on: dt.date) -> str | None:
    """Name of the public day off, None on other days and plain weekends [S1]."""
    return public_year(on.year).off.get(on)


def exchanged_for(on: dt.date) -> dt.date | None:
    """The day off for which this weekend day is worked, None on other days [S1]."""
    return public_year(on.year).working.get(on)


def _moved_from(title: str) -> dt.date | None:
    found = _MOVED_FROM.search(title)
    if not found:
        return None
    day, month, year = map(int, found.groups())
    return dt.date(year, month, day)
