"""What class teachers have done about reasons of absence, and when: by the history [T1 T2 J9]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, and_, cast, func, select
from sqlalchemy.orm import aliased

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence, AbsenceDocument
from app.attendance.queries.documents import paper_of
from app.attendance.queries.dues import (
    Due,
    by_day,
    calendar_on,
    due_of,
    due_of_paper,
    papers_of,
    spoken_of,
    with_class,
)
from app.attendance.rules.documents import Correction, corrected, know_by
from app.audit.models import AuditEntry
from app.audit.queries import BY_HAND
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.pages.display import at_school
from app.people.models import Pupil
from app.plan.models import Course
from app.timetable.models import Lesson

_SAID = cast(AuditEntry.changes, String)
_CHANGED = and_(
    AuditEntry.table_name == Absence.__tablename__,
    AuditEntry.row_id == Absence.id,
    AuditEntry.action == "update",
    BY_HAND,
)


@dataclass(frozen=True)
class Settled:
    """Something that a class teacher had to do, and the moment when it was done."""

    due: Due
    done: dt.datetime


def known_reasons(actor: Actor, today: dt.date, first: dt.date, last: dt.date) -> list[Settled]:
    """Days of pupils in the span whose reasons were unknown for a time and no longer are [T1].

    Done when the last of them was found out, or its absence taken back. One statement, and the
    calendar's when there are some.
    """
    found_out = and_(_CHANGED, _SAID.contains(f'"kind": ["{AbsenceKind.UNKNOWN}", '))
    number = func.count(AuditEntry.row_id.distinct())
    still = func.count(Absence.id).filter(Absence.kind == AbsenceKind.UNKNOWN)
    query = by_day(number.label("number"), func.max(AuditEntry.at).label("at"))
    rows = db.session.execute(
        with_class(query, actor, today)
        .outerjoin(AuditEntry, found_out)
        .where(Lesson.day.between(first, last))
        .having(and_(number > 0, still == 0))
    ).all()
    if not rows:
        return []
    calendar = calendar_on(today)
    until = {day: know_by(calendar, day) for day in {row.day for row in rows}}
    return [Settled(due_of(row, row.day, row.number, until[row.day]), row.at) for row in rows]


def corrected_documents(
    actor: Actor, today: dt.date, first: dt.date, last: dt.date
) -> list[Settled]:
    """Documents of the span after whose receipt absences were made to agree with them [T2].

    Done with the last of these changes; a document that the journal still does not follow in
    another lesson is among `uncorrected_documents`, too. Up to six statements.
    """
    rows = _changes(actor, today, first, last)
    if not rows:
        return []
    calendar, heads = calendar_on(today), {row.pupil_id: row for row in rows}
    papers = papers_of(heads)
    found = corrected(map(_correction, rows), [(p.pupil_id, paper_of(p)) for p in papers])
    settled = []
    for paper in papers:
        if changes := found.get(paper.id):
            days = {change.id: change.day for change in changes}
            due = due_of_paper(heads[paper.pupil_id], paper, days.values(), calendar)
            settled.append(Settled(due, max(change.at for change in changes)))
    return settled


def _changes(actor: Actor, today: dt.date, first: dt.date, last: dt.date) -> Sequence[Any]:
    """Changes of the kind of absences of which a document of the span speaks.

    Found by the lessons of its days: by the history of absences all years would be read.
    """
    paper = aliased(AbsenceDocument)
    of_span = (paper.first <= last, paper.last >= first)
    bounds = select(func.min(paper.first), func.max(paper.last)).where(*of_span)
    oldest, latest = db.session.execute(bounds).one()
    if oldest is None:
        return []
    query = select(
        Absence.id,
        Absence.pupil_id,
        Lesson.day,
        AuditEntry.at,
        AuditEntry.changes,
        Pupil.last_name,
        Pupil.first_name,
        SchoolClass.name,
        Course.class_id,
    )
    rows = db.session.execute(
        with_class(query, actor, today)
        .outerjoin(AuditEntry, and_(_CHANGED, _SAID.contains('"kind": [')))
        .where(
            Lesson.day.between(oldest, latest), spoken_of(paper, oldest).where(*of_span).exists()
        )
    )
    return [row for row in rows if row.at]


def _correction(row: Any) -> Correction:
    was, becomes = (value and AbsenceKind(value) for value in row.changes["kind"])
    on = at_school(row.at).date()
    return Correction(row.id, row.pupil_id, row.day, row.at, on, was, becomes)
