"""Who may see which classes, subgroups and memberships [P3 P4 P5]."""

import datetime as dt

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden
from app.people.models import Guardian, Guardianship, Pupil
from app.school.models import AcademicYear

SEES_ALL_PEOPLE = ("admin", "director", "deputy", "secretary")
ENROLS = ("admin", "secretary")
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


def left_school(on: dt.date) -> Select[int]:
    """Ids of the pupils who left the school before the day and did not come again [S6].

    Stays of former years have no last day: only one that began later speaks of coming again.
    """
    later = aliased(ClassMembership)
    same = later.pupil_id == ClassMembership.pupil_id
    return select(ClassMembership.pupil_id).where(
        ClassMembership.leaving.is_not(None),
        ClassMembership.until < on,
        ~exists().where(same, later.since > ClassMembership.until),
    )


def _own_class(actor: Actor, on: dt.date) -> Select[int]:
    """Ids of the pupils who are, or will be, in a class that the person heads this year [P3]."""
    return (
        select(ClassMembership.pupil_id)
        .join(SchoolClass)
        .join(AcademicYear)
        .where(
            SchoolClass.teacher_id == actor.staff_id,
            SchoolClass.teacher_id.is_not(None),
            func.coalesce(ClassMembership.until, AcademicYear.ends) >= on,
        )
    )


def visible_cards(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Whose personal card a person may read: all people's, or the own class's [P3 P8]."""
    return true() if actor.has(*SEES_ALL_PEOPLE) else Pupil.id.in_(_own_class(actor, on))


def visible_families(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Parents with their phones: on the cards that the person may read [P3 P8]."""
    if actor.has(*SEES_ALL_PEOPLE):
        return true()
    return Guardianship.pupil_id.in_(_own_class(actor, on))


def visible_guardian_cards(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """The guardians of those families."""
    families = select(Guardianship.guardian_id).where(visible_families(actor, on))
    return true() if actor.has(*SEES_ALL_PEOPLE) else Guardian.id.in_(families)


def kept_cards(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Whose personal card a person may change: secretary, administrator, class teacher [P3 P4]."""
    return true() if actor.has(*ENROLS) else Pupil.id.in_(_own_class(actor, on))


def kept_guardians(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """The guardians on the cards that the person may change."""
    own = select(Guardianship.guardian_id).where(Guardianship.pupil_id.in_(_own_class(actor, on)))
    return true() if actor.has(*ENROLS) else Guardian.id.in_(own)


def require_may_enrol(actor: Actor) -> None:
    """Movement into and out of classes: the secretary and the administrator [P4]."""
    if not actor.has(*ENROLS):
        raise Forbidden


def may_split(actor: Actor, school_class: SchoolClass) -> bool:
    """A class is split by its class teacher, or by the administrator [S4]."""
    heads = actor.staff_id is not None and school_class.teacher_id == actor.staff_id
    return heads or actor.has("admin")


def require_may_split(actor: Actor, school_class: SchoolClass) -> None:
    """Raise `Forbidden` for anybody else."""
    if not may_split(actor, school_class):
        raise Forbidden


def require_may_give_codes(actor: Actor, class_id: int | None) -> None:
    """Codes of a class: the administrator and its class teacher; of staff: the former [P6]."""
    own = select(SchoolClass.id).where(SchoolClass.id == class_id, coded_classes(actor))
    if not (actor.has("admin") or (class_id is not None and db.session.scalar(own))):
        raise Forbidden


def coded_classes(actor: Actor) -> ColumnElement[bool]:
    """Classes whose families the person gives activation codes to [P6]."""
    if actor.has("admin"):
        return true()
    return SchoolClass.teacher_id == actor.staff_id if actor.staff_id else false()


def may_transfer(actor: Actor) -> bool:
    """Only the administrator moves a pupil between subgroups [P4 S4]."""
    return actor.has("admin")


def require_may_arrange(actor: Actor) -> None:
    """Classes, and moves between subgroups, are the administrator's alone [P4 S4]."""
    if not may_transfer(actor):
        raise Forbidden


def splittable_classes(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """The classes of this year that the person may split [S4]."""
    current = SchoolClass.year_id.in_(select(AcademicYear.id).where(AcademicYear.ends >= on))
    if actor.has("admin"):
        return current
    return current & (SchoolClass.teacher_id == actor.staff_id) if actor.staff_id else false()
