"""Results of a whole class in a period: a fixed number of statements, whatever its size [R1]."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select, true
from sqlalchemy.orm import contains_eager, joinedload

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.journal.access import may_set_result
from app.journal.rules.cell import DIGITS
from app.plan.models import Course
from app.results.access import sheet_classes
from app.results.models import CouncilDecision
from app.results.queries.book import ResultBook, result_book
from app.results.queries.decisions import decisions_of
from app.results.queries.entries import period_of_class, result_reopened
from app.results.queries.roster import Roster, roster_of
from app.results.rules import GRADE_WITHOUT_RESULTS
from app.school.models import GradingPeriod, School
from app.school.queries import year_on
from app.school.rules.periods import place_of


class SheetCourse(NamedTuple):
    """A course of the class; `reopened`: its results are opened to the person again [J8]."""

    course: Course
    may_set: bool
    reopened: bool


@dataclass(frozen=True)
class ClassSheet:
    """A class in the shown period; `day`: on which the lists are taken [S6]."""

    school_class: SchoolClass
    school: School
    periods: Sequence[GradingPeriod]
    shown: GradingPeriod
    day: dt.date
    courses: Sequence[SheetCourse]
    roster: Roster
    book: ResultBook
    decisions: dict[int, CouncilDecision]

    @cached_property
    def pupils(self) -> list[int]:
        """Everybody who was in the class this year, by name."""
        return self.roster.of_class(self.school_class.id)

    @cached_property
    def present(self) -> list[int]:
        """Those who are in the class on the day."""
        of = self.school_class.id
        return [pupil for pupil in self.pupils if self.roster.in_class(of, pupil, self.day)]

    @cached_property
    def subjects(self) -> dict[str, list[SheetCourse]]:
        """Subjects by name with their courses: one, or one a subgroup."""
        found: dict[str, list[SheetCourse]] = {}
        for one in self.courses:
            found.setdefault(one.course.subject.name, []).append(one)
        return found

    def course_of(self, subject: str, pupil_id: int) -> SheetCourse | None:
        """The course of a subject that the pupil is in on the day."""
        there = (
            one
            for one in self.subjects[subject]
            if self.roster.holds(one.course, pupil_id, self.day)
        )
        return next(there, None)

    def missing(self, course: Course) -> list[int]:
        """Pupils without a result that everybody has [R1]."""
        return [
            pupil
            for pupil in self.roster.taught(course, self.day)
            if self.book.due(course, self.shown, pupil)
            and not self.book.value(course.id, self.shown.id, pupil)
        ]

    def unjustified(self, course: Course) -> dict[int, list[str]]:
        """Pupils whose result is a digit that lacks marks, with what it lacks [R2]."""
        found = {
            pupil: [str(fault.text) for fault in self.book.lacks(course, self.shown, pupil)]
            for pupil in self.roster.taught(course, self.day)
            if self.book.value(course.id, self.shown.id, pupil) in DIGITS
        }
        return {pupil: texts for pupil, texts in found.items() if texts}


def class_sheet(actor: Actor, class_id: int, period_id: int | None, today: dt.date) -> ClassSheet:
    """The sheet of a class; NotFound for whoever neither heads it nor sees all journals [P3 P4].

    Eleven statements.
    """
    school_class, school = _head(actor, class_id)
    periods = periods_of_class(class_id)
    shown = _shown(periods, period_id, today)
    day = max(min(shown.ends, today), shown.starts)
    courses = _courses(actor, school_class, shown, today)
    year = school_class.year
    return ClassSheet(
        school_class,
        school,
        periods,
        shown,
        day,
        courses,
        roster_of([class_id], year.starts, year.ends),
        result_book(school, [one.course for one in courses], periods, shown=shown),
        {pupil: row for (_of, pupil), row in decisions_of([class_id]).items()},
    )


def classes_with_sheets(actor: Actor, today: dt.date) -> list[SchoolClass]:
    """Classes of the year whose sheet the person sees, in school order; class 1 has none [J6]."""
    year = year_on(today)
    query = (
        select(SchoolClass)
        .where(
            SchoolClass.year_id == (year.id if year else None),
            SchoolClass.grade > GRADE_WITHOUT_RESULTS,
            sheet_classes(actor),
        )
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    return list(db.session.scalars(query))


def _head(actor: Actor, class_id: int) -> tuple[SchoolClass, School]:
    row = db.session.execute(
        select(SchoolClass, School)
        .join(School, true())
        .options(joinedload(SchoolClass.teacher))
        .where(SchoolClass.id == class_id, sheet_classes(actor))
    ).first()
    if row is None:
        raise NotFound
    return row.SchoolClass, row.School


def periods_of_class(class_id: int) -> list[GradingPeriod]:
    """What results are set for in a class, in the order of columns: one statement."""
    found = db.session.scalars(
        select(GradingPeriod).join(SchoolClass, period_of_class()).where(SchoolClass.id == class_id)
    )
    return sorted(found, key=lambda one: place_of(one.kind, one.starts))


def _shown(periods: Sequence[GradingPeriod], key: int | None, today: dt.date) -> GradingPeriod:
    """The period that is asked for, else the last part of the year that has begun."""
    if key is None:
        begun = [one for one in periods if one.kind.is_part and one.starts <= today]
        found: Collection[GradingPeriod] = begun[-1:] or periods[:1]
    else:
        found = [one for one in periods if one.id == key]
    if not found:
        raise NotFound(_("The school has no grading periods for this class yet."))
    return next(iter(found))


def _courses(
    actor: Actor, school_class: SchoolClass, shown: GradingPeriod, today: dt.date
) -> list[SheetCourse]:
    rows = db.session.execute(
        select(Course, may_set_result(actor, today), result_reopened(actor, today))
        .join(Course.school_class)
        .join(School, true())
        .join(GradingPeriod, GradingPeriod.id == shown.id)
        .options(contains_eager(Course.school_class))
        .where(Course.class_id == school_class.id)
    )
    found = [SheetCourse(row[0], bool(row[1]), bool(row[2])) for row in rows]
    return sorted(found, key=lambda one: (one.course.subject.name, str(one.course.subgroup or "")))
