"""Slots and lessons as the clash rule wants them [S5]."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.classes.models import SchoolClass
from app.core.db import db
from app.people.models import Staff
from app.plan.models import Course, CourseTeacher
from app.school.models import Room
from app.school.queries import bells
from app.school.rules.bells import Bells
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson, Slot
from app.timetable.queries.making import class_day
from app.timetable.rules.clashes import Clash, Named, Placement, clashes

_COURSE = (joinedload(Slot.course), selectinload(Slot.course, Course.teachers))


def slot_clashes(slot: Slot) -> list[Clash]:
    """What a slot, stored or not yet, clashes with: six statements [S5]."""
    schedules = bells()
    stored = [slot_placement(other, schedules) for other in slots_on(slot.weekday, _year(slot))]
    return clashes([slot_placement(slot, schedules)], stored)


def year_clashes(year_id: int) -> list[Clash]:
    """Clashes among all slots of a year, for the person who makes the timetable [S5]."""
    schedules = bells()
    return clashes([slot_placement(slot, schedules) for slot in slots_on(None, year_id)])


def lesson_clashes(lesson: Lesson, day: dt.date) -> list[Clash]:
    """What a dated lesson clashes with on a date, cancelled lessons aside [S5 S7]."""
    with db.session.no_autoflush:
        others = db.session.scalars(
            select(Lesson)
            .where(Lesson.day == day, Lesson.status == LessonStatus.HELD, Lesson.id != lesson.id)
            .options(
                joinedload(Lesson.course),
                joinedload(Lesson.room),
                joinedload(Lesson.teacher),
                joinedload(Lesson.substitute),
            )
        ).all()
        return clashes([lesson_placement(lesson)], [lesson_placement(other) for other in others])


def slots_on(weekday: int | None, year_id: int) -> Sequence[Slot]:
    """Slots of a year, of one weekday or all, with everything that a clash depends on."""
    wanted = select(Slot).join(Slot.course).join(Course.school_class)
    if weekday is not None:
        wanted = wanted.where(Slot.weekday == weekday)
    return db.session.scalars(
        wanted.where(SchoolClass.year_id == year_id)
        .options(*_COURSE, selectinload(Slot.teachers), joinedload(Slot.room))
        .order_by(Slot.id)
    ).all()


def slot_placement(slot: Slot, schedules: Sequence[Bells]) -> Placement:
    """A slot with its class's bells and its teachers: those it names, else the course's."""
    bells_of_class = class_day(slot.course.school_class, schedules).bells
    starts, ends = bells_of_class.get(slot.lesson_number, (None, None))
    teachers = slot.teachers or [
        assigned.staff for assigned in slot.course.teachers if _teaches(assigned, slot)
    ]
    return _placement(
        slot.id or -1,
        slot.course,
        weekday=slot.weekday,
        number=slot.lesson_number,
        span=(slot.valid_from, slot.valid_to),
        times=(starts, ends),
        teachers=teachers,
        room=slot.room,
    ).in_week(slot.week)


def lesson_placement(lesson: Lesson) -> Placement:
    """A dated lesson with who really gives it."""
    teacher = lesson.substitute or lesson.teacher
    return _placement(
        lesson.id or -1,
        lesson.course,
        weekday=lesson.day.isoweekday(),
        number=lesson.number,
        span=(lesson.day, lesson.day),
        times=(lesson.starts, lesson.ends),
        teachers=[teacher] if teacher else [],
        room=lesson.room,
    )


def _placement(  # two tables, one shape
    key: int,
    course: Course,
    *,
    weekday: int,
    number: int,
    span: tuple[dt.date, dt.date | None],
    times: tuple[dt.time | None, dt.time | None],
    teachers: Sequence[Staff],
    room: Room | None,
) -> Placement:
    group = course.subgroup
    what = f"{course.subject.name} ({group.name})" if group else course.subject.name
    return Placement(
        key,
        Named(course.class_id, course.school_class.name),
        what,
        course.subject_id,
        weekday,
        number,
        *span,
        starts=times[0],
        ends=times[1],
        teachers=tuple(Named(staff.id, staff.short_name) for staff in teachers),
        room=Named(room.id, room.name) if room else None,
        division=group.division if group else None,
        subgroup=group.id if group else None,
        gym=course.subject.physical_education,
    )


def _teaches(assigned: CourseTeacher, slot: Slot) -> bool:
    return assigned.since <= (slot.valid_to or dt.date.max) and slot.valid_from <= (
        assigned.until or dt.date.max
    )


def _year(slot: Slot) -> int:
    return slot.course.school_class.year_id
