"""What is known of the reasons of absence before a lesson is marked [T1 T2]."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import String, and_, literal, null, or_, select, type_coerce, union_all
from sqlalchemy.orm import joinedload

from app.attendance.enums import AbsenceKind, Decision, DocumentKind
from app.attendance.models import Absence, AbsenceDocument, AbsenceReport, DayNote
from app.attendance.rules.documents import precedence
from app.attendance.rules.reasons import Known, Reason, Source, going_on, gone, ranked
from app.classes.models import ClassMembership, SubgroupMembership
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.journal.access import visible_lessons
from app.plan.models import Course
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


def seen_lesson(actor: Actor, lesson_id: int, on: dt.date) -> Lesson:
    """A lesson whose journal page the person may open; raises NotFound. One statement [P2]."""
    query = (
        select(Lesson)
        .where(Lesson.id == lesson_id, visible_lessons(actor, on))
        .options(joinedload(Lesson.course))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def known_reasons(lesson: Lesson) -> dict[int, list[Reason]]:
    """By pupil: what is known of why they may be absent from the lesson, the surest first [T1].

    A document of the day, a parent's report, a day note, an absence from the lesson before: two
    statements, and one more when the lesson's course has not been read.
    """
    course = lesson.course
    pupils = _pupils(course, lesson.day)
    return ranked([*papers_on(lesson.day, pupils), *_earlier(lesson, course, pupils)])


def _pupils(course: Course, day: dt.date) -> Any:
    """Ids of the pupils of a course on a day, as a subquery [S6]."""
    part = course.subgroup_id is not None
    kind: Any = SubgroupMembership if part else ClassMembership
    place = kind.subgroup_id == course.subgroup_id if part else kind.class_id == course.class_id
    there = [place, kind.since <= day, or_(kind.until.is_(None), kind.until >= day)]
    return select(kind.pupil_id).where(*there)


def papers_on(day: dt.date, pupils: Any) -> Iterator[Known]:
    """What documents, reports and day notes say of a day; `pupils`: ids or a subquery [T2].

    One statement.
    """
    document, report, note = AbsenceDocument, AbsenceReport, DayNote
    usable = report.state.in_((Decision.WAITING, Decision.ACCEPTED))
    spans = (
        _part("document", document, document.last, _code(document.document), document.received_on)
        .where(_covers(document, day, pupils)),
        _part("report", report, report.last, _code(report.state), report.first)
        .where(_covers(report, day, pupils), usable),
        _part("note", note, note.day, null(), note.day)
        .where(note.day == day, note.pupil_id.in_(pupils)),
    )  # fmt: skip
    for row in db.session.execute(union_all(*spans)):
        yield _known(*row)


def _part(what: str, table: Any, until: Any, code: Any, since: Any) -> Any:
    return select(literal(what), table.pupil_id, _code(table.kind), until, code, since)


def _code(column: Any) -> Any:
    """A code as text: one column of the union has codes of several kinds."""
    return type_coerce(column, String)


def _covers(kind: Any, day: dt.date, pupils: Any) -> Any:
    return and_(kind.pupil_id.in_(pupils), kind.first <= day, kind.last >= day)


def _known(what: str, pupil: int, kind: Any, last: Any, code: Any, since: Any) -> Known:
    if what == "document":
        order = precedence(DocumentKind(code), since)
        return Known(pupil, Source.DOCUMENT, AbsenceKind(kind), until=last, order=order)
    if what == "note":
        return Known(pupil, Source.NOTE, AbsenceKind(kind))
    source = Source.REPORT if code == Decision.ACCEPTED else Source.WAITING
    return Known(pupil, source, AbsenceKind(kind), until=last)


def _earlier(lesson: Lesson, course: Course, pupils: Any) -> list[Known]:
    """Absences from the lesson before, if attendance was noted in it, and who has gone for the
    day: one statement.
    """
    rows = db.session.execute(
        select(Lesson.number, Lesson.topic, Absence.pupil_id, Absence.kind, Absence.gone)
        .join(Course, Course.id == Lesson.course_id)
        .outerjoin(
            Absence,
            and_(
                Absence.lesson_id == Lesson.id,
                Absence.kind.is_not(None),
                Absence.pupil_id.in_(pupils),
            ),
        )
        .where(
            Course.class_id == course.class_id,
            Lesson.day == lesson.day,
            Lesson.number < lesson.number,
            Lesson.status == LessonStatus.HELD,
        )
    )
    noted: dict[int, dict[int, Any]] = {}
    left: dict[int, dict[int, Any]] = {}
    for number, topic, pupil, kind, has_gone in rows:
        if topic or pupil is not None:
            kinds = noted.setdefault(number, {})
            if pupil is not None:
                kinds[pupil] = kind
        if has_gone:
            left.setdefault(number, {})[pupil] = kind
    return [*gone(left), *going_on(noted)]
