"""Marks of a course by period and pupil: what results are proposed and justified by [R1 R2]."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, select

from app.core.db import db
from app.journal.models import Mark, Task
from app.journal.queries.cells import WEIGHT
from app.journal.rules.average import weighted_average
from app.journal.rules.cell import DEBT, DIGITS
from app.plan.models import Course, CurriculumHours, WorkKind
from app.school.models import GradingPeriod
from app.timetable.models import Lesson


class Marked(NamedTuple):
    """A pupil's marks of a period: their weighted average, how many, how many of them written."""

    average: Decimal | None = None
    marks: int = 0
    written: int = 0


@dataclass(frozen=True)
class CourseMarks:
    """Marks by (period, pupil), written works of each period, hours a week of the course."""

    marked: dict[tuple[int, int], Marked]
    works: dict[int, int]
    hours: Decimal | None


def course_marks(course: Course, periods: list[GradingPeriod]) -> CourseMarks:
    """Three statements for any number of pupils and periods."""
    return CourseMarks(_marked(course, periods), _works(course, periods), _hours(course))


def _in_period(periods: list[GradingPeriod]) -> ColumnElement[bool]:
    return and_(
        GradingPeriod.id.in_([period.id for period in periods]),
        Lesson.day.between(GradingPeriod.starts, GradingPeriod.ends),
    )


def _marked(course: Course, periods: list[GradingPeriod]) -> dict[tuple[int, int], Marked]:
    is_digit = Mark.value.in_(DIGITS)
    digit = case((is_digit, cast(case((is_digit, Mark.value)), Integer)), else_=0)
    counted = and_(Mark.value.is_not(None), Mark.value != DEBT)
    rows = db.session.execute(
        select(
            GradingPeriod.id,
            Mark.pupil_id,
            func.sum(digit * WEIGHT),
            func.sum(case((is_digit, WEIGHT), else_=0)),
            func.count(case((counted, 1))),
            func.count(case((and_(counted, WorkKind.written), 1))),
        )
        .select_from(Mark)
        .join(Task, Task.id == Mark.task_id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(GradingPeriod, _in_period(periods))
        .where(Lesson.course_id == course.id)
        .group_by(GradingPeriod.id, Mark.pupil_id)
    )
    return {
        (period, pupil): Marked(
            weighted_average((), (int(total or 0), int(weights or 0))), marks, written
        )
        for period, pupil, total, weights, marks, written in rows
    }


def _works(course: Course, periods: list[GradingPeriod]) -> dict[int, int]:
    rows = db.session.execute(
        select(GradingPeriod.id, func.count())
        .select_from(Task)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(GradingPeriod, _in_period(periods))
        .where(Lesson.course_id == course.id, WorkKind.written)
        .group_by(GradingPeriod.id)
    )
    return {row[0]: row[1] for row in rows}


def _hours(course: Course) -> Decimal | None:
    """Hours a week: the course's own, else those of the curriculum."""
    if course.hours_week is not None:
        return course.hours_week
    return db.session.scalar(
        select(CurriculumHours.hours_week).where(
            CurriculumHours.class_id == course.class_id,
            CurriculumHours.subject_id == course.subject_id,
        )
    )
