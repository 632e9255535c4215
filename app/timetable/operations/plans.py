"""Writes of a lesson plan that concern lessons: import, attach, remove topics [J4 S8]."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, NotFound, Refused, refuse_if
from app.plan import operations as plans
from app.plan import queries
from app.plan.access import require_may_edit_plan, require_may_place
from app.plan.models import Course, LessonPlan, PlanTopic
from app.plan.operations import PlanChange
from app.plan.rules.entry import topic_faults
from app.plan.rules.lines import PlanLine
from app.timetable.models import Lesson
from app.timetable.operations.placing import place_courses


@dataclass(frozen=True)
class Imported:
    """What an import did: counts of topics, and by course the hours that found no lesson."""

    plan_id: int
    change: PlanChange
    without_lesson: dict[int, int]


def import_plan(
    actor: Actor, *, course_ids: Sequence[int], lines: Sequence[PlanLine], today: dt.date
) -> Imported:
    """Make the lines the plan of these courses and place it on their lessons [J4 S8].

    The plan of the first course is changed if the person may; otherwise a new one is made. The
    same lines again change nothing. Dates in the lines are kept for a single course.
    """
    courses = _courses(actor, course_ids, today)
    pairs = plans.pairs_for(actor, courses[0], lines)
    plan = plans.editable_plan(actor, courses[0]) or plans.new_plan(actor, courses[0])
    _free_lessons(pair.stored.key for pair in pairs if pair.stored and pair.line is None)
    plans.store_topics(plan, pairs)
    change = plans.plan_change(pairs)
    db.session.flush()  # the ids of the plan and its new topics are needed
    attached = [course.id for course in courses if course.lesson_plan_id != plan.id]
    for course in courses:
        course.lesson_plan_id = plan.id
    db.session.flush()  # the courses that follow the plan are read next
    moved = queries.courses_of_plan(plan) if change.any else attached
    dates = _dates(plan, lines) if len(courses) == 1 else {}
    return Imported(plan.id, change, place_courses(moved, dates))


def attach_plan(actor: Actor, *, plan_id: int, course_ids: Sequence[int], today: dt.date) -> None:
    """Let the courses follow a plan of their subject and grade, and place it [J4]."""
    courses = _courses(actor, course_ids, today)
    plan = db.session.get(LessonPlan, plan_id)
    if plan is None:
        raise NotFound
    if (plan.subject_id, plan.grade) != (courses[0].subject_id, courses[0].school_class.grade):
        raise Refused([Fault(_("The plan is for another subject or grade."), "plan")])
    for course in courses:
        course.lesson_plan_id = plan.id
    db.session.flush()  # the topics are read by way of the courses
    place_courses([course.id for course in courses])


def save_topic(actor: Actor, *, topic: PlanTopic, values: dict[str, Any]) -> PlanTopic:
    """Add or change one topic; the plan's courses are placed anew [J4]."""
    plan = values.get("plan") or topic.plan
    require_may_edit_plan(actor, plan)
    refuse_if(
        topic_faults(
            grade=plan.grade,
            hours=values["hours"],
            homework=values["homework"],
            kind=values["work_kind"] is not None,
        )
    )
    for name, value in values.items():
        setattr(topic, name, value)
    db.session.add(topic)
    db.session.flush()  # topics are placed as they are stored
    place_courses(queries.courses_of_plan(plan))
    return topic


def remove_topics(actor: Actor, *, topics: Sequence[PlanTopic]) -> None:
    """Delete topics of a plan; lessons keep the topic that was filled in [J4]."""
    for topic in topics:
        require_may_edit_plan(actor, topic.plan)
    _free_lessons(topic.id for topic in topics)
    for topic in topics:
        db.session.delete(topic)


def remove_plan(actor: Actor, *, plan: LessonPlan) -> None:
    """Delete a plan: its courses go without, lessons keep what was filled in [J4]."""
    require_may_edit_plan(actor, plan)
    _free_lessons(topic.id for topic in plan.topics)
    for course in db.session.scalars(select(Course).where(Course.lesson_plan_id == plan.id)):
        course.lesson_plan_id = None
    db.session.flush()  # references go before what they refer to
    db.session.delete(plan)


def _courses(actor: Actor, course_ids: Sequence[int], today: dt.date) -> list[Course]:
    """The courses in the given order, of one subject, grade and year, all within reach."""
    for course_id in course_ids:
        require_may_place(actor, course_id, today)
    found = {c.id: c for c in db.session.scalars(select(Course).where(Course.id.in_(course_ids)))}
    courses = [found[course_id] for course_id in dict.fromkeys(course_ids)]
    kinds = {(c.subject_id, c.school_class.grade, c.school_class.year_id) for c in courses}
    if len(kinds) != 1:
        raise Refused([Fault(_("One plan is for one subject of one grade."), "courses")])
    return courses


def _free_lessons(topic_ids: Iterable[int]) -> None:
    """Lessons let go of topics that will be deleted."""
    wanted = list(topic_ids)
    if not wanted:
        return
    for lesson in db.session.scalars(select(Lesson).where(Lesson.plan_topic_id.in_(wanted))):
        lesson.plan_topic_id = None
    db.session.flush()  # references go before what they refer to


def _dates(plan: LessonPlan, lines: Sequence[PlanLine]) -> dict[int, dt.date]:
    """Topics that the file gave a date; topics stand in the order of the lines."""
    topics = sorted(plan.topics, key=lambda topic: topic.position)
    return {topic.id: line.on for topic, line in zip(topics, lines, strict=True) if line.on}
