"""Who may print temporary journals, register outages and see their lessons [U1 U3 P2 P3 P4]."""

import datetime as dt

from sqlalchemy import ColumnElement, false, or_, select, true

from app.core.actor import Actor
from app.core.errors import Forbidden
from app.journal.access import visible_lessons
from app.outages.models import JournalSheet, Transfer
from app.plan.access import SEES_ALL_JOURNALS, visible_courses
from app.plan.models import Course
from app.timetable.models import Lesson


def printable_courses(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Administrator, director and deputies: all; the class teacher: the own class; a teacher: the
    courses that they teach on the day. A form shows who is in the class, so it follows the journal.
    """
    return visible_courses(actor, on)


def visible_sheets(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Sheets of the courses that the person may print, and the blank ones of no course."""
    own = select(Course.id).where(printable_courses(actor, on))
    return or_(JournalSheet.course_id.is_(None), JournalSheet.course_id.in_(own))


def may_prepare(actor: Actor) -> bool:
    """The administrator and deputies put the forms of the whole school into the folder [U2]."""
    return actor.has("admin", "deputy")


def require_may_prepare(actor: Actor) -> None:
    """Refuse whoever may not put forms into the folder [U2]."""
    if not may_prepare(actor):
        raise Forbidden


def may_manage(actor: Actor) -> bool:
    """The administrator and deputies register, change, close and reopen outages [U3]."""
    return actor.has("admin", "deputy")


def require_may_manage(actor: Actor) -> None:
    """Refuse whoever may not register outages [U3]."""
    if not may_manage(actor):
        raise Forbidden


def visible_outages(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """When the journal could not be kept is told to everybody who keeps or controls one."""
    keeps = actor.has(*SEES_ALL_JOURNALS, "class_teacher", "teacher")
    return true() if keeps else false()


def visible_transfers(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Lessons of outages follow the journal: own courses, own class, substituted, or all."""
    return Transfer.lesson_id.in_(select(Lesson.id).where(visible_lessons(actor, on)))
