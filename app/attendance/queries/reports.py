"""Reports of parents on an absence [T1]."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import joinedload

from app.attendance.access import decided_reports, visible_reports
from app.attendance.enums import Decision
from app.attendance.models import AbsenceReport
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden, NotFound
from app.people.models import Pupil

_SHOWN = 60  # days back


def own_reports(actor: Actor) -> Sequence[AbsenceReport]:
    """What was reported of the person's children, the newest first [P5]."""
    query = select(AbsenceReport).where(AbsenceReport.pupil_id.in_(actor.children))
    return db.session.scalars(
        query.options(joinedload(AbsenceReport.pupil))
        .order_by(AbsenceReport.reported_at.desc(), AbsenceReport.id.desc())
        .limit(50)
    ).all()


def reports_to_decide(actor: Actor, today: dt.date) -> Sequence[AbsenceReport]:
    """Reports that wait for the person, the oldest first; then what was answered lately [T1]."""
    lately = AbsenceReport.last >= today - dt.timedelta(days=_SHOWN)
    waits = AbsenceReport.state == Decision.WAITING
    asked = case((waits, AbsenceReport.reported_at))
    return db.session.scalars(
        select(AbsenceReport)
        .where(
            decided_reports(actor, today),
            AbsenceReport.state != Decision.WITHDRAWN,
            or_(waits, lately),
        )
        .options(joinedload(AbsenceReport.pupil))
        .order_by(~waits, asked, AbsenceReport.first.desc(), AbsenceReport.id)
        .limit(100)
    ).all()


def waiting_count(actor: Actor, today: dt.date) -> int:
    """How many reports wait for the person."""
    wanted = select(func.count(AbsenceReport.id)).where(
        decided_reports(actor, today), AbsenceReport.state == Decision.WAITING
    )
    return db.session.scalar(wanted) or 0


def seen_report(actor: Actor, report_id: int, today: dt.date) -> AbsenceReport:
    """A report that the person may read; raises NotFound."""
    query = select(AbsenceReport).where(
        AbsenceReport.id == report_id, visible_reports(actor, today)
    )
    found = db.session.scalars(query.options(joinedload(AbsenceReport.pupil))).one_or_none()
    if found is None:
        raise NotFound
    return found


def decided_report(actor: Actor, report_id: int, today: dt.date) -> AbsenceReport:
    """A report that the person decides about; Forbidden for who only reads it [T1]."""
    found = seen_report(actor, report_id, today)
    mine = select(AbsenceReport.id).where(
        AbsenceReport.id == report_id, decided_reports(actor, today)
    )
    if db.session.scalar(mine) is None:
        raise Forbidden
    return found


def is_reported(pupil_id: int, first: dt.date, last: dt.date) -> bool:
    """True when a report of some of these days waits or is accepted."""
    known = select(AbsenceReport.id).where(
        AbsenceReport.pupil_id == pupil_id,
        AbsenceReport.first <= last,
        AbsenceReport.last >= first,
        AbsenceReport.state.in_((Decision.WAITING, Decision.ACCEPTED)),
    )
    return db.session.scalars(known.limit(1)).first() is not None


def children_of(actor: Actor) -> Sequence[Pupil]:
    """The person's children, the eldest first."""
    query = select(Pupil).where(Pupil.id.in_(actor.children))
    return db.session.scalars(query.order_by(Pupil.birth_date, Pupil.id)).all()
