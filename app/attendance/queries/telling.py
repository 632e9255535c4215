"""What has happened lately that families should hear of: settled rows only [T5]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, literal, select, union_all

from app.attendance.enums import AbsenceKind, Decision
from app.attendance.models import Absence, AbsenceDocument, AbsenceReport, DayNote
from app.attendance.rules.telling import FAILING
from app.audit.models import AuditEntry
from app.core.db import db
from app.journal.models import Mark, Task
from app.people.models import Pupil
from app.plan.models import Course
from app.school.models import Subject
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class PupilDay:
    """A pupil's noted lessons of a day: numbers with kinds."""

    pupil_id: int
    name: str
    day: dt.date
    noted: list[tuple[int, AbsenceKind]] = field(default_factory=list)


def days_with_absence(first: dt.date, last: dt.date, settled: dt.datetime) -> list[PupilDay]:
    """Pupils' days in the span with an absence, as far as nobody changed it since `settled`.

    One statement.
    """
    rows: Any = db.session.execute(
        select(
            Absence.pupil_id,
            Pupil.last_name,
            Pupil.first_name,
            Lesson.day,
            Lesson.number,
            Absence.kind,
        )
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .join(Pupil, Pupil.id == Absence.pupil_id)
        .where(
            Lesson.day.between(first, last),
            Lesson.status == LessonStatus.HELD,
            Absence.kind.is_not(None),
            Absence.kind != AbsenceKind.LATE,
            ~_changed("absence", Absence.id, settled),
        )
        .order_by(Lesson.day, Absence.pupil_id)
    )
    found: dict[tuple[int, dt.date], PupilDay] = {}
    for pupil, surname, name, day, number, kind in rows:
        key = (pupil, day)
        found.setdefault(key, PupilDay(pupil, f"{surname} {name}", day)).noted.append(
            (number, kind)
        )
    return list(found.values())


def _changed(table: str, row: Any, since: dt.datetime) -> Any:
    """True where the history has a change of the row after the moment."""
    return exists().where(
        AuditEntry.table_name == table, AuditEntry.row_id == row, AuditEntry.at > since
    )


def explained_days(
    pupils: Collection[int], first: dt.date, last: dt.date
) -> dict[int, list[tuple[dt.date, dt.date]]]:
    """Spans of which a document, a report not declined, or a day note speaks: one statement."""
    document, report, note = AbsenceDocument, AbsenceReport, DayNote
    usable = report.state.in_((Decision.WAITING, Decision.ACCEPTED))
    spans = union_all(
        select(literal(1), document.pupil_id, document.first, document.last).where(
            document.pupil_id.in_(pupils), document.first <= last, document.last >= first
        ),
        select(literal(2), report.pupil_id, report.first, report.last).where(
            report.pupil_id.in_(pupils), report.first <= last, report.last >= first, usable
        ),
        select(literal(3), note.pupil_id, note.day, note.day).where(
            note.pupil_id.in_(pupils), note.day.between(first, last)
        ),
    )
    found: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    for _what, pupil, begins, ends in db.session.execute(spans):
        found[pupil].append((begins, ends))
    return found


def failing_marks(since: dt.date, entered: dt.datetime, settled: dt.datetime) -> Sequence[Any]:
    """Failing marks of lessons since a day, entered after a moment and not changed lately.

    Rows (id, value, pupil_id, last_name, first_name, day, subject, course_id): one statement.
    """
    return db.session.execute(
        select(
            Mark.id,
            Mark.value,
            Mark.pupil_id,
            Pupil.last_name,
            Pupil.first_name,
            Lesson.day,
            Subject.name.label("subject"),
            Course.id.label("course_id"),
        )
        .join(Task, Task.id == Mark.task_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .join(Subject, Subject.id == Course.subject_id)
        .join(Pupil, Pupil.id == Mark.pupil_id)
        .where(
            Lesson.day >= since,
            Mark.value.in_(FAILING),
            _changed("mark", Mark.id, entered),
            ~_changed("mark", Mark.id, settled),
        )
        .order_by(Mark.id)
    ).all()
