"""A pupil's marks of a course in a period, and what they lead to [R3]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import case, func, select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.journal.models import Mark, Task
from app.journal.queries.cells import WEIGHT
from app.journal.queries.courses import CourseHead, course_head
from app.journal.queries.rows import GridPupil, grid_pupils
from app.journal.rules.cell import DEBT, DIGITS
from app.plan.models import WorkKind
from app.results.queries.entries import periods_of_course, rounding_of
from app.results.rules import Rounding
from app.results.rules.forecast import Aim, DatedMark, Forecast, aims, forecast, weight_ahead
from app.school.models import GradingPeriod
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


class ShownMark(NamedTuple):
    """A mark as a person reads it: value, day, kind of work with its name, weight."""

    value: str
    day: dt.date
    kind: str
    name: str
    weight: int


@dataclass(frozen=True)
class Outlook:
    """What stands and what it leads to; `held`, `ahead`: lessons so far and to come."""

    marks: Sequence[ShownMark]
    held: int
    ahead: int
    rounding: Rounding

    @cached_property
    def digits(self) -> list[DatedMark]:
        """Marks that count."""
        return [DatedMark(int(m.value), m.weight, m.day) for m in self.marks if m.value in DIGITS]

    @property
    def debts(self) -> int:
        """Works that must be done yet."""
        return sum(mark.value == DEBT for mark in self.marks)

    @cached_property
    def expected(self) -> Forecast | None:
        """The end of the period; None with too few marks."""
        ahead = weight_ahead(self.digits, self.held, self.ahead)
        return forecast(self.digits, ahead, self.rounding)

    @cached_property
    def aims(self) -> list[Aim]:
        """What leads to a higher result."""
        return aims(self.digits, self.rounding)


@dataclass(frozen=True)
class PupilOutlook:
    """A pupil in a course and period as the teacher opens it."""

    head: CourseHead
    pupil: GridPupil
    periods: Sequence[GradingPeriod]
    period: GradingPeriod
    outlook: Outlook


def pupil_outlook(
    actor: Actor, course_id: int, pupil_id: int, period_id: int | None, today: dt.date
) -> PupilOutlook:
    """The outlook in a part of the year, by default that of today; NotFound for what is not seen.

    Five statements.
    """
    head = course_head(actor, course_id, today)
    found = periods_of_course(actor, course_id, today) if head.whole else []
    periods = [one.period for one in found if one.period.kind.is_part]
    period = _chosen(periods, period_id, today)
    course = head.course
    there = grid_pupils(course.class_id, course.subgroup_id, (period.starts, period.ends))
    pupil = next((one for one in there if one.id == pupil_id), None)
    if pupil is None:
        raise NotFound
    outlook = outlook_of(course.id, pupil.id, period, today, rounding_of(head.school))
    return PupilOutlook(head, pupil, periods, period, outlook)


def outlook_of(
    course_id: int, pupil_id: int, period: GradingPeriod, today: dt.date, rounding: Rounding
) -> Outlook:
    """What the marks of a pupil lead to: two statements. The caller knows who may see it."""
    past = func.count(case((Lesson.day <= today, 1)))
    held, every = db.session.execute(
        select(past, func.count()).where(
            Lesson.course_id == course_id,
            Lesson.status == LessonStatus.HELD,
            Lesson.day.between(period.starts, period.ends),
        )
    ).one()
    return Outlook(_marks(course_id, pupil_id, period), held, every - held, rounding)


def _marks(course_id: int, pupil_id: int, period: GradingPeriod) -> list[ShownMark]:
    rows = db.session.execute(
        select(Mark.value, Lesson.day, WorkKind.code, WorkKind.name, WEIGHT)
        .join(Task, Task.id == Mark.task_id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .where(
            Lesson.course_id == course_id,
            Lesson.day.between(period.starts, period.ends),
            Mark.pupil_id == pupil_id,
            Mark.value.is_not(None),
        )
        .order_by(Lesson.day, Lesson.number, Task.position)
    )
    return [ShownMark(row[0] or "", row[1], row[2], row[3], row[4]) for row in rows]


def _chosen(periods: Sequence[GradingPeriod], key: int | None, today: dt.date) -> GradingPeriod:
    begun = [one for one in periods if one.starts <= today] or periods[:1]
    found = begun[-1:] if key is None else [one for one in periods if one.id == key]
    if not found:
        raise NotFound
    return found[0]
