"""Whose diaries a person opens, and the class that a pupil is in [P5 S6]."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from app.classes.access import members_between, own_pupils
from app.classes.models import ClassMembership, SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.people.models import Pupil


def own_cards(actor: Actor) -> Sequence[Pupil]:
    """The person as a pupil, and the children, the eldest first: one statement."""
    wanted = select(Pupil).where(Pupil.id.in_(own_pupils(actor)))
    return db.session.scalars(wanted.order_by(Pupil.birth_date, Pupil.id)).all()


def classes_between(pupil_id: int, first: dt.date, last: dt.date) -> list[SchoolClass]:
    """The classes that the pupil was in on some day of the span, the latest last: one statement."""
    wanted = (
        select(SchoolClass)
        .join(ClassMembership, ClassMembership.class_id == SchoolClass.id)
        .where(ClassMembership.pupil_id == pupil_id, members_between(first, last))
        .order_by(ClassMembership.since)
    )
    return list(dict.fromkeys(db.session.scalars(wanted)))
