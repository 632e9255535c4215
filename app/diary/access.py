"""Whose diary a person may open [P5]; who writes and reads remarks to pupils [P2 P3 P4]."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from app.classes.access import headed_classes, own_pupils
from app.classes.models import ClassMembership, SchoolClass, SubgroupMembership
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden, NotFound
from app.diary.models import PupilRemark
from app.journal.access import teaches
from app.people.models import Pupil
from app.plan.access import SEES_ALL_JOURNALS
from app.plan.models import Course


def require_own(actor: Actor, pupil_id: int) -> None:
    """A pupil who is not the person's own is as good as none: `NotFound` [P5]."""
    if pupil_id not in own_pupils(actor):
        raise NotFound


def watched_classes(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Classes whose families' reading the person sees: the own class, or all [P3 P4]."""
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    return SchoolClass.teacher_id == actor.staff_id if actor.staff_id is not None else false()


def visible_remarks(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Remarks on a teacher's page: the own ones, those to the own class; or all [P3 P4].

    The family reads its own in the diary.
    """
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    if actor.staff_id is None:
        return false()
    stays = select(ClassMembership.id).where(
        ClassMembership.pupil_id == PupilRemark.pupil_id,
        ClassMembership.class_id.in_(headed_classes(actor)),
        _holds(ClassMembership, PupilRemark.day),
    )
    return or_(PupilRemark.author_id == actor.staff_id, stays.exists())


def addressed_pupils(actor: Actor, day: dt.date) -> ColumnElement[bool]:
    """Pupils to whom the person may write a remark of the day: taught or of the own class [P2 P3].

    Both by the dates of the assignment and of the pupil's stay.
    """
    if actor.staff_id is None:
        return false()
    courses = select(Course.class_id).where(teaches(actor, Course.id, day))
    taught = or_(
        ClassMembership.class_id.in_(courses.where(Course.subgroup_id.is_(None))),
        ClassMembership.class_id.in_(headed_classes(actor)),
    )
    groups = select(Course.subgroup_id).where(teaches(actor, Course.id, day))
    in_class = select(ClassMembership.pupil_id).where(_holds(ClassMembership, day), taught)
    in_part = select(SubgroupMembership.pupil_id).where(
        _holds(SubgroupMembership, day), SubgroupMembership.subgroup_id.in_(groups)
    )
    return or_(Pupil.id.in_(in_class), Pupil.id.in_(in_part))


def _holds(stays: Any, day: Any) -> ColumnElement[bool]:
    """A stay in a class or a subgroup that holds on the day [S6]."""
    return and_(stays.since <= day, or_(stays.until.is_(None), stays.until >= day))


def require_may_remark(actor: Actor, pupil_id: int, day: dt.date) -> None:
    """Raise `Forbidden` for a pupil whom the person does not teach on the day [P2 P3]."""
    wanted = select(Pupil.id).where(Pupil.id == pupil_id, addressed_pupils(actor, day))
    if db.session.scalar(wanted) is None:
        raise Forbidden


def require_author(actor: Actor, remark: PupilRemark) -> None:
    """Only who wrote a remark changes it or takes it back."""
    if actor.staff_id is None or remark.author_id != actor.staff_id:
        raise Forbidden
