"""What others wrote into the cells of a grid since a moment [J10]."""

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core.actor import Actor
from app.core.db import db
from app.journal.access import visible_lessons
from app.timetable.models import Lesson


class Written(NamedTuple):
    """Who wrote into a cell last, and when."""

    lesson_id: int
    pupil_id: int
    by: str
    at: dt.datetime


def written_by_others(
    actor: Actor, lesson_ids: Collection[int], since: dt.datetime, on: dt.date
) -> list[Written]:
    """Cells of the lessons, as far as the person may read them, that somebody else changed since.

    One statement.
    """
    readable = select(Lesson.id).where(Lesson.id.in_(lesson_ids), visible_lessons(actor, on))
    rows = db.session.execute(
        select(AuditEntry.lesson_id, AuditEntry.pupil_id, AuditEntry.user_name, AuditEntry.at)
        .where(
            AuditEntry.at >= since,
            AuditEntry.lesson_id.in_(readable),
            AuditEntry.pupil_id.is_not(None),
            AuditEntry.table_name.in_(("mark", "absence")),
            AuditEntry.user_id.is_distinct_from(actor.user_id),
        )
        .order_by(AuditEntry.id)
    )
    last: dict[tuple[int, int], Written] = {}
    for lesson, pupil, by, at in rows:
        if lesson is not None and pupil is not None:
            last[lesson, pupil] = Written(lesson, pupil, by, at)
    return list(last.values())
