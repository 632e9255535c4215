"""Whom the announcements, documents and topics are for, and who writes and moderates [M2 M3]."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, false, or_, select, true

from app.board.enums import Audience
from app.board.models import (
    Announcement,
    ForumPost,
    ForumSection,
    ForumTopic,
    Paper,
    announcement_class,
)
from app.classes.access import STAFF, members_between, own_pupils
from app.classes.models import ClassMembership, SchoolClass
from app.core.actor import Actor
from app.core.errors import Forbidden
from app.school.models import AcademicYear

LEADS = ("admin", "director", "deputy")
KEEPS_PAPERS = (*LEADS, "secretary")


def own_audiences(actor: Actor) -> list[Audience]:
    """The audiences that the person belongs to by role."""
    by_role = (
        (Audience.ALL, (*STAFF, "pupil", "parent")),
        (Audience.STAFF, STAFF),
        (Audience.PARENTS, ("parent",)),
        (Audience.PUPILS, ("pupil",)),
    )
    return [audience for audience, roles in by_role if actor.has(*roles)]


def addressed(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Announcements of the day that are meant for the person, or for the class that one heads."""
    classes = select(announcement_class.c.announcement_id).where(
        announcement_class.c.class_id.in_(_own_classes(actor, on))
    )
    meant = or_(
        Announcement.audience.in_(own_audiences(actor)),
        (Announcement.audience == Audience.CLASSES) & Announcement.id.in_(classes),
    )
    shown = Announcement.withdrawn_at.is_(None) & (Announcement.starts <= on)
    return shown & (Announcement.ends >= on) & meant


def visible_announcements(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Also: all for administrator, director and deputies; the own ones for their author."""
    if actor.has(*LEADS):
        return true()
    return or_(addressed(actor, on), Announcement.author_id == actor.user_id)


def kept_announcements(actor: Actor) -> ColumnElement[bool]:
    """What the person may change and withdraw: the leaders all, an author the own ones."""
    return true() if actor.has(*LEADS) else Announcement.author_id == actor.user_id


def keeps_announcement(actor: Actor, row: Announcement) -> bool:
    """The same for one announcement: who keeps it sees its history, too [M2]."""
    return actor.has(*LEADS) or row.author_id == actor.user_id


def may_put_up_again(actor: Actor, row: Announcement) -> bool:
    """What was withdrawn comes back by who withdrew it, or by the leaders [M2]."""
    return actor.has(*LEADS) or not row.withdrawn_at or row.withdrawn_by == actor.user_id


def require_may_put_up_again(actor: Actor, row: Announcement) -> None:
    """Raise `Forbidden` for the author of what somebody else has withdrawn."""
    if not may_put_up_again(actor, row):
        name = row.withdrawn_name or _("The administration")
        text = _(
            "%(name)s has withdrawn this announcement. Only the same person, a deputy, the"
            " director or the administrator can put it up again.",
            name=name,
        )
        raise Forbidden(text)


def told_audiences(actor: Actor) -> list[Audience]:
    """Whom the person may announce something to: a class teacher only the own class [M2]."""
    if actor.has(*LEADS):
        return list(Audience)
    return [Audience.CLASSES] if actor.has("class_teacher") else []


def told_classes(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Classes of the year whose families the person may announce something to."""
    going = SchoolClass.year_id.in_(
        select(AcademicYear.id).where(AcademicYear.starts <= on, AcademicYear.ends >= on)
    )
    if actor.has(*LEADS):
        return going
    return going & (SchoolClass.teacher_id == actor.staff_id) if actor.staff_id else false()


def visible_papers(actor: Actor) -> ColumnElement[bool]:
    """Staff read the documents of the staff room; withdrawn ones only who keeps them [M2]."""
    if actor.has(*KEEPS_PAPERS):
        return true()
    return Paper.withdrawn_at.is_(None) if actor.has(*STAFF) else false()


def keeps_papers(actor: Actor) -> bool:
    """The office and the leaders put documents into the staff room."""
    return actor.has(*KEEPS_PAPERS)


def require_keeps_papers(actor: Actor) -> None:
    """Raise `Forbidden` for anybody else."""
    if not keeps_papers(actor):
        raise Forbidden


def moderates(actor: Actor) -> bool:
    """Deputies, the director and the administrator keep the forum in order [M3]."""
    return actor.has(*LEADS)


def require_moderates(actor: Actor) -> None:
    """Raise `Forbidden` for anybody else."""
    if not moderates(actor):
        raise Forbidden


def visible_sections(actor: Actor) -> ColumnElement[bool]:
    """Sections for the person's audiences; all for who moderates [M3]."""
    return true() if moderates(actor) else ForumSection.audience.in_(own_audiences(actor))


def visible_topics(actor: Actor) -> ColumnElement[bool]:
    """The topics of the visible sections, with a post that the person may read: a topic whose
    posts are all hidden is hidden with its title [M3].
    """
    of_sections = ForumTopic.section_id.in_(select(ForumSection.id).where(visible_sections(actor)))
    return of_sections & ForumTopic.id.in_(select(ForumPost.topic_id).where(_shown(actor)))


def visible_posts(actor: Actor) -> ColumnElement[bool]:
    """Posts of these topics; a hidden one only for its author and who moderates [M3]."""
    of_topics = ForumPost.topic_id.in_(select(ForumTopic.id).where(visible_topics(actor)))
    return of_topics & _shown(actor)


def _shown(actor: Actor) -> ColumnElement[bool]:
    if moderates(actor):
        return true()
    return or_(ForumPost.hidden_at.is_(None), ForumPost.author_id == actor.user_id)


def _own_classes(actor: Actor, on: dt.date) -> Select[Any]:
    """Ids of the classes that the pupil or the children are in on the day, or that one heads."""
    members = select(ClassMembership.class_id).where(
        ClassMembership.pupil_id.in_(own_pupils(actor)), members_between(on, on)
    )
    heads = SchoolClass.teacher_id == actor.staff_id if actor.staff_id else false()
    return select(SchoolClass.id).where(or_(SchoolClass.id.in_(members), heads))
