"""Remarks to a pupil: written, changed, taken back by their author [M5 P2 P3]."""

import datetime as dt

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import refuse_if
from app.diary.access import require_author, require_may_remark
from app.diary.enums import RemarkKind
from app.diary.models import PupilRemark
from app.diary.rules.remarks import remark_faults


def write_remark(
    actor: Actor, *, pupil_id: int, day: dt.date, kind: RemarkKind, text: str, today: dt.date
) -> PupilRemark:
    """Tell the family of a pupil something of a day; raises Forbidden, Refused."""
    require_may_remark(actor, pupil_id, day)
    refuse_if(remark_faults(text, day, today))
    remark = PupilRemark(
        pupil_id=pupil_id, day=day, kind=kind, text=text.strip(), author_id=actor.staff_id
    )
    db.session.add(remark)
    return remark


def change_remark(
    actor: Actor,
    *,
    remark: PupilRemark,
    day: dt.date,
    kind: RemarkKind,
    text: str,
    today: dt.date,
) -> None:
    """Put a remark into other words; the history keeps those before [J9]."""
    require_author(actor, remark)
    require_may_remark(actor, remark.pupil_id, day)
    refuse_if(remark_faults(text, day, today))
    remark.day, remark.kind, remark.text = day, kind, text.strip()


def take_back_remark(actor: Actor, *, remark: PupilRemark) -> None:
    """The author takes a remark back."""
    require_author(actor, remark)
    db.session.delete(remark)
