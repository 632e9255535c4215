"""A check of a journal that goes on: two remarks, one of them answered [K2]."""

import datetime as dt

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
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_TEACHER, _INSPECTOR = "maths1", "deputy"
_SUBJECT = "Алгебра"
_WEEKS = dt.timedelta(weeks=3)


def make_inspection(world: World) -> int:
    """The deputy checks algebra of the class that is looked at first; how many remarks."""
    inspector, teacher = world.staff[_INSPECTOR], world.staff[_TEACHER]
    course = next(
        row
        for taught, row in world.courses.items()
        if (taught.school_class, taught.subject) == (HOME_CLASS, _SUBJECT)
    )
    lessons = db.session.scalars(
        select(Lesson)
        .where(
            Lesson.course_id == course.id,
            Lesson.day < world.today,
            Lesson.status == LessonStatus.HELD,
        )
        .order_by(Lesson.day.desc())
        .limit(2)
    ).all()
    now = clock.now()
    deputy = Actor(inspector.user_id, inspector.full_name, frozenset({"deputy"}))
    facts = Facts(None, course.id, world.today - _WEEKS, world.today, (Looked.TOPICS, Looked.MARKS))
    key = begin_inspection(deputy, facts=facts, now=now).id
    texts = ("Домашнее задание повторяет прошлый урок.", "Мало отметок за урок.")
    remarks = [
        add_remark(
            deputy,
            inspection_id=key,
            noted=Noted(course.id, lesson.id, None, None, about, text),
            now=now,
        )
        for lesson, about, text in zip(lessons, facts.looked, texts, strict=False)
    ]
    db.session.flush()
    if remarks:
        answer_remark(
            Actor(teacher.user_id, teacher.full_name, staff_id=teacher.id),
            remark_id=remarks[0].id,
            text="Это было повторение перед контрольной работой.",
            mended=False,
            now=now,
        )
    return len(remarks)
