"""The next day with lessons of a pupil, or of a parent's children [P5]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.home.queries.lessons import DayLesson, day_lessons, shown
from app.home.rules import LessonState
from app.journal.access import enrolled
from app.journal.models import Homework
from app.people.models import Pupil
from app.plan.models import Course
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_HOMEWORK_DAYS = dt.timedelta(days=21)


@dataclass(frozen=True)
class PupilLesson:
    """A lesson of a pupil with what was set for it."""

    number: int
    time: str
    subject: str
    room: str
    teacher: str
    cancelled: bool
    homework: str


@dataclass(frozen=True)
class PupilDay:
    """A pupil's next day with lessons, today included."""

    id: int
    name: str
    day: dt.date | None
    lessons: list[PupilLesson]


def pupil_days(pupils: Sequence[int], now: dt.datetime) -> list[PupilDay]:
    """Each pupil's lessons of the next day that has some, with the homework for it [P5].

    Three statements, whatever the number of children.
    """
    today = now.date()
    names = dict(
        db.session.execute(
            select(Pupil.id, Pupil.first_name)
            .where(Pupil.id.in_(pupils))
            .order_by(Pupil.birth_date, Pupil.id)
        ).all()
    )
    coming = (
        select(func.min(Lesson.day))
        .join(Course, Course.id == Lesson.course_id)
        .where(enrolled(Pupil.id), Lesson.day >= today)
        .correlate(Pupil)
    )
    rows = db.session.execute(
        day_lessons()
        .add_columns(Pupil.id.label("pupil"))
        .join(Pupil, Pupil.id.in_(pupils))
        .where(enrolled(Pupil.id), Lesson.day == coming.scalar_subquery())
    ).all()
    homework = _homework_for(pupils, [row.Lesson for row in rows])
    days = []
    for key, name in names.items():
        own = [row for row in rows if row.pupil == key]
        lessons = [
            _of_pupil(shown(row, now), homework.get((key, row.Lesson.id), "")) for row in own
        ]
        days.append(PupilDay(key, name, own[0].Lesson.day if own else None, lessons))
    return days


def _of_pupil(lesson: DayLesson, homework: str) -> PupilLesson:
    return PupilLesson(
        lesson.number,
        lesson.time,
        lesson.subject,
        lesson.room,
        lesson.teacher,
        lesson.state is LessonState.CANCELLED,
        homework,
    )


def _homework_for(pupils: Sequence[int], lessons: Sequence[Lesson]) -> dict[tuple[int, int], str]:
    """By (pupil, lesson): what the lesson before of the same course set, for all and for one."""
    if not lessons:
        return {}
    before = aliased(Lesson)
    since = min(lesson.day for lesson in lessons) - _HOMEWORK_DAYS
    rows = db.session.execute(
        select(before.course_id, before.day, before.number, Homework.pupil_id, Homework.text)
        .select_from(before)
        .outerjoin(Homework, Homework.lesson_id == before.id)
        .where(
            before.course_id.in_({lesson.course_id for lesson in lessons}),
            before.day >= since,
            before.status == LessonStatus.HELD,
            or_(Homework.pupil_id.is_(None), Homework.pupil_id.in_(pupils)),
        )
        .order_by(Homework.pupil_id.is_not(None), Homework.id)  # that for all first
    ).all()
    found = {}
    for lesson in lessons:
        place = (lesson.day, lesson.number)
        earlier = [r for r in rows if r.course_id == lesson.course_id and (r.day, r.number) < place]
        last = max(((r.day, r.number) for r in earlier), default=None)
        for pupil in pupils:
            texts = [
                r.text
                for r in earlier
                if (r.day, r.number) == last and r.pupil_id in {None, pupil} and r.text
            ]
            found[pupil, lesson.id] = "\n".join(texts)
    return found
