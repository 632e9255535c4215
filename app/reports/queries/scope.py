"""The class, classes and periods that a report is of [R4]."""

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, exists, select
from sqlalchemy.orm import joinedload

from app.classes.models import ClassMembership, SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Pupil, Staff
from app.plan.models import Course, CourseTeacher
from app.reports.access import reportable_classes, reportable_teachers, taught_classes
from app.reports.asked import Asked
from app.reports.rules.periods import own_period
from app.results.rules import GRADE_WITHOUT_RESULTS
from app.school.enums import PARTS
from app.school.models import AcademicYear, Subject
from app.school.queries import get_year, periods_of_year, the_school, year_on
from app.school.rules.periods import Period, period_near, periods_of, place_of

Scope = list[tuple[SchoolClass, Period]]


def asked_year(asked: Asked) -> AcademicYear:
    """The year that is asked for, else that of today; NotFound when there is none."""
    found = get_year(asked.year_id) if asked.year_id else year_on(asked.today)
    if found is None:
        raise NotFound(_("There is no academic year on this date."))
    return found


def asked_class(actor: Actor, asked: Asked) -> SchoolClass:
    """The class that is asked for, if the person may make reports of it; else NotFound [P3]."""
    query = (
        select(SchoolClass)
        .where(SchoolClass.id == asked.class_id, reportable_classes(actor, asked.today))
        .options(joinedload(SchoolClass.teacher))
    )
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def asked_span(asked: Asked) -> tuple[dt.date, dt.date]:
    """The asked days, else the month of the first one, else of today."""
    begins = asked.last if asked.first is None and asked.last else asked.today
    first = asked.first or begins.replace(day=1)
    end = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, max(first, asked.last or end)


def asked_pupil(actor: Actor, asked: Asked) -> tuple[Pupil, SchoolClass]:
    """The pupil that is asked for, of the class that is asked for; else NotFound [P3]."""
    of = asked_class(actor, asked)
    was_there = exists().where(
        ClassMembership.pupil_id == Pupil.id, ClassMembership.class_id == of.id
    )
    query = select(Pupil).where(Pupil.id == asked.pupil_id, was_there)
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound
    return found, of


def class_and_period(actor: Actor, asked: Asked) -> tuple[SchoolClass, Period]:
    """The class with the period that is asked for, or with that of today."""
    of = asked_class(actor, asked)
    periods = periods_of_year(of.year_id)
    chosen = next((period for period in periods if period.key == asked.period_id), None)
    if chosen is None:
        chosen = period_near(periods, of.grade, asked.today)
    found = chosen and own_period(periods, of.grade, chosen)
    if found is None:
        raise NotFound(_("The school has no grading periods for this class yet."))
    return of, found


def periods_of_class(of: SchoolClass) -> list[Period]:
    """Every period of a class in the order of the columns of a sheet: parts, year, exam, final."""
    own = [p for p in periods_of_year(of.year_id) if p.first_grade <= of.grade <= p.last_grade]
    return sorted(own, key=lambda period: place_of(period.kind, period.starts))


def with_periods_before(scope: Scope) -> Scope:
    """Each class with its parts of the year until the one of the scope: one statement.

    What is no part of the year, as the year itself, stands alone.
    """
    periods = periods_of_year(scope[0][0].year_id) if scope else []
    return [
        (of, part)
        for of, period in scope
        for part in (periods_of(periods, of.grade) if period.kind in PARTS else [period])
        if part.starts <= period.starts
    ]


def classes_and_periods(actor: Actor, asked: Asked) -> tuple[Scope, Period | None]:
    """Classes of the year, each with the period of its own that closes with the asked one.

    A class without such a period is left out: a half-year class has nothing in quarter 1. So is
    class 1, which has no results.
    """
    return _with_periods(asked, reportable_classes(actor, asked.today))


def classes_of_courses(actor: Actor, asked: Asked) -> tuple[Scope, Period | None]:
    """The same for the classes whose courses the person may look into, or for the asked one."""
    which = taught_classes(actor, asked.today)
    if asked.class_id:
        which = and_(which, SchoolClass.id == asked.class_id)
    return _with_periods(asked, which)


def narrowed(asked: Asked) -> tuple[str, str]:
    """Names of the class and of the teacher that a report is narrowed to; «» for neither."""
    of = db.session.get(SchoolClass, asked.class_id) if asked.class_id else None
    teacher = db.session.get(Staff, asked.staff_id) if asked.staff_id else None
    return of.name if of else "", teacher.full_name if teacher else ""


def chosen_period(periods: Sequence[Period], asked: Asked) -> Period | None:
    """The period that is asked for, else the part of the year of today, of whatever classes."""
    chosen = next((period for period in periods if period.key == asked.period_id), None)
    begun = [p for p in periods if p.kind in PARTS and p.starts <= asked.today]
    return chosen or (begun[-1] if begun else next(iter(periods), None))


def taught_classes_and_periods(teacher: Staff, asked: Asked) -> tuple[Scope, Period | None]:
    """The same for the classes in which a teacher has a course, at any time of the year [P2]."""
    taught = (
        select(Course.class_id)
        .join(CourseTeacher, CourseTeacher.course_id == Course.id)
        .where(CourseTeacher.staff_id == teacher.id)
    )
    return _with_periods(asked, SchoolClass.id.in_(taught))


def _with_periods(asked: Asked, which: Any) -> tuple[Scope, Period | None]:
    year = asked_year(asked)
    periods = periods_of_year(year.id)
    chosen = next((period for period in periods if period.key == asked.period_id), None)
    if chosen is None:
        begun = [p for p in periods if p.kind.is_part and p.starts <= asked.today]
        chosen = begun[-1] if begun else next(iter(periods), None)
    if chosen is None:
        return [], None
    query = (
        select(SchoolClass)
        .where(SchoolClass.year_id == year.id, which)
        .options(joinedload(SchoolClass.teacher))
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    classes = db.session.scalars(query.where(SchoolClass.grade > GRADE_WITHOUT_RESULTS))
    pairs = [(of, own_period(periods, of.grade, chosen)) for of in classes]
    return [(of, period) for of, period in pairs if period], chosen


def asked_teacher(actor: Actor, asked: Asked) -> Staff:
    """The teacher that is asked for, else oneself; NotFound for anybody else [P2]."""
    key = asked.staff_id or actor.staff_id
    query = select(Staff).where(Staff.id == key, reportable_teachers(actor, asked.today))
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def asked_subject(asked: Asked) -> Subject:
    """The subject that is asked for, or NotFound."""
    found = db.session.get(Subject, asked.subject_id) if asked.subject_id else None
    if found is None:
        raise NotFound
    return found


def school_name() -> str:
    """The name that stands over a report."""
    school = the_school()
    return school.name if school else ""
