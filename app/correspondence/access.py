"""Who may write to whom, by classes and courses, and who reads a message [M1]."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, false, or_, select, union

from app.classes.access import (
    SEES_ALL_PEOPLE,
    STAFF,
    headed_classes,
    members_between,
    own_pupils,
)
from app.classes.models import ClassMembership, SchoolClass
from app.core.actor import Actor
from app.correspondence.models import Message, MessageCopy
from app.journal.access import enrolled
from app.people.access import working
from app.people.models import Guardian, Guardianship, Pupil, Staff
from app.plan.access import taught_courses
from app.plan.models import Course, CourseTeacher
from app.school.models import AcademicYear


def reached_classes(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Classes of the year whose pupils and parents the person may write to.

    Leaders and the office: all; a teacher: those taught and the own one; others: none.
    """
    going = SchoolClass.year_id.in_(
        select(AcademicYear.id).where(AcademicYear.starts <= on, AcademicYear.ends >= on)
    )
    if actor.has(*SEES_ALL_PEOPLE):
        return going
    if actor.staff_id is None:
        return false()
    taught = select(Course.class_id).where(Course.id.in_(taught_courses(actor, on)))
    return going & or_(SchoolClass.id.in_(taught), SchoolClass.id.in_(headed_classes(actor)))


def may_write_to_all_staff(actor: Actor) -> bool:
    """A message to everybody who works here: leaders and the office."""
    return actor.has(*SEES_ALL_PEOPLE)


def may_write_to_administration(actor: Actor) -> bool:
    """Staff and parents; pupils turn to their teachers [M1]."""
    return actor.has(*STAFF, "parent")


def reached_users(actor: Actor, on: dt.date) -> CompoundSelect[Any]:
    """Logins of single persons whom the person may write to [M1].

    Staff: colleagues, and the pupils and parents of the reached classes. A pupil and a parent:
    the teachers and the class teacher. Everybody: who has written to them.
    """
    parts = [_authors_to(actor)]
    if actor.has(*STAFF):
        own = SchoolClass.id.in_(select(SchoolClass.id).where(reached_classes(actor, on)))
        parts += [staff_users(on), pupil_users(own, on), parent_users(own, on)]
    for pupil in own_pupils(actor):
        parts += [_teachers_of(pupil, on), _heads_of(pupil, on)]
    return union(*parts)


def staff_users(on: dt.date) -> Select[Any]:
    """Logins of everybody who works here on the day."""
    return select(Staff.user_id).where(Staff.user_id.is_not(None), working(on))


def members_of(classes: ColumnElement[bool], on: dt.date) -> Select[Any]:
    """Ids of the pupils who are in the classes on the day."""
    return select(ClassMembership.pupil_id).join(SchoolClass).where(classes, _on(on))


def pupil_users(classes: ColumnElement[bool], on: dt.date) -> Select[Any]:
    """Logins of those pupils."""
    return select(Pupil.user_id).where(
        Pupil.user_id.is_not(None), Pupil.id.in_(members_of(classes, on))
    )


def parent_users(classes: ColumnElement[bool], on: dt.date) -> Select[Any]:
    """Logins of the parents of those pupils."""
    return (
        select(Guardian.user_id)
        .join(Guardianship, Guardianship.guardian_id == Guardian.id)
        .where(Guardian.user_id.is_not(None), Guardianship.pupil_id.in_(members_of(classes, on)))
    )


def teacher_users(classes: ColumnElement[bool], on: dt.date) -> Select[Any]:
    """Logins of those who teach in the classes on the day, and of their class teachers."""
    taught = (
        select(CourseTeacher.staff_id)
        .join(Course, Course.id == CourseTeacher.course_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .where(classes, _teaches(on))
    )
    heads = select(SchoolClass.teacher_id).where(classes)
    return staff_users(on).where(or_(Staff.id.in_(taught), Staff.id.in_(heads)))


def visible_messages(actor: Actor) -> ColumnElement[bool]:
    """What the person has written or got; nobody else reads it, whatever the role [M1]."""
    got = select(MessageCopy.message_id).where(MessageCopy.user_id == actor.user_id)
    return or_(Message.author_id == actor.user_id, Message.id.in_(got))


def _on(day: dt.date) -> ColumnElement[bool]:
    return members_between(day, day)


def _authors_to(actor: Actor) -> Select[Any]:
    return (
        select(Message.author_id)
        .join(MessageCopy, MessageCopy.message_id == Message.id)
        .where(MessageCopy.user_id == actor.user_id)
    )


def _teachers_of(pupil_id: int, on: dt.date) -> Select[Any]:
    """Logins of those who teach the pupil on the day: courses of the class and the subgroup."""
    return (
        staff_users(on)
        .join(CourseTeacher, CourseTeacher.staff_id == Staff.id)
        .join(Course, Course.id == CourseTeacher.course_id)
        .where(_teaches(on), enrolled(pupil_id, on))
    )


def _teaches(on: dt.date) -> ColumnElement[bool]:
    return (CourseTeacher.since <= on) & or_(
        CourseTeacher.until.is_(None), CourseTeacher.until >= on
    )


def _heads_of(pupil_id: int, on: dt.date) -> Select[Any]:
    """Logins of the class teacher of the pupil."""
    return (
        staff_users(on)
        .join(SchoolClass, SchoolClass.teacher_id == Staff.id)
        .join(ClassMembership, ClassMembership.class_id == SchoolClass.id)
        .where(ClassMembership.pupil_id == pupil_id, _on(on))
    )
