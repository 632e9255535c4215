"""Which journals and classes a person may open, and what heads their pages [P2–P5]."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, and_, bindparam, case, not_, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from app.classes.models import SchoolClass, Subgroup
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.journal.access import (
    SOME_DAY,
    SOMEBODY,
    asked,
    heads,
    may_set_result,
    substitutes,
)
from app.people.models import Staff
from app.plan.access import SEES_ALL_JOURNALS, taught_courses, visible_courses
from app.plan.models import Course, CourseTeacher, PlanTopic
from app.school.models import AcademicYear, School, Subject
from app.timetable.models import Lesson


@dataclass(frozen=True)
class CourseHead:
    """A course whose journal a person opens.

    `whole`: the person may see all of it; a substitute sees the substituted lessons only [P2].
    """

    course: Course
    school: School
    whole: bool
    may_set_result: bool


class Journal(NamedTuple):
    """A journal or week to jump to: id and title of the course or class."""

    id: int
    title: str


class PlannedTopic(NamedTuple):
    """A topic of the lesson plan; `used`: a lesson has it already."""

    text: str
    homework: str
    used: bool


@dataclass(frozen=True)
class ClassHead:
    """A class whose week a person opens."""

    school_class: SchoolClass
    school: School


def course_head(actor: Actor, course_id: int, on: dt.date) -> CourseHead:
    """The course, if the person may look into its journal, else 404: one statement."""
    query = _course_statement(sees_all=actor.has(*SEES_ALL_JOURNALS))
    row = db.session.execute(query, {**asked(actor, on), "course_id": course_id}).first()
    if row is None:
        raise NotFound
    return CourseHead(row.Course, row.School, bool(row.whole), bool(row.may_set))


@cache
def _course_statement(*, sees_all: bool) -> Any:
    """Built once: putting it together takes longer than running it."""
    substituted = select(Lesson.id).where(Lesson.course_id == Course.id, substitutes(SOMEBODY))
    whole = true() if sees_all else visible_courses(SOMEBODY, SOME_DAY)
    may_set = may_set_result(SOMEBODY, SOME_DAY)
    return (
        select(Course, School, whole.label("whole"), may_set.label("may_set"))
        .join(Course.school_class)
        .join(School, true())
        .options(contains_eager(Course.school_class))
        .where(Course.id == bindparam("course_id"), or_(whole, substituted.exists()))
    )


def teachers_of(course_id: int, on: dt.date) -> list[str]:
    """Names of those who teach a course on a date: one statement."""
    known = {"course_id": course_id, "today": on}
    return [staff.short_name for staff in db.session.scalars(_teachers_statement(), known)]


@cache
def _teachers_statement() -> Any:
    until = or_(CourseTeacher.until.is_(None), CourseTeacher.until >= SOME_DAY)
    return (
        select(Staff)
        .join(CourseTeacher, CourseTeacher.staff_id == Staff.id)
        .where(
            CourseTeacher.course_id == bindparam("course_id"),
            CourseTeacher.since <= SOME_DAY,
            until,
        )
        .order_by(Staff.last_name, Staff.first_name)
    )


def title_of(course: Course) -> str:
    """«Алгебра, 7А (1 группа)»: the subject first, as a teacher looks for it."""
    group = course.subgroup.name if course.subgroup else None
    return _title(course.subject.name, course.school_class.name, group)


def _title(subject: str, school_class: str, group: str | None) -> str:
    return f"{subject}, {school_class} ({group})" if group else f"{subject}, {school_class}"


def journals(actor: Actor, on: dt.date, *, class_id: int | None = None) -> list[Journal]:
    """Journals to jump to: the own ones; for those who see all, those of one class.

    One statement, by class and subject.
    """
    of_class = actor.has(*SEES_ALL_JOURNALS) and class_id is not None
    span = {"from": on - _LOOK_BACK, "to": on + _AHEAD, "class_id": class_id}
    rows = db.session.execute(
        _journals_statement(of_class=of_class, sees_all=actor.has(*SEES_ALL_JOURNALS)),
        {**asked(actor, on), **span},
    )
    return [Journal(course, _title(*names)) for course, *names in rows]


@cache
def _journals_statement(*, of_class: bool, sees_all: bool) -> Any:
    since, until = bindparam("from", type_=Date), bindparam("to", type_=Date)
    if of_class:
        mine: Any = Course.class_id == bindparam("class_id", type_=Integer)
    elif sees_all:
        mine = true()
    else:
        recent = select(Lesson.course_id).where(substitutes(SOMEBODY), Lesson.day >= since)
        mine = or_(visible_courses(SOMEBODY, SOME_DAY), Course.id.in_(recent))
    return (
        select(Course.id, Subject.name, SchoolClass.name, Subgroup.name)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .join(Subject, Subject.id == Course.subject_id)
        .outerjoin(Subgroup, Subgroup.id == Course.subgroup_id)
        .where(mine, AcademicYear.starts <= until, AcademicYear.ends >= since)
        .order_by(SchoolClass.grade, SchoolClass.name, Subject.name, Subgroup.name)
    )


def class_head(actor: Actor, class_id: int, on: dt.date) -> ClassHead:
    """The class, if the person may see lessons of it, else 404: one statement."""
    query = _class_statement(sees_all=actor.has(*SEES_ALL_JOURNALS))
    row = db.session.execute(query, {**asked(actor, on), "class_id": class_id}).first()
    if row is None:
        raise NotFound
    return ClassHead(row.SchoolClass, row.School)


@cache
def _class_statement(*, sees_all: bool) -> Any:
    return (
        select(SchoolClass, School)
        .join(School, true())
        .options(joinedload(SchoolClass.teacher))
        .where(SchoolClass.id == bindparam("class_id"), _seen_class(sees_all=sees_all))
    )


def seen_classes(actor: Actor, on: dt.date) -> list[Journal]:
    """Classes of the year whose week a person may see, the own class first: one statement."""
    known = {**asked(actor, on), "from": on - _LOOK_BACK, "to": on + _AHEAD}
    query = _classes_statement(sees_all=actor.has(*SEES_ALL_JOURNALS))
    return [Journal(*row) for row in db.session.execute(query, known)]


@cache
def _classes_statement(*, sees_all: bool) -> Any:
    since, until = bindparam("from", type_=Date), bindparam("to", type_=Date)
    return (
        select(SchoolClass.id, SchoolClass.name)
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .where(
            _seen_class(sees_all=sees_all),
            AcademicYear.starts <= until,
            AcademicYear.ends >= since,
        )
        .order_by(case((heads(SOMEBODY), 0), else_=1), SchoolClass.grade, SchoolClass.name)
    )


def _seen_class(*, sees_all: bool) -> Any:
    if sees_all:
        return true()
    substituted = select(Lesson.course_id).where(substitutes(SOMEBODY))
    mine = or_(visible_courses(SOMEBODY, SOME_DAY), Course.id.in_(substituted))
    return or_(heads(SOMEBODY), SchoolClass.id.in_(select(Course.class_id).where(mine)))


def planned_topics(course: Course) -> list[PlannedTopic]:
    """Topics of the course's lesson plan in their order [J4]: one statement."""
    known = {"course_id": course.id, "plan_id": course.lesson_plan_id}
    return [PlannedTopic(*row) for row in db.session.execute(_topics_statement(), known)]


@cache
def _topics_statement() -> Any:
    given = select(Lesson.id).where(
        Lesson.course_id == bindparam("course_id"),
        Lesson.plan_topic_id == PlanTopic.id,
        Lesson.topic != "",
    )
    return (
        select(PlanTopic.title, PlanTopic.homework, given.exists())
        .where(PlanTopic.plan_id == bindparam("plan_id"))
        .order_by(PlanTopic.position)
    )


def first_course(actor: Actor, on: dt.date, time: dt.time) -> int | None:
    """The journal to open first: of the own lesson that goes on or comes next, else the first."""
    ended = and_(Lesson.day == on, Lesson.ends.is_not(None), Lesson.ends < time)
    own = or_(Lesson.course_id.in_(taught_courses(actor, on)), substitutes(actor))
    query = (
        select(Lesson.course_id)
        .where(own, Lesson.day >= on, not_(ended))
        .order_by(Lesson.day, Lesson.number)
        .limit(1)
    )
    coming = db.session.scalars(query).first() if actor.staff_id is not None else None
    return coming or next((journal.id for journal in journals(actor, on)), None)


_LOOK_BACK = dt.timedelta(days=120)  # in summer the ended year's journals are still at hand
_AHEAD = dt.timedelta(days=30)
