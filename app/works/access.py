"""Who makes plans of control works, enters points, reads the analysis [R5 P2 P3 P4]."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden
from app.plan.access import SEES_ALL_JOURNALS, taught_courses, visible_courses
from app.plan.models import Course
from app.works.models import ControlWork, WorkPlan

PLANS_FOR_ALL = ("deputy", "director")


def visible_works(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Works of the own courses, of the own class, or all [P2 P3 P4]; no pupil, no parent [P5]."""
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    if actor.staff_id is None:
        return false()
    return ControlWork.course_id.in_(select(Course.id).where(visible_courses(actor, on)))


def entered_courses(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Courses whose works the person enters: those that one teaches [P2]."""
    return Course.id.in_(taught_courses(actor, on)) if actor.staff_id is not None else false()


def may_enter(actor: Actor, course_id: int, on: dt.date) -> bool:
    """True for a course of `entered_courses`."""
    wanted = select(Course.id).where(Course.id == course_id, entered_courses(actor, on))
    return db.session.scalar(wanted) is not None


def require_may_enter(actor: Actor, course_id: int, on: dt.date) -> None:
    """Refuse whoever only looks at the works of a course."""
    if not may_enter(actor, course_id, on):
        raise Forbidden


def taught_subjects(actor: Actor, on: dt.date) -> Any:
    """Ids of the subjects that the person teaches."""
    return select(Course.subject_id).where(Course.id.in_(taught_courses(actor, on)))


def visible_plans(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """All for those who see all journals; those of the own subjects, the own, and of the works
    that one may read.
    """
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    if actor.staff_id is None:
        return false()
    read = select(ControlWork.plan_id).where(visible_works(actor, on))
    return or_(
        WorkPlan.author_id == actor.staff_id,
        WorkPlan.subject_id.in_(taught_subjects(actor, on)),
        WorkPlan.id.in_(read),
    )


def may_plan(actor: Actor, subject_id: int, on: dt.date) -> bool:
    """A teacher of the subject, or a deputy and the director for several classes [R5]."""
    if actor.has(*PLANS_FOR_ALL):
        return True
    if actor.staff_id is None:
        return False
    taught = taught_subjects(actor, on).where(Course.subject_id == subject_id)
    return db.session.scalar(taught.limit(1)) is not None


def require_may_plan(actor: Actor, subject_id: int, on: dt.date) -> None:
    """Refuse whoever does not teach the subject."""
    if not may_plan(actor, subject_id, on):
        raise Forbidden


def may_change_plan(actor: Actor, plan: WorkPlan) -> bool:
    """Its author, the deputies and the director."""
    own = actor.staff_id is not None and plan.author_id == actor.staff_id
    return own or actor.has(*PLANS_FOR_ALL)


def require_may_change_plan(actor: Actor, plan: WorkPlan) -> None:
    """Refuse everybody else."""
    if not may_change_plan(actor, plan):
        raise Forbidden
