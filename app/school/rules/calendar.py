"""What a date is for a class: school day or not, and whose timetable it follows [S1]."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app.school.enums import DayKind
from app.school.rules.public_days import day_off_name, exchanged_for

_ONE_DAY = dt.timedelta(days=1)
_LONGEST_BREAK = 120  # days; the summer


@dataclass(frozen=True)
class Break:
    """Vacation of the classes `first_grade`…`last_grade`, both dates included [S1]."""

    starts: dt.date
    ends: dt.date
    name: Any  # str or a lazy string
    first_grade: int = 1
    last_grade: int = 11

    def holds(self, on: dt.date, grade: int) -> bool:
        """True when the classes of `grade` are on this vacation."""
        return self.starts <= on <= self.ends and self.first_grade <= grade <= self.last_grade


@dataclass(frozen=True)
class OwnDay:
    """What the school itself decided about a date [S1].

    `follows` is the ISO weekday (1 Monday … 7 Sunday) whose timetable the day uses.
    """

    on: dt.date
    kind: DayKind
    follows: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Calendar:
    """An academic year: its dates, vacations and the school's own days, as plain values [S1]."""

    starts: dt.date
    ends: dt.date
    breaks: tuple[Break, ...] = ()
    own_days: Mapping[dt.date, OwnDay] = field(default_factory=dict)


@dataclass(frozen=True)
class SchoolDay:
    """A date as one class has it.

    `weekday` is the ISO weekday whose timetable holds; `note` says why the class has no lessons
    or what is unusual (empty on a plain day).
    """

    on: dt.date
    works: bool
    weekday: int
    note: Any = ""
    shortened: bool = False


def by_date(days: Iterable[OwnDay]) -> Mapping[dt.date, OwnDay]:
    """Own days as `Calendar` wants them."""
    return {day.on: day for day in days}


def school_day(calendar: Calendar, on: dt.date, *, grade: int, week_days: int) -> SchoolDay:
    """What a date is for a class of `grade` with a week of `week_days` (5 or 6) days [S1].

    The order of decision: the school's own day off, the year's dates, vacations, the school's own
    working day, public days off, working Saturdays, the weekend.
    """
    own = calendar.own_days.get(on)
    reason = _closed(calendar, on, grade, week_days)
    if reason:
        return SchoolDay(on, works=False, weekday=on.isoweekday(), note=reason)
    weekday = (own and own.follows) or _usual_weekday(on, week_days)
    shortened = own is not None and own.kind == DayKind.SHORTENED
    return SchoolDay(on, True, weekday, _unusual(own, on, weekday), shortened)


def school_days(
    calendar: Calendar, first: dt.date, last: dt.date, *, grade: int, week_days: int
) -> Iterator[SchoolDay]:
    """The days on which the class has lessons, from `first` to `last` inclusive [S1]."""
    for on in dates(first, last):
        day = school_day(calendar, on, grade=grade, week_days=week_days)
        if day.works:
            yield day


def is_working_day(calendar: Calendar, on: dt.date, *, week_days: int = 5) -> bool:
    """True when the staff work: terms are counted in these days [A4.6.5].

    Pupils' vacations are working time of teachers, so they count; weekends, public days off and
    the school's own days off do not.
    """
    own = calendar.own_days.get(on)
    if own and own.kind == DayKind.DAY_OFF:
        return False
    return not _closed_to_all(own, on, week_days)


def add_working_days(
    calendar: Calendar, start: dt.date, count: int, *, week_days: int = 5
) -> dt.date:
    """The date `count` working days after `start`; `start` itself is not counted [A4.6.5]."""
    on, left = start, count
    while left > 0:
        on += _ONE_DAY
        left -= is_working_day(calendar, on, week_days=week_days)
    return on


def previous_school_day(
    calendar: Calendar, before: dt.date, *, grade: int, week_days: int
) -> dt.date | None:
    """The last day with lessons earlier than `before`; None when there was none all summer."""
    for back in range(1, _LONGEST_BREAK):
        on = before - back * _ONE_DAY
        if school_day(calendar, on, grade=grade, week_days=week_days).works:
            return on
    return None


def dates(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every date from `first` to `last` inclusive."""
    for number in range((last - first).days + 1):
        yield first + number * _ONE_DAY


def _closed(calendar: Calendar, on: dt.date, grade: int, week_days: int) -> Any:
    """Why the class has no lessons; empty when it has."""
    own = calendar.own_days.get(on)
    if own and own.kind == DayKind.DAY_OFF:
        return own.note or _l("Day off")
    if not calendar.starts <= on <= calendar.ends:
        return _l("Outside the academic year")
    vacation = next((b.name for b in calendar.breaks if b.holds(on, grade)), None)
    return vacation or _closed_to_all(own, on, week_days)


def _closed_to_all(own: OwnDay | None, on: dt.date, week_days: int) -> Any:
    if own and own.kind == DayKind.WORKING:
        return ""
    name = day_off_name(on)
    if name:
        return name
    weekend = on.isoweekday() > week_days and exchanged_for(on) is None
    return _l("Day off") if weekend else ""


def _unusual(own: OwnDay | None, on: dt.date, weekday: int) -> Any:
    if own:
        return own.note or own.kind.label
    return _l("Moved working day") if weekday != on.isoweekday() else ""


def _usual_weekday(on: dt.date, week_days: int) -> int:
    """A worked weekend day has the lessons of the day off it was exchanged for.

    A class that studies on Saturdays anyway keeps its own Saturday timetable.
    """
    moved = exchanged_for(on)
    return moved.isoweekday() if moved and on.isoweekday() > week_days else on.isoweekday()
