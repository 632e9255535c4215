"""Of which classes, teachers and courses a person may make reports [R4 P2 P3]."""

import datetime as dt

from sqlalchemy import ColumnElement, false, true

from app.classes.access import headed_classes
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.errors import Forbidden
from app.people.models import Staff
from app.plan.access import SEES_ALL_JOURNALS

_OFFICE = ("secretary",)


def sees_school(actor: Actor) -> bool:
    """Reports on progress of the whole school: administrator, director, deputies."""
    return actor.has(*SEES_ALL_JOURNALS)


def require_school(actor: Actor) -> None:
    """Refuse whoever may not see the progress of the whole school."""
    if not sees_school(actor):
        raise Forbidden


def require_lists(actor: Actor) -> None:
    """Lists and movement of the whole school: the secretary too [P4]."""
    if not (sees_school(actor) or actor.has(*_OFFICE)):
        raise Forbidden


def reportable_classes(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Every class, or those whose class teacher the person is [P3]."""
    if sees_school(actor):
        return true()
    return SchoolClass.id.in_(headed_classes(actor)) if actor.staff_id else false()


def reportable_teachers(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Every teacher, or oneself [P2]."""
    return true() if sees_school(actor) else Staff.id == actor.staff_id
