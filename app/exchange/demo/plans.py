"""Rows of the lesson plans (КТП): one for each subject and grade, followed by its courses [J4]."""

from collections.abc import Iterator
from typing import Any

from app.audit.bulk import add_recorded
from app.core.db import db
from app.exchange.demo.curriculum import Taught, grade_of
from app.exchange.demo.staffing import teacher_of
from app.exchange.demo.topics import topics
from app.exchange.demo.world import World
from app.plan.models import LessonPlan, PlanTopic


def make_plans(world: World) -> int:
    """A plan for every subject and grade that is taught; returns how many topics they have."""
    plans: dict[tuple[str, int], tuple[Taught, LessonPlan]] = {}
    for taught, course in world.courses.items():
        key = (taught.subject, grade_of(taught.school_class))
        _first, plan = plans.setdefault(key, (taught, _plan(world, taught)))
        course.lesson_plan = plan
    db.session.flush()
    rows = [row for taught, plan in plans.values() for row in _topics(world, plan.id, taught)]
    add_recorded(PlanTopic, rows)
    return len(rows)


def _plan(world: World, taught: Taught) -> LessonPlan:
    grade = grade_of(taught.school_class)
    return LessonPlan(
        year=world.year,
        subject=world.subjects[taught.subject],
        grade=grade,
        name=f"{taught.subject}, {grade} класс",
        author=world.staff[teacher_of(taught)],
    )


def _topics(world: World, plan: int, taught: Taught) -> Iterator[dict[str, Any]]:
    grade = grade_of(taught.school_class)
    chance = world.chance_of("plan", taught.subject, grade)
    found = topics(taught.subject, grade, int(taught.hours * world.demo.weeks), chance)
    for position, topic in enumerate(found, 1):
        marked = grade > 1
        yield {
            "plan_id": plan,
            "position": position,
            "section": topic.section,
            "title": topic.title,
            "work_kind_id": world.kinds[topic.kind].id if topic.kind and marked else None,
            "homework": topic.homework if marked else "",
        }
