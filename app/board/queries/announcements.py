"""Reads of announcements: what concerns a person today, what the person keeps [M2]."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.audit.models import AuditEntry
from app.audit.queries import history_of_row
from app.board.access import (
    addressed,
    keeps_announcement,
    kept_announcements,
    told_classes,
    visible_announcements,
)
from app.board.models import Announcement
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound

SHOWN = 100  # announcements in a list


def current_announcements(actor: Actor, on: dt.date) -> Sequence[Announcement]:
    """What is announced to the person on the day, the newest first: one statement."""
    wanted = select(Announcement).where(addressed(actor, on))
    order = (Announcement.starts.desc(), Announcement.id.desc())
    return db.session.scalars(wanted.order_by(*order).limit(SHOWN)).all()


def kept(actor: Actor) -> Sequence[Announcement]:
    """What the person may change, also what is over, ahead or withdrawn: two statements."""
    wanted = select(Announcement).where(kept_announcements(actor))
    order = (Announcement.starts.desc(), Announcement.id.desc())
    rows = wanted.options(selectinload(Announcement.classes)).order_by(*order).limit(SHOWN)
    return db.session.scalars(rows).all()


def announcement_of(actor: Actor, announcement_id: int, on: dt.date) -> Announcement:
    """An announcement that the person may read on the day; raises NotFound."""
    return _one(announcement_id, visible_announcements(actor, on))


def kept_announcement(actor: Actor, announcement_id: int) -> Announcement:
    """An announcement that the person may change; raises NotFound."""
    return _one(announcement_id, kept_announcements(actor))


def _one(announcement_id: int, allowed: object) -> Announcement:
    wanted = select(Announcement).where(Announcement.id == announcement_id, allowed)  # type: ignore[arg-type]
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found


def history(actor: Actor, row: Announcement) -> Sequence[AuditEntry]:
    """What was changed in an announcement, the latest first; nothing for who does not keep it."""
    return history_of_row("announcement", row.id) if keeps_announcement(actor, row) else ()


def classes_to_tell(actor: Actor, on: dt.date) -> Sequence[SchoolClass]:
    """Classes of the year that the person may choose for an announcement."""
    wanted = select(SchoolClass).where(told_classes(actor, on))
    return db.session.scalars(wanted.order_by(SchoolClass.grade, SchoolClass.name)).all()
