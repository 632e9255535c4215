"""A check of a journal that goes on: two remarks, one of them answered [K2]."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from app.control.enums import Looked
from app.control.operations.inspections import (
    Facts,
    Noted,
    add_remark,
    answer_remark,
    begin_inspection,
)
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.exchange.demo.world import HOME_CLASS, World
from app.plan.models import Course
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_TEACHER, _INSPECTOR = "maths1", "deputy"
_SUBJECT = "Алгебра"
_WEEKS = dt.timedelta(weeks=3)
_TEXTS = ("Домашнее задание повторяет прошлый урок.", "Мало отметок за урок.")


def make_inspection(world: World) -> int:
    """The deputy checks algebra of the class that is looked at first; how many remarks."""
    inspector = world.staff[_INSPECTOR]
    now = dt.datetime.combine(world.today, clock.now().timetz())
    course = next(
        row
        for taught, row in world.courses.items()
        if (taught.school_class, taught.subject) == (HOME_CLASS, _SUBJECT)
    )
    deputy = Actor(inspector.user_id, inspector.full_name, frozenset({"deputy"}))
    facts = Facts(None, course.id, world.today - _WEEKS, world.today, (Looked.TOPICS, Looked.MARKS))
    key = begin_inspection(deputy, facts=facts, now=now).id
    remarks = [
        add_remark(
            deputy,
            inspection_id=key,
            noted=Noted(course.id, lesson.id, None, None, about, text),
            now=now,
        )
        for lesson, about, text in zip(_last(course, world), facts.looked, _TEXTS, strict=False)
    ]
    db.session.flush()
    for remark in remarks[:1]:
        _answer(world, remark.id, now)
    return len(remarks)


def _last(course: Course, world: World) -> Sequence[Lesson]:
    lessons = select(Lesson).where(
        Lesson.course_id == course.id,
        Lesson.day < world.today,
        Lesson.status == LessonStatus.HELD,
    )
    return db.session.scalars(lessons.order_by(Lesson.day.desc()).limit(len(_TEXTS))).all()


def _answer(world: World, remark_id: int, now: dt.datetime) -> None:
    teacher = world.staff[_TEACHER]
    answer_remark(
        Actor(teacher.user_id, teacher.full_name, staff_id=teacher.id),
        remark_id=remark_id,
        text="Это было повторение перед контрольной работой.",
        mended=False,
        now=now,
    )
