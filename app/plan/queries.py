"""Reads of courses, lesson plans and the curriculum."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.plan.access import placeable_courses, visible_courses
from app.plan.models import Course, CurriculumHours, LessonPlan, PlanTopic, WorkKind
from app.plan.rules.lines import Kind
from app.plan.rules.matching import StoredTopic


def seen_course(actor: Actor, course_id: int, on: dt.date) -> Course:
    """The course, if the person may look into its journal; otherwise 404 [P2 P3 P4]."""
    found = db.session.scalars(
        select(Course)
        .where(Course.id == course_id, visible_courses(actor, on))
        .options(selectinload(Course.teachers), selectinload(Course.lesson_plan))
    ).first()
    if found is None:
        raise NotFound
    return found


def seen_courses(actor: Actor, year_id: int, on: dt.date) -> list[Course]:
    """Courses of a year that the person may look into, by class and subject."""
    wanted = select(Course).where(visible_courses(actor, on))
    rows = db.session.scalars(
        wanted.join(Course.school_class)
        .where(SchoolClass.year_id == year_id)
        .options(selectinload(Course.lesson_plan))
    )
    return sorted(rows, key=_by_class)


def parallel_courses(actor: Actor, course: Course, on: dt.date) -> list[Course]:
    """Courses that can follow the same plan: same year, grade and subject; `course` first [J4]."""
    rows = db.session.scalars(
        select(Course)
        .join(Course.school_class)
        .where(
            SchoolClass.year_id == course.school_class.year_id,
            SchoolClass.grade == course.school_class.grade,
            Course.subject_id == course.subject_id,
            Course.id != course.id,
            placeable_courses(actor, on),
        )
    )
    return [course, *sorted(rows, key=_by_class)]


def work_kinds() -> list[Kind]:
    """Kinds of work as plain values."""
    rows = db.session.scalars(select(WorkKind).order_by(WorkKind.position, WorkKind.code))
    return [Kind(row.id, row.code, row.name) for row in rows]


def stored_topics(plan_id: int | None) -> list[StoredTopic]:
    """Topics of a plan as plain values, in order; none without a plan."""
    rows = db.session.scalars(
        select(PlanTopic).where(PlanTopic.plan_id == plan_id).order_by(PlanTopic.position)
    )
    return [
        StoredTopic(r.id, r.position, r.section, r.title, r.hours, r.work_kind_id, r.homework)
        for r in rows
    ]


def plans_for(course: Course) -> list[LessonPlan]:
    """Other plans that the course could follow: same year, subject and grade [J4]."""
    rows = db.session.scalars(
        select(LessonPlan)
        .where(
            LessonPlan.year_id == course.school_class.year_id,
            LessonPlan.subject_id == course.subject_id,
            LessonPlan.grade == course.school_class.grade,
            LessonPlan.id != (course.lesson_plan_id or 0),
        )
        .options(joinedload(LessonPlan.author))
        .order_by(LessonPlan.name, LessonPlan.id)
    )
    return list(rows)


def courses_of_plan(plan: LessonPlan) -> list[int]:
    """Ids of the courses that follow the plan."""
    return list(db.session.scalars(select(Course.id).where(Course.lesson_plan_id == plan.id)))


def curriculum_of(course: Course) -> CurriculumHours | None:
    """Hours that the curriculum gives the course's subject in its class [S3]."""
    return db.session.scalars(
        select(CurriculumHours).where(
            CurriculumHours.class_id == course.class_id,
            CurriculumHours.subject_id == course.subject_id,
        )
    ).first()


def course_by_names(year_id: int, class_name: str, subject: str, group: str | None) -> list[Course]:
    """Courses of a class and subject by their names, of one subgroup if it is named."""
    rows = db.session.scalars(
        select(Course).join(Course.school_class).where(SchoolClass.year_id == year_id)
    )
    return [
        course
        for course in rows
        if _same(course.school_class.name, class_name)
        and (_same(course.subject.name, subject) or _same(course.subject.short_name, subject))
        and (group is None or _same(course.subgroup.name if course.subgroup else "", group))
    ]


def _same(one: str, other: str) -> bool:
    return "".join(one.casefold().split()) == "".join(other.casefold().split())


def _by_class(course: Course) -> tuple[int, str, str, str]:
    group = course.subgroup.name if course.subgroup else ""
    return (course.school_class.grade, course.school_class.name, course.subject.name, group)
