"""«work-not-marked»: a written work with pupils present who have neither a mark nor a debt.

Term: the end of the day of the course's next lesson, 7 days where the kind needs a week [A4.4.5].
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.classes.models import ClassMembership, SubgroupMembership
from app.control.checks.check import Check, Number
from app.control.checks.lesson_not_filled import BEFORE
from app.control.enums import Responsible
from app.control.queries.sources import (
    LESSON,
    Sources,
    in_journal,
    last_written,
    place_of,
    with_place,
)
from app.control.rules.item import Item
from app.control.rules.terms import marked_by
from app.core.db import db
from app.journal.models import Mark, Task
from app.plan.models import Course, WorkKind
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

NAME = "work-not-marked"
_SINCE = dt.timedelta(days=70)  # older works of the year count as they are by the period's end


def find(sources: Sources, week: int) -> Iterator[Item]:
    """Written works, with who lacks a mark and when the last one was set: three statements."""
    works = _works(sources)
    if not works:
        return
    ids = [row.task_id for row in works]
    missing, marked = Counter(_missing(ids)), _marked_at(sources, ids)
    for row in works:
        due = marked_by(
            row.day, row.next_day, sources.now.tzinfo, needs_week=row.needs_week, week=week
        )
        if due:
            count = missing[row.task_id]
            done = None if count else marked.get(row.task_id) or BEFORE
            if not sources.wants(row.day, done):
                continue
            yield Item(
                NAME,
                f"{NAME}-{row.task_id}",
                place_of(row),
                row.day,
                due,
                done,
                _words(row, count),
                in_journal(row),
            )


def _words(row: Any, count: int) -> Any:
    if not count:
        return _l("work %(kind)s", kind=row.code)
    pupils = ngettext("%(num)s pupil", "%(num)s pupils", count)
    return _l("work %(kind)s, without a mark: %(pupils)s", kind=row.code, pupils=pupils)


def _works(sources: Sources) -> Sequence[Any]:
    after = aliased(Lesson)
    coming = (
        select(func.min(after.day))
        .where(
            after.course_id == Lesson.course_id,
            after.day > Lesson.day,
            after.status == LessonStatus.HELD,
        )
        .correlate(Lesson)
    )
    since = min(sources.today - _SINCE, sources.span.first if sources.span else sources.today)
    query = select(
        *LESSON,
        Task.id.label("task_id"),
        WorkKind.code,
        WorkKind.needs_week,
        coming.scalar_subquery().label("next_day"),
    )
    return db.session.execute(
        with_place(query)
        .join(Task, Task.lesson_id == Lesson.id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .where(WorkKind.written, Lesson.day.between(since, sources.today), sources.held())
    ).all()


def _missing(task_ids: Sequence[int]) -> Iterator[int]:
    """The task once for each pupil who was there and has neither mark nor debt [S6]."""
    mark, missed = aliased(Mark), aliased(Absence)
    query = (
        select(Task.id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .join(ClassMembership, _there(ClassMembership, "class_id"))
        .outerjoin(SubgroupMembership, _in_part())
        .outerjoin(mark, and_(mark.task_id == Task.id, mark.pupil_id == ClassMembership.pupil_id))
        .outerjoin(
            missed,
            and_(missed.lesson_id == Lesson.id, missed.pupil_id == ClassMembership.pupil_id),
        )
        .where(
            Task.id.in_(task_ids),
            or_(Course.subgroup_id.is_(None), SubgroupMembership.id.is_not(None)),
            mark.value.is_(None),
            or_(missed.kind.is_(None), missed.kind == AbsenceKind.LATE),
        )
    )
    yield from db.session.scalars(query)


def _there(kind: Any, of: str) -> ColumnElement[bool]:
    return and_(
        getattr(kind, of) == getattr(Course, of),
        kind.since <= Lesson.day,
        or_(kind.until.is_(None), kind.until >= Lesson.day),
    )


def _in_part() -> ColumnElement[bool]:
    same = SubgroupMembership.pupil_id == ClassMembership.pupil_id
    return and_(_there(SubgroupMembership, "subgroup_id"), same)


def _marked_at(sources: Sources, task_ids: Sequence[int]) -> dict[int, dt.datetime]:
    """By task: when the last of those who were there first got a mark or debt [J9]."""
    if sources.span is None:
        return {}
    missed = (
        select(Absence.id)
        .join(Task, Task.lesson_id == Absence.lesson_id)
        .where(
            Task.id == Mark.task_id,
            Absence.pupil_id == Mark.pupil_id,
            Absence.kind != AbsenceKind.LATE,
        )
        .correlate(Mark)
    )
    return last_written(Mark, Mark.task_id, Mark.task_id.in_(task_ids), ~missed.exists())


CHECK = Check(
    NAME,
    _l("Written work not marked in time"),
    "A4.4.5 A4.6.5",
    Responsible.TEACHER,
    find,
    Number(7, 1, 21, _l("days for an essay")),
    traced=True,
    remind=dt.timedelta(hours=12),
)
