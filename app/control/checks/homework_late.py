"""«homework-late»: homework set later than 1.5 hours after the class's last lesson, or not at all.

Class 1 has no homework [J6]; «без задания» is an answer too.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.control.checks.check import Check, Number
from app.control.checks.lesson_not_filled import BEFORE
from app.control.enums import Responsible
from app.control.queries.sources import Sources, in_journal, place_of
from app.control.rules.item import Item
from app.control.rules.terms import after_last_lesson
from app.control.rules.words import of_lesson
from app.core.db import db
from app.plan.models import Course
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

NAME = "homework-late"
_FIRST_GRADE = 2
_Days = Mapping[tuple[int, dt.date], dt.time | None]


def find(sources: Sources, minutes: int) -> Iterator[Item]:
    """Lessons up to today, those of an outage apart: one statement more."""
    rows = [
        row
        for row in sources.lessons
        if row.grade >= _FIRST_GRADE and not row.on_paper and sources.wants(row.day, set_at(row))
    ]
    ends = _last_ends(rows)
    for row in rows:
        last = ends.get((row.class_id, row.day))
        yield Item(
            NAME,
            f"{NAME}-{row.id}",
            place_of(row),
            row.day,
            after_last_lesson(row.day, last, minutes, sources.now.tzinfo),
            set_at(row),
            of_lesson(row.number),
            in_journal(row),
        )


def set_at(row: Any) -> dt.datetime | None:
    """When homework was set, or it was said that there is none."""
    if row.homework_at:
        moment: dt.datetime = row.homework_at
        return moment
    return (row.none_at or BEFORE) if row.no_homework else None


def _last_ends(rows: Sequence[Any]) -> _Days:
    """When the last held lesson of each class ends, by class and day."""
    if not rows:
        return {}
    found = db.session.execute(
        select(Course.class_id, Lesson.day, func.max(Lesson.ends))
        .join(Course, Course.id == Lesson.course_id)
        .where(
            Lesson.day.in_({row.day for row in rows}),
            Course.class_id.in_({row.class_id for row in rows}),
            Lesson.status == LessonStatus.HELD,
        )
        .group_by(Course.class_id, Lesson.day)
    )
    return {(class_id, day): ends for class_id, day, ends in found}


CHECK = Check(
    NAME,
    _l("Homework set too late or not at all"),
    "C2.8 A4.6.5",
    Responsible.TEACHER,
    find,
    Number(90, 0, 1440, _l("minutes after the class's last lesson")),
    traced=True,
)
