"""The own class of a class teacher today [P3]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.people.models import Pupil
from app.plan.models import Course
from app.school.models import AcademicYear
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class ClassDay:
    """The own class today: who is absent, and how many past lessons of the week lack a topic."""

    id: int
    name: str
    absent: list[str]
    late: list[str]
    unfilled: int


def own_classes(actor: Actor, today: dt.date) -> list[ClassDay]:
    """The classes that the person heads this year [P3]: two statements."""
    monday = today - dt.timedelta(days=today.weekday())
    unfilled = (
        select(func.count(Lesson.id))
        .join(Course, Course.id == Lesson.course_id)
        .where(
            Course.class_id == SchoolClass.id,
            Lesson.day.between(monday, today - dt.timedelta(days=1)),
            Lesson.topic == "",
            Lesson.status == LessonStatus.HELD,
        )
    )
    classes = db.session.execute(
        select(SchoolClass.id, SchoolClass.name, unfilled.scalar_subquery())
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .where(
            SchoolClass.teacher_id == actor.staff_id,
            AcademicYear.starts <= today,
            AcademicYear.ends >= today,
        )
        .order_by(SchoolClass.grade, SchoolClass.name)
    ).all()
    missing = _missing([key for key, _name, _count in classes], today)
    return [
        ClassDay(
            key,
            name,
            [who for at, who, late in missing if at == key and not late],
            [who for at, who, late in missing if at == key and late],
            count,
        )
        for key, name, count in classes
    ]


def _missing(classes: Sequence[int], today: dt.date) -> list[tuple[int, str, bool]]:
    """(class, pupil, late only) of everybody noted today."""
    rows = db.session.execute(
        select(Course.class_id, Pupil.last_name, Pupil.first_name, Absence.kind)
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .join(Pupil, Pupil.id == Absence.pupil_id)
        .where(Course.class_id.in_(classes), Lesson.day == today, Absence.kind.is_not(None))
        .order_by(Pupil.last_name, Pupil.first_name)
    )
    found: dict[tuple[int, str], bool] = {}
    for at, last, first, kind in rows:
        key = (at, f"{last} {first}")
        found[key] = found.get(key, True) and kind == AbsenceKind.LATE
    return [(at, who, late) for (at, who), late in found.items()]
