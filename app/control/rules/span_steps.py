"""How a span of days is cut into the groups of a picture [P10]."""

import datetime as dt
from collections.abc import Iterator

_BY_DAY = 21  # days; a longer span goes by weeks
_DAY, _WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)


def goes_by_week(first: dt.date, last: dt.date) -> bool:
    """True where so many days would not be told apart on a picture."""
    return (last - first).days >= _BY_DAY


def step_of(day: dt.date, *, by_week: bool) -> dt.date:
    """The group of a day: itself, or the Monday of its week."""
    return day - dt.timedelta(days=day.weekday()) if by_week else day


def steps(first: dt.date, last: dt.date, *, by_week: bool) -> Iterator[dt.date]:
    """Every group of the span by its first day, those without figures too."""
    at = step_of(first, by_week=by_week)
    while at <= last:
        yield at
        at += _WEEK if by_week else _DAY
