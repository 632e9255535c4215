"""Outages are registered, changed, closed and reopened; their lessons follow the span [U3]."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, NotFound, Refused, refuse_if
from app.outages.access import require_may_manage
from app.outages.enums import TransferState
from app.outages.models import Outage, ServerGap, Transfer
from app.outages.queries.lessons import PaperLesson, clock_times, lessons_in, transfers_of
from app.outages.rules.outages import closing_faults, outage_faults, progress_by
from app.timetable.models import Lesson


@dataclass(frozen=True)
class Facts:
    """An outage as it is entered; without classes it was the whole school's."""

    starts: dt.datetime
    ends: dt.datetime
    class_ids: tuple[int, ...]
    reason: str


def register_outage(
    actor: Actor, *, facts: Facts, now: dt.datetime, gap_id: int | None = None
) -> Outage:
    """Register an outage with the list of its lessons [U3]; `gap_id`: the silence it was."""
    outage = Outage()
    _write(actor, outage, facts, now)
    db.session.add(outage)
    db.session.flush()  # the transfers need its key
    _follow(outage, facts)
    gap = db.session.get(ServerGap, gap_id) if gap_id else None
    if gap and gap.outage_id is None:
        gap.outage_id = outage.id
    return outage


def change_outage(actor: Actor, *, outage_id: int, facts: Facts, now: dt.datetime) -> Outage:
    """Change an open outage; lessons come and go with its span, but for those settled [U3]."""
    outage = _opened(actor, outage_id)
    _write(actor, outage, facts, now)
    _follow(outage, facts)
    return outage


def remove_outage(actor: Actor, *, outage_id: int) -> None:
    """Remove an outage that was registered by mistake: nothing is transferred yet [U3]."""
    outage = _opened(actor, outage_id)
    if any(row.state != TransferState.WAITING for row in outage.transfers):
        refuse_if([Fault(_("Lessons of this outage are transferred already: it stays."))])
    for gap in db.session.scalars(select(ServerGap).where(ServerGap.outage_id == outage_id)):
        gap.outage_id = None
    db.session.delete(outage)
    _hand_over(outage)


def close_outage(actor: Actor, *, outage_id: int, now: dt.datetime) -> None:
    """Close an outage; refused with what is left while a lesson waits [U3]."""
    outage = _opened(actor, outage_id)
    lessons = transfers_of(actor, outage_id, now.date())
    courses = progress_by(lessons, lambda one: (one.place, f"{one.school_class}, {one.subject}"))
    left = [
        f"{title} ({part.total - part.done})"
        for (_place, title), part in courses.items()
        if not part.complete
    ]
    refuse_if(closing_faults(left))
    outage.closed_at = now


def reopen_outage(actor: Actor, *, outage_id: int) -> None:
    """Open a closed outage again: what was transferred can be corrected [U3]."""
    require_may_manage(actor)
    _locked(outage_id).closed_at = None


def _opened(actor: Actor, outage_id: int) -> Outage:
    require_may_manage(actor)
    outage = _locked(outage_id)
    if outage.closed_at is not None:
        raise Refused([Fault(_("The outage is closed. Open it again first."))])
    return outage


def _locked(outage_id: int) -> Outage:
    outage = db.session.get(Outage, outage_id, with_for_update=True)
    if outage is None:
        raise NotFound
    return outage


def _write(actor: Actor, outage: Outage, facts: Facts, now: dt.datetime) -> None:
    require_may_manage(actor)
    first, last, present = clock_times(facts.starts, facts.ends, now)
    faults = outage_faults(first, last, facts.reason, present)
    classes = _classes(facts.class_ids)
    if len(classes) != len(set(facts.class_ids)):
        faults.append(Fault(_("Choose classes out of the list."), "classes"))
    refuse_if(faults)
    outage.starts, outage.ends = facts.starts, facts.ends
    outage.classes, outage.reason = classes, facts.reason.strip()


def _classes(ids: Collection[int]) -> list[SchoolClass]:
    return list(db.session.scalars(select(SchoolClass).where(SchoolClass.id.in_(ids))).unique())


def _follow(outage: Outage, facts: Facts) -> None:
    """Make the list of lessons that of the span; a lesson belongs to one outage.

    What the outage lets go of falls to another open one that overlaps it.
    """
    wanted = {lesson.id for lesson in _take(outage, facts)}
    known = db.session.scalars(select(Transfer).where(Transfer.outage_id == outage.id)).all()
    for row in known:
        if row.lesson_id not in wanted and row.state == TransferState.WAITING:
            db.session.delete(row)
    _hand_over(outage)


def _hand_over(outage: Outage) -> None:
    db.session.flush()  # its lessons are free now
    others = select(Outage).where(Outage.id != outage.id, Outage.closed_at.is_(None))
    for other in db.session.scalars(others.order_by(Outage.id)).all():
        classes = tuple(row.id for row in other.classes)
        _take(other, Facts(other.starts, other.ends, classes, other.reason))


def _take(outage: Outage, facts: Facts) -> list[PaperLesson]:
    """The lessons of the span; those that no outage has yet are put on the list."""
    hit = lessons_in(facts.starts, facts.ends, facts.class_ids)
    new = [lesson.id for lesson in hit if lesson.outage_id is None]
    lessons = db.session.scalars(select(Lesson).where(Lesson.id.in_(new))).all()
    db.session.add_all(Transfer(outage_id=outage.id, lesson=lesson) for lesson in lessons)
    return hit
