"""Who may see which courses and pupils: what one teaches, heads, or controls [P2–P5]."""

import datetime as dt

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from app.classes.access import SEES_ALL_PEOPLE, headed_classes, own_pupils
from app.classes.models import ClassMembership, SubgroupMembership
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden, NotFound
from app.people.models import Guardian, Guardianship, Pupil
from app.plan.models import Course, CourseTeacher, CurriculumHours, LessonPlan

SEES_ALL_JOURNALS = ("admin", "director", "deputy")
PLANNERS = ("teacher", "class_teacher")


def taught_courses(actor: Actor, on: dt.date) -> Select[int]:
    """Ids of the courses that the person teaches on the date: the dates of the assignment [P2]."""
    return select(CourseTeacher.course_id).where(
        CourseTeacher.staff_id == actor.staff_id,
        CourseTeacher.since <= on,
        or_(CourseTeacher.until.is_(None), CourseTeacher.until >= on),
    )


def visible_courses(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Courses whose journal the person may look into [P2 P3 P4]; pupils and parents none [P5]."""
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    if actor.staff_id is None:
        return false()
    return or_(Course.id.in_(taught_courses(actor, on)), Course.class_id.in_(headed_classes(actor)))


def visible_course_teachers(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """The assignments of the visible courses."""
    return CourseTeacher.course_id.in_(select(Course.id).where(visible_courses(actor, on)))


def visible_curriculum_hours(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Those who see all journals, and the class teacher for the own class."""
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    return CurriculumHours.class_id.in_(headed_classes(actor)) if actor.staff_id else false()


def visible_lesson_plans(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Every lesson plan for the teaching staff: they learn from each other; no pupil, no parent."""
    return true() if actor.has(*PLANNERS, *SEES_ALL_JOURNALS) else false()


def visible_plan_topics(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """The topics of the visible plans."""
    return visible_lesson_plans(actor, on)


def editable_plans(actor: Actor) -> ColumnElement[bool]:
    """Plans of which `may_edit_plan` is true, as a WHERE clause [J4]."""
    if actor.has("admin", "deputy"):
        return true()
    return LessonPlan.author_id == actor.staff_id if actor.staff_id is not None else false()


def may_edit_plan(actor: Actor, plan: LessonPlan) -> bool:
    """Its author, the administrator and the deputies, who speak for subject associations [J4]."""
    own = actor.staff_id is not None and plan.author_id == actor.staff_id
    return own or actor.has("admin", "deputy")


def require_may_edit_plan(actor: Actor, plan: LessonPlan) -> None:
    """Refuse whoever may not change the lesson plan [J4]."""
    if not may_edit_plan(actor, plan):
        raise Forbidden


def placeable_courses(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Courses whose plan the person may import, place and shift [J4 A4.4.7]."""
    if actor.has("admin", "deputy"):
        return true()
    return Course.id.in_(taught_courses(actor, on)) if actor.staff_id is not None else false()


def may_place(actor: Actor, course_id: int, on: dt.date) -> bool:
    """True for a course of `placeable_courses` [J4 A4.4.7]."""
    wanted = select(Course.id).where(Course.id == course_id, placeable_courses(actor, on))
    return db.session.scalar(wanted) is not None


def require_may_place(actor: Actor, course_id: int, on: dt.date) -> None:
    """Refuse whoever may not change the course's plan; hide courses not to be seen at all."""
    if may_place(actor, course_id, on):
        return
    seen = select(Course.id).where(Course.id == course_id, visible_courses(actor, on))
    raise Forbidden if db.session.scalar(seen) else NotFound


def require_may_edit_courses(actor: Actor) -> None:
    """Courses and who teaches them are the administrator's [P4]."""
    if not actor.has("admin"):
        raise Forbidden


def _taught_pupils(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Pupils who are in the classes and subgroups of the courses that the person teaches."""
    taught = taught_courses(actor, on)
    whole = select(Course.class_id).where(Course.id.in_(taught), Course.subgroup_id.is_(None))
    parts = select(Course.subgroup_id).where(Course.id.in_(taught))
    in_class = select(ClassMembership.pupil_id).where(ClassMembership.class_id.in_(whole))
    in_part = select(SubgroupMembership.pupil_id).where(SubgroupMembership.subgroup_id.in_(parts))
    return or_(Pupil.id.in_(in_class), Pupil.id.in_(in_part))


def visible_pupils(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """All for the administration and the secretary; the own class's for its class teacher; the
    taught ones for a teacher; oneself for a pupil; the own children for a parent [P2–P5].
    """
    if actor.has(*SEES_ALL_PEOPLE):
        return true()
    rows: list[ColumnElement[bool]] = [Pupil.id.in_(own_pupils(actor))]
    if actor.staff_id is not None:
        rows += [Pupil.id.in_(_headed_pupils(actor)), _taught_pupils(actor, on)]
    return or_(*rows)


def _headed_pupils(actor: Actor) -> Select[int]:
    return select(ClassMembership.pupil_id).where(
        ClassMembership.class_id.in_(headed_classes(actor))
    )


def visible_guardianships(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Families: those who see all people, and the class teacher of the child [P3 P8]."""
    if actor.has(*SEES_ALL_PEOPLE):
        return true()
    return Guardianship.pupil_id.in_(_headed_pupils(actor)) if actor.staff_id else false()


def visible_guardians(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """As the families that the person may see."""
    if actor.has(*SEES_ALL_PEOPLE):
        return true()
    families = select(Guardianship.guardian_id).where(visible_guardianships(actor, on))
    return Guardian.id.in_(families)
