"""Writes of slots: clashes are refused, lessons to come follow [S5]."""

import datetime as dt
from typing import Any

from sqlalchemy import exists, func, select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, refuse_if
from app.plan.models import Course
from app.school.models import AcademicYear
from app.timetable.access import require_may_edit_slots_of
from app.timetable.models import Lesson, Slot
from app.timetable.operations.making import hold_timetable, make_lessons
from app.timetable.queries.clashing import slot_clashes
from app.timetable.queries.making import Scope, has_records
from app.timetable.rules.entry import slot_change_faults, slot_faults

_PLACE = ("course", "weekday", "lesson_number", "week", "valid_from")


def add_slot(actor: Actor, *, values: dict[str, Any], today: dt.date) -> Slot:
    """Enter a slot: course, weekday, lesson_number, week, room, valid_from, valid_to, teachers."""
    require_may_edit_slots_of(actor, values["course"].id, today)
    with db.session.no_autoflush:
        slot = Slot(**values)
        refuse_if(_faults(slot))
    db.session.add(slot)
    db.session.flush()  # lessons are made from what is stored
    _follow(actor, slot.course, today)
    return slot


def change_slot(actor: Actor, *, slot: Slot, values: dict[str, Any], today: dt.date) -> None:
    """Change a slot; its place only while no lesson of it was held [S5]."""
    require_may_edit_slots_of(actor, slot.course_id, today)
    require_may_edit_slots_of(actor, values.get("course", slot.course).id, today)
    moved = any(name in values and values[name] != getattr(slot, name) for name in _PLACE)
    refuse_if(slot_change_faults(moved=moved, has_past_lessons=moved and _was_held(slot, today)))
    before = slot.course
    with db.session.no_autoflush:
        for name, value in values.items():
            setattr(slot, name, value)
        refuse_if(_faults(slot))
    db.session.flush()  # lessons are made from what is stored
    for course in {before, slot.course}:
        _follow(actor, course, today)


def remove_slot(actor: Actor, *, slot: Slot, today: dt.date) -> None:
    """Delete a slot that was entered by mistake; one with lessons that were held only ends."""
    require_may_edit_slots_of(actor, slot.course_id, today)
    refuse_if(slot_change_faults(moved=True, has_past_lessons=_was_held(slot, today)))
    for lesson in db.session.scalars(select(Lesson).where(Lesson.slot_id == slot.id)):
        db.session.delete(lesson)
    db.session.flush()  # lessons go before the slot that they refer to
    db.session.delete(slot)


def _faults(slot: Slot) -> list[Fault]:
    year = slot.course.school_class.year
    hold_timetable(year.id)
    faults = slot_faults(
        weekday=slot.weekday,
        number=slot.lesson_number,
        span=(slot.valid_from, slot.valid_to),
        year=(year.starts, year.ends),
        week_days=slot.course.school_class.days_per_week,
    )
    return faults or [Fault(clash.text) for clash in slot_clashes(slot)]


def _was_held(slot: Slot, today: dt.date) -> bool:
    """True when the slot has lessons before today, or any with records."""
    wanted = exists().where(Lesson.slot_id == slot.id, (Lesson.day < today) | has_records())
    return bool(db.session.scalar(select(wanted)))


def _follow(actor: Actor, course: Course, today: dt.date) -> None:
    """Where the class has lessons made, those of the course from today on are made again."""
    year: AcademicYear = course.school_class.year
    last = db.session.scalar(
        select(func.max(Lesson.day)).join(Lesson.course).where(Course.class_id == course.class_id)
    )
    first = max(today, year.starts)
    if last is not None and first <= last:
        make_lessons(actor, scope=Scope(year, first, last, course_id=course.id), today=today)
