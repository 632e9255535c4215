"""Weighted averages of many pupils at once [J5 R4]."""

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import Integer, cast, func, select

from app.core.db import db
from app.journal.models import Mark, Task
from app.journal.queries.cells import WEIGHT
from app.journal.rules.average import weighted_average
from app.journal.rules.cell import DIGITS
from app.plan.models import Course, WorkKind
from app.school.rules.periods import Period
from app.timetable.models import Lesson


def averages(class_ids: Collection[int], period: Period) -> dict[tuple[int, int], Decimal | None]:
    """By course and pupil: the weighted average of the marks of a period: one statement."""
    value = cast(Mark.value, Integer)
    rows = db.session.execute(
        select(Lesson.course_id, Mark.pupil_id, func.sum(value * WEIGHT), func.sum(WEIGHT))
        .join(Task, Task.id == Mark.task_id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(
            Course.class_id.in_(class_ids),
            Lesson.day.between(period.starts, period.ends),
            Mark.value.in_(DIGITS),
        )
        .group_by(Lesson.course_id, Mark.pupil_id)
    )
    return {
        (course, pupil): weighted_average((), (int(total), int(weights)))
        for course, pupil, total, weights in rows
    }
