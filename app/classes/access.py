"""Who may see which classes, subgroups and memberships [P3 P4 P5]."""

import datetime as dt

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.core.actor import Actor

SEES_ALL_PEOPLE = ("admin", "director", "deputy", "secretary")
STAFF = (*SEES_ALL_PEOPLE, "class_teacher", "teacher")


def headed_classes(actor: Actor) -> Select[int]:
    """Ids of the classes whose class teacher the person is [P3]."""
    return select(SchoolClass.id).where(SchoolClass.teacher_id == actor.staff_id)


def own_pupils(actor: Actor) -> tuple[int, ...]:
    """Ids of the pupils that a pupil or a parent is concerned with: oneself, the children [P5]."""
    myself = () if actor.pupil_id is None else (actor.pupil_id,)
    return (*myself, *actor.children)


def visible_classes(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Staff see every class by name; a pupil and a parent the own ones only."""
    if actor.has(*STAFF):
        return true()
    own = select(ClassMembership.class_id).where(ClassMembership.pupil_id.in_(own_pupils(actor)))
    return SchoolClass.id.in_(own)


def visible_subgroups(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """The subgroups of the visible classes."""
    if actor.has(*STAFF):
        return true()
    return Subgroup.class_id.in_(select(SchoolClass.id).where(visible_classes(actor, on)))


def visible_class_memberships(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Who is in which class: those who see all people, and the class teacher for the own class."""
    if actor.has(*SEES_ALL_PEOPLE):
        return true()
    return ClassMembership.class_id.in_(headed_classes(actor)) if actor.staff_id else false()


def visible_subgroup_memberships(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Who is in which subgroup: as for classes."""
    if actor.has(*SEES_ALL_PEOPLE):
        return true()
    if not actor.staff_id:
        return false()
    headed = select(Subgroup.id).where(Subgroup.class_id.in_(headed_classes(actor)))
    return SubgroupMembership.subgroup_id.in_(headed)


def members_between(first: dt.date, last: dt.date) -> ColumnElement[bool]:
    """Class memberships that touch the span, both days included [S6]."""
    return (ClassMembership.since <= last) & or_(
        ClassMembership.until.is_(None), ClassMembership.until >= first
    )
