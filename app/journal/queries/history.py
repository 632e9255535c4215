"""What the history of an entry is found by, if the person may read the entry [J9]."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.queries import history_of_cell, history_of_lesson, history_of_row
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.journal.access import visible_lessons
from app.timetable.models import Lesson

_TABLES = {"topic": ("lesson",), "no_homework": ("lesson",), "homework": ("homework",)}


def history_in_lesson(
    actor: Actor, *, kind: str, lesson_id: int, pupil_id: int, task_id: int, on: dt.date
) -> Sequence[AuditEntry]:
    """What was done to a cell, a task, the topic or the homework of a lesson, the latest first.

    Raises NotFound for a lesson that the person may not read.
    """
    seen = select(Lesson.id).where(Lesson.id == lesson_id, visible_lessons(actor, on))
    if db.session.scalar(seen) is None:
        raise NotFound
    if kind == "task":
        rows = history_of_row("task", task_id)
        return [row for row in rows if row.lesson_id == lesson_id]
    if kind in _TABLES:
        return history_of_lesson(_TABLES[kind], lesson_id)
    return history_of_cell(("mark", "absence"), lesson_id, pupil_id)
