"""A pupil's marks of a period by course, results of the year, missed lessons [M5 R1]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, select

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
from app.results.queries.outlook import Outlook
from app.results.rules import propose_result
from app.school.models import GradingPeriod, Subject
from app.school.queries import the_school, year_on
from app.school.rules.periods import place_of
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class CourseMarks:
    """A pupil's marks (value, day, topic, kind, title, weight) of a course in a period.

    `leads_to`: the result that the average of now gives by the school's rounding [R1]; `outlook`:
    what the end of the period may bring; None once it is over [R3].
    """

    name: str
    marks: list[Any]
    average: Decimal | None
    leads_to: str | None
    outlook: Outlook | None
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
    def parts(self) -> list[GradingPeriod]:
        """Quarters or half-years: lessons and their marks fall into exactly one."""
        return [one for one in self.periods if one.kind.is_part]

    @property
    def summed_up(self) -> set[int]:
        """Periods in which the pupil has some result."""
        return {period for values in self.results.values() for period in values}


def diary_period(
    actor: Actor, pupil_id: int, period_id: int | None, today: dt.date
) -> DiaryPeriod | None:
    """Marks of the period, by default of that which holds today; None without a class.

    NotFound for others' pupils and for what is no part of the class's year [P5]. Eleven
    statements.
    """
    require_own(actor, pupil_id)
    year = year_on(today)
    classes = classes_between(pupil_id, year.starts, year.ends) if year else []
    periods = _periods(classes[-1]) if classes else ()
    if not any(one.kind.is_part for one in periods):
        return None
    period = _chosen(periods, period_id, today)
    results = _results(pupil_id, [one.id for one in periods])
    return DiaryPeriod(
        classes[-1],
        periods,
        period,
        _courses(pupil_id, period, results, today),
        _by_subject(results),
        _missed(pupil_id, [one.id for one in classes], period, today),
    )


def _periods(school_class: SchoolClass) -> Sequence[GradingPeriod]:
    found = db.session.scalars(
        select(GradingPeriod)
        .join(SchoolClass, period_of_class())
        .where(SchoolClass.id == school_class.id)
    )
    return sorted(found, key=lambda one: place_of(one.kind, one.starts))


def _chosen(
    periods: Sequence[GradingPeriod], period_id: int | None, today: dt.date
) -> GradingPeriod:
    """A part of the year: that of the key, else the last that has begun."""
    parts = [one for one in periods if one.kind.is_part]
    begun = [one for one in parts if one.starts <= today] or parts[:1]
    found = begun[-1:] if period_id is None else [one for one in parts if one.id == period_id]
    if not found:
        raise NotFound
    return found[0]


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


def _courses(
    pupil_id: int, period: GradingPeriod, results: Sequence[Any], today: dt.date
) -> list[CourseMarks]:
    """The courses that the pupil has lessons of in the period, by name: three statements."""
    marks = _marks(pupil_id, period)
    school = the_school()
    rounding = rounding_of(school) if school else None
    set_here = {row.course_id: row.value for row in results if row.period_id == period.id}
    found = []
    for course, name, held, every in _taught(pupil_id, period, today):
        own = marks[course]
        average = weighted_average((mark.value, mark.weight) for mark in own)
        leads_to = propose_result(average, rounding) if rounding else None
        going = rounding and period.ends >= today
        outlook = Outlook(own, held, every - held, rounding) if going and rounding else None
        found.append(CourseMarks(name, own, average, leads_to, outlook, set_here.get(course, "")))
    return found


def _taught(
    pupil_id: int, period: GradingPeriod, today: dt.date
) -> list[tuple[int, str, int, int]]:
    """Courses with their names, the lessons held so far, and all.

    The class and the group stand by the name where a subject is there twice.
    """
    held = Lesson.status == LessonStatus.HELD
    rows = db.session.execute(
        select(
            Course.id,
            Subject.name,
            SchoolClass.name.label("school_class"),
            Subgroup.name.label("part"),
            func.count(case((and_(held, Lesson.day <= today), 1))).label("held"),
            func.count(case((held, 1))).label("every"),
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
            row.held,
            row.every,
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
