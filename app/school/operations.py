"""Writes of the school's structure [S1]."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Refused, refuse_if
from app.school import queries
from app.school.access import require_may_edit_structure
from app.school.models import (
    AcademicYear,
    BellSchedule,
    BellTime,
    GradingPeriod,
    Room,
    Shift,
    Subject,
    Vacation,
)
from app.school.rules.periods import Period, period_faults, vacation_faults
from app.school.rules.proposal import ProposedYear, proposed_year

Row = TypeVar("Row", Vacation, GradingPeriod)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def propose_year(actor: Actor, *, autumn: int, week_days: int = 5) -> AcademicYear:
    """Enter the year that begins in September of `autumn` as schools usually have it [S1].

    Dates, vacations and grading periods are there to be edited afterwards.
    """
    require_may_edit_structure(actor)
    if not _FIRST_YEAR <= autumn <= _LAST_YEAR:
        raise Refused([Fault(_("Name a year with four digits."), "autumn")])
    proposal = proposed_year(autumn, week_days=week_days)
    taken = select(AcademicYear.id).where(
        AcademicYear.starts <= proposal.ends, AcademicYear.ends >= proposal.starts
    )
    entered = Refused([Fault(_("This academic year is entered already."), "autumn")])
    if db.session.scalar(taken):
        raise entered
    year = AcademicYear(name=proposal.name, starts=proposal.starts, ends=proposal.ends)
    db.session.add_all([year, *_vacations(year, proposal), *_periods(year, proposal)])
    try:
        db.session.flush()
    except IntegrityError as error:  # by somebody else in the same moment
        raise entered from error
    return year


def save_vacation(actor: Actor, vacation: Vacation, values: dict[str, Any]) -> Vacation:
    """Add or change a vacation; dates out of order or outside of the year are refused [S1]."""
    require_may_edit_structure(actor)
    year = values.get("year") or vacation.year
    first, last = values["first_grade"], values["last_grade"]
    refuse_if(vacation_faults((values["starts"], values["ends"]), (first, last), year_span(year)))
    return _stored(vacation, values)


def save_period(actor: Actor, period: GradingPeriod, values: dict[str, Any]) -> GradingPeriod:
    """Add or change a grading period; overlaps and dates outside of the year are refused [S1]."""
    require_may_edit_structure(actor)
    year = values.get("year") or period.year
    facts = {name: values.get(name, getattr(period, name)) for name in _FACTS}
    others = queries.periods_of_year(year.id)
    wanted = Period(key=period.id, **facts)
    refuse_if(period_faults(wanted, others, year_span(year)))
    return _stored(period, values)


_FACTS = ("kind", "number", "name", "starts", "ends", "first_grade", "last_grade")


def add_rooms(actor: Actor, *, rooms: Sequence[Mapping[str, Any]]) -> list[Room]:
    """Enter rooms, values by column, whose names are not there yet [S2 S8]."""
    require_may_edit_structure(actor)
    found = [Room(**values) for values in rooms]
    db.session.add_all(found)
    return found


def add_subjects(actor: Actor, *, subjects: Sequence[Mapping[str, Any]]) -> list[Subject]:
    """Enter subjects, values by column, whose names are not there yet [S2 S8]."""
    require_may_edit_structure(actor)
    found = [Subject(**values) for values in subjects]
    db.session.add_all(found)
    return found


def add_bells(
    actor: Actor, *, shift: str, name: str, times: Mapping[int, tuple[dt.time, dt.time]]
) -> BellSchedule:
    """Enter the first bells of a shift, which is made with them: times by lesson number [S1]."""
    require_may_edit_structure(actor)
    schedule = BellSchedule(
        name=name,
        shift=_shift(shift),
        times=[
            BellTime(lesson_number=number, starts=starts, ends=ends)
            for number, (starts, ends) in times.items()
        ],
    )
    db.session.add(schedule)
    return schedule


def _shift(name: str) -> Shift:
    found = db.session.scalars(select(Shift).where(Shift.name == name)).first()
    return found or Shift(name=name)


def year_span(year: AcademicYear) -> tuple[dt.date, dt.date]:
    """First and last day of a year."""
    return year.starts, year.ends


def _stored(row: Row, values: dict[str, Any]) -> Row:
    for name, value in values.items():
        setattr(row, name, value)
    db.session.add(row)
    return row


def _vacations(year: AcademicYear, proposal: ProposedYear) -> list[Vacation]:
    return [
        Vacation(
            year=year,
            name=str(b.name),
            starts=b.starts,
            ends=b.ends,
            first_grade=b.first_grade,
            last_grade=b.last_grade,
        )
        for b in proposal.breaks
    ]


def _periods(year: AcademicYear, proposal: ProposedYear) -> list[GradingPeriod]:
    return [
        GradingPeriod(
            year=year,
            kind=p.kind,
            number=p.number,
            name=str(p.name),
            starts=p.starts,
            ends=p.ends,
            first_grade=p.first_grade,
            last_grade=p.last_grade,
        )
        for p in proposal.periods
    ]
