"""A new academic year to start from: dates, vacations, grading periods; all to be edited [S1]."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask_babel import lazy_gettext as _l

from app.school.enums import PeriodKind
from app.school.rules.calendar import Break, Calendar, is_working_day
from app.school.rules.periods import Period

_ONE_DAY = dt.timedelta(days=1)
_ROMAN = ("I", "II", "III", "IV")
_MONDAY = 1


@dataclass(frozen=True)
class ProposedYear:
    """Dates, vacations and periods of a year as schools usually set them."""

    name: str
    starts: dt.date
    ends: dt.date
    breaks: tuple[Break, ...]
    periods: tuple[Period, ...]


def proposed_year(autumn: int, *, week_days: int = 5) -> ProposedYear:
    """The year that begins in September of `autumn`: vacations as the ministry recommends [S1].

    With a six-day week a vacation begins a day later, after the Saturday's lessons.
    """
    starts = _first_working(dt.date(autumn, 9, 1), _ONE_DAY)
    ends = _first_working(dt.date(autumn + 1, 5, 26), -_ONE_DAY)
    breaks = _proposed_breaks(autumn, week_days)
    name = f"{autumn}/{autumn + 1}"
    return ProposedYear(name, starts, ends, breaks, _proposed_periods(starts, ends, breaks))


def _proposed_breaks(autumn: int, week_days: int) -> tuple[Break, ...]:
    """Autumn: the week of October's last Monday; spring: of March's; New Year; class 1 extra."""
    before = dt.timedelta(days=7 - week_days)
    weeks = (
        (_l("Autumn vacation"), _last_monday(autumn, 10), 1, 11),
        (_l("Extra vacation"), _nth_monday(autumn + 1, 2, 3), 1, 1),
        (_l("Spring vacation"), _last_monday(autumn + 1, 3), 1, 11),
    )
    about_week = [
        Break(monday - before, monday + 6 * _ONE_DAY, name, first, last)
        for name, monday, first, last in weeks
    ]
    return (about_week[0], _new_year(autumn), *about_week[1:])


def _new_year(autumn: int) -> Break:
    """From 31 December to 8 January, with the days off that touch it."""
    starts = _first_working(dt.date(autumn, 12, 30), -_ONE_DAY) + _ONE_DAY
    ends = _first_working(dt.date(autumn + 1, 1, 9), _ONE_DAY) - _ONE_DAY
    return Break(starts, ends, _l("Winter vacation"))


def _proposed_periods(
    starts: dt.date, ends: dt.date, breaks: tuple[Break, ...]
) -> tuple[Period, ...]:
    """Quarters for classes 1–9 and half-years for 10–11 between the common vacations, the year."""
    common = [vacation for vacation in breaks if vacation.last_grade > 1]
    winter = [vacation for vacation in common if vacation.starts.month in (12, 1)]
    quarters = _between(starts, ends, common)
    halves = _between(starts, ends, winter)
    return (
        *(
            Period(
                None,
                PeriodKind.QUARTER,
                n + 1,
                _l("Quarter %(number)s", number=_ROMAN[n]),
                *span,
                1,
                9,
            )
            for n, span in enumerate(quarters)
        ),
        *(
            Period(
                None,
                PeriodKind.HALF_YEAR,
                n + 1,
                _l("Half-year %(number)s", number=_ROMAN[n]),
                *span,
                10,
                11,
            )
            for n, span in enumerate(halves)
        ),
        *(Period(None, kind, 1, name, starts, ends, *grades) for kind, name, *grades in _WHOLE),
    )


# What results are set for beside the parts of the year, with its grades [R1].
_WHOLE: tuple[tuple[PeriodKind, Any, int, int], ...] = (
    (PeriodKind.YEAR, _l("Year"), 1, 11),
    (PeriodKind.EXAM, _l("Exam"), 2, 11),
    (PeriodKind.STATE, _l("ГИА"), 9, 9),
    (PeriodKind.STATE, _l("ГИА"), 11, 11),
    (PeriodKind.FINAL, _l("Final result"), 2, 11),
)


def _between(starts: dt.date, ends: dt.date, breaks: list[Break]) -> list[tuple[dt.date, dt.date]]:
    """Working spans between vacations; days off at their beginning belong to neither side."""
    edges = [starts - _ONE_DAY, *(d for b in breaks for d in (b.starts, b.ends)), ends + _ONE_DAY]
    gaps = list(pairwise(edges))[::2]
    return [(_first_working(left + _ONE_DAY, _ONE_DAY), right - _ONE_DAY) for left, right in gaps]


def _first_working(on: dt.date, step: dt.timedelta) -> dt.date:
    """The first day from `on` in the direction of `step` that is no public day off or weekend."""
    everywhere = Calendar(dt.date.min, dt.date.max)
    while not is_working_day(everywhere, on):
        on += step
    return on


def _last_monday(year: int, month: int) -> dt.date:
    last = dt.date(year, month, 31)
    return last - (last.isoweekday() - _MONDAY) * _ONE_DAY


def _nth_monday(year: int, month: int, number: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + ((_MONDAY - first.isoweekday()) % 7 + 7 * (number - 1)) * _ONE_DAY
