"""Plans of control works, and what a plan may be made of [R5]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.school.models import Subject
from app.works.access import PLANS_FOR_ALL, taught_subjects, visible_plans, visible_works
from app.works.models import CheckedElement, ControlWork, WorkItem, WorkPlan


@dataclass(frozen=True)
class PlanLine:
    """A plan in the list: its items, their points, the works that one may see."""

    plan: WorkPlan
    items: int
    points: int
    works: int


def plan_lines(actor: Actor, on: dt.date) -> list[PlanLine]:
    """Plans that the person may see, by subject and parallel: one statement."""
    items = (
        select(
            WorkItem.plan_id, func.count().label("count"), func.sum(WorkItem.points).label("sum")
        )
        .group_by(WorkItem.plan_id)
        .subquery()
    )
    works = (
        select(func.count())
        .select_from(ControlWork)
        .where(ControlWork.plan_id == WorkPlan.id, visible_works(actor, on))
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(WorkPlan, items.c["count"], items.c.sum, works)
        .join(items, items.c.plan_id == WorkPlan.id)
        .join(WorkPlan.subject)
        .where(visible_plans(actor, on))
        .order_by(Subject.name, WorkPlan.grade, WorkPlan.made_on.desc(), WorkPlan.id.desc())
    )
    return [PlanLine(plan, items, points, works) for plan, items, points, works in rows]


def seen_plan(actor: Actor, plan_id: int, on: dt.date) -> WorkPlan:
    """The plan with its items, if the person may see it, else 404: two statements."""
    query = (
        select(WorkPlan)
        .where(WorkPlan.id == plan_id, visible_plans(actor, on))
        .options(selectinload(WorkPlan.items))
    )
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def is_used(plan_id: int) -> bool:
    """True when a course wrote the plan: then it is not changed any more."""
    query = select(ControlWork.id).where(ControlWork.plan_id == plan_id).limit(1)
    return db.session.scalar(query) is not None


def subjects_to_plan(actor: Actor, on: dt.date) -> Sequence[Subject]:
    """Subjects of which the person may make a plan: the taught ones, or all."""
    query = select(Subject).where(Subject.without_marks.is_(False)).order_by(Subject.name)
    if not actor.has(*PLANS_FOR_ALL):
        query = query.where(Subject.id.in_(taught_subjects(actor, on)))
    return db.session.scalars(query).all()


def elements_of(subject_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Subject and text of every element that was checked before: one statement."""
    rows = db.session.execute(
        select(CheckedElement.subject_id, CheckedElement.text)
        .where(CheckedElement.subject_id.in_(subject_ids))
        .order_by(CheckedElement.text)
    )
    return [(subject, text) for subject, text in rows]
