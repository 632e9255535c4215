"""Writes of single lessons: extra, moved, cancelled, substituted ones [S5 S7]."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, NotFound, refuse_if
from app.people.models import Staff
from app.plan.models import Course
from app.school import queries as school
from app.school.rules.calendar import SchoolDay, school_day
from app.timetable.access import require_may_arrange_substitutions, require_may_edit_timetable
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson
from app.timetable.operations.making import hold_timetable
from app.timetable.operations.placing import carry_plans, orders_of
from app.timetable.queries.clashing import lesson_clashes
from app.timetable.queries.making import class_day, has_records
from app.timetable.rules.due import Teaching, WeeklySlot, teacher_on
from app.timetable.rules.entry import lesson_faults, moving_faults
from app.timetable.rules.substituting import swap_faults


def add_lesson(actor: Actor, *, course: Course, values: dict[str, Any]) -> Lesson:
    """An extra lesson outside of the timetable: day, number, room, substitute [S5]."""
    require_may_edit_timetable(actor)
    with db.session.no_autoflush:
        lesson = Lesson(course=course, status=LessonStatus.HELD, **values)
        _settle(lesson)
    before = orders_of([course.id])
    db.session.add(lesson)
    _carry(before, course)
    return lesson


def change_lesson(actor: Actor, *, lesson: Lesson, values: dict[str, Any]) -> None:
    """Move, cancel, restore or substitute a lesson: day, number, room, substitute, status [S7].

    A lesson with records is neither moved nor cancelled. Where a moved lesson stood, a cancelled
    one stays, so that making lessons again does not bring it back.
    """
    require_may_edit_timetable(actor)
    place = (lesson.day, lesson.number)
    moved = place != (values.get("day", place[0]), values.get("number", place[1]))
    cancelled = lesson.status == LessonStatus.HELD and (
        values.get("status", lesson.status) == LessonStatus.CANCELLED
    )
    records = (moved or cancelled) and _has_records(lesson)
    refuse_if(moving_faults(moved=moved, cancelled=cancelled, records=records))
    before, mark = orders_of([lesson.course_id]), _mark_left(lesson) if moved else None
    with db.session.no_autoflush:
        for name, value in values.items():
            setattr(lesson, name, value)
        if lesson.status == LessonStatus.HELD:
            _settle(lesson)
    if moved:
        _take_place(lesson, mark)
    _carry(before, lesson.course)


def cancel_lesson(actor: Actor, *, lesson_id: int) -> None:
    """The lesson is not held; its planned topic goes to the next one [S5]."""
    change_lesson(actor, lesson=_lesson(lesson_id), values={"status": LessonStatus.CANCELLED})


def call_off(lesson: Lesson, *, apart_from: str = "") -> None:
    """Cancel a lesson for a caller who has looked at its right; not one with records [S7].

    `apart_from`: a table whose rows do not keep the lesson.
    """
    records = _has_records(lesson, apart_from)
    refuse_if(moving_faults(moved=False, cancelled=True, records=records))
    before = orders_of([lesson.course_id])
    lesson.status = LessonStatus.CANCELLED
    _carry(before, lesson.course)


def hold_again(lesson: Lesson) -> None:
    """Take `call_off` back, for a caller who has looked at its right; clashes are refused [S7]."""
    before = orders_of([lesson.course_id])
    with db.session.no_autoflush:
        lesson.status, lesson.change_reason = LessonStatus.HELD, ""
        _settle(lesson)
    _carry(before, lesson.course)


def restore_lesson(actor: Actor, *, lesson_id: int) -> None:
    """The cancelled lesson is held after all [S5]."""
    change_lesson(actor, lesson=_lesson(lesson_id), values={"status": LessonStatus.HELD})


def swap_lessons(actor: Actor, *, lesson_id: int, with_id: int) -> None:
    """Two lessons of a class change places: each takes day, number and bells of the other [S7]."""
    require_may_arrange_substitutions(actor)
    one, other = _lesson(lesson_id), _lesson(with_id)
    refuse_if(
        swap_faults(
            same_lesson=one.id == other.id,
            same_class=one.course.class_id == other.course.class_id,
            held=LessonStatus.CANCELLED not in {one.status, other.status},
            records=_has_records(one) or _has_records(other),
        )
    )
    courses = [one.course_id, other.course_id]
    before, marks = orders_of(courses), (_mark_left(one), _mark_left(other))
    with db.session.no_autoflush:
        there = (other.day, other.number)
        other.day, other.number = one.day, one.number
        one.day, one.number = there
        _settle(one)
        _settle(other)
    for lesson, mark in zip((one, other), marks, strict=True):
        _take_place(lesson, mark)
    db.session.flush()  # plans are placed on what is stored now
    carry_plans(before, courses)


def remove_lesson(actor: Actor, *, lesson: Lesson) -> None:
    """Delete an extra lesson without records; a lesson of the timetable is cancelled instead."""
    require_may_edit_timetable(actor)
    records = _has_records(lesson, asked=True)
    refuse_if(moving_faults(moved=False, cancelled=True, records=records))
    if lesson.slot_id is not None:
        text = _("A lesson of the timetable is cancelled, not deleted: change its status.")
        refuse_if([Fault(text, "status")])
    before, course = orders_of([lesson.course_id]), lesson.course
    db.session.delete(lesson)
    _carry(before, course)


def _lesson(lesson_id: int) -> Lesson:
    lesson = db.session.get(Lesson, lesson_id)
    if lesson is None:
        raise NotFound
    return lesson


def _has_records(lesson: Lesson, apart_from: str = "", *, asked: bool = False) -> bool:
    """Questions about a lesson (`asked`) keep its row, but not the lesson from being called off."""
    records = has_records(apart_from, asked=asked)
    wanted = select(Lesson.id).where(Lesson.id == lesson.id, records)
    return db.session.scalar(wanted) is not None


def _settle(lesson: Lesson) -> None:
    """Bells and teacher of the lesson's place; faults and clashes are refused."""
    school_class = lesson.course.school_class
    hold_timetable(school_class.year_id)
    day = school_day(
        school.calendar_of(school_class.year),
        lesson.day,
        grade=school_class.grade,
        week_days=school_class.days_per_week,
    )
    refuse_if(lesson_faults(number=lesson.number, day=day, class_name=school_class.name))
    _ring(lesson, day)
    lesson.teacher = lesson.teacher or _course_teacher(lesson)
    refuse_if([Fault(clash.text) for clash in lesson_clashes(lesson, lesson.day)])


def _ring(lesson: Lesson, day: SchoolDay) -> None:
    facts = class_day(lesson.course.school_class, school.bells())
    lesson.starts, lesson.ends = facts.times(lesson.number, shortened=day.shortened)


def _course_teacher(lesson: Lesson) -> Staff | None:
    teaching = tuple(Teaching(t.staff_id, t.since, t.until) for t in lesson.course.teachers)
    slot = WeeklySlot(0, lesson.course_id, 1, lesson.number, lesson.day, teaching=teaching)
    key = teacher_on(slot, lesson.day)
    return db.session.get(Staff, key) if key else None


def _mark_left(lesson: Lesson) -> Lesson | None:
    """A cancelled lesson for the place that a lesson of the timetable leaves."""
    if lesson.slot_id is None:
        return None
    return Lesson(
        course_id=lesson.course_id,
        day=lesson.day,
        number=lesson.number,
        slot_id=lesson.slot_id,
        room_id=lesson.room_id,
        teacher_id=lesson.teacher_id,
        starts=lesson.starts,
        ends=lesson.ends,
        status=LessonStatus.CANCELLED,
    )


def _take_place(lesson: Lesson, mark: Lesson | None) -> None:
    """The moved lesson belongs to no slot any more, unless it comes back to its old place."""
    stood_here = db.session.scalars(
        select(Lesson).where(
            Lesson.course_id == lesson.course_id,
            Lesson.day == lesson.day,
            Lesson.number == lesson.number,
            Lesson.status == LessonStatus.CANCELLED,
            Lesson.id != lesson.id,
        )
    ).first()
    lesson.slot_id = stood_here.slot_id if stood_here else None
    if stood_here:
        db.session.delete(stood_here)
    if mark:
        db.session.add(mark)


def _carry(before: Any, course: Course) -> None:
    db.session.flush()  # plans are placed on what is stored now
    carry_plans(before, [course.id])
