"""Who may print temporary journals and open their sheets [U1 P2 P3 P4]."""

import datetime as dt

from sqlalchemy import ColumnElement, or_, select

from app.core.actor import Actor
from app.core.errors import Forbidden
from app.outages.models import JournalSheet
from app.plan.access import visible_courses
from app.plan.models import Course


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
