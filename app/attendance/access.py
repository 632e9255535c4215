"""Who may read absences [P2–P5]; who may write them is `journal.access.may_note_absence`."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, or_, select

from app.attendance.models import Absence
from app.classes.access import own_pupils
from app.core.actor import Actor
from app.journal.access import visible_lessons
from app.plan.access import SEES_ALL_JOURNALS
from app.timetable.models import Lesson


def visible_absences(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Absences from the lessons that the person may read; the own and the own children's [P5].

    An absence that was taken back is none.
    """
    is_set = Absence.kind.is_not(None)
    if actor.has(*SEES_ALL_JOURNALS):
        return is_set
    readable = select(Lesson.id).where(visible_lessons(actor, on))
    mine = Absence.pupil_id.in_(own_pupils(actor))
    return and_(is_set, or_(Absence.lesson_id.in_(readable), mine))
