"""Writes of lesson plans [J4]; what concerns lessons too is in `timetable.operations`."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.core.actor import Actor
from app.core.db import db
from app.plan import queries
from app.plan.access import may_edit_plan
from app.plan.models import Course, LessonPlan, PlanTopic
from app.plan.rules.lines import PlanLine
from app.plan.rules.matching import Pair, matching


@dataclass(frozen=True)
class PlanChange:
    """How many topics are new, changed, gone and the same."""

    new: int
    changed: int
    gone: int
    same: int

    @property
    def any(self) -> bool:
        """True when something changes at all."""
        return bool(self.new or self.changed or self.gone)


def plan_change(pairs: Sequence[Pair]) -> PlanChange:
    """Count what the pairs of `matching` change [S8]."""
    new = sum(pair.stored is None for pair in pairs)
    gone = sum(pair.line is None for pair in pairs)
    changed = sum(pair.changed for pair in pairs)
    return PlanChange(new, changed, gone, len(pairs) - new - gone - changed)


def editable_plan(actor: Actor, course: Course) -> LessonPlan | None:
    """The course's plan, if the person may change it: otherwise an import makes a new one."""
    plan = course.lesson_plan
    return plan if plan and may_edit_plan(actor, plan) else None


def pairs_for(actor: Actor, course: Course, lines: Sequence[PlanLine]) -> list[Pair]:
    """What importing the lines for the course would change [S8]."""
    plan = editable_plan(actor, course)
    return matching(queries.stored_topics(plan.id) if plan else [], lines)


def new_plan(actor: Actor, course: Course) -> LessonPlan:
    """An empty plan of the course's subject and grade; the person is its author [J4]."""
    grade = course.school_class.grade
    name = _("%(subject)s, grade %(grade)s", subject=course.subject.name, grade=grade)
    plan = LessonPlan(
        year_id=course.school_class.year_id,
        subject_id=course.subject_id,
        grade=grade,
        name=name[:150],
        author_id=actor.staff_id,
    )
    db.session.add(plan)
    return plan


def store_topics(plan: LessonPlan, pairs: Sequence[Pair]) -> None:
    """Write the pairs of `matching`: changed cells, new topics; topics that are gone go."""
    stored = {topic.id: topic for topic in plan.topics}
    for pair in pairs:
        if pair.line is None and pair.stored:
            plan.topics.remove(stored[pair.stored.key])
        elif pair.line and (pair.stored is None or pair.changed):
            topic = stored[pair.stored.key] if pair.stored else PlanTopic()
            _fill(topic, pair.line, pair.position or 1)
            if pair.stored is None:
                plan.topics.append(topic)


def _fill(topic: PlanTopic, line: PlanLine, position: int) -> None:
    topic.position, topic.section, topic.title = position, line.section, line.title
    topic.hours, topic.work_kind_id, topic.homework = line.hours, line.kind, line.homework
