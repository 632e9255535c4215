"""What was changed in a reconciled week afterwards: read from the history, stored nowhere [T3 J9].

So every way in reopens a week, and saving a mark costs nothing.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select

from app.attendance.models import WeekCheck
from app.attendance.rules.week_terms import monday_of
from app.audit.models import AuditEntry
from app.core.db import days_after, db
from app.plan.models import Course
from app.timetable.models import Lesson

_LONGEST = 100  # changes shown of one week


def _of_attendance() -> Any:
    """Entries about marks and absences, and about whether and when a lesson is held."""
    said = cast(AuditEntry.changes, String)
    held = or_(said.contains('"status"'), said.contains('"day"'))
    # Not the bare column: an index by tables would be read, half of the whole history.
    table = func.coalesce(AuditEntry.table_name, "")
    return or_(table.in_(("mark", "absence")), and_(table == "lesson", held))


def changes_since(lesson_ids: Sequence[int], since: dt.datetime) -> list[AuditEntry]:
    """What was changed in these lessons after a moment, the latest first: one statement."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.lesson_id.in_(lesson_ids), AuditEntry.at > since, _of_attendance())
        .order_by(AuditEntry.id.desc())
        .limit(_LONGEST)
    )
    return list(db.session.scalars(query))


def changed_since_confirmed() -> ColumnElement[bool]:
    """True where a reconciled week was changed afterwards; WeekCheck is at hand."""
    days = Lesson.day.between(WeekCheck.monday, days_after(WeekCheck.monday, 6))
    later = AuditEntry.at > WeekCheck.confirmed_at
    changes = _with_class(AuditEntry.id).where(Course.class_id == WeekCheck.class_id, days, later)
    found: ColumnElement[bool] = changes.correlate(WeekCheck).exists()
    return found


def changed_after_confirming(since: dt.datetime) -> dict[WeekCheck, list[str]]:
    """Reconciled weeks that were changed since a moment, and by whom: three statements [T3]."""
    first = db.session.scalar(select(func.min(WeekCheck.confirmed_at)))
    if first is None:
        return {}
    rows = db.session.execute(
        _with_class(Course.class_id, Lesson.day, AuditEntry.at, AuditEntry.user_name).where(
            AuditEntry.at > max(first, since)
        )
    ).all()
    classes = {row.class_id for row in rows}
    checks = {
        (check.class_id, check.monday): check
        for check in db.session.scalars(select(WeekCheck).where(WeekCheck.class_id.in_(classes)))
    }
    found: dict[WeekCheck, list[str]] = {}
    for row in sorted(rows, key=lambda row: row.at):
        check = checks.get((row.class_id, monday_of(row.day)))
        if check and check.confirmed_at and row.at > check.confirmed_at:
            found.setdefault(check, []).append(row.user_name)
    return found


def _with_class(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(AuditEntry)
        .join(Lesson, Lesson.id == AuditEntry.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(_of_attendance())
    )
