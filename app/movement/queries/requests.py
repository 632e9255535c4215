"""Reads of requests about the movement of pupils: about whom one may ask, what waits [S6]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from app.classes.models import ClassMembership, SchoolClass
from app.classes.queries import class_memberships, members, span_of
from app.classes.rules import Span
from app.core.actor import Actor
from app.core.db import db, folded
from app.core.errors import NotFound
from app.movement.access import asked_classes, visible_requests
from app.movement.enums import Answer
from app.movement.models import MovementRequest
from app.movement.rules import Asked
from app.people.models import Pupil
from app.school.models import AcademicYear

_ANSWERED_SHOWN = 50


@dataclass(frozen=True)
class Choices:
    """What is chosen from when one asks: pupils of the class from today on, the other classes."""

    pupils: Sequence[Pupil] = ()
    others: Sequence[SchoolClass] = ()


@dataclass(frozen=True)
class Shown:
    """A request, with the stays of its pupil in classes, the latest first."""

    request: MovementRequest
    stays: Sequence[ClassMembership] = ()

    def stay(self, class_id: int | None) -> ClassMembership | None:
        """The pupil's latest stay in a class."""
        return next((stay for stay in self.stays if stay.class_id == class_id), None)


def classes_to_ask_about(actor: Actor, on: dt.date) -> Sequence[SchoolClass]:
    """The classes about which a person may ask: the latest year first [S6]."""
    return db.session.scalars(
        select(SchoolClass)
        .where(asked_classes(actor, on))
        .order_by(SchoolClass.year_id.desc(), SchoolClass.grade, SchoolClass.name)
    ).all()


def class_to_ask_about(actor: Actor, class_id: int, on: dt.date) -> SchoolClass:
    """One of them; raises NotFound."""
    query = select(SchoolClass).where(SchoolClass.id == class_id, asked_classes(actor, on))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def choices_of(school_class: SchoolClass, on: dt.date) -> Choices:
    """Who is or will be in the class, and where they may go: two statements [S6]."""
    year = school_class.year
    there = members(school_class.id, None, max(on, year.starts), year.ends)
    others = db.session.scalars(
        select(SchoolClass)
        .where(SchoolClass.year_id == year.id, SchoolClass.id != school_class.id)
        .order_by(SchoolClass.grade, SchoolClass.name)
    ).all()
    return Choices([member.pupil for member in there], others)


def year_of(school_class: SchoolClass) -> Span:
    """The days of the class's school year."""
    return Span(school_class.year.starts, school_class.year.ends)


def asked_already(asked: Asked) -> bool:
    """True when the same waits for an answer."""
    if asked.pupil_id is None:
        whose = folded(MovementRequest.name) == folded(asked.name)
    else:
        whose = MovementRequest.pupil_id == asked.pupil_id
    same = (MovementRequest.class_id == asked.class_id, MovementRequest.wish == asked.wish)
    waits = MovementRequest.state == Answer.OPEN
    return bool(db.session.scalar(select(exists().where(*same, whose, waits))))


def waiting_requests(actor: Actor, on: dt.date) -> list[Shown]:
    """Requests that wait, the oldest first: two statements [S6]."""
    rows = db.session.scalars(
        _requests(actor, on).where(still_waits()).order_by(MovementRequest.asked_at)
    ).all()
    pupils = {row.pupil_id for row in rows if row.pupil_id is not None}
    stays = class_memberships(pupils)[::-1] if pupils else ()
    return [Shown(row, [stay for stay in stays if stay.pupil_id == row.pupil_id]) for row in rows]


def answered_requests(actor: Actor, on: dt.date) -> Sequence[MovementRequest]:
    """The latest answers: one statement [S6]."""
    return db.session.scalars(
        _requests(actor, on)
        .where(MovementRequest.state != Answer.OPEN)
        .order_by(MovementRequest.answered_at.desc(), MovementRequest.id.desc())
        .limit(_ANSWERED_SHOWN)
    ).all()


def still_waits() -> ColumnElement[bool]:
    """Requests without an answer; in a closed year nothing is done any more."""
    closed = select(SchoolClass.id).join(AcademicYear).where(AcademicYear.closed_on.is_not(None))
    return (MovementRequest.state == Answer.OPEN) & MovementRequest.class_id.not_in(closed)


def request_of(actor: Actor, request_id: int, on: dt.date) -> MovementRequest:
    """A request that the person may see; raises NotFound [P3]."""
    query = _requests(actor, on).where(MovementRequest.id == request_id)
    found: MovementRequest | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def on_lists(request: MovementRequest) -> tuple[bool, bool]:
    """Is its pupil in the class without a last day, and on the list of the other class? [S6]"""
    if request.pupil_id is None:
        return False, False
    stays = class_memberships([request.pupil_id])
    here = any(stay.class_id == request.class_id and stay.until is None for stay in stays)
    there = any(
        stay.class_id == request.to_class_id and span_of(stay).last >= request.day for stay in stays
    )
    return here, there


def _requests(actor: Actor, on: dt.date) -> Any:
    return (
        select(MovementRequest)
        .where(visible_requests(actor, on))
        .options(
            joinedload(MovementRequest.pupil),
            joinedload(MovementRequest.school_class),
            joinedload(MovementRequest.to_class),
        )
    )
