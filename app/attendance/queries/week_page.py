"""What the page of a week asks beside the week itself [T3]."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from app.attendance.access import reconciled_classes
from app.attendance.queries.week_changes import changes_since
from app.attendance.queries.weeks import ClassWeek
from app.attendance.rules.week_terms import due_on
from app.audit.models import AuditEntry
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.journal.queries.courses import Journal
from app.school.queries import calendar_of, get_year


@dataclass(frozen=True)
class Standing:
    """How a week stands: until when it is to be reconciled, what was changed after it was."""

    until: dt.date
    late: bool
    changes: list[AuditEntry]

    def reconciled(self, week: ClassWeek) -> bool:
        """True when it was reconciled, nothing has been changed since, and nothing came to light.

        A later document or a corrected list of the class contradicts without a change of entries.
        """
        return stamped(week) and not self.changes and not week.open


def stamped(week: ClassWeek) -> bool:
    """True when somebody has ever reconciled the week."""
    return week.check is not None and week.check.confirmed_at is not None


def standing_of(week: ClassWeek, today: dt.date) -> Standing:
    """Term and later changes of a week: four statements."""
    calendar = calendar_of(get_year(week.head.school_class.year_id))
    until = due_on(week.monday, calendar)
    since = week.check.confirmed_at if week.check else None
    ids = [lesson.id for lesson in week.planned]
    return Standing(until, today > until, changes_since(ids, since) if since else [])


def classes_to_reconcile(actor: Actor, year_id: int) -> list[Journal]:
    """Classes of a year whose weeks the person may see, to jump to: one statement."""
    rows = db.session.execute(
        select(SchoolClass.id, SchoolClass.name)
        .where(SchoolClass.year_id == year_id, reconciled_classes(actor))
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    return [Journal(*row) for row in rows]
