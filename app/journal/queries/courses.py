"""Which journals and classes a person may open, and what heads their pages [P2–P5]."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import and_, not_, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.journal.access import heads, may_set_result, substitutes, visible_lessons
from app.people.models import Staff
from app.plan.access import SEES_ALL_JOURNALS, taught_courses, visible_courses
from app.plan.models import Course, CourseTeacher, PlanTopic
from app.school.models import AcademicYear, School
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
    substituted = select(Lesson.id).where(Lesson.course_id == Course.id, substitutes(actor))
    whole = visible_courses(actor, on)
    row = db.session.execute(
        select(Course, School, whole.label("whole"), may_set_result(actor, on).label("may_set"))
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .join(School, true())
        .where(Course.id == course_id, or_(whole, substituted.exists()))
    ).first()
    if row is None:
        raise NotFound
    return CourseHead(row.Course, row.School, row.whole, row.may_set)


def teachers_of(course_id: int, on: dt.date) -> list[Staff]:
    """Who teaches a course on a date: one statement."""
    return list(
        db.session.scalars(
            select(Staff)
            .join(CourseTeacher, CourseTeacher.staff_id == Staff.id)
            .where(
                CourseTeacher.course_id == course_id,
                CourseTeacher.since <= on,
                or_(CourseTeacher.until.is_(None), CourseTeacher.until >= on),
            )
            .order_by(Staff.last_name, Staff.first_name)
        )
    )


def journals(actor: Actor, on: dt.date, *, class_id: int | None = None) -> list[Course]:
    """Journals to jump to: the own ones; for those who see all, those of one class.

    One statement, by class and subject.
    """
    if actor.has(*SEES_ALL_JOURNALS) and class_id:
        mine: Any = Course.class_id == class_id
    else:
        recent = select(Lesson.course_id).where(substitutes(actor), Lesson.day >= on - _LOOK_BACK)
        mine = or_(visible_courses(actor, on), Course.id.in_(recent))
    rows = db.session.scalars(
        select(Course)
        .join(Course.school_class)
        .join(SchoolClass.year)
        .where(mine, AcademicYear.starts <= on + _AHEAD, AcademicYear.ends >= on - _LOOK_BACK)
        .options(contains_eager(Course.school_class).contains_eager(SchoolClass.year))
    )
    return sorted(rows, key=_by_class)


def class_head(actor: Actor, class_id: int, on: dt.date) -> ClassHead:
    """The class, if the person may see lessons of it, else 404: one statement."""
    row = db.session.execute(
        select(SchoolClass, School)
        .join(School, true())
        .options(joinedload(SchoolClass.teacher))
        .where(SchoolClass.id == class_id, _seen_class(actor, on))
    ).first()
    if row is None:
        raise NotFound
    return ClassHead(row.SchoolClass, row.School)


def seen_classes(actor: Actor, on: dt.date) -> list[SchoolClass]:
    """Classes of the year whose week a person may see, the own class first: one statement."""
    rows = db.session.scalars(
        select(SchoolClass)
        .join(SchoolClass.year)
        .where(
            _seen_class(actor, on),
            AcademicYear.starts <= on + _AHEAD,
            AcademicYear.ends >= on - _LOOK_BACK,
        )
        .options(contains_eager(SchoolClass.year))
    )
    return sorted(rows, key=lambda c: (c.teacher_id != actor.staff_id, c.grade, c.name))


def planned_topics(course: Course) -> list[PlannedTopic]:
    """Topics of the course's lesson plan in their order [J4]: one statement."""
    given = select(Lesson.id).where(
        Lesson.course_id == course.id, Lesson.plan_topic_id == PlanTopic.id, Lesson.topic != ""
    )
    rows = db.session.execute(
        select(PlanTopic.title, PlanTopic.homework, given.exists())
        .where(PlanTopic.plan_id == course.lesson_plan_id)
        .order_by(PlanTopic.position)
    )
    return [PlannedTopic(*row) for row in rows]


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
    return coming or next((course.id for course in journals(actor, on)), None)


def _seen_class(actor: Actor, on: dt.date) -> Any:
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    lessons = (
        select(Lesson.id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Course.class_id == SchoolClass.id, visible_lessons(actor, on))
    )
    return or_(heads(actor), lessons.exists())


def _by_class(course: Course) -> tuple[int, str, str, str]:
    group = course.subgroup.name if course.subgroup else ""
    return (course.school_class.grade, course.school_class.name, course.subject.name, group)


_LOOK_BACK = dt.timedelta(days=120)  # in summer the ended year's journals are still at hand
_AHEAD = dt.timedelta(days=30)
