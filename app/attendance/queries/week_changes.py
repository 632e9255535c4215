"""What was changed in a reconciled week afterwards: read from the history, stored nowhere [T3 J9].

So every way in reopens a week, and saving a mark costs nothing.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import String, and_, cast, func, or_, select

from app.attendance.models import WeekCheck
from app.attendance.rules.week_terms import monday_of
from app.audit.models import AuditEntry
from app.core.db import db
from app.plan.models import Course
from app.timetable.models import Lesson

_LONGEST = 100  # changes shown of one week


def _of_attendance() -> Any:
    """Entries about marks and absences, and about whether and when a lesson is held."""
    said = cast(AuditEntry.changes, String)
    held = or_(said.contains('"status"'), said.contains('"day"'))
    return or_(
        AuditEntry.table_name.in_(("mark", "absence")),
        and_(AuditEntry.table_name == "lesson", held),
    )


def changes_since(lesson_ids: Sequence[int], since: dt.datetime) -> list[AuditEntry]:
    """What was changed in these lessons after a moment, the latest first: one statement."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.lesson_id.in_(lesson_ids), AuditEntry.at > since, _of_attendance())
        .order_by(AuditEntry.id.desc())
        .limit(_LONGEST)
    )
    return list(db.session.scalars(query))


def last_changes(
    class_ids: Sequence[int], since: dt.date
) -> dict[tuple[int, dt.date], dt.datetime]:
    """When each week from `since` on was last changed, by class and Monday: one statement."""
    rows = db.session.execute(
        _with_class(Course.class_id, Lesson.day, func.max(AuditEntry.at))
        .where(Course.class_id.in_(class_ids), Lesson.day >= since)
        .group_by(Course.class_id, Lesson.day)
    )
    found: dict[tuple[int, dt.date], dt.datetime] = {}
    for class_id, day, at in rows:
        key = (class_id, monday_of(day))
        found[key] = max(at, found.get(key, at))
    return found


def changed_after_confirming(since: dt.datetime) -> dict[WeekCheck, list[AuditEntry]]:
    """Reconciled weeks with what was changed in them since a moment: two statements [T3]."""
    rows = db.session.execute(
        _with_class(Course.class_id, Lesson.day, AuditEntry)
        .where(AuditEntry.at > since, Course.class_id.in_(select(WeekCheck.class_id)))
        .order_by(AuditEntry.id)
    ).all()
    checks = {
        (check.class_id, check.monday): check
        for check in db.session.scalars(
            select(WeekCheck).where(
                WeekCheck.class_id.in_({class_id for class_id, _day, _entry in rows}),
                WeekCheck.confirmed_at.is_not(None),
            )
        )
    }
    found: dict[WeekCheck, list[AuditEntry]] = {}
    for class_id, day, entry in rows:
        check = checks.get((class_id, monday_of(day)))
        if check and check.confirmed_at and entry.at > check.confirmed_at:
            found.setdefault(check, []).append(entry)
    return found


def _with_class(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(AuditEntry)
        .join(Lesson, Lesson.id == AuditEntry.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(_of_attendance())
    )
