"""Who may read results [P2–P5]; who may set them is `journal.access.may_set_result`."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from app.classes.access import headed_classes, own_pupils
from app.core.actor import Actor
from app.core.errors import Forbidden
from app.journal.access import heads
from app.plan.access import SEES_ALL_JOURNALS, visible_courses
from app.plan.models import Course
from app.results.models import CouncilDecision, Result

CLOSES = ("admin", "deputy")
RECORDS_DECISIONS = ("admin", "deputy")


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


def sheet_classes(actor: Actor) -> ColumnElement[bool]:
    """Classes whose whole sheet of results a person sees: the own class, or all [P3 P4]."""
    return true() if actor.has(*SEES_ALL_JOURNALS) else heads(actor)


def visible_decisions(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Decisions on the classes whose sheet a person sees [P3 P4]."""
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    return CouncilDecision.class_id.in_(headed_classes(actor)) if actor.staff_id else false()


def may_close_periods(actor: Actor) -> bool:
    """A period is closed by the deputy, or by the administrator [J8]."""
    return actor.has(*CLOSES)


def may_open_periods(actor: Actor) -> bool:
    """What is closed only the administrator opens again [J8]."""
    return actor.has("admin")


def may_record_decisions(actor: Actor) -> bool:
    """Decisions of the council are recorded by the deputy, or by the administrator [R1 P4]."""
    return actor.has(*RECORDS_DECISIONS)


def require(allowed: bool) -> None:
    """Raise `Forbidden` for anybody else."""
    if not allowed:
        raise Forbidden
