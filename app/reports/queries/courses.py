"""Courses that a report is of, and what their journals have [R4 P2 P3]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import joinedload

from app.attendance.models import Absence
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.journal.models import Homework, Mark, Task
from app.journal.rules.cell import DEBT
from app.people.models import Staff
from app.plan.access import visible_courses
from app.plan.models import Course, CourseTeacher, CurriculumHours, WorkKind
from app.reports.asked import Asked
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

NO_TOPIC: ColumnElement[bool] = Lesson.topic == ""
NO_HOMEWORK: ColumnElement[bool] = and_(
    not_(Lesson.no_homework),
    ~exists().where(Homework.lesson_id == Lesson.id, Homework.text != ""),
)
NO_MARKS: ColumnElement[bool] = ~exists().where(
    Task.lesson_id == Lesson.id, Mark.task_id == Task.id, Mark.value.is_not(None)
)
NO_ABSENCES: ColumnElement[bool] = ~exists().where(
    Absence.lesson_id == Lesson.id, Absence.kind.is_not(None)
)


def wanted_courses(actor: Actor, asked: Asked) -> ColumnElement[bool]:
    """Courses that the person may look into, of the asked class and teacher [P2 P3]."""
    wanted = [visible_courses(actor, asked.today)]
    if asked.class_id:
        wanted.append(Course.class_id == asked.class_id)
    if asked.staff_id:
        taught = select(CourseTeacher.course_id).where(CourseTeacher.staff_id == asked.staff_id)
        wanted.append(Course.id.in_(taught))
    return and_(*wanted)


def course_ids(actor: Actor, asked: Asked, year_id: int) -> set[int]:
    """Ids of these courses in a year: one statement."""
    query = (
        select(Course.id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .where(SchoolClass.year_id == year_id, wanted_courses(actor, asked))
    )
    return set(db.session.scalars(query))


class Kept(NamedTuple):
    """Lessons held, and how many of them have no topic, homework, marks, absences."""

    lessons: int
    no_topic: int
    no_homework: int
    no_marks: int
    no_absences: int


def _held(first: dt.date, last: dt.date) -> ColumnElement[bool]:
    return and_(Lesson.day.between(first, last), Lesson.status == LessonStatus.HELD)


def kept_journals(
    actor: Actor, asked: Asked, first: dt.date, last: dt.date
) -> list[tuple[Course, Kept]]:
    """What the journals of the courses have in a span, in school order: two statements."""
    lacks = (NO_TOPIC, NO_HOMEWORK, NO_MARKS, NO_ABSENCES)
    rows = db.session.execute(
        select(Lesson.course_id, func.count(), *(func.count(case((lack, 1))) for lack in lacks))
        .join(Course, Course.id == Lesson.course_id)
        .where(_held(first, last), wanted_courses(actor, asked))
        .group_by(Lesson.course_id)
    )
    found = {course: Kept(*counts) for course, *counts in rows}
    courses = db.session.scalars(
        select(Course)
        .where(Course.id.in_(found))
        .options(joinedload(Course.teachers).joinedload(CourseTeacher.staff))
    ).unique()
    ordered = sorted(courses, key=lambda c: (c.school_class.grade, c.title))
    return [(course, found[course.id]) for course in ordered]


class LackingLesson(NamedTuple):
    """A held lesson, its teacher, and whether it has no topic, homework, marks, absences."""

    lesson: Lesson
    teacher: Staff | None
    no_topic: bool
    no_homework: bool
    no_marks: bool
    no_absences: bool


def lacking_lessons(
    actor: Actor, asked: Asked, first: dt.date, last: dt.date, without_homework: int
) -> list[LackingLesson]:
    """Lessons without topic or homework, by day: one statement [J3 J6].

    In the grade `without_homework` no homework is set, so none is missing.
    """
    giver = func.coalesce(Lesson.substitute_id, Lesson.teacher_id)
    homework = and_(NO_HOMEWORK, SchoolClass.grade > without_homework)
    rows = db.session.execute(
        select(Lesson, Staff, NO_TOPIC, homework, NO_MARKS, NO_ABSENCES)
        .join(Course, Course.id == Lesson.course_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .outerjoin(Staff, Staff.id == giver)
        .where(_held(first, last), wanted_courses(actor, asked), or_(NO_TOPIC, homework))
        .options(joinedload(Lesson.course))
        .order_by(Lesson.day, Lesson.number, Lesson.id)
    )
    return [LackingLesson(*row) for row in rows]


class Marks(NamedTuple):
    """Marks of a course in a span: by pupil, and its works by code of their kind."""

    by_pupil: dict[int, int]
    works: dict[str, int]


def marks_of(spans: Sequence[tuple[dt.date, dt.date, set[int]]]) -> dict[int, Marks]:
    """How many marks the pupils of courses have, and the kinds of work: two statements.

    `spans`: for the courses of these ids the lessons of these days count. A debt is no mark yet.
    """
    found: dict[int, Marks] = defaultdict(lambda: Marks({}, {}))
    if not spans:
        return found
    inside = or_(
        *(and_(Lesson.course_id.in_(ids), Lesson.day.between(a, b)) for a, b, ids in spans)
    )
    marks = db.session.execute(
        select(Lesson.course_id, Mark.pupil_id, func.count())
        .join(Task, Task.id == Mark.task_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .where(inside, Mark.value.is_not(None), Mark.value != DEBT)
        .group_by(Lesson.course_id, Mark.pupil_id)
    )
    for course, pupil, count in marks:
        found[course].by_pupil[pupil] = count
    works = db.session.execute(
        select(Lesson.course_id, WorkKind.code, func.count())
        .join(Task, Task.lesson_id == Lesson.id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .where(inside)
        .group_by(Lesson.course_id, WorkKind.code, WorkKind.position)
        .order_by(WorkKind.position, WorkKind.code)
    )
    for course, code, count in works:
        found[course].works[code] = count
    return found


def hours_a_week(courses: Collection[Course]) -> dict[int, Decimal | None]:
    """By course: its own hours, else those of the curriculum: one statement."""
    rows = db.session.execute(
        select(
            CurriculumHours.class_id, CurriculumHours.subject_id, CurriculumHours.hours_week
        ).where(CurriculumHours.class_id.in_({course.class_id for course in courses}))
    )
    curriculum = {(of, subject): hours for of, subject, hours in rows}
    return {
        course.id: (
            course.hours_week
            if course.hours_week is not None
            else curriculum.get((course.class_id, course.subject_id))
        )
        for course in courses
    }
