"""Marks and tasks of lessons [J1 J5]."""

from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, cast, func, null, select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.journal.models import Mark, Task
from app.journal.rules.cell import DIGITS
from app.plan.models import WorkKind
from app.school.models import GradingPeriod
from app.timetable.models import Lesson

WEIGHT = func.coalesce(Task.weight, WorkKind.weight)
USUAL_KIND = "О"  # a mark without a named work is for an answer in the lesson


class MarkPlace(NamedTuple):
    """A task of a lesson, and the mark of one pupil for it, if there is a row."""

    task: Task
    mark: Mark | None


class Keys(NamedTuple):
    """The key that the next new task and mark will have; None: the database gives one.

    With keys of their own several rows go in by one statement, which SQLite does not do for rows
    whose keys it gives. There a unit of work is alone with the tables, so that nobody else takes
    them; PostgreSQL needs none.
    """

    task: int | None
    mark: int | None


def next_keys(*, sqlite: bool) -> tuple[Any, Any]:
    """Columns for `Keys`, as scalar subqueries of a statement that is sent anyway."""
    if not sqlite:
        return null(), null()
    task, mark = (func.coalesce(func.max(model.id), 0) + 1 for model in (Task, Mark))
    return select(task).scalar_subquery(), select(mark).scalar_subquery()


def task_weight(task: Task) -> int:
    """The weight of a task: its own, else that of its kind [J5]."""
    return task.kind.weight if task.weight is None else task.weight


def mark_places(lesson_id: int, pupil_id: int) -> list[MarkPlace]:
    """The tasks of a lesson in their order, with a pupil's marks: one statement."""
    rows = db.session.execute(
        select(Task, Mark)
        .outerjoin(Mark, and_(Mark.task_id == Task.id, Mark.pupil_id == pupil_id))
        .where(Task.lesson_id == lesson_id)
        .order_by(Task.position)
    )
    return [MarkPlace(task, mark) for task, mark in rows]


def usual_kind() -> Any:
    """Id of the kind of work for a mark without a named one: «О», else the school's first."""
    order = (WorkKind.code != USUAL_KIND, WorkKind.position, WorkKind.id)
    return select(WorkKind.id).order_by(*order).limit(1).scalar_subquery()


def sums_elsewhere(lesson_id: Any, pupil_id: Any, period_id: Any) -> Any:
    """Σ(mark · weight) and Σ(weight) of a pupil in the other lessons of the course in a period.

    A subquery of one row with the columns `total` and `weights`; both 0 without a period. The
    tasks come first, from the course: all marks of a pupil are those of years.
    """
    here = aliased(Lesson)
    tasks = (
        select(Task.id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(here, and_(here.id == lesson_id, here.course_id == Lesson.course_id))
        .join(GradingPeriod, GradingPeriod.id == period_id)
        .where(
            Lesson.id != lesson_id,
            Lesson.day.between(GradingPeriod.starts, GradingPeriod.ends),
        )
    )
    return (
        select(
            func.coalesce(func.sum(cast(Mark.value, Integer) * WEIGHT), 0).label("total"),
            func.coalesce(func.sum(WEIGHT), 0).label("weights"),
        )
        .select_from(Mark)
        .join(Task, Task.id == Mark.task_id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .where(
            Mark.task_id.in_(tasks),
            Mark.pupil_id == pupil_id,
            Mark.value.in_(DIGITS),
        )
        .subquery()
    )
