"""Writes of temporary journals: the sheets that were printed [U1 U3]."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select

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
    """Numbers of the sheets of these courses for the span, by course; four statements [U1].

    Sheets that were printed before keep their number. Without a span: blank sheets.
    """
    held = _hold(actor, course_ids, now.date())
    found = {sheet.course_id: sheet for sheet in _printed(held, first, last)}
    for course_id in held:
        sheet = found.setdefault(
            course_id, JournalSheet(course_id=course_id, first=first, last=last)
        )
        sheet.printed_at, sheet.printed_by_id = now, actor.user_id
    db.session.add_all(found.values())
    db.session.flush()  # the numbers are the keys
    return {course_id: sheet.number for course_id, sheet in found.items() if course_id}


def record_empty_sheets(actor: Actor, *, count: int, now: dt.datetime) -> list[int]:
    """Numbers of `count` new sheets that belong to no course yet [U1]."""
    sheets = [JournalSheet(printed_at=now, printed_by_id=actor.user_id) for _each in range(count)]
    db.session.add_all(sheets)
    db.session.flush()  # the numbers are the keys
    return [sheet.number for sheet in sheets]


def _hold(actor: Actor, course_ids: Collection[int], today: dt.date) -> list[int]:
    """The courses, held until the end of the unit of work: two who print the same at the same
    time get one number. 404 when the person may not print one of them.
    """
    held = db.session.scalars(
        select(Course.id)
        .where(Course.id.in_(course_ids), printable_courses(actor, today))
        .order_by(Course.id)
        .with_for_update(key_share=True)
    ).all()
    if len(held) != len(set(course_ids)):
        raise NotFound
    return list(held)


def _printed(
    course_ids: Collection[int], first: dt.date | None, last: dt.date | None
) -> list[JournalSheet]:
    return list(
        db.session.scalars(
            select(JournalSheet).where(
                JournalSheet.course_id.in_(course_ids),
                JournalSheet.first.is_(None) if first is None else JournalSheet.first == first,
                JournalSheet.last.is_(None) if last is None else JournalSheet.last == last,
            )
        )
    )
