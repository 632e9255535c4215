"""Control works with what their pupils have otherwise [R5]."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Integer, cast, func, select

from app.core.actor import Actor
from app.core.db import db
from app.journal.models import Mark, Task
from app.journal.queries.cells import WEIGHT
from app.journal.rules.average import weighted_average
from app.journal.rules.cell import DIGITS
from app.people.models import Staff
from app.plan.models import CourseTeacher, WorkKind
from app.results.queries.entries import results_in, rounding_of
from app.results.rules import propose_result
from app.school.queries import periods_of_year, the_school
from app.school.rules.periods import Period, period_on
from app.timetable.models import Lesson
from app.works.models import ControlWork, PupilWork
from app.works.queries.works import items_of, seen_work, sittings
from app.works.rules.analysis import Item, Written, written
from app.works.rules.marks import Sitting


@dataclass(frozen=True)
class Otherwise:
    """What a pupil has without the work: average of the period, its rounding, the result."""

    average: Decimal | None = None
    rounded: str | None = None
    result: str | None = None


@dataclass(frozen=True)
class WorkFacts:
    """A work: its items, everybody's row, those who wrote it, what they have otherwise."""

    work: ControlWork
    teacher: str
    items: Sequence[Item]
    sittings: Sequence[Sitting]
    written: Sequence[Written]
    otherwise: Mapping[int, Otherwise]
    period: Period | None


def work_facts(actor: Actor, work_id: int, on: dt.date) -> WorkFacts:
    """A work that the person may read, else NotFound: nine statements."""
    work = seen_work(actor, work_id, on)
    items, found = items_of(work), sittings(work)
    school_class = work.course.school_class
    period = period_on(periods_of_year(school_class.year_id), school_class.grade, work.day)
    rows = {(one.pupil_id, one.name): one.row for one in found}
    return WorkFacts(
        work,
        _teachers([work]).get(work.id, ""),
        items,
        found,
        written(rows, items, work.plan.scale),
        _otherwise(work, period),
        period,
    )


def _otherwise(work: ControlWork, period: Period | None) -> dict[int, Otherwise]:
    school = the_school()
    if period is None or period.key is None or school is None:
        return {}
    averages = _averages(work, period)
    results = results_in(work.course_id, [period.key])
    pupils = {*averages, *(pupil for _period, pupil in results)}
    rounding = rounding_of(school)
    return {
        pupil: Otherwise(
            averages.get(pupil),
            propose_result(averages.get(pupil), rounding),
            results.get((period.key, pupil)),
        )
        for pupil in pupils
    }


def _averages(work: ControlWork, period: Period) -> dict[int, Decimal | None]:
    """Weighted averages of the course's other marks of the period: one statement."""
    value = cast(Mark.value, Integer)
    rows = db.session.execute(
        select(Mark.pupil_id, func.sum(value * WEIGHT), func.sum(WEIGHT))
        .join(Task, Task.id == Mark.task_id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .where(
            Lesson.course_id == work.course_id,
            Lesson.day.between(period.starts, period.ends),
            Task.id != (work.task_id or 0),
            Mark.value.in_(DIGITS),
        )
        .group_by(Mark.pupil_id)
    )
    return {
        pupil: weighted_average((), (int(total), int(weights))) for pupil, total, weights in rows
    }


@dataclass(frozen=True)
class ComparedWork:
    """A work among others of its plan."""

    work: ControlWork
    teacher: str
    written: Sequence[Written]


def compared_works(works: Sequence[ControlWork]) -> list[ComparedWork]:
    """The works with their teachers and who wrote them: two statements for any number."""
    teachers = _teachers(works)
    rows: dict[int, list[PupilWork]] = {work.id: [] for work in works}
    stored = select(PupilWork).where(PupilWork.work_id.in_(rows), PupilWork.points != "")
    for row in db.session.scalars(stored):
        rows[row.work_id].append(row)
    return [
        ComparedWork(work, teachers.get(work.id, ""), _written(work, rows[work.id]))
        for work in works
    ]


def _written(work: ControlWork, rows: Sequence[PupilWork]) -> list[Written]:
    items = items_of(work)
    found = {(row.pupil_id, ""): row.row(len(items)) for row in rows}
    return written(found, items, work.plan.scale)


def _teachers(works: Sequence[ControlWork]) -> dict[int, str]:
    """Who taught each course on the day of its work: one statement."""
    query = (
        select(CourseTeacher, Staff)
        .join(Staff, Staff.id == CourseTeacher.staff_id)
        .where(CourseTeacher.course_id.in_([work.course_id for work in works]))
        .order_by(Staff.last_name)
    )
    rows = db.session.execute(query).all()
    return {
        work.id: ", ".join(
            staff.short_name
            for one, staff in rows
            if one.course_id == work.course_id
            and one.since <= work.day
            and (one.until is None or work.day <= one.until)
        )
        for work in works
    }
