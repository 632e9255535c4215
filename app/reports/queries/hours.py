"""Lessons planned and given of many courses at once [J4 R4]."""

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import and_, case, func, select

from app.core.db import db
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


class Hours(NamedTuple):
    """Lessons of a course in a span: by the timetable, and held with a topic until today."""

    planned: int = 0
    given: int = 0


def hours_of(
    course_ids: Collection[int], first: dt.date, last: dt.date, today: dt.date
) -> dict[int, Hours]:
    """By course: one statement."""
    given = and_(Lesson.status == LessonStatus.HELD, Lesson.topic != "", Lesson.day <= today)
    rows = db.session.execute(
        select(Lesson.course_id, func.count(), func.count(case((given, 1))))
        .where(Lesson.course_id.in_(course_ids), Lesson.day.between(first, last))
        .group_by(Lesson.course_id)
    )
    return {course: Hours(planned, done) for course, planned, done in rows}
