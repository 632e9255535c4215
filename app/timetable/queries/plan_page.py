"""A course's lesson plan on its lessons: what was planned and what was given [J4]."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.plan.models import Course, LessonPlan, PlanTopic
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson
from app.timetable.queries.hours import CourseHours, hours_of


@dataclass(frozen=True)
class PlanRow:
    """A lesson of the course; `hour` says «2/3» for a topic of several hours.

    `moves` names the shifts that can be made here: up, down, earlier, later.
    """

    lesson: int
    day: dt.date
    number: int
    cancelled: bool
    topic: PlanTopic | None
    hour: str
    given: str
    moves: frozenset[str] = frozenset()

    @property
    def free(self) -> bool:
        """True while the plan may be moved here."""
        return not self.cancelled and not self.given

    @property
    def differs(self) -> bool:
        """True when something else was given than planned."""
        return bool(self.given and self.topic and self.given.strip() != self.topic.title.strip())


@dataclass(frozen=True)
class PlanPage:
    """Lessons with topics; topics with hours that have no lesson; hours and progress."""

    rows: list[PlanRow]
    without_lesson: list[tuple[PlanTopic, int]]
    hours: CourseHours
    plan: LessonPlan | None


def plan_page(course: Course, today: dt.date) -> PlanPage:
    """The plan of a course with its lessons: eight statements at most [J4]."""
    plan = _plan(course)
    lessons = db.session.scalars(
        select(Lesson)
        .where(Lesson.course_id == course.id)
        .options(joinedload(Lesson.plan_topic, PlanTopic.work_kind))
        .order_by(Lesson.day, Lesson.number, Lesson.id)
    ).all()
    topics = plan.topics if plan else []
    placed = Counter(lesson.plan_topic_id for lesson in lessons)
    missing = [(topic, topic.hours - placed[topic.id]) for topic in topics]
    return PlanPage(
        _with_moves(_rows(list(lessons))),
        [(topic, hours) for topic, hours in missing if hours > 0],
        hours_of([course], today)[0],
        plan,
    )


def _plan(course: Course) -> LessonPlan | None:
    if course.lesson_plan_id is None:
        return None
    loads = (selectinload(LessonPlan.topics), joinedload(LessonPlan.author))
    wanted = select(LessonPlan).where(LessonPlan.id == course.lesson_plan_id)
    return db.session.scalars(wanted.options(*loads)).one()


def _rows(lessons: list[Lesson]) -> list[PlanRow]:
    seen: Counter[int | None] = Counter()
    rows = []
    for lesson in lessons:
        cancelled = lesson.status == LessonStatus.CANCELLED
        topic = None if cancelled else lesson.plan_topic
        seen[topic and topic.id] += 1
        hour = f"{seen[topic.id]}/{topic.hours}" if topic and topic.hours > 1 else ""
        rows.append(
            PlanRow(lesson.id, lesson.day, lesson.number, cancelled, topic, hour, lesson.topic)
        )
    return rows


def _with_moves(rows: list[PlanRow]) -> list[PlanRow]:
    """Say of every free lesson what a shift could do there, see `plan.rules.placement`."""
    free = [row for row in rows if row.free]
    moves: dict[int, set[str]] = {row.lesson: {"later"} for row in free[:-1]}
    for before, after in pairwise(free):
        if before.topic:
            moves[before.lesson].add("down")
        if after.topic:
            moves.setdefault(after.lesson, set()).add("up" if before.topic else "earlier")
    return [replace(row, moves=frozenset(moves.get(row.lesson, ()))) for row in rows]
