"""Who may see and change the timetable and its lessons [P4 S5]."""

import datetime as dt

from sqlalchemy import ColumnElement, Select, select, true

from app.classes.access import STAFF, own_pupils
from app.classes.models import ClassMembership
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden
from app.plan.access import taught_courses, visible_courses
from app.plan.models import Course
from app.school.models import School
from app.timetable.models import Lesson, Slot


def visible_slots(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Staff see the whole timetable; a pupil and a parent that of the own classes [P5]."""
    if actor.has(*STAFF):
        return true()
    return Slot.course_id.in_(_own_courses(actor, on))


def visible_lessons(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Lessons of the journals that the person may look into [P2 P3 P4]."""
    if actor.has("admin", "director", "deputy"):
        return true()
    return Lesson.course_id.in_(select(Course.id).where(visible_courses(actor, on)))


def visible_week(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Lessons as a timetable shows them, without entries: all for staff, own classes' else."""
    if actor.has(*STAFF):
        return true()
    return Lesson.course_id.in_(_own_courses(actor, on))


def may_edit_timetable(actor: Actor) -> bool:
    """The administrator enters slots, makes, cancels and moves lessons [P4]."""
    return actor.has("admin")


def may_edit_some_slots(actor: Actor) -> bool:
    """The administrator; teachers where the school allows it: who is offered the forms [S5]."""
    if may_edit_timetable(actor):
        return True
    allowed = select(School.id).where(School.teacher_edits_timetable)
    return actor.staff_id is not None and db.session.scalar(allowed) is not None


def may_edit_slots_of(actor: Actor, course_id: int, on: dt.date) -> bool:
    """The administrator; where the school allows it, the teacher of the course [S5]."""
    if may_edit_timetable(actor):
        return True
    allowed = select(School.id).where(School.teacher_edits_timetable)
    taught = select(Course.id).where(
        Course.id == course_id, Course.id.in_(taught_courses(actor, on))
    )
    return db.session.scalar(select(allowed.exists() & taught.exists())) is True


def require_may_edit_timetable(actor: Actor) -> None:
    """Refuse whoever may not change the timetable [P4]."""
    if not may_edit_timetable(actor):
        raise Forbidden


def require_may_edit_slots_of(actor: Actor, course_id: int, on: dt.date) -> None:
    """Refuse whoever may not change the timetable of the course [P4 S5]."""
    if not may_edit_slots_of(actor, course_id, on):
        raise Forbidden


def _own_courses(actor: Actor, on: dt.date) -> Select[int]:
    classes = select(ClassMembership.class_id).where(
        ClassMembership.pupil_id.in_(own_pupils(actor)), ClassMembership.since <= on
    )
    return select(Course.id).where(Course.class_id.in_(classes))


def may_arrange_substitutions(actor: Actor) -> bool:
    """The administrator and the deputies [S7]."""
    return actor.has("admin", "deputy")


def require_may_arrange_substitutions(actor: Actor) -> None:
    """Refuse whoever may not arrange substitutions [S7]."""
    if not may_arrange_substitutions(actor):
        raise Forbidden
