"""What waits for the administrator and the secretary."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select

from app.classes.models import ClassMembership, SchoolClass
from app.core.db import db
from app.movement.models import MovementRequest
from app.movement.queries.requests import still_waits
from app.people.models import Pupil, Staff
from app.plan.models import Course, CourseTeacher
from app.school.models import AcademicYear
from app.timetable.models import Lesson


@dataclass(frozen=True)
class Waiting:
    """What a school that starts still lacks, as numbers."""

    years: int
    classes: int
    pupils_without_class: int
    classes_without_teacher: int
    courses_without_teacher: int
    staff_without_login: int
    lessons_ahead: int
    requests: int


def waiting(today: dt.date) -> Waiting:
    """What waits for the administrator and the secretary: one statement."""
    year = select(AcademicYear.id).where(AcademicYear.ends >= today)
    current = select(SchoolClass.id).where(SchoolClass.year_id.in_(year))
    in_class = exists().where(
        ClassMembership.pupil_id == Pupil.id, ClassMembership.class_id.in_(current)
    )
    was_in_class = exists().where(ClassMembership.pupil_id == Pupil.id)
    taught = exists().where(
        CourseTeacher.course_id == Course.id,
        or_(CourseTeacher.until.is_(None), CourseTeacher.until >= today),
    )
    week = today + dt.timedelta(days=7)
    counts = (
        select(func.count()).select_from(AcademicYear).where(AcademicYear.ends >= today),
        select(func.count()).select_from(SchoolClass).where(SchoolClass.id.in_(current)),
        select(func.count()).select_from(Pupil).where(~in_class, ~was_in_class),
        select(func.count())
        .select_from(SchoolClass)
        .where(SchoolClass.id.in_(current), SchoolClass.teacher_id.is_(None)),
        select(func.count()).select_from(Course).where(Course.class_id.in_(current), ~taught),
        select(func.count())
        .select_from(Staff)
        .where(Staff.user_id.is_(None), or_(Staff.left_on.is_(None), Staff.left_on > today)),
        select(func.count()).select_from(Lesson).where(Lesson.day.between(today, week)),
        select(func.count()).select_from(MovementRequest).where(still_waits()),
    )
    row = db.session.execute(select(*(one.scalar_subquery() for one in counts))).one()
    return Waiting(*row)
