"""Which days of a week stand first in a diary [M5]."""

import datetime as dt
from collections.abc import Collection, Sequence

_DAY = dt.timedelta(1)
_WORKDAYS = 5


def week_of(day: dt.date) -> list[dt.date]:
    """Monday to Sunday of the week that holds the day."""
    monday = day - day.weekday() * _DAY
    return [monday + number * _DAY for number in range(7)]


def leading_days(
    week: Sequence[dt.date], taught: Collection[dt.date], today: dt.date
) -> list[dt.date]:
    """Today, and the next day with lessons, also of the week after; in another week: none.

    `taught`: the days with lessons.
    """
    if today not in week:
        return []
    ahead = sorted(day for day in taught if day > today)
    return [day for day in (today, *ahead[:1]) if day in taught]


def shown_days(week: Sequence[dt.date], taught: Collection[dt.date]) -> list[dt.date]:
    """The days of the week that the diary shows: Saturday and Sunday only with lessons."""
    return [day for day in week if day.isoweekday() <= _WORKDAYS or day in taught]
