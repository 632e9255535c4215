"""Whose diary a person may open: the own one, the own child's, and nobody else's [P5]."""

import datetime as dt

from sqlalchemy import ColumnElement, false, true

from app.classes.access import own_pupils
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.errors import NotFound
from app.plan.access import SEES_ALL_JOURNALS


def require_own(actor: Actor, pupil_id: int) -> None:
    """A pupil who is not the person's own is as good as none: `NotFound` [P5]."""
    if pupil_id not in own_pupils(actor):
        raise NotFound


def watched_classes(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Classes whose families' reading the person sees: the own class, or all [P3 P4]."""
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    return SchoolClass.teacher_id == actor.staff_id if actor.staff_id is not None else false()
