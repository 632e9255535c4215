"""Of which classes, teachers and courses a person may make reports [R4 P2 P3]."""

import datetime as dt

from sqlalchemy import ColumnElement, false, or_, select, true

from app.classes.access import headed_classes
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.errors import Forbidden
from app.people.models import Staff
from app.plan.access import SEES_ALL_JOURNALS, visible_courses
from app.plan.models import Course

_OFFICE = ("secretary",)


def sees_school(actor: Actor) -> bool:
    """Reports on progress of the whole school: administrator, director, deputies."""
    return actor.has(*SEES_ALL_JOURNALS)


def require_school(actor: Actor) -> None:
    """Refuse whoever may not see the progress of the whole school."""
    if not sees_school(actor):
        raise Forbidden


def require_lists(actor: Actor) -> None:
    """Refuse whoever may not see the lists of the whole school [P4]."""
    if not sees_lists(actor):
        raise Forbidden


def reportable_classes(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Every class, or those whose class teacher the person is [P3]."""
    if sees_school(actor):
        return true()
    return SchoolClass.id.in_(headed_classes(actor)) if actor.staff_id else false()


def taught_classes(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Those classes, and the ones in which the person teaches [P2 P3]."""
    taught = select(Course.class_id).where(visible_courses(actor, on))
    return or_(reportable_classes(actor, on), SchoolClass.id.in_(taught))


def sees_lists(actor: Actor) -> bool:
    """Lists and movement of the whole school: the secretary too [P4]."""
    return sees_school(actor) or actor.has(*_OFFICE)


def heads_or_sees(actor: Actor) -> bool:
    """Whoever sees the whole school, or heads a class [P3]."""
    return sees_school(actor) or actor.has("class_teacher")


def teaches_or_sees(actor: Actor) -> bool:
    """Leaders for everybody, a teacher for oneself [P2]."""
    return heads_or_sees(actor) or actor.has("teacher")


def reportable_teachers(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Every teacher, or oneself [P2]."""
    return true() if sees_school(actor) else Staff.id == actor.staff_id
