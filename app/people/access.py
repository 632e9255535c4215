"""Who may keep the lists of people [P4 P8]."""

import datetime as dt

from sqlalchemy import ColumnElement, false, or_, true

from app.core.actor import Actor
from app.core.errors import Forbidden
from app.people.models import Staff

KEEPS_PEOPLE = ("admin", "secretary")
STAFF = (*KEEPS_PEOPLE, "director", "deputy", "class_teacher", "teacher")


def visible_staff(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Colleagues see each other by name; which pages tell more is a matter of the role [P1]."""
    return true() if actor.has(*STAFF) else false()


def working(on: dt.date) -> ColumnElement[bool]:
    """Staff who work here on the day: the last day, often known ahead, is one of them."""
    return or_(Staff.left_on.is_(None), Staff.left_on >= on)


def may_keep_people(actor: Actor) -> bool:
    """The secretary keeps the lists of people, and the administrator [P4]."""
    return actor.has(*KEEPS_PEOPLE)


def require_may_keep_people(actor: Actor) -> None:
    """Raise `Forbidden` for anybody else."""
    if not may_keep_people(actor):
        raise Forbidden
