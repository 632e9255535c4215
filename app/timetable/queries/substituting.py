"""Lessons of an absent teacher and who is free for them: the same number of statements for any
number of lessons [S7].
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.people.models import Staff
from app.plan.models import Course, CourseTeacher
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson, TeacherAbsence
from app.timetable.rules.substituting import Candidate, ranked

_SHOWN = (
    joinedload(Lesson.course),
    joinedload(Lesson.room),
    joinedload(Lesson.teacher),
    joinedload(Lesson.substitute),
)


@dataclass(frozen=True)
class Affected:
    """A lesson whose teacher is away: who can take it, and what it can be merged with."""

    lesson: Lesson
    candidates: list[Candidate] = field(default_factory=list)
    merges: list[Lesson] = field(default_factory=list)


def giver() -> ColumnElement[int]:
    """Column: who gives a lesson."""
    return func.coalesce(Lesson.substitute_id, Lesson.teacher_id)


def absence_by_id(absence_id: int) -> TeacherAbsence | None:
    """One absence with its teacher."""
    return db.session.get(TeacherAbsence, absence_id, options=[joinedload(TeacherAbsence.staff)])


def teaching_staff(on: dt.date) -> Sequence[Staff]:
    """Who teaches a course on the date, by name."""
    teaching = select(CourseTeacher.staff_id).where(
        CourseTeacher.since <= on, or_(CourseTeacher.until.is_(None), CourseTeacher.until >= on)
    )
    return db.session.scalars(
        select(Staff).where(Staff.id.in_(teaching)).order_by(Staff.last_name, Staff.first_name)
    ).all()


def absences_with_open_lessons(
    first: dt.date, last: dt.date
) -> list[tuple[TeacherAbsence, int, int]]:
    """Absences of the span, each with its lessons and how many of them nobody takes yet."""
    mine = (
        Lesson.teacher_id == TeacherAbsence.staff_id,
        Lesson.day.between(TeacherAbsence.first, TeacherAbsence.last),
    )
    lessons = select(func.count()).where(*mine).correlate(TeacherAbsence).scalar_subquery()
    left = (
        select(func.count())
        .where(*mine, Lesson.substitute_id.is_(None), Lesson.status == LessonStatus.HELD)
        .correlate(TeacherAbsence)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(TeacherAbsence, lessons, left)
        .where(TeacherAbsence.first <= last, TeacherAbsence.last >= first)
        .options(joinedload(TeacherAbsence.staff))
        .order_by(TeacherAbsence.first, TeacherAbsence.id)
    )
    return [(absence, count, open_) for absence, count, open_ in rows]


def absences_between(first: dt.date, last: dt.date) -> Sequence[TeacherAbsence]:
    """Absences of teachers that touch the span."""
    return db.session.scalars(
        select(TeacherAbsence)
        .where(TeacherAbsence.first <= last, TeacherAbsence.last >= first)
        .options(joinedload(TeacherAbsence.staff))
        .order_by(TeacherAbsence.first, TeacherAbsence.id)
    ).all()


def affected_lessons(absence: TeacherAbsence) -> list[Affected]:
    """The absent teacher's lessons in the span, with who can take each: six statements."""
    lessons = db.session.scalars(
        select(Lesson)
        .where(
            Lesson.day.between(absence.first, absence.last),
            Lesson.teacher_id == absence.staff_id,
        )
        .options(*_SHOWN)
        .order_by(Lesson.day, Lesson.number, Lesson.id)
    ).all()
    if not lessons:
        return []
    beside = _lessons_of({lesson.day for lesson in lessons})
    free = _Teachers(lessons, beside)
    return [
        Affected(lesson, free.candidates(lesson), _mergeable(lesson, beside)) for lesson in lessons
    ]


def candidates_for(lesson: Lesson) -> list[Candidate]:
    """Who is free for one lesson, best first."""
    return _Teachers([lesson], _lessons_of({lesson.day})).candidates(lesson)


def overlap(one: Lesson, other: Lesson) -> bool:
    """True when both are held at the same real time (bells where both have them, else number)."""
    if one.day != other.day:
        return False
    if one.starts and one.ends and other.starts and other.ends:
        return one.starts < other.ends and other.starts < one.ends
    return one.number == other.number


def _lessons_of(days: Iterable[dt.date]) -> Mapping[dt.date, list[Lesson]]:
    found: dict[dt.date, list[Lesson]] = defaultdict(list)
    rows = db.session.scalars(
        select(Lesson)
        .where(Lesson.day.in_(days), Lesson.status == LessonStatus.HELD)
        .options(*_SHOWN)
    )
    for lesson in rows:
        found[lesson.day].append(lesson)
    return found


def _mergeable(lesson: Lesson, beside: Mapping[dt.date, list[Lesson]]) -> list[Lesson]:
    """Lessons of the subject at the same time: another subgroup, or a parallel class."""
    return [
        other
        for other in beside.get(lesson.day, ())
        if other.id != lesson.id
        and other.course.subject_id == lesson.course.subject_id
        and other.course.school_class.grade == lesson.course.school_class.grade
        and other.teacher_id != lesson.teacher_id
        and overlap(lesson, other)
    ]


class _Teachers:
    """Everybody who teaches, and what they know and do on the days of some lessons."""

    def __init__(self, lessons: Sequence[Lesson], beside: Mapping[dt.date, list[Lesson]]) -> None:
        first, last = min(x.day for x in lessons), max(x.day for x in lessons)
        self.beside = beside
        self.away = absences_between(first, last)
        self.subjects: dict[int, set[int]] = defaultdict(set)
        self.classes: dict[int, set[int]] = defaultdict(set)
        rows = db.session.execute(
            select(CourseTeacher.staff_id, Course.subject_id, Course.class_id)
            .join(CourseTeacher.course)
            .where(
                CourseTeacher.since <= last,
                or_(CourseTeacher.until.is_(None), CourseTeacher.until >= first),
            )
        )
        for staff, subject, school_class in rows:
            self.subjects[staff].add(subject)
            self.classes[staff].add(school_class)
        self.staff = db.session.scalars(
            select(Staff).where(
                Staff.id.in_(self.subjects), or_(Staff.left_on.is_(None), Staff.left_on > last)
            )
        ).all()

    def candidates(self, lesson: Lesson) -> list[Candidate]:
        """Who is free for the lesson, best first."""
        if lesson.status != LessonStatus.HELD:
            return []
        return ranked(
            Candidate(
                person.id,
                person.short_name,
                lesson.course.subject_id in self.subjects[person.id],
                lesson.course.class_id in self.classes[person.id],
                len(self._given(person.id, lesson.day)),
            )
            for person in self.staff
            if person.id != lesson.teacher_id and self._free(person.id, lesson)
        )

    def _free(self, staff: int, lesson: Lesson) -> bool:
        if any(a.staff_id == staff and a.first <= lesson.day <= a.last for a in self.away):
            return False
        given = self._given(staff, lesson.day)
        return not any(overlap(lesson, other) for other in given if other.id != lesson.id)

    def _given(self, staff: int, day: dt.date) -> list[Lesson]:
        return [
            lesson
            for lesson in self.beside.get(day, ())
            if (lesson.substitute_id or lesson.teacher_id) == staff
        ]
