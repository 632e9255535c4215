"""The history of entries in journals, for reading [J9 R4]."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.audit.models import AuditEntry
from app.classes.models import SchoolClass
from app.core.db import db, fold, folded
from app.people.models import Pupil
from app.plan.models import Course
from app.reports.asked import Asked
from app.timetable.models import Lesson

MOST = 500  # changes in one report
ENTRIES = ("mark", "absence", "result", "task", "homework", "lesson")


@dataclass(frozen=True)
class Changes:
    """The latest changes, how many there are in all, and the names that they speak of."""

    entries: Sequence[AuditEntry]
    total: int
    pupils: Mapping[int, str]
    lessons: Mapping[int, Lesson]
    courses: Mapping[int, Course]


def changes_in(asked: Asked, since: dt.datetime, before: dt.datetime) -> Changes:
    """Changes of entries of the asked class, subject and person: five statements."""
    where = [
        AuditEntry.at >= since,
        AuditEntry.at < before,
        AuditEntry.table_name.in_(ENTRIES),
    ]
    if asked.class_id or asked.subject_id:
        where.append(AuditEntry.course_id.in_(_courses(asked)))
    if asked.person:
        where.append(folded(AuditEntry.user_name).contains(fold(asked.person), autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(*where)) or 0
    query = select(AuditEntry).where(*where).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    entries = db.session.scalars(query.limit(MOST)).all()
    return Changes(
        entries,
        total,
        {row.id: row.call_name for row in _rows(Pupil, {one.pupil_id for one in entries})},
        {row.id: row for row in _rows(Lesson, {one.lesson_id for one in entries})},
        {row.id: row for row in _rows(Course, {one.course_id for one in entries})},
    )


def _courses(asked: Asked) -> Any:
    query = select(Course.id).join(SchoolClass, SchoolClass.id == Course.class_id)
    if asked.class_id:
        query = query.where(SchoolClass.id == asked.class_id)
    if asked.subject_id:
        query = query.where(Course.subject_id == asked.subject_id)
    return query


def _rows(table: Any, ids: Collection[int | None]) -> Sequence[Any]:
    query = select(table).where(table.id.in_({key for key in ids if key is not None}))
    if table is Lesson:
        query = query.options(joinedload(Lesson.course))
    return db.session.scalars(query).all()
