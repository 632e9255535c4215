"""Writes of temporary journals: the sheets that were printed [U1 U3]."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import insert, select, update

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.outages.access import printable_courses
from app.outages.models import JournalSheet
from app.plan.models import Course


def record_sheets(
    actor: Actor,
    *,
    course_ids: Collection[int],
    first: dt.date | None,
    last: dt.date | None,
    now: dt.datetime,
) -> dict[int, int]:
    """Numbers of the sheets of these courses for the span, by course; at most five statements [U1].

    Sheets that were printed before keep their number. Without a span: blank sheets. 404 when the
    person may not print one of the courses.
    """
    _hold(actor, course_ids, now.date())
    printed = {"printed_at": now, "printed_by_id": actor.user_id}
    found = _numbers(course_ids, first, last)
    if found:
        known = JournalSheet.number.in_(found.values())
        db.session.execute(update(JournalSheet).where(known).values(**printed))
    missing = [at for at in dict.fromkeys(course_ids) if at not in found]  # in printing order
    if missing:
        rows = [{"course_id": at, "first": first, "last": last, **printed} for at in missing]
        db.session.execute(insert(JournalSheet), rows)
    return found | _numbers(missing, first, last) if missing else found


def record_empty_sheets(actor: Actor, *, count: int, now: dt.datetime) -> list[int]:
    """Numbers of `count` new sheets that belong to no course yet [U1]."""
    sheets = [JournalSheet(printed_at=now, printed_by_id=actor.user_id) for _each in range(count)]
    db.session.add_all(sheets)
    db.session.flush()  # the numbers are the keys
    return [sheet.number for sheet in sheets]


def _hold(actor: Actor, course_ids: Collection[int], today: dt.date) -> None:
    """Hold the courses until the end of the unit of work: two people who print the same at the
    same time get one number.
    """
    held = db.session.scalars(
        select(Course.id)
        .where(Course.id.in_(course_ids), printable_courses(actor, today))
        .order_by(Course.id)
        .with_for_update(key_share=True)
    ).all()
    if set(held) != set(course_ids):
        raise NotFound


def _numbers(
    course_ids: Collection[int], first: dt.date | None, last: dt.date | None
) -> dict[int, int]:
    """Numbers of stored sheets by course."""
    rows = db.session.execute(
        select(JournalSheet.course_id, JournalSheet.number).where(
            JournalSheet.course_id.in_(course_ids),
            JournalSheet.first.is_not_distinct_from(first),
            JournalSheet.last.is_not_distinct_from(last),
        )
    )
    return {course_id: number for course_id, number in rows if course_id is not None}
