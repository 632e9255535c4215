"""Lessons of a day, and the person's own ones."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.classes.models import SchoolClass, Subgroup
from app.core.actor import Actor
from app.core.db import db
from app.home.rules import LessonState, lesson_state
from app.journal.models import Homework
from app.people.models import Staff
from app.plan.models import Course
from app.school.models import Room, Subject
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class DayLesson:
    """A lesson of a day as its teacher, a controller or a pupil needs it."""

    id: int
    course_id: int
    day: dt.date
    number: int
    time: str
    subject: str
    school_class: str
    group: str
    room: str
    teacher: str
    state: LessonState
    stands_in: bool


def day_lessons() -> Any:
    """Query of lessons in their order, with what `shown` needs."""
    given = exists().where(
        Homework.lesson_id == Lesson.id, Homework.pupil_id.is_(None), Homework.text != ""
    )
    who = aliased(Staff)
    return (
        select(
            Lesson,
            Subject.name.label("subject"),
            SchoolClass.name.label("school_class"),
            SchoolClass.grade,
            Subgroup.name.label("group"),
            Room.name.label("room"),
            who.last_name,
            who.first_name,
            who.middle_name,
            given.label("given"),
        )
        .join(Course, Course.id == Lesson.course_id)
        .join(Subject, Subject.id == Course.subject_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .outerjoin(Subgroup, Subgroup.id == Course.subgroup_id)
        .outerjoin(Room, Room.id == Lesson.room_id)
        .outerjoin(who, who.id == func.coalesce(Lesson.substitute_id, Lesson.teacher_id))
        .order_by(Lesson.day, Lesson.number, SchoolClass.grade, SchoolClass.name, Lesson.id)
    )


def shown(row: Any, now: dt.datetime) -> DayLesson:
    """A row of `day_lessons` as the page needs it."""
    lesson: Lesson = row.Lesson
    times = f"{lesson.starts:%H:%M}–{lesson.ends:%H:%M}" if lesson.starts and lesson.ends else ""
    initials = "".join(f" {name[0]}." for name in (row.first_name, row.middle_name) if name)
    return DayLesson(
        lesson.id,
        lesson.course_id,
        lesson.day,
        lesson.number,
        times,
        row.subject,
        row.school_class,
        row.group or "",
        row.room or "",
        f"{row.last_name or ''}{initials}",
        lesson_state(
            cancelled=lesson.status == LessonStatus.CANCELLED,
            over=_over(lesson, now),
            topic=lesson.topic,
            homework=row.given or lesson.no_homework or row.grade == 1,
        ),
        lesson.substitute_id is not None,
    )


def _over(lesson: Lesson, now: dt.datetime) -> bool:
    if lesson.day != now.date():
        return lesson.day < now.date()
    return lesson.ends is not None and lesson.ends <= now.time()


def _mine(actor: Actor) -> ColumnElement[bool]:
    """Lessons that the person holds: the own ones not given away, and those taken over [P2 S7]."""
    own = and_(Lesson.teacher_id == actor.staff_id, Lesson.substitute_id.is_(None))
    return or_(own, Lesson.substitute_id == actor.staff_id)


def own_lessons(actor: Actor, now: dt.datetime) -> list[DayLesson]:
    """The person's lessons today; without any, those of the next day that has some.

    One statement.
    """
    today = now.date()
    coming = select(func.min(Lesson.day)).where(
        _mine(actor), Lesson.day >= today, Lesson.status == LessonStatus.HELD
    )
    rows = db.session.execute(
        day_lessons().where(_mine(actor), Lesson.day == coming.scalar_subquery())
    )
    return [shown(row, now) for row in rows]
