"""«transfer-late»: a lesson of an outage that is not transferred from paper [U3 C3.2].

Term: 2 working days after the end of the outage.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, true

from app.control.checks.check import Check
from app.control.enums import Responsible
from app.control.queries.sources import LESSON, STAFF, Sources, place_of, with_place
from app.control.rules.item import Address, Item
from app.control.rules.terms import end_of
from app.core.db import db
from app.core.pages.display import at_school
from app.outages.enums import TransferState
from app.outages.models import Outage, Transfer
from app.outages.rules.outages import deadline_of
from app.timetable.models import Lesson

NAME = "transfer-late"


def find(sources: Sources, _number: int) -> Iterator[Item]:
    """Lessons of open outages that wait, and those of the span: one statement."""
    for row in _rows(sources):
        until = deadline_of(at_school(row.outage_ends).date(), sources.calendar)
        yield Item(
            NAME,
            f"{NAME}-{row.id}",
            place_of(row),
            row.day,
            end_of(until, sources.now.tzinfo),
            row.done_at,
            _l("lesson %(number)s, from paper", number=row.number),
            Address(
                "TransferPage.index",
                {"outage_id": row.outage_id, "course_id": row.course_id},
            ),
        )


def _rows(sources: Sources) -> Any:
    first = sources.span.first if sources.span else dt.date.max
    last = sources.span.last if sources.span else dt.date.max
    waits = (Transfer.state == TransferState.WAITING) & Outage.closed_at.is_(None)
    done = Transfer.done_at.is_not(None) & Lesson.day.between(first, last)
    query = select(*LESSON, Transfer.done_at, Transfer.outage_id, Outage.ends.label("outage_ends"))
    return db.session.execute(
        with_place(query)
        .join(Transfer, Transfer.lesson_id == Lesson.id)
        .join(Outage, Outage.id == Transfer.outage_id)
        .where(Lesson.id.in_(select(Transfer.lesson_id)))  # few: begin with them
        .where(waits | done, true() if sources.whole else sources.staff_id == STAFF)
    ).all()


CHECK = Check(
    NAME,
    _l("Lesson of an outage not transferred from paper"),
    "C3.2 A4.6.5",
    Responsible.TEACHER,
    find,
    traced=True,
    remind=None,  # outages tell of it themselves
    mine=False,
)
