"""Marks of courses by period and pupil: what results are proposed and justified by [R1 R2]."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, select

from app.core.db import db
from app.journal.models import Mark, Task
from app.journal.queries.cells import WEIGHT
from app.journal.rules.average import weighted_average
from app.journal.rules.cell import DEBT, DIGITS
from app.plan.models import Course, CurriculumHours, WorkKind
from app.school.models import GradingPeriod
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

Place = tuple[int, int]  # course, period


class Marked(NamedTuple):
    """A pupil's marks of a period: how many, how many written, Σ(mark · weight), Σ(weight)."""

    marks: int = 0
    written: int = 0
    total: int = 0
    weights: int = 0

    @property
    def average(self) -> Decimal | None:
        """The weighted average of the digits [J5]."""
        return weighted_average((), (self.total, self.weights))


NO_MARKS = Marked()


@dataclass(frozen=True)
class Marks:
    """Marks by (course, period, pupil), written works and lessons by (course, period).

    `hours`: of each course in a week, where it is known.
    """

    marked: dict[tuple[int, int, int], Marked]
    works: dict[Place, int]
    lessons: dict[Place, int]
    hours: dict[int, Decimal]


def marks_of(courses: Sequence[Course], periods: Sequence[GradingPeriod]) -> Marks:
    """Four statements for any number of courses, pupils and periods."""
    ids = [course.id for course in courses]
    return Marks(
        _marked(ids, periods), _works(ids, periods), _lessons(ids, periods), _hours(courses)
    )


def _in_period(periods: Sequence[GradingPeriod]) -> ColumnElement[bool]:
    return and_(
        GradingPeriod.id.in_([period.id for period in periods]),
        Lesson.day.between(GradingPeriod.starts, GradingPeriod.ends),
    )


def _marked(
    course_ids: Sequence[int], periods: Sequence[GradingPeriod]
) -> dict[tuple[int, int, int], Marked]:
    is_digit = Mark.value.in_(DIGITS)
    digit = case((is_digit, cast(case((is_digit, Mark.value)), Integer)), else_=0)
    counted = and_(Mark.value.is_not(None), Mark.value != DEBT)
    rows = db.session.execute(
        select(
            Lesson.course_id,
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
        .where(Lesson.course_id.in_(course_ids))
        .group_by(Lesson.course_id, GradingPeriod.id, Mark.pupil_id)
    )
    return {
        (course, period, pupil): Marked(marks, written, int(total or 0), int(weights or 0))
        for course, period, pupil, total, weights, marks, written in rows
    }


def _works(course_ids: Sequence[int], periods: Sequence[GradingPeriod]) -> dict[Place, int]:
    works = select(Lesson.course_id, GradingPeriod.id, func.count()).select_from(Task)
    return _counted(
        works.join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .where(WorkKind.written),
        course_ids,
        periods,
    )


def _lessons(course_ids: Sequence[int], periods: Sequence[GradingPeriod]) -> dict[Place, int]:
    lessons = select(Lesson.course_id, GradingPeriod.id, func.count()).select_from(Lesson)
    held = lessons.where(Lesson.status == LessonStatus.HELD)
    return _counted(held, course_ids, periods)


def _counted(
    query: Any, course_ids: Sequence[int], periods: Sequence[GradingPeriod]
) -> dict[Place, int]:
    rows = db.session.execute(
        query.join(GradingPeriod, _in_period(periods))
        .where(Lesson.course_id.in_(course_ids))
        .group_by(Lesson.course_id, GradingPeriod.id)
    )
    return {(course, period): count for course, period, count in rows}


def _hours(courses: Sequence[Course]) -> dict[int, Decimal]:
    """Hours a week: the course's own, else those of the curriculum."""
    rows = db.session.execute(
        select(
            CurriculumHours.class_id, CurriculumHours.subject_id, CurriculumHours.hours_week
        ).where(CurriculumHours.class_id.in_({course.class_id for course in courses}))
    )
    planned = {(of, subject): hours for of, subject, hours in rows}
    found = {c.id: c.hours_week or planned.get((c.class_id, c.subject_id)) for c in courses}
    return {course: hours for course, hours in found.items() if hours is not None}
