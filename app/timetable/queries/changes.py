"""Substituted and cancelled lessons: sheet for the wall, register, hours of teachers [S7]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.classes.models import SchoolClass
from app.core.db import db
from app.people.models import Staff
from app.plan.models import Course
from app.school.models import AcademicYear
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson
from app.timetable.queries.substituting import giver


@dataclass(frozen=True)
class Hours:
    """Held lessons of a teacher in a span: all, taken from others, given away to others."""

    name: str
    given: int
    taken: int
    lost: int


def changes_between(
    first: dt.date, last: dt.date, *, cancelled: bool = True, staff_id: int | None = None
) -> Sequence[Lesson]:
    """Substituted and, if wanted, cancelled lessons of the span; of one teacher, when named."""
    changed: ColumnElement[bool] = Lesson.substitute_id.is_not(None)
    if cancelled:
        changed = or_(changed, Lesson.status == LessonStatus.CANCELLED)
    wanted = select(Lesson).where(Lesson.day.between(first, last), changed)
    if staff_id is not None:
        wanted = wanted.where(or_(Lesson.teacher_id == staff_id, Lesson.substitute_id == staff_id))
    return db.session.scalars(
        wanted.options(
            joinedload(Lesson.course),
            joinedload(Lesson.room),
            joinedload(Lesson.teacher),
            joinedload(Lesson.substitute),
        ).order_by(Lesson.day, Lesson.number, Lesson.id)
    ).all()


def hours_of_teachers(first: dt.date, last: dt.date) -> list[Hours]:
    """Held lessons by teacher in the span, the substituted ones apart; two statements."""
    held = (Lesson.day.between(first, last), Lesson.status == LessonStatus.HELD)
    taken = func.sum(case((Lesson.substitute_id.is_not(None), 1), else_=0))
    given = {
        staff: (count, by_substitution)
        for staff, count, by_substitution in db.session.execute(
            select(giver(), func.count(), taken).where(*held).group_by(giver())
        )
    }
    lost = (
        select(func.count())
        .where(*held, Lesson.teacher_id == Staff.id, Lesson.substitute_id.is_not(None))
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Staff, lost).order_by(Staff.last_name, Staff.first_name, Staff.id)
    )
    return [
        Hours(staff.short_name, *given.get(staff.id, (0, 0)), lost=lost_by)
        for staff, lost_by in rows
        if staff.id in given or lost_by
    ]


def classes_on(day: dt.date) -> Sequence[SchoolClass]:
    """The classes of the academic year of a day, 1А to 11А."""
    return db.session.scalars(
        select(SchoolClass)
        .join(SchoolClass.year)
        .where(AcademicYear.starts <= day, AcademicYear.ends >= day)
        .order_by(SchoolClass.grade, SchoolClass.name)
    ).all()


def lessons_of_class(class_id: int, day: dt.date) -> Sequence[Lesson]:
    """Held lessons of a class on a day, for a swap."""
    return db.session.scalars(
        select(Lesson)
        .join(Lesson.course)
        .where(
            Course.class_id == class_id,
            Lesson.day == day,
            Lesson.status == LessonStatus.HELD,
        )
        .options(joinedload(Lesson.course), joinedload(Lesson.teacher))
        .order_by(Lesson.number, Lesson.id)
    ).all()
