"""A school year as a calendar on a sheet: months, weeks, days with their kinds [S1]."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.school.enums import DayKind
from app.school.rules.calendar import Calendar, SchoolDay, dates, school_day, school_days
from app.school.rules.periods import Period, periods_of
from app.school.rules.public_days import day_off_name

_DECEMBER = 12
_WEEK = 7


class Look(StrEnum):
    """How a day looks on the sheet."""

    LESSONS = "lessons"
    MOVED = "moved"
    SHORTENED = "shortened"
    VACATION = "vacation"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Profile:
    """Classes that have the same calendar, by name, with grade and days of the week of one."""

    names: tuple[str, ...]
    grade: int
    week_days: int


@dataclass(frozen=True)
class DayCell:
    """A day on the sheet."""

    on: dt.date
    look: Look
    note: Any


@dataclass(frozen=True)
class Month:
    """A month: weeks of seven cells, None for days of other months."""

    first: dt.date
    weeks: tuple[tuple[DayCell | None, ...], ...]


@dataclass(frozen=True)
class PeriodDays:
    """A grading period with the number of days on which there are lessons."""

    period: Period
    days: int


def profiles(calendar: Calendar, classes: Iterable[tuple[str, int, int]]) -> list[Profile]:
    """Classes (name, grade, days of the week) put together by equal calendars [S1]."""
    alike: dict[tuple[Any, ...], list[tuple[str, int, int]]] = {}
    for name, grade, week_days in classes:
        vacations = tuple(b.first_grade <= grade <= b.last_grade for b in calendar.breaks)
        alike.setdefault((vacations, week_days), []).append((name, grade, week_days))
    return [
        Profile(tuple(name for name, _grade, _days in group), group[0][1], group[0][2])
        for group in alike.values()
    ]


def months(calendar: Calendar, *, grade: int, week_days: int) -> list[Month]:
    """The months of the year, each in weeks from Monday [S1]."""
    found, first = [], calendar.starts.replace(day=1)
    while first <= calendar.ends:
        following = _next_month(first)
        days = [
            day_cell(calendar, on, grade=grade, week_days=week_days)
            for on in dates(first, following - dt.timedelta(1))
        ]
        found.append(Month(first, _weeks(days)))
        first = following
    return found


def day_cell(calendar: Calendar, on: dt.date, *, grade: int, week_days: int) -> DayCell:
    """A day with its look and what is to be said about it."""
    day = school_day(calendar, on, grade=grade, week_days=week_days)
    look = _open_look(day) if day.works else _closed_look(calendar, day, grade)
    return DayCell(on, look, "" if look in {Look.WEEKEND, Look.OUTSIDE} else day.note)


def lesson_days(
    calendar: Calendar, periods: Sequence[Period], *, grade: int, week_days: int
) -> list[PeriodDays]:
    """How many days with lessons each grading period of the grade has [S1]."""
    return [
        PeriodDays(
            period,
            sum(
                1
                for _day in school_days(
                    calendar, period.starts, period.ends, grade=grade, week_days=week_days
                )
            ),
        )
        for period in periods_of(periods, grade)
    ]


def _open_look(day: SchoolDay) -> Look:
    if day.shortened:
        return Look.SHORTENED
    return Look.MOVED if day.note else Look.LESSONS


def _closed_look(calendar: Calendar, day: SchoolDay, grade: int) -> Look:
    if not calendar.starts <= day.on <= calendar.ends:
        return Look.OUTSIDE
    own = calendar.own_days.get(day.on)
    if own and own.kind == DayKind.DAY_OFF:
        return Look.HOLIDAY
    if any(b.holds(day.on, grade) for b in calendar.breaks):
        return Look.VACATION
    return Look.HOLIDAY if day_off_name(day.on) else Look.WEEKEND


def _weeks(days: list[DayCell]) -> tuple[tuple[DayCell | None, ...], ...]:
    before = days[0].on.isoweekday() - 1
    cells: list[DayCell | None] = [*[None] * before, *days]
    cells += [None] * (-len(cells) % _WEEK)
    return tuple(tuple(cells[at : at + _WEEK]) for at in range(0, len(cells), _WEEK))


def _next_month(first: dt.date) -> dt.date:
    if first.month == _DECEMBER:
        return dt.date(first.year + 1, 1, 1)
    return first.replace(month=first.month + 1)
