"""Reads of absences [T1]."""

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, bindparam, select, true
from sqlalchemy.orm import aliased, contains_eager

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.core.actor import Actor
from app.core.db import db
from app.journal.models import Mark, Task
from app.journal.queries.cells import Keys, MarkPlace, next_keys, sums_elsewhere, usual_kind
from app.journal.queries.place import receipt_of
from app.journal.queries.span import Scope, Span, lessons_of
from app.journal.rules.sent import Sent
from app.plan.models import Course, WorkKind
from app.timetable.models import Lesson


@dataclass(frozen=True)
class StoredCell:
    """A pupil's rows of a lesson.

    `kind`: the kind of work for marks without a named one; `elsewhere`: Σ(mark · weight) and
    Σ(weight) in the other lessons of the period; `keys`: for new rows; `before`:
    what was answered to this very entry before [U4].
    """

    marks: list[MarkPlace]
    absence: Absence | None
    kind: WorkKind | None
    elsewhere: tuple[int, int]
    keys: Keys
    before: dict[str, Any] | None


class Missed(NamedTuple):
    """An absence, until the end of the day or not, or lateness with its minutes."""

    kind: AbsenceKind
    minutes: int | None
    gone: bool = False


def absence_of(lesson_id: int, pupil_id: int) -> Absence | None:
    """The row of a pupil and a lesson, if there is one."""
    query = select(Absence).where(Absence.lesson_id == lesson_id, Absence.pupil_id == pupil_id)
    return db.session.scalars(query).first()


def cell_for_update(actor: Actor, sent: Sent, period_id: int | None) -> StoredCell:
    """The cell of an entry as it is stored, and what its change needs: one statement.

    `period_id`: the period whose average is asked for.
    """
    sqlite = db.session.get_bind().dialect.name == "sqlite"
    ids = {"lesson_id": sent.lesson, "pupil_id": sent.pupil, "period_id": period_id}
    known = {**ids, "entry": sent.entry, "user_id": actor.user_id}
    rows = db.session.execute(_cell_statement(sqlite=sqlite), known).all()
    _task, _mark, absence, kind, before, total, weights, *keys = rows[0]
    marks = [MarkPlace(row.Task, row.Mark) for row in rows if row.Task]
    return StoredCell(marks, absence, kind, (total, weights), Keys(*keys), before)


@cache
def _cell_statement(*, sqlite: bool) -> Any:
    """Built once: putting it together takes longer than running it."""
    lesson, pupil, period = (
        bindparam(name, type_=Integer) for name in ("lesson_id", "pupil_id", "period_id")
    )
    usual = aliased(WorkKind)
    sums = sums_elsewhere(lesson, pupil, period)
    receipt = receipt_of(bindparam("entry"))
    keys = next_keys(sqlite=sqlite)
    return (
        select(Task, Mark, Absence, usual, receipt, sums.c.total, sums.c.weights, *keys)
        .select_from(Lesson)
        .join(sums, true())
        .outerjoin(usual, usual.id == usual_kind())
        .outerjoin(Task, Task.lesson_id == Lesson.id)
        .outerjoin(Task.kind)
        .outerjoin(Mark, and_(Mark.task_id == Task.id, Mark.pupil_id == pupil))
        .outerjoin(Absence, and_(Absence.lesson_id == Lesson.id, Absence.pupil_id == pupil))
        .options(contains_eager(Task.kind))
        .where(Lesson.id == lesson)
        .order_by(Task.position)
    )


def absences_in(span: Span) -> dict[tuple[int, int], Missed]:
    """Absences of the lessons of a grid by (lesson, pupil): one statement."""
    rows = db.session.execute(_absences(span.scope), span.known)
    return {(lesson, pupil): Missed(*missed) for lesson, pupil, *missed in rows}


@cache
def _absences(scope: Scope) -> Any:
    return (
        select(Absence.lesson_id, Absence.pupil_id, Absence.kind, Absence.minutes, Absence.gone)
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(*lessons_of(scope), Absence.kind.is_not(None))
    )
