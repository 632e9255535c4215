"""What the administrator opens again [J8]."""

import datetime as dt

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden, refuse_if
from app.journal.access import may_reopen
from app.journal.models import Reopening
from app.journal.queries.reopenings import is_concerned
from app.journal.rules.reopening import Opened, reopening_faults
from app.people.models import Staff
from app.plan.models import Course


def reopen(
    actor: Actor, *, course: Course, staff: Staff, opened: Opened, today: dt.date
) -> Reopening:
    """Open closed lessons of a course to a teacher until a day, with a reason [J8]."""
    row = Reopening()
    change_reopening(actor, row=row, course=course, staff=staff, opened=opened, today=today)
    db.session.add(row)
    return row


def change_reopening(
    actor: Actor, *, row: Reopening, course: Course, staff: Staff, opened: Opened, today: dt.date
) -> None:
    """Change what is opened, to whom and until when [J8]."""
    _require_may_reopen(actor)
    concerned = is_concerned(course, staff)
    refuse_if(reopening_faults(opened, concerned=concerned, today=today))
    row.course, row.staff = course, staff
    row.first, row.last, row.until = opened.first, opened.last, opened.until
    row.reason = opened.reason.strip()


def close_reopening(actor: Actor, *, row: Reopening) -> None:
    """Close what was opened; entries made meanwhile stay [J8]."""
    _require_may_reopen(actor)
    db.session.delete(row)


def _require_may_reopen(actor: Actor) -> None:
    if not may_reopen(actor):
        raise Forbidden
