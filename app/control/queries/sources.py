"""What the checks read together: the year, its terms and the lessons to look at [K1].

Whatever the size of the school each property is one statement or two, and is read once.
"""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    null,
    or_,
    select,
    true,
)

from app.audit.models import AuditEntry
from app.audit.queries import BY_HAND
from app.classes.models import SchoolClass, Subgroup
from app.control.rules.item import Address, Place
from app.control.rules.tally import Span
from app.core.actor import SYSTEM, Actor
from app.core.db import db
from app.journal.models import Homework
from app.outages.models import Transfer
from app.plan.models import Course, CourseTeacher
from app.school.models import AcademicYear, GradingPeriod, School, Subject
from app.school.queries import calendar_of, the_school, year_on
from app.school.rules.calendar import Calendar
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_WITHOUT_HOMEWORK = 1  # grade
STAFF = func.coalesce(Lesson.substitute_id, Lesson.teacher_id)


class Sources:
    """What there is to look at: of the whole school, or of one teacher (`staff_id`).

    With a `span` everything that was due in it, and whatever is still not done; else only that.
    """

    def __init__(
        self, now: dt.datetime, span: Span | None = None, staff_id: int | None = None
    ) -> None:
        self.now, self.span, self.staff_id = now, span, staff_id
        self.today = now.date()

    @property
    def whole(self) -> bool:
        """True for the whole school."""
        return self.staff_id is None

    @property
    def actor(self) -> Actor:
        """Whose the items are, for the reads of other features."""
        if self.staff_id is None:
            return SYSTEM
        return Actor(None, "", frozenset({"teacher"}), staff_id=self.staff_id)

    @cached_property
    def year(self) -> AcademicYear | None:
        """The year of today."""
        return year_on(self.today)

    @cached_property
    def school(self) -> School | None:
        """The school's settings."""
        return the_school()

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar that terms are counted by."""
        return calendar_of(self.year) if self.year else Calendar(self.today, self.today)

    @cached_property
    def periods(self) -> Sequence[GradingPeriod]:
        """Grading periods of the year, by their end."""
        query = select(GradingPeriod).where(GradingPeriod.year_id == (self.year and self.year.id))
        return db.session.scalars(query.order_by(GradingPeriod.ends)).all()

    @cached_property
    def lessons(self) -> Sequence[Any]:
        """Held lessons up to today: those of the span, and older ones that lack something.

        With the moments when topic and «no homework» were first written by hand.
        """
        homework = and_(
            Homework.lesson_id == Lesson.id, Homework.pupil_id.is_(None), Homework.text != ""
        )
        query = (
            select(
                *LESSON,
                (Lesson.topic != "").label("topic"),
                Lesson.no_homework,
                Homework.set_at.label("homework_at"),
                self._in_span(_first_written('"topic": [', '"topic": [null, ""]')).label(
                    "topic_at"
                ),
                self._in_span(
                    _first_written('"no_homework": [', '"no_homework": [null, false]')
                ).label("none_at"),
                exists().where(Transfer.lesson_id == Lesson.id).label("on_paper"),
            )
            .outerjoin(Homework, homework)
            .where(self._looked_at())
        )
        return db.session.execute(with_place(query)).all() if self.year else []

    def _in_span(self, moment: Any) -> Any:
        """A moment of lessons in the span; of older ones nobody asks when they were filled."""
        if self.span is None:
            return null()
        return case((Lesson.day.between(self.span.first, self.span.last), moment))

    def wants(self, day: dt.date, done: dt.datetime | None) -> bool:
        """True for what is not done, and for what was due in the span."""
        return done is None or (self.span is not None and self.span.holds(day))

    def _looked_at(self) -> ColumnElement[bool]:
        lacks = or_(
            Lesson.topic == "",
            and_(
                SchoolClass.grade > _WITHOUT_HOMEWORK,
                Lesson.no_homework.is_(False),
                Homework.id.is_(None),
            ),
        )
        if self.span:
            lacks = or_(lacks, Lesson.day.between(self.span.first, self.span.last))
        return and_(lacks, Lesson.day <= self.today, self.held())

    def held(self) -> ColumnElement[bool]:
        """Held lessons of the year, or of the teacher in it; Lesson is at hand."""
        starts = self.year.starts if self.year else self.today
        mine: ColumnElement[bool] = true() if self.whole else STAFF.in_((self.staff_id,))
        return and_(Lesson.day >= starts, Lesson.status == LessonStatus.HELD, mine)

    def taught(self) -> ColumnElement[bool]:
        """Courses of the year, or those that the teacher has now; Course is at hand."""
        classes = select(SchoolClass.id).where(SchoolClass.year_id == (self.year and self.year.id))
        of_year = Course.class_id.in_(classes)
        if self.whole:
            return of_year
        return and_(of_year, teacher_of_course(self.today).where(_is(self.staff_id)).exists())

    @cached_property
    def courses(self) -> dict[int, Place]:
        """The courses of `taught` by id, with who teaches each now."""
        teacher = teacher_of_course(self.today).order_by(CourseTeacher.since.desc()).limit(1)
        rows = db.session.execute(
            _named(select(Course.id, teacher.scalar_subquery().label("staff_id"))).where(
                self.taught()
            )
        )
        return {row.id: _place(row, row.id) for row in rows}


LESSON = (Lesson.id, Lesson.day, Lesson.number, Lesson.course_id, STAFF.label("staff_id"))


def _is(staff_id: int | None) -> ColumnElement[bool]:
    return CourseTeacher.staff_id == staff_id


def teacher_of_course(on: dt.date) -> Any:
    """Who teaches a course on a day; Course is at hand."""
    return (
        select(CourseTeacher.staff_id)
        .where(
            CourseTeacher.course_id == Course.id,
            CourseTeacher.since <= on,
            or_(CourseTeacher.until.is_(None), CourseTeacher.until >= on),
        )
        .correlate(Course)
    )


def _first_written(written: str, empty: str) -> Any:
    """When a column of the lesson first got a value by hand, by the history [J9]."""
    said = cast(AuditEntry.changes, String)
    return (
        select(func.min(AuditEntry.at))
        .where(
            AuditEntry.table_name == "lesson",
            AuditEntry.row_id == Lesson.id,
            said.contains(written),
            ~said.contains(empty),
            BY_HAND,
        )
        .correlate(Lesson)
        .scalar_subquery()
    )


def last_written(model: Any, of: Any, *where: Any) -> dict[int, dt.datetime]:
    """When the last of the rows of each group (`of`) was first written by hand [J9].

    `where` may speak of the model's own columns only.
    """
    first = (
        select(of.label("of"), func.min(AuditEntry.at).label("at"))
        .join(
            AuditEntry,
            and_(AuditEntry.table_name == model.__tablename__, AuditEntry.row_id == model.id),
        )
        .where(BY_HAND, *where)
        .group_by(of, model.id)
        .subquery()
    )
    rows = db.session.execute(select(first.c.of, func.max(first.c.at)).group_by(first.c.of))
    return {row[0]: row[1] for row in rows}


def with_place(query: Any) -> Any:
    """A query over lessons with course and class."""
    return _named(
        query.select_from(Lesson).join(Course, Course.id == Lesson.course_id), from_course=False
    ).order_by(Lesson.day, Lesson.number, Lesson.id)


def _named(query: Any, *, from_course: bool = True) -> Any:
    """The same with the names of class, subject and subgroup."""
    query = query.select_from(Course) if from_course else query
    return (
        query.add_columns(
            Course.class_id,
            SchoolClass.name.label("school_class"),
            SchoolClass.grade,
            SchoolClass.days_per_week,
            Subject.name.label("subject"),
            Subgroup.name.label("group"),
        )
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .join(Subject, Subject.id == Course.subject_id)
        .outerjoin(Subgroup, Subgroup.id == Course.subgroup_id)
    )


def place_of(row: Any) -> Place:
    """Where a lesson of `with_place` is."""
    return _place(row, row.course_id)


def _place(row: Any, course_id: int) -> Place:
    subject = f"{row.subject} ({row.group})" if row.group else row.subject
    return Place(row.class_id, row.school_class, row.grade, row.staff_id, course_id, subject)


def in_journal(row: Any) -> Address:
    """The journal page at the lesson of a row."""
    day = row.day.isoformat()
    return Address("JournalPage.course", {"course_id": row.course_id, "day": day})
