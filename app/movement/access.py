"""Who asks for movement and who answers; who confirms lists and who looks on [P3 P4 S6]."""

import datetime as dt

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from app.classes.access import headed_classes
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.errors import Forbidden
from app.movement.models import MovementRequest
from app.school.models import AcademicYear

SEES_REQUESTS = ("admin", "secretary")


def _going(on: dt.date) -> Select[int]:
    """Years that are not over; nothing of a closed one is asked for."""
    return select(AcademicYear.id).where(AcademicYear.ends >= on, AcademicYear.closed_on.is_(None))


def asked_classes(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Classes about which a person may ask: the own one; the secretary about any [P3 S6]."""
    going = SchoolClass.year_id.in_(_going(on))
    if actor.has("secretary"):
        return going
    own = actor.has("class_teacher") and actor.staff_id is not None
    return going & (SchoolClass.teacher_id == actor.staff_id) if own else false()


def visible_requests(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """The office sees all; a class teacher what was asked about the own class, or by them."""
    if actor.has(*SEES_REQUESTS):
        return true()
    if not actor.has("class_teacher") or actor.staff_id is None:
        return false()
    return or_(
        MovementRequest.class_id.in_(headed_classes(actor)),
        MovementRequest.asked_by == actor.user_id,
    )


def require_may_answer(actor: Actor) -> None:
    """The administrator does what is asked and answers [S6]; raises Forbidden."""
    if not actor.has("admin"):
        raise Forbidden


def may_withdraw(actor: Actor, request: MovementRequest) -> bool:
    """Only who asked takes a request back [S6]."""
    return actor.user_id is not None and request.asked_by == actor.user_id


def require_asked(actor: Actor, request: MovementRequest) -> None:
    """Raises Forbidden for anybody but who asked."""
    if not may_withdraw(actor, request):
        raise Forbidden


def may_confirm(actor: Actor) -> bool:
    """The secretary confirms the lists [P4 S6]."""
    return actor.has("secretary")


def require_may_confirm(actor: Actor) -> int:
    """The login of who confirms; raises Forbidden for anybody but the secretary."""
    if not may_confirm(actor) or actor.user_id is None:
        raise Forbidden
    return actor.user_id
