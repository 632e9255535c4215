"""Reads of results [R1]."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, case, literal, select, true

from app.audit.models import AuditEntry
from app.audit.queries import history_of_row
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.journal.access import SOME_DAY, SOMEBODY, asked, enrolled, may_set_result
from app.journal.models import Mark, Reopening, Task
from app.journal.queries.cells import WEIGHT
from app.journal.rules.average import weighted_average
from app.journal.rules.cell import DIGITS
from app.people.models import Pupil
from app.plan.access import visible_courses
from app.plan.models import Course, WorkKind
from app.results.models import Result
from app.results.rules import ResultFacts, Rounding, propose_result
from app.school.enums import PeriodKind
from app.school.models import AcademicYear, GradingPeriod, School, Subject
from app.school.rules.periods import place_of
from app.timetable.models import Lesson


@dataclass(frozen=True)
class ResultPlace:
    """Where a result goes; the course is locked until the commit."""

    facts: ResultFacts
    school: School
    kind: PeriodKind
    may_set: bool


def place_of_result(
    actor: Actor, *, course_id: int, period_id: int, pupil_id: int, today: dt.date
) -> ResultPlace:
    """The place of a result; 404 when the period is not one of the course. One statement."""
    ends = GradingPeriod.ends
    end = case((ends < today, ends), else_=literal(today))
    query = (
        select(
            School,
            GradingPeriod.kind,
            GradingPeriod.starts,
            GradingPeriod.closed_on,
            SchoolClass.grade,
            AcademicYear.closed_on.label("year_closed_on"),
            Subject.without_marks,
            Subject.physical_education,
            Pupil.medical_group,
            enrolled(pupil_id, end).label("enrolled"),
            result_reopened(actor, today).label("reopened"),
            may_set_result(actor, today).label("may_set"),
        )
        .select_from(Course)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .join(Subject, Subject.id == Course.subject_id)
        .join(School, true())
        .join(GradingPeriod, and_(GradingPeriod.id == period_id, period_of_class()))
        .outerjoin(Pupil, Pupil.id == pupil_id)
        .where(Course.id == course_id)
        .with_for_update(of=Course, key_share=True)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    return ResultPlace(_facts(row), row.School, row.kind, row.may_set)


@dataclass(frozen=True)
class CoursePeriod:
    """A grading period of a course, and whether its results are opened to the person again."""

    period: GradingPeriod
    reopened: bool


def periods_of_course(actor: Actor, course_id: int, today: dt.date) -> list[CoursePeriod]:
    """Quarters or half-years of the course's class, year, exam, ГИА, final: one statement."""
    known = {**asked(actor, today), "course_id": course_id}
    found = [
        CoursePeriod(period, reopened)
        for period, reopened in db.session.execute(_periods_statement(), known)
    ]
    return sorted(found, key=lambda c: place_of(c.period.kind, c.period.starts))


@cache
def _periods_statement() -> Any:
    """Built once: putting it together takes longer than running it."""
    return (
        select(GradingPeriod, result_reopened(SOMEBODY, SOME_DAY))
        .select_from(Course)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .join(GradingPeriod, period_of_class())
        .where(Course.id == bindparam("course_id"))
    )


def period_of_class() -> Any:
    """True where a grading period, the year too, is one of the class."""
    return and_(
        GradingPeriod.year_id == SchoolClass.year_id,
        SchoolClass.grade.between(GradingPeriod.first_grade, GradingPeriod.last_grade),
    )


def rounding_of(school: School) -> Rounding:
    """How the school rounds an average to a result [R1]."""
    return Rounding(
        school.round_up_from, school.round_up_to_three_from, 1 if school.allow_mark_one else 2
    )


def result_reopened(actor: Actor, today: Any) -> Any:
    """True where the last day of the period is opened to the person again [J8]."""
    return (
        select(Reopening.id)
        .where(
            Reopening.course_id == Course.id,
            Reopening.staff_id == actor.staff_id,
            GradingPeriod.ends.between(Reopening.first, Reopening.last),
            Reopening.until >= today,
        )
        .exists()
    )


def _facts(row: Any) -> ResultFacts:
    return ResultFacts(
        starts=row.starts,
        grade=row.grade,
        closed_on=row.closed_on,
        year_closed_on=row.year_closed_on,
        reopened=row.reopened,
        without_marks=row.without_marks,
        physical_education=row.physical_education,
        medical_group=row.medical_group is not None,
        enrolled=row.enrolled,
        allow_one=row.School.allow_mark_one,
    )


def stored_result(course_id: int, period_id: int, pupil_id: int) -> Result | None:
    """The row of a pupil's result, if there is one."""
    return db.session.scalars(
        select(Result).where(
            Result.course_id == course_id,
            Result.period_id == period_id,
            Result.pupil_id == pupil_id,
        )
    ).first()


def proposal(course_id: int, period_id: int, pupil_id: int, rounding: Rounding) -> str | None:
    """The result that the pupil's weighted average of the period proposes [R1]: one statement."""
    rows = db.session.execute(
        select(Mark.value, WEIGHT)
        .join(Task, Task.id == Mark.task_id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(GradingPeriod, GradingPeriod.id == period_id)
        .where(
            Lesson.course_id == course_id,
            Lesson.day.between(GradingPeriod.starts, GradingPeriod.ends),
            Mark.pupil_id == pupil_id,
            Mark.value.in_(DIGITS),
        )
    )
    return propose_result(weighted_average((value, weight) for value, weight in rows), rounding)


def results_in(course_id: int, period_ids: Collection[int]) -> dict[tuple[int, int], str]:
    """Results of a course by (period, pupil): one statement."""
    rows = db.session.execute(
        select(Result.period_id, Result.pupil_id, Result.value).where(
            Result.course_id == course_id,
            Result.period_id.in_(period_ids),
            Result.value.is_not(None),
        )
    )
    return {(period, pupil): value for period, pupil, value in rows if value}


def history_of_result(
    actor: Actor, *, course_id: int, period_id: int, pupil_id: int, on: dt.date
) -> Sequence[AuditEntry]:
    """What was done to a result, the latest first; 404 when the person may not read it [J9]."""
    seen = select(Course.id).where(Course.id == course_id, visible_courses(actor, on))
    if db.session.scalar(seen) is None:
        raise NotFound
    row = stored_result(course_id, period_id, pupil_id)
    return history_of_row("result", row.id) if row else []
