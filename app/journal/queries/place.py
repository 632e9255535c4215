"""The place of an entry: a lesson, locked, with all that permission and rules must know."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Integer, and_, bindparam, select, true

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, NotFound, Refused
from app.core.pages.display import at_school
from app.journal.access import (
    SOME_DAY,
    SOMEBODY,
    asked,
    enrolled,
    may_mark,
    may_note_absence,
)
from app.journal.models import EntryReceipt, Homework, Reopening
from app.journal.rules.entry import EntryFacts
from app.people.models import Pupil
from app.plan.models import Course
from app.school.enums import PARTS, LetterProfile
from app.school.models import AcademicYear, GradingPeriod, School, Subject
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class Place:
    """A lesson that an entry goes to, locked until the commit."""

    lesson: Lesson
    facts: EntryFacts
    may_mark: bool
    may_note_absence: bool
    letters: LetterProfile


def place_of(
    actor: Actor,
    lesson_id: int,
    today: dt.date,
    *,
    pupil_id: int | None = None,
    open_since: dt.date | None = None,
) -> Place:
    """The place of an entry of the actor; raises NotFound. One statement.

    `open_since`: see `EntryFacts`.
    The lesson's row is locked: two entries in one lesson follow one another. What they compare
    with is read by the next statement: this one may have waited, and read before it waited.
    """
    ids = {"lesson_id": lesson_id, "pupil_id": pupil_id}
    row = db.session.execute(_statement(), {**asked(actor, today), **ids}).first()
    if row is None:
        raise NotFound
    return _place(row, pupil_id, open_since)


def places_of(
    actor: Actor, lesson_ids: Collection[int], today: dt.date, *, pupil_id: int, open_since: dt.date
) -> dict[int, Place]:
    """The places of one pupil in several lessons, not locked: versions of the rows decide races.

    One statement.
    """
    ids = {"lesson_ids": list(lesson_ids), "pupil_id": pupil_id}
    rows = db.session.execute(_statements(), {**asked(actor, today), **ids})
    return {row.Lesson.id: _place(row, pupil_id, open_since) for row in rows}


def _place(row: Any, pupil_id: int | None, open_since: dt.date | None) -> Place:
    return Place(
        lesson=row.Lesson,
        facts=_facts(row, pupil_id is None or bool(row.enrolled), open_since),
        may_mark=bool(row.may_mark),
        may_note_absence=bool(row.may_note_absence),
        letters=row.School.letters,
    )


@cache
def _statement() -> Any:
    """Built once: putting it together takes longer than running it."""
    one = _places().where(Lesson.id == bindparam("lesson_id"))
    return one.with_for_update(of=Lesson, key_share=True)


@cache
def _statements() -> Any:
    return _places().where(Lesson.id.in_(bindparam("lesson_ids", expanding=True)))


def _places() -> Any:
    pupil = bindparam("pupil_id", type_=Integer)
    return (
        select(
            Lesson,
            School,
            Subject.without_marks,
            Subject.physical_education,
            SchoolClass.grade,
            AcademicYear.closed_on.label("year_closed_on"),
            GradingPeriod.closed_on.label("period_closed_on"),
            Homework.set_at,
            Pupil.medical_group,
            enrolled(pupil).label("enrolled"),
            reopened(SOMEBODY, SOME_DAY).label("reopened"),
            may_mark(SOMEBODY, SOME_DAY).label("may_mark"),
            may_note_absence(SOMEBODY, SOME_DAY).label("may_note_absence"),
        )
        .select_from(Lesson)
        .join(Course, Course.id == Lesson.course_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .join(Subject, Subject.id == Course.subject_id)
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .join(School, true())
        .outerjoin(GradingPeriod, period_of_lesson())
        .outerjoin(Homework, and_(Homework.lesson_id == Lesson.id, Homework.pupil_id.is_(None)))
        .outerjoin(Pupil, Pupil.id == pupil)
    )


def require_course(place: Place, course_id: int) -> None:
    """Refuse an entry whose form belongs to another journal: a second tab cannot mix them up."""
    if place.lesson.course_id != course_id:
        raise Refused([Fault(_l("This lesson is of another journal. Open the page anew."))])


def period_of_lesson() -> Any:
    """The quarter or half-year of the class that holds the lesson's day."""
    return and_(
        GradingPeriod.year_id == SchoolClass.year_id,
        GradingPeriod.kind.in_(PARTS),
        SchoolClass.grade.between(GradingPeriod.first_grade, GradingPeriod.last_grade),
        Lesson.day.between(GradingPeriod.starts, GradingPeriod.ends),
    )


def reopened(actor: Actor, today: Any) -> Any:
    """True where the lesson's day is opened to the person again [J8]; Lesson is at hand."""
    return (
        select(Reopening.id)
        .where(
            Reopening.course_id == Lesson.course_id,
            Reopening.staff_id == actor.staff_id,
            Lesson.day.between(Reopening.first, Reopening.last),
            Reopening.until >= today,
        )
        .exists()
    )


def answer_before(actor: Actor, entry: str) -> dict[str, Any] | None:
    """What was answered to this very entry of the person before, if anything [U4]."""
    query = select(EntryReceipt.answer).where(
        EntryReceipt.entry == entry, EntryReceipt.user_id == actor.user_id
    )
    return db.session.scalar(query)


def receipt_of(entry: Any) -> Any:
    """The same as a column of a statement about `SOMEBODY`."""
    return (
        select(EntryReceipt.answer)
        .where(EntryReceipt.entry == entry, EntryReceipt.user_id == SOMEBODY.user_id)
        .scalar_subquery()
    )


def _facts(row: Any, enrolled: bool, open_since: dt.date | None) -> EntryFacts:
    return EntryFacts(
        day=row.Lesson.day,
        grade=row.grade,
        cancelled=row.Lesson.status == LessonStatus.CANCELLED,
        without_marks=row.without_marks,
        physical_education=row.physical_education,
        period_closed_on=row.period_closed_on,
        year_closed_on=row.year_closed_on,
        reopened=row.reopened,
        homework_day=row.set_at and at_school(row.set_at).date(),
        entry_days=row.School.entry_days,
        allow_one=row.School.allow_mark_one,
        enrolled=enrolled,
        medical_group=row.medical_group is not None,
        open_since=open_since,
    )
