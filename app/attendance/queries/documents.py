"""Papers on absence and the lessons that they concern [T2]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from app.attendance.access import KEEPS_PAPERS, kept_documents, visible_documents
from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence, AbsenceDocument, AbsenceReport
from app.attendance.rules.documents import Paper, deciding, why_unchanged
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Forbidden, NotFound
from app.journal.access import enrolled
from app.journal.queries.place import Place, places_of
from app.journal.rules.entry import attendance_faults
from app.journal.rules.version import version_of
from app.plan.models import Course
from app.school.models import Subject
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class Concerned:
    """A lesson in the span of a document: what is stored, and what the document makes of it.

    `becomes`: the new kind, none where nothing changes; `why` then says why not.
    """

    lesson_id: int
    day: dt.date
    number: int
    subject: str
    absence: Absence | None
    becomes: AbsenceKind | None
    why: Any


@dataclass(frozen=True)
class Concerns:
    """The lessons of a document up to today; `ahead`: how many of its days are still to come."""

    document: AbsenceDocument
    lessons: list[Concerned]
    ahead: int

    @property
    def changing(self) -> list[Concerned]:
        """Those that change."""
        return [one for one in self.lessons if one.becomes]

    @property
    def version(self) -> int:
        """Differs when the list that the person saw is no longer the one that is stored."""
        seen = [(one.lesson_id, one.absence and one.absence.version) for one in self.changing]
        return version_of(*(part for pair in seen for part in pair), self.document.kind)


def paper_of(row: AbsenceDocument) -> Paper:
    """A document as the rules know it."""
    return Paper(row.id, row.document, row.kind, row.first, row.last, row.received_on)


def seen_document(actor: Actor, document_id: int, on: dt.date) -> AbsenceDocument:
    """A document that the person may read, with its pupil; raises NotFound [T2]."""
    query = select(AbsenceDocument).where(
        AbsenceDocument.id == document_id, visible_documents(actor, on)
    )
    found = db.session.scalars(query.options(joinedload(AbsenceDocument.pupil))).one_or_none()
    if found is None:
        raise NotFound
    return found


def kept_document(actor: Actor, document_id: int, on: dt.date) -> AbsenceDocument:
    """A document that the person may change and open; Forbidden for who only reads it [T2]."""
    found = seen_document(actor, document_id, on)
    kept = select(AbsenceDocument.id).where(
        AbsenceDocument.id == document_id, kept_documents(actor, on)
    )
    if db.session.scalar(kept) is None:
        raise Forbidden
    return found


def concerned_lessons(actor: Actor, document: AbsenceDocument, today: dt.date) -> Concerns:
    """Every lesson of the pupil in the span up to today, with what changes: three statements."""
    rows = _lessons(document, today)
    papers = [paper_of(row) for row in _papers_beside(document)]
    stored = [row.Lesson.id for row in rows if row.Absence]
    places = places_of(
        actor, stored, today, pupil_id=document.pupil_id, open_since=document.received_on
    )
    office = actor.has(*KEEPS_PAPERS)
    lessons = []
    for row in rows:
        mine = office or (actor.staff_id is not None and row.teacher_id == actor.staff_id)
        why = _why_not(row, document, papers, places.get(row.Lesson.id), today, mine=mine)
        lesson, becomes = row.Lesson, None if why else document.kind
        lessons.append(
            Concerned(lesson.id, lesson.day, lesson.number, row.name, row.Absence, becomes, why)
        )
    return Concerns(document, lessons, max((document.last - today).days, 0))


def _lessons(document: AbsenceDocument, today: dt.date) -> Sequence[Any]:
    absence = and_(
        Absence.lesson_id == Lesson.id,
        Absence.pupil_id == document.pupil_id,
        Absence.kind.is_not(None),
    )
    return db.session.execute(
        select(Lesson, Subject.name, SchoolClass.teacher_id, Absence)
        .join(Course, Course.id == Lesson.course_id)
        .join(Subject, Subject.id == Course.subject_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .outerjoin(Absence, absence)
        .where(
            Lesson.day.between(document.first, min(document.last, today)),
            Lesson.status == LessonStatus.HELD,
            enrolled(document.pupil_id),
        )
        .order_by(Lesson.day, Lesson.number, Lesson.id)
    ).all()


def _papers_beside(document: AbsenceDocument) -> Sequence[AbsenceDocument]:
    return db.session.scalars(
        select(AbsenceDocument).where(
            AbsenceDocument.pupil_id == document.pupil_id,
            AbsenceDocument.first <= document.last,
            AbsenceDocument.last >= document.first,
        )
    ).all()


def _why_not(
    row: Any,
    document: AbsenceDocument,
    papers: list[Paper],
    place: Place | None,
    today: dt.date,
    *,
    mine: bool,
) -> Any:
    """Why the document changes nothing in a lesson; none when it does."""
    stored: Absence | None = row.Absence
    decides = deciding(papers, row.Lesson.day)
    kind, minutes = (stored.kind, stored.minutes) if stored else (None, None)
    why = why_unchanged(kind, minutes, paper_of(document), decides)
    if why is not None:
        return why
    if place is None or not mine:
        return str(Forbidden.default)
    faults: list[Fault] = attendance_faults(place.facts, today)
    return " ".join(str(fault.text) for fault in faults) or None


def scan_keys() -> set[str]:
    """Names of the kept files that a document or a report still names."""
    found: set[str] = set()
    for table in (AbsenceDocument, AbsenceReport):
        found |= set(db.session.scalars(select(table.scan_key).where(table.scan_key != "")))
    return found
