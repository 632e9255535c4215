"""Reads of the school's structure, as plain values for the rules."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.school.models import (
    AcademicYear,
    BellSchedule,
    CalendarDay,
    GradingPeriod,
    School,
    Vacation,
)
from app.school.rules.bells import Bells
from app.school.rules.calendar import Break, Calendar, OwnDay, by_date
from app.school.rules.periods import Period


def the_school() -> School | None:
    """The one row of the school and its settings; None before the first set-up."""
    return db.session.scalars(select(School).order_by(School.id).limit(1)).first()


def years() -> list[AcademicYear]:
    """All academic years, the latest first."""
    return list(db.session.scalars(select(AcademicYear).order_by(AcademicYear.starts.desc())))


def year_on(on: dt.date) -> AcademicYear | None:
    """The year that holds a date; in summer the coming one if it is entered, else the last."""
    found = years()
    going = [year for year in found if year.ends >= on]
    return going[-1] if going else next(iter(found), None)


def in_year(day: Any, on: dt.date) -> ColumnElement[bool]:
    """True where a column is a day of the year that holds `on`; nowhere without a year."""
    year = year_on(on)
    found: ColumnElement[bool] = day.between(year.starts, year.ends) if year else false()
    return found


def get_year(year_id: int) -> AcademicYear:
    """The year with this id; 404 when there is none."""
    year = db.session.get(AcademicYear, year_id)
    if year is None:
        raise NotFound
    return year


def locked_year(year_id: int) -> AcademicYear:
    """The same, which nobody else changes meanwhile."""
    year = db.session.scalars(
        select(AcademicYear).where(AcademicYear.id == year_id).with_for_update()
    ).one_or_none()
    if year is None:
        raise NotFound
    return year


def calendar_of(year: AcademicYear) -> Calendar:
    """Vacations and own days of a year, as the calendar's rules want them: two statements [S1]."""
    vacations = db.session.scalars(
        select(Vacation).where(Vacation.year_id == year.id).order_by(Vacation.starts)
    )
    days = db.session.scalars(
        select(CalendarDay).where(CalendarDay.day.between(year.starts, year.ends))
    )
    return Calendar(
        year.starts,
        year.ends,
        tuple(Break(v.starts, v.ends, v.name, v.first_grade, v.last_grade) for v in vacations),
        by_date(OwnDay(d.day, d.kind, d.follows_weekday, d.note) for d in days),
    )


def periods_of_year(year_id: int) -> list[Period]:
    """Grading periods of a year as plain values, by their beginning [S1]."""
    rows = db.session.scalars(
        select(GradingPeriod)
        .where(GradingPeriod.year_id == year_id)
        .order_by(GradingPeriod.starts, GradingPeriod.first_grade)
    )
    return [as_period(row) for row in rows]


def as_period(row: GradingPeriod) -> Period:
    """A stored period as a plain value."""
    return Period(
        row.id,
        row.kind,
        row.number,
        row.name,
        row.starts,
        row.ends,
        row.first_grade,
        row.last_grade,
    )


def bells() -> list[Bells]:
    """All bell schedules with their times: two statements [S1]."""
    rows = db.session.scalars(
        select(BellSchedule).options(selectinload(BellSchedule.times)).order_by(BellSchedule.id)
    )
    return [
        Bells(
            row.shift_id,
            {time.lesson_number: (time.starts, time.ends) for time in row.times},
            row.shortened,
            row.first_grade,
            row.last_grade,
        )
        for row in rows
    ]
