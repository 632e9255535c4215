"""Who may read results [P2–P5]; who may set them is `journal.access.may_set_result`."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, or_, select

from app.classes.access import own_pupils
from app.core.actor import Actor
from app.plan.access import SEES_ALL_JOURNALS, visible_courses
from app.plan.models import Course
from app.results.models import Result


def visible_results(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Results of the journals that the person may read; the own and the own children's [P5].

    A result that was taken back is none.
    """
    is_set = Result.value.is_not(None)
    if actor.has(*SEES_ALL_JOURNALS):
        return is_set
    courses = select(Course.id).where(visible_courses(actor, on))
    mine = Result.pupil_id.in_(own_pupils(actor))
    return and_(is_set, or_(Result.course_id.in_(courses), mine))
