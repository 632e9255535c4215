"""Which grading period a date falls into, and what is wrong with periods as entered [S1]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault
from app.school.enums import PeriodKind


@dataclass(frozen=True)
class Period:
    """A grading period of the classes `first_grade`…`last_grade`; `key` names it to the caller."""

    key: int | None
    kind: PeriodKind
    number: int
    name: Any  # str or a lazy string
    starts: dt.date
    ends: dt.date
    first_grade: int
    last_grade: int


def periods_of(periods: Sequence[Period], grade: int) -> list[Period]:
    """The quarters or half-years of a grade in their order, without the year itself [S1]."""
    own = [p for p in periods if p.kind.is_part and p.first_grade <= grade <= p.last_grade]
    return sorted(own, key=lambda period: period.starts)


def period_on(periods: Sequence[Period], grade: int, on: dt.date) -> Period | None:
    """The quarter or half-year that holds a date; None in vacations and gaps [S1]."""
    return next((p for p in periods_of(periods, grade) if p.starts <= on <= p.ends), None)


def period_near(periods: Sequence[Period], grade: int, on: dt.date) -> Period | None:
    """The period to open on a date: the one that holds it, else the last begun, else the first."""
    own = periods_of(periods, grade)
    begun = [period for period in own if period.starts <= on]
    return begun[-1] if begun else next(iter(own), None)


def place_of(kind: PeriodKind, starts: dt.date) -> tuple[int, dt.date]:
    """Sort key of a period's column: parts of the year by date, then year, exam, ГИА, final."""
    return (0 if kind.is_part else [*PeriodKind].index(kind), starts)


def period_faults(
    period: Period, others: Sequence[Period], year: tuple[dt.date, dt.date]
) -> list[Fault]:
    """What is wrong with a period: order of dates, outside of the year, overlap [S1]."""
    span, grades = (period.starts, period.ends), (period.first_grade, period.last_grade)
    faults = vacation_faults(span, grades, year)
    clash = next((other for other in others if _overlap(period, other)), None)
    if clash:
        faults.append(Fault(_l("The dates overlap with «%(name)s».", name=clash.name), "starts"))
    return faults


def vacation_faults(
    span: tuple[dt.date, dt.date], grades: tuple[int, int], year: tuple[dt.date, dt.date]
) -> list[Fault]:
    """What is wrong with dates and grades of a vacation or period: order, outside of the year."""
    faults = []
    if span[0] > span[1]:
        faults.append(Fault(_l("The end must not be earlier than the beginning."), "ends"))
    if grades[0] > grades[1]:
        faults.append(Fault(_l("The last grade is before the first one."), "last_grade"))
    if span[0] < year[0] or span[1] > year[1]:
        faults.append(Fault(_l("The dates must lie inside the academic year."), "starts"))
    return faults


def _overlap(one: Period, other: Period) -> bool:
    """True when a class would be in both at once; only parts of the year are compared."""
    return (
        one.kind.is_part
        and other.kind.is_part
        and one.key != other.key
        and one.first_grade <= other.last_grade
        and other.first_grade <= one.last_grade
        and one.starts <= other.ends
        and other.starts <= one.ends
    )
