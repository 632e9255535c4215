"""Plans of control works: made, changed until a course has written them, copied [R5]."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict, Fault, Refused, refuse_if
from app.works.access import require_may_change_plan, require_may_plan
from app.works.models import CheckedElement, WorkItem, WorkPlan
from app.works.queries.plans import is_used, seen_plan
from app.works.rules.plan import TITLE_LENGTH, ItemDraft, PlanDraft, plan_faults


def add_plan(actor: Actor, *, draft: PlanDraft, today: dt.date) -> WorkPlan:
    """Make a plan; elements that nobody has typed before join the subject's list."""
    refuse_if(plan_faults(draft))
    require_may_plan(actor, draft.subject_id or 0, today)
    plan = WorkPlan(author_id=actor.staff_id, made_on=today)
    _fill(plan, draft)
    db.session.add(plan)
    db.session.flush()
    return plan


def change_plan(
    actor: Actor, *, plan_id: int, draft: PlanDraft, seen: int, today: dt.date
) -> WorkPlan:
    """Change a plan that no course has written; `seen` is the version that was looked at."""
    plan = _changeable(actor, plan_id, today)
    if plan.version != seen:
        raise Conflict
    refuse_if(plan_faults(draft))
    require_may_plan(actor, draft.subject_id or 0, today)
    plan.items.clear()
    db.session.flush()  # the places of the old items are free
    _fill(plan, draft)
    flag_modified(plan, "title")  # the items alone would leave the version as it was seen
    return plan


def copy_plan(actor: Actor, *, plan_id: int, today: dt.date) -> WorkPlan:
    """A copy of a plan, to be changed for another year or class."""
    plan = seen_plan(actor, plan_id, today)
    items = [
        ItemDraft(item.number, item.element.text, item.level, item.points) for item in plan.items
    ]
    title = _("%(title)s (copy)", title=plan.title)[:TITLE_LENGTH]
    draft = PlanDraft(title, plan.subject_id, plan.grade, plan.variants, plan.scale, items)
    return add_plan(actor, draft=draft, today=today)


def remove_plan(actor: Actor, *, plan_id: int, today: dt.date) -> None:
    """Remove a plan that no course has written."""
    db.session.delete(_changeable(actor, plan_id, today))


def _changeable(actor: Actor, plan_id: int, today: dt.date) -> WorkPlan:
    plan = seen_plan(actor, plan_id, today)
    require_may_change_plan(actor, plan)
    if is_used(plan_id):
        raise Refused(
            [Fault(_("A class has written this work: copy the plan and change the copy."))]
        )
    return plan


def _fill(plan: WorkPlan, draft: PlanDraft) -> None:
    plan.title, plan.subject_id, plan.grade = draft.title, draft.subject_id or 0, draft.grade or 0
    plan.variants, plan.by_percent = draft.variants or 1, draft.scale.by_percent
    plan.five, plan.four, plan.three = (least or 0 for least in draft.scale.steps.values())
    elements = _elements(plan.subject_id, draft.items)
    plan.items = [
        WorkItem(
            position=at,
            number=item.number,
            element=elements[item.element],
            level=item.level,
            points=item.points or 0,
        )
        for at, item in enumerate(draft.items, 1)
    ]


def _elements(subject_id: int, items: Sequence[ItemDraft]) -> dict[str, CheckedElement]:
    """The elements by their texts; new ones are made."""
    texts = list(dict.fromkeys(item.element for item in items))
    query = select(CheckedElement).where(
        CheckedElement.subject_id == subject_id, CheckedElement.text.in_(texts)
    )
    known = {one.text: one for one in db.session.scalars(query)}
    made = {text: CheckedElement(subject_id=subject_id, text=text) for text in texts}
    return made | known
