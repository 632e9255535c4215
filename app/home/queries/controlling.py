"""How today's journals are kept, for the director and the deputies."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from app.core.actor import Actor
from app.core.db import db
from app.home.queries.lessons import DayLesson, day_lessons, shown
from app.journal.access import visible_lessons
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_UNFILLED_SHOWN = 40


@dataclass(frozen=True)
class Control:
    """Lessons of today for those who control journals; `unfilled` are over and without a topic."""

    lessons: int
    filled: int
    unfilled: list[DayLesson]
    more: int


def control_of(actor: Actor, now: dt.datetime) -> Control:
    """How today's journals are kept [K1]: two statements."""
    today = [
        Lesson.day == now.date(),
        Lesson.status == LessonStatus.HELD,
        visible_lessons(actor, now.date()),
    ]
    total, filled = db.session.execute(
        select(func.count(Lesson.id), func.count(Lesson.id).filter(Lesson.topic != "")).where(
            *today
        )
    ).one()
    late = [Lesson.topic == "", or_(Lesson.ends.is_(None), Lesson.ends <= now.time())]
    rows = db.session.execute(day_lessons().where(*today, *late).limit(_UNFILLED_SHOWN + 1)).all()
    lessons = [shown(row, now) for row in rows[:_UNFILLED_SHOWN]]
    return Control(total, filled, lessons, len(rows) - len(lessons))
