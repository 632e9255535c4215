"""What the class teacher knows beforehand of a pupil's day [T1]."""

import datetime as dt

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.attendance.access import require_may_keep_papers
from app.attendance.enums import AbsenceKind
from app.attendance.models import DayNote
from app.attendance.rules.documents import excuse_faults
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, refuse_if


def note_day(actor: Actor, *, pupil_id: int, day: dt.date, kind: AbsenceKind, note: str) -> DayNote:
    """Write what is known of a day; what was written of it before is replaced [T1].

    Raises Forbidden, Refused.
    """
    require_may_keep_papers(actor, pupil_id, day, day)
    refuse_if(excuse_faults(kind))
    wanted = select(DayNote).where(DayNote.pupil_id == pupil_id, DayNote.day == day)
    row = db.session.scalars(wanted).one_or_none()
    if row is None:
        row = DayNote(pupil_id=pupil_id, day=day)
        db.session.add(row)
    row.kind, row.note = kind, note
    return row


def change_note(actor: Actor, *, row: DayNote, day: dt.date, kind: AbsenceKind, note: str) -> None:
    """Change a note, or move it to another day [T1]."""
    for at in {row.day, day}:
        require_may_keep_papers(actor, row.pupil_id, at, at)
    wanted = select(DayNote.id).where(
        DayNote.pupil_id == row.pupil_id, DayNote.day == day, DayNote.id != row.id
    )
    taken = db.session.scalar(wanted) is not None
    there = [Fault(_l("There is a note of this day already."), "day")] * taken
    refuse_if([*excuse_faults(kind), *there])
    row.day, row.kind, row.note = day, kind, note


def remove_note(actor: Actor, *, row: DayNote) -> None:
    """Take a note back."""
    require_may_keep_papers(actor, row.pupil_id, row.day, row.day)
    db.session.delete(row)
