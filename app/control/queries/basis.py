"""What results of a period rest on, for every pupil of the school or of a teacher [R2]."""

import datetime as dt
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from app.classes.models import ClassMembership, SchoolClass, SubgroupMembership
from app.control.queries.sources import Sources
from app.core.db import db
from app.journal.models import Mark, Task
from app.journal.rules.cell import DEBT
from app.plan.models import Course, CurriculumHours, WorkKind
from app.results.models import Result
from app.results.rules import GRADE_WITHOUT_RESULTS
from app.results.rules.justification import Basis, Least
from app.school.models import GradingPeriod, Subject
from app.timetable.models import Lesson


class PupilBasis(NamedTuple):
    """A pupil of a course with the basis of the result, and the result where one is set."""

    course_id: int
    pupil_id: int
    basis: Basis
    value: str | None


def least_of(sources: Sources) -> Least:
    """How many marks the school asks for."""
    school = sources.school
    return Least(school.marks_least, school.marks_least_many) if school else Least()


def bases(
    sources: Sources, period: GradingPeriod, values: Collection[str] | None = None
) -> Iterator[PupilBasis]:
    """Pupils who are in a course at the period's end; with `values` those with such a result.

    Four statements, one where there is nobody.
    """
    query = course_pupils(sources, period, Course.id, ClassMembership.pupil_id, Result.value)
    if values is not None:
        query = query.where(Result.value.in_(values))
    pupils = db.session.execute(query).all()
    if not pupils:
        return
    marks, works, hours = _marks(sources, period), _works(sources, period), _hours(sources)
    for course_id, pupil_id, value in pupils:
        counted, written = marks.get((course_id, pupil_id), (0, 0))
        basis = Basis(counted, written, works.get(course_id, 0), hours.get(course_id))
        yield PupilBasis(course_id, pupil_id, basis, value)


def _marks(sources: Sources, period: GradingPeriod) -> dict[tuple[int, int], tuple[int, int]]:
    rows = db.session.execute(
        select(
            Lesson.course_id,
            Mark.pupil_id,
            func.count(),
            func.count(case((WorkKind.written, 1))),
        )
        .select_from(Lesson)
        .join(Task, Task.lesson_id == Lesson.id)
        .join(Mark, Mark.task_id == Task.id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(_in(period), sources.taught(), Mark.value.is_not(None), Mark.value != DEBT)
        .group_by(Lesson.course_id, Mark.pupil_id)
    )
    return {(course, pupil): (count, written) for course, pupil, count, written in rows}


def _works(sources: Sources, period: GradingPeriod) -> dict[int, int]:
    rows = db.session.execute(
        select(Lesson.course_id, func.count())
        .select_from(Lesson)
        .join(Task, Task.lesson_id == Lesson.id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(_in(period), sources.taught(), WorkKind.written)
        .group_by(Lesson.course_id)
    )
    return {course: count for course, count in rows}  # noqa: C416  # rows are no pairs to a checker


def _in(period: GradingPeriod) -> ColumnElement[bool]:
    return Lesson.day.between(period.starts, period.ends)


def _hours(sources: Sources) -> dict[int, Decimal | None]:
    """Hours a week by course: its own, else those of the curriculum."""
    rows = db.session.execute(
        select(Course.id, func.coalesce(Course.hours_week, CurriculumHours.hours_week))
        .outerjoin(
            CurriculumHours,
            and_(
                CurriculumHours.class_id == Course.class_id,
                CurriculumHours.subject_id == Course.subject_id,
            ),
        )
        .where(sources.taught())
    )
    return {course: hours for course, hours in rows}  # noqa: C416


def course_pupils(sources: Sources, period: GradingPeriod, *columns: Any) -> Any:
    """A query over the pupils who are in a course at the period's end, with their results [S6].

    Class 1 and subjects without marks have none [J6].
    """
    on = min(period.ends, sources.today)
    return (
        select(*columns)
        .select_from(Course)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .join(Subject, Subject.id == Course.subject_id)
        .join(
            ClassMembership,
            and_(ClassMembership.class_id == Course.class_id, _on(ClassMembership, on)),
        )
        .outerjoin(
            SubgroupMembership,
            and_(
                SubgroupMembership.subgroup_id == Course.subgroup_id,
                SubgroupMembership.pupil_id == ClassMembership.pupil_id,
                _on(SubgroupMembership, on),
            ),
        )
        .outerjoin(
            Result,
            and_(
                Result.course_id == Course.id,
                Result.period_id == period.id,
                Result.pupil_id == ClassMembership.pupil_id,
            ),
        )
        .where(
            sources.taught(),  # the period's year; said again, it would make a planner expect few
            SchoolClass.grade.between(period.first_grade, period.last_grade),
            SchoolClass.grade != GRADE_WITHOUT_RESULTS,
            Subject.without_marks.is_(False),
            or_(Course.subgroup_id.is_(None), SubgroupMembership.id.is_not(None)),
        )
    )


def _on(kind: Any, on: dt.date) -> ColumnElement[bool]:
    return and_(kind.since <= on, or_(kind.until.is_(None), kind.until >= on))
