"""A pupil's marks of a period by course, results of the year, missed lessons [M5 R1]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.attendance.queries.missed import days_of_absence
from app.attendance.rules.missed import Missed, missed
from app.classes.models import SchoolClass, Subgroup
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.diary.access import require_own
from app.diary.queries.family import classes_between
from app.journal.access import enrolled
from app.journal.models import Mark, Task
from app.journal.queries.cells import WEIGHT
from app.journal.rules.average import weighted_average
from app.plan.models import Course, WorkKind
from app.results.models import Result
from app.results.queries import period_of_class, rounding_of
from app.results.rules import propose_result
from app.school.enums import PeriodKind
from app.school.models import GradingPeriod, Subject
from app.school.queries import the_school, year_on
from app.timetable.models import Lesson


@dataclass(frozen=True)
class CourseMarks:
    """A pupil's marks (value, day, topic, kind, title, weight) of a course in a period.

    `outlook`: the result that the average of now leads to, by the school's rounding [R1].
    """

    name: str
    marks: list[Any]
    average: Decimal | None
    outlook: str | None
    result: str


@dataclass(frozen=True)
class DiaryPeriod:
    """A period of the pupil's year with marks; `results` by subject and period, for the year."""

    school_class: SchoolClass
    periods: Sequence[GradingPeriod]
    period: GradingPeriod
    courses: list[CourseMarks]
    results: dict[str, dict[int, str]]
    missed: Missed

    @property
    def summed_up(self) -> set[int]:
        """Periods in which the pupil has some result."""
        return {period for values in self.results.values() for period in values}


def diary_period(
    actor: Actor, pupil_id: int, period_id: int | None, today: dt.date
) -> DiaryPeriod | None:
    """Marks of the period, by default of that which holds today; None without a class.

    NotFound for others' pupils and for a period that is none of the class [P5]. Eleven statements.
    """
    require_own(actor, pupil_id)
    year = year_on(today)
    classes = classes_between(pupil_id, year.starts, year.ends) if year else []
    periods = _periods(classes[-1]) if classes else ()
    if not periods:
        return None
    period = _chosen(periods, period_id, today)
    results = _results(pupil_id, [one.id for one in periods])
    return DiaryPeriod(
        classes[-1],
        periods,
        period,
        _courses(pupil_id, period, results),
        _by_subject(results),
        _missed(pupil_id, [one.id for one in classes], period, today),
    )


def _periods(school_class: SchoolClass) -> Sequence[GradingPeriod]:
    found = db.session.scalars(
        select(GradingPeriod)
        .join(SchoolClass, period_of_class())
        .where(SchoolClass.id == school_class.id)
    )
    return sorted(found, key=lambda one: (one.kind == PeriodKind.YEAR, one.starts))


def _chosen(
    periods: Sequence[GradingPeriod], period_id: int | None, today: dt.date
) -> GradingPeriod:
    if period_id is not None:
        asked = next((one for one in periods if one.id == period_id), None)
        if asked is None:
            raise NotFound
        return asked
    begun = [one for one in periods if one.kind != PeriodKind.YEAR and one.starts <= today]
    return begun[-1] if begun else periods[0]


def _results(pupil_id: int, period_ids: Collection[int]) -> Sequence[Any]:
    """Rows (course, subject, period, value) of the pupil's results."""
    return db.session.execute(
        select(Result.course_id, Subject.name, Result.period_id, Result.value)
        .join(Course, Course.id == Result.course_id)
        .join(Subject, Subject.id == Course.subject_id)
        .where(
            Result.pupil_id == pupil_id,
            Result.period_id.in_(period_ids),
            Result.value.is_not(None),
        )
        .order_by(Subject.name, Result.course_id)
    ).all()


def _by_subject(results: Sequence[Any]) -> dict[str, dict[int, str]]:
    """By subject and period; whoever changed the class may have two: «4/5»."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for _course, subject, period, value in results:
        before = found[subject].get(period)
        found[subject][period] = f"{before}/{value}" if before else value
    return found


def _courses(pupil_id: int, period: GradingPeriod, results: Sequence[Any]) -> list[CourseMarks]:
    """The courses that the pupil has lessons of in the period, by name: three statements."""
    marks = _marks(pupil_id, period)
    school = the_school()
    rounding = rounding_of(school) if school else None
    set_here = {row.course_id: row.value for row in results if row.period_id == period.id}
    found = []
    for course, name in _names(pupil_id, period):
        own = marks[course]
        average = weighted_average((mark.value, mark.weight) for mark in own)
        outlook = propose_result(average, rounding) if rounding else None
        found.append(CourseMarks(name, own, average, outlook, set_here.get(course, "")))
    return found


def _names(pupil_id: int, period: GradingPeriod) -> list[tuple[int, str]]:
    """Courses with their names; the class or the group stands by where a subject is there twice."""
    rows = db.session.execute(
        select(
            Course.id,
            Subject.name,
            SchoolClass.name.label("school_class"),
            Subgroup.name.label("part"),
        )
        .join(Lesson, Lesson.course_id == Course.id)
        .join(Subject, Subject.id == Course.subject_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .outerjoin(Subgroup, Subgroup.id == Course.subgroup_id)
        .where(_in(period), enrolled(pupil_id))
        .group_by(Course.id, Subject.name, SchoolClass.name, Subgroup.name)
        .order_by(Subject.name, Course.id)
    ).all()
    names = [row.name for row in rows]
    return [
        (
            row.id,
            f"{row.name} ({', '.join(filter(None, (row.school_class, row.part)))})"
            if names.count(row.name) > 1
            else row.name,
        )
        for row in rows
    ]


def _marks(pupil_id: int, period: GradingPeriod) -> dict[int, list[Any]]:
    """By course: rows of the pupil's marks in their order."""
    rows = db.session.execute(
        select(
            Course.id.label("course"),
            Mark.value,
            Lesson.day,
            Lesson.topic,
            WorkKind.name.label("kind"),
            Task.title,
            WEIGHT.label("weight"),
        )
        .select_from(Mark)
        .join(Task, Task.id == Mark.task_id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Mark.pupil_id == pupil_id, Mark.value.is_not(None), _in(period), enrolled(pupil_id))
        .order_by(Lesson.day, Lesson.number, Task.position)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.course].append(row)
    return found


def _in(period: GradingPeriod) -> Any:
    return Lesson.day.between(period.starts, period.ends)


def _missed(
    pupil_id: int, class_ids: Collection[int], period: GradingPeriod, today: dt.date
) -> Missed:
    days = days_of_absence(class_ids, period.starts, min(period.ends, today))
    own = (day for one in days.values() for day in one.absences if day.pupil == pupil_id)
    return missed(own).get(pupil_id, Missed())
