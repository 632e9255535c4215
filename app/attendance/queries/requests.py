"""Requests of class teachers to the teachers of lessons [T3]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.attendance.access import addressed_requests
from app.attendance.enums import Contradiction, Decision
from app.attendance.models import CorrectionRequest
from app.attendance.queries.cells import absences_in
from app.attendance.queries.weeks import cells_of
from app.attendance.rules.week import seen_of
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.journal.queries.grid import marks_in
from app.journal.queries.span import of_ids
from app.journal.rules.cell import Cell
from app.plan.models import Course
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_ANSWERED_SHOWN = 20


@dataclass(frozen=True)
class Asked:
    """A request as the teacher of the lesson finds it, with the cell as it is now.

    `stale`: the cell was changed after the question; there is nothing to accept any more.
    """

    request: CorrectionRequest
    cell: Cell

    @property
    def stale(self) -> bool:
        """True when the cell is not as it was."""
        return seen_of(self.request.about, self.cell) != self.request.seen


def waiting_requests(actor: Actor, today: dt.date) -> list[Asked]:
    """What the person is asked and has not answered, by lesson: three statements."""
    rows = db.session.scalars(
        _requests()
        .where(_waits(), addressed_requests(actor, today))
        .order_by(Lesson.day, Lesson.number, CorrectionRequest.id)
    ).all()
    return _with_cells(rows)


def answered_requests(actor: Actor) -> Sequence[CorrectionRequest]:
    """The latest answers to what the person was asked."""
    query = _requests().where(
        CorrectionRequest.state != Decision.WAITING,
        CorrectionRequest.decided_by == actor.user_id,
        CorrectionRequest.asked_by != actor.user_id,
    )
    latest = query.order_by(CorrectionRequest.decided_at.desc()).limit(_ANSWERED_SHOWN)
    return db.session.scalars(latest).all()


def waiting_count(actor: Actor, today: dt.date) -> int:
    """How many requests wait for the person: one statement."""
    if actor.staff_id is None:
        return 0
    query = (
        select(func.count(CorrectionRequest.id))
        .join(Lesson, Lesson.id == CorrectionRequest.lesson_id)
        .where(_waits(), addressed_requests(actor, today))
    )
    return db.session.scalar(query) or 0


def asked_of(actor: Actor, request_id: int, today: dt.date) -> Asked:
    """A request to the person; raises NotFound for anybody else's [P2]."""
    query = _requests().where(CorrectionRequest.id == request_id, addressed_requests(actor, today))
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return _with_cells([row])[0]


def _requests() -> Select[CorrectionRequest]:
    return (
        select(CorrectionRequest)
        .join(CorrectionRequest.lesson)
        .options(
            joinedload(CorrectionRequest.pupil),
            joinedload(CorrectionRequest.lesson)
            .joinedload(Lesson.course)
            .options(
                joinedload(Course.subject),
                joinedload(Course.school_class),
                joinedload(Course.subgroup),
            ),
        )
    )


def _waits() -> ColumnElement[bool]:
    """Waiting; one for a topic that is written, or of a lesson not held, asks nothing any more."""
    other = CorrectionRequest.about != Contradiction.UNFILLED
    unfilled = and_(Lesson.topic == "", Lesson.status == LessonStatus.HELD)
    return and_(CorrectionRequest.state == Decision.WAITING, or_(other, unfilled))


def _with_cells(rows: Sequence[CorrectionRequest]) -> list[Asked]:
    span = of_ids({row.lesson_id for row in rows})
    cells = cells_of(marks_in(span), absences_in(span)) if rows else {}
    return [Asked(row, cells.get((row.lesson_id, row.pupil_id or 0), Cell())) for row in rows]
