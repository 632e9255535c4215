"""What class teachers still have to do about reasons of absence, with its terms [T2 T1]."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from app.attendance.access import READS_PAPERS
from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence, AbsenceDocument
from app.attendance.queries.documents import paper_of
from app.attendance.rules.documents import LONGEST, Noted, correct_by, know_by, uncorrected
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import days_after, db
from app.journal.access import enrolled
from app.people.models import Pupil
from app.plan.models import Course
from app.school.models import AcademicYear
from app.school.queries import calendar_of, year_on
from app.school.rules.calendar import Calendar
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class Due:
    """Something that a class teacher has to do: how many absences, by which day, for whom."""

    pupil_id: int
    pupil: str
    school_class: str
    class_id: int
    first: dt.date
    count: int
    by: dt.date
    document_id: int | None = None

    def late(self, today: dt.date) -> bool:
        """True when the term is over."""
        return today > self.by


def uncorrected_documents(actor: Actor, today: dt.date) -> list[Due]:
    """Documents whose reasons stand otherwise in the journal, with the term [T2].

    Term «reason-not-corrected»; from the absence on when the paper was there before. Up to five
    statements, whatever the size of the school.
    """
    found = _mismatches(actor, today)
    if not found:
        return []
    calendar = calendar_on(today)
    papers = papers_of({row.pupil_id for row in found})
    noted = {row.id: Noted(row.id, row.pupil_id, row.day, row.kind) for row in found}
    open_ones = uncorrected(noted.values(), [(p.pupil_id, paper_of(p)) for p in papers])
    heads = {row.pupil_id: row for row in found}
    by_id = {paper.id: paper for paper in papers}
    dues = [
        due_of_paper(
            heads[by_id[key].pupil_id], by_id[key], [one.day for one in absences], calendar
        )
        for key, absences in open_ones.items()
    ]
    return sorted(dues, key=lambda due: (due.by, due.pupil))


def due_of_paper(
    row: Any, paper: AbsenceDocument, days: Collection[dt.date], calendar: Calendar
) -> Due:
    """What a document asks for on these days: the term runs from its receipt [T2]."""
    first = min(days)
    by = correct_by(calendar, max(paper.received_on, first))
    return due_of(row, first, len(days), by, paper.id)


def due_of(
    row: Any, first: dt.date, count: int, by: dt.date, document_id: int | None = None
) -> Due:
    """A due of the pupil in a row with the names of pupil and class."""
    pupil = f"{row.last_name} {row.first_name}"
    return Due(row.pupil_id, pupil, row.name, row.class_id, first, count, by, document_id)


def unknown_reasons(actor: Actor, today: dt.date) -> list[Due]:
    """Absences whose reason nobody has found out in time, by pupil and day [T1].

    Term «no-absence-reason»: one statement, and the calendar's when there are some.
    """
    counted = with_class(by_day(func.count(Absence.id).label("number")), actor, today)
    unknown = Absence.kind == AbsenceKind.UNKNOWN
    rows = db.session.execute(counted.where(unknown, Lesson.day < today)).all()
    if not rows:
        return []
    calendar = calendar_on(today)
    until = {day: know_by(calendar, day) for day in {row.day for row in rows}}
    found = [
        due_of(row, row.day, row.number, until[row.day]) for row in rows if today > until[row.day]
    ]
    return sorted(found, key=lambda due: (due.first, due.pupil))


def _mismatches(actor: Actor, today: dt.date) -> Sequence[Any]:
    """Absences of this year that a document speaks of otherwise.

    Found by the lessons of the year: by the pupils of documents all their years would be read.
    """
    paper = aliased(AbsenceDocument)
    oldest = days_after(_begins(today), -LONGEST)  # older ones are not even looked at
    speaks = spoken_of(paper, oldest).where(paper.kind != Absence.kind).exists()
    query = select(
        Absence.id,
        Absence.pupil_id,
        Absence.kind,
        Lesson.day,
        Pupil.last_name,
        Pupil.first_name,
        SchoolClass.name,
        Course.class_id,
    )
    # one who was not in the class that day has no absence to correct, but an entry to take back
    there = (Lesson.day <= today, enrolled(Absence.pupil_id))
    late = Absence.kind != AbsenceKind.LATE
    wanted = (late, speaks, *there)
    return db.session.execute(with_class(query, actor, today).where(*wanted)).all()


def spoken_of(paper: Any, oldest: Any) -> Any:
    """Documents, begun on that day at the earliest, which speak of the absence at hand."""
    query = select(paper.id).where(
        paper.pupil_id == Absence.pupil_id,
        Lesson.day.between(paper.first, paper.last),
        paper.first >= oldest,
    )
    return query.correlate(Absence, Lesson)


def by_day(*columns: Any) -> Any:
    """A query of these figures over the absences of each pupil and day, with the names."""
    who = (Absence.pupil_id, Course.class_id, Lesson.day)
    names = (
        func.min(column).label(column.key)
        for column in (Pupil.last_name, Pupil.first_name, SchoolClass.name)
    )
    return select(*who, *names, *columns).group_by(*who)


def with_class(query: Any, actor: Actor, today: dt.date) -> Any:
    """Absences with pupil, lesson and class: of this year, of the pupils whose papers one reads.

    The days of the year are named, too: years that are over are not even looked at.
    """
    query = (
        query.select_from(Absence)
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .join(Pupil, Pupil.id == Absence.pupil_id)
        .where(
            Lesson.day >= _begins(today),
            Lesson.status == LessonStatus.HELD,
            *_going(today),
        )
    )
    if actor.has(*READS_PAPERS):
        return query
    return query.where(SchoolClass.teacher_id == actor.staff_id)


def _going(today: dt.date) -> tuple[ColumnElement[bool], ...]:
    return (AcademicYear.ends >= today, AcademicYear.closed_on.is_(None))


def _begins(today: dt.date) -> Any:
    """The first day of the years that go on."""
    query = select(func.min(AcademicYear.starts)).where(*_going(today))
    return query.correlate(None).scalar_subquery()


def papers_of(pupils: Collection[int]) -> Sequence[AbsenceDocument]:
    """Every document of these pupils."""
    return db.session.scalars(
        select(AbsenceDocument).where(AbsenceDocument.pupil_id.in_(pupils))
    ).all()


def calendar_on(today: dt.date) -> Calendar:
    """The calendar that the terms are counted by."""
    year = year_on(today)
    return calendar_of(year) if year else Calendar(today, today)
