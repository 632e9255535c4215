"""What a grading period lacks before it is closed, by class and course [J8 R1 R2 K1]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.audit.queries import history_of_row
from app.classes.models import SchoolClass
from app.core.db import db
from app.core.errors import NotFound
from app.journal.rules.cell import DIGITS
from app.people.models import Staff
from app.plan.models import Course, CourseTeacher
from app.results.queries.book import ResultBook, result_book
from app.results.queries.entries import period_of_class
from app.results.queries.roster import Roster, roster_of
from app.school.enums import PeriodKind
from app.school.models import GradingPeriod, School
from app.school.queries import the_school, year_on
from app.school.rules.periods import place_of
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class CourseGaps:
    """Names without a result, names with one that rests on too little; lessons without a topic."""

    course: Course
    missing: list[str]
    unjustified: list[str]
    unfilled: int

    @property
    def some(self) -> bool:
        """True when anything is missing."""
        return bool(self.missing or self.unjustified or self.unfilled)


@dataclass(frozen=True)
class ClassGaps:
    """A class with the courses that lack something."""

    school_class: SchoolClass
    courses: list[CourseGaps]

    @cached_property
    def missing(self) -> int:
        """Results that are missing."""
        return sum(len(one.missing) for one in self.courses)

    @cached_property
    def unjustified(self) -> int:
        """Results that rest on too little."""
        return sum(len(one.unjustified) for one in self.courses)

    @cached_property
    def unfilled(self) -> int:
        """Lessons without a topic."""
        return sum(one.unfilled for one in self.courses)


class Closing(NamedTuple):
    """One act of closing or opening, from the history."""

    at: dt.datetime
    by: str
    closed: bool
    reason: str


def period_to_close(period_id: int, *, lock: bool = False) -> GradingPeriod:
    """The period; NotFound when there is none."""
    query = select(GradingPeriod).where(GradingPeriod.id == period_id)
    found = db.session.scalars(query.with_for_update(of=GradingPeriod) if lock else query).first()
    if found is None:
        raise NotFound
    return found


def periods_to_close(today: dt.date) -> list[GradingPeriod]:
    """The periods of the year in the order of their columns."""
    year = year_on(today)
    found = db.session.scalars(
        select(GradingPeriod).where(GradingPeriod.year_id == (year.id if year else None))
    )
    return sorted(found, key=lambda one: (*place_of(one.kind, one.starts), one.first_grade))


def period_gaps(period: GradingPeriod, today: dt.date) -> list[ClassGaps]:
    """The classes of a period in school order: thirteen statements for any number of them."""
    school = the_school()
    if school is None:
        raise NotFound(_("The school is not entered yet."))
    classes = _classes(period)
    courses = _courses([of.id for of in classes])
    book = _book(school, courses, period)
    roster = roster_of([of.id for of in classes], period.starts, period.ends)
    unfilled = _unfilled([one.id for one in courses], period, today)
    gaps = [_gaps(one, period, book, roster, unfilled.get(one.id, 0), today) for one in courses]
    return [
        ClassGaps(of, [one for one in gaps if one.some and one.course.class_id == of.id])
        for of in classes
    ]


def _classes(period: GradingPeriod) -> Sequence[SchoolClass]:
    return db.session.scalars(
        select(SchoolClass)
        .join(GradingPeriod, period_of_class())
        .where(GradingPeriod.id == period.id)
        .options(joinedload(SchoolClass.teacher))
        .order_by(SchoolClass.grade, SchoolClass.name)
    ).all()


def _courses(class_ids: Sequence[int]) -> list[Course]:
    query = (
        select(Course)
        .where(Course.class_id.in_(class_ids))
        .options(selectinload(Course.teachers).joinedload(CourseTeacher.staff))
    )
    rows = db.session.scalars(query).unique()
    return sorted(rows, key=lambda one: (one.subject.name, str(one.subgroup or ""), one.id))


def _book(school: School, courses: Sequence[Course], period: GradingPeriod) -> ResultBook:
    """A final result is due where there was an exam: that is read as well."""
    periods = [period]
    if period.kind == PeriodKind.FINAL:
        same = select(GradingPeriod).where(GradingPeriod.year_id == period.year_id)
        periods = list(db.session.scalars(same))
    return result_book(school, courses, periods, shown=period)


def _unfilled(course_ids: Sequence[int], period: GradingPeriod, today: dt.date) -> dict[int, int]:
    """Held lessons of a part of the year without a topic, by course."""
    if not period.kind.is_part:
        return {}
    rows = db.session.execute(
        select(Lesson.course_id, func.count())
        .where(
            Lesson.course_id.in_(course_ids),
            Lesson.day.between(period.starts, min(period.ends, today)),
            Lesson.status == LessonStatus.HELD,
            Lesson.topic == "",
        )
        .group_by(Lesson.course_id)
    )
    return {row[0]: row[1] for row in rows}


def _gaps(
    course: Course,
    period: GradingPeriod,
    book: ResultBook,
    roster: Roster,
    unfilled: int,
    today: dt.date,
) -> CourseGaps:
    day = max(min(period.ends, today), period.starts)
    missing, unjustified = [], []
    for pupil in roster.taught(course, day):
        value = book.value(course.id, period.id, pupil)
        if value is None and book.due(course, period, pupil):
            missing.append(roster.names[pupil])
        elif value in DIGITS and book.lacks(course, period, pupil):
            unjustified.append(roster.names[pupil])
    return CourseGaps(course, missing, unjustified, unfilled)


def closings_of(period_id: int) -> list[Closing]:
    """When the period was closed and opened, by whom and why, the latest first [J8 J9]."""
    return [
        Closing(
            one.at,
            one.user_name,
            one.changes["closed_on"][1] is not None,
            (one.changes.get("reopened_why") or ["", ""])[1],
        )
        for one in history_of_row("grading_period", period_id)
        if "closed_on" in one.changes and one.action == "update"
    ]


def concerned_users(period: GradingPeriod) -> list[int]:
    """Logins of the class teachers and the teachers of the period's classes: one statement."""
    classes = (
        select(SchoolClass.id)
        .join(GradingPeriod, period_of_class())
        .where(GradingPeriod.id == period.id)
    )
    heads = select(SchoolClass.teacher_id).where(SchoolClass.id.in_(classes))
    teachers = (
        select(CourseTeacher.staff_id)
        .join(Course, Course.id == CourseTeacher.course_id)
        .where(
            Course.class_id.in_(classes),
            CourseTeacher.since <= period.ends,
            or_(CourseTeacher.until.is_(None), CourseTeacher.until >= period.starts),
        )
    )
    query = select(Staff.user_id).where(
        or_(Staff.id.in_(heads), Staff.id.in_(teachers)), Staff.user_id.is_not(None)
    )
    return [user for user in db.session.scalars(query.order_by(Staff.user_id)) if user]
