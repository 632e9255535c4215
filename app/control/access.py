"""Who sees what is due, who sets terms, who checks journals, who sees use [P2 P3 P4 K1 K2]."""

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, false, or_, select, true

from app.classes.access import headed_classes
from app.classes.models import SchoolClass
from app.control.models import Inspection, Remark
from app.control.rules.item import Item
from app.core.actor import Actor
from app.core.errors import Forbidden
from app.plan.access import SEES_ALL_JOURNALS

INSPECTS = ("deputy", "director")


def sees_school(actor: Actor) -> bool:
    """The whole school's items: administrator, director, deputies [P4]."""
    return actor.has(*SEES_ALL_JOURNALS)


def visible_items(actor: Actor, items: Iterable[Item], headed: Collection[int]) -> list[Item]:
    """The whole school's for those who control it; the own class's (`headed`) and the own [P2 P3].

    Items are read once for everybody: nobody gets one past this function.
    """
    if sees_school(actor):
        return list(items)
    if actor.staff_id is None:
        return []
    return [
        item
        for item in items
        if item.place.staff_id == actor.staff_id or item.place.class_id in headed
    ]


def require_may_set_terms(actor: Actor) -> None:
    """Terms are the school's: the administrator and the deputies set them."""
    if not actor.has("admin", "deputy"):
        raise Forbidden


def may_inspect(actor: Actor) -> bool:
    """Journals are checked by the deputies and the director [K2 A6.3]."""
    return actor.has(*INSPECTS)


def require_may_inspect(actor: Actor) -> None:
    """Refuse whoever checks no journals."""
    if not may_inspect(actor):
        raise Forbidden


def visible_inspections(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Those who see all journals; a teacher with a remark in it, the class teacher [K2]."""
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    if actor.staff_id is None:
        return false()
    remarked = select(Remark.inspection_id).where(visible_remarks(actor, on))
    return Inspection.id.in_(remarked)


def visible_remarks(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """All for those who see all journals; one's own, and those of the own class [K2 P3]."""
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    if actor.staff_id is None:
        return false()
    headed = select(Inspection.id).where(Inspection.class_id.in_(headed_classes(actor)))
    return or_(Remark.staff_id == actor.staff_id, Remark.inspection_id.in_(headed))


def may_answer(actor: Actor, remark: Remark) -> bool:
    """The teacher to whom the remark is made answers it [K2]."""
    return actor.staff_id is not None and remark.staff_id == actor.staff_id


def used_classes(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Classes of whose families the person sees who comes to the journal: all, the own [P10 P3]."""
    return true() if sees_school(actor) else SchoolClass.id.in_(headed_classes(actor))
