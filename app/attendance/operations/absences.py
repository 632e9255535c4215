"""One absence [T1]."""

import datetime as dt

from flask_babel import lazy_gettext as _l

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.attendance.queries import absence_of
from app.attendance.rules import kind_faults
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, refuse_if
from app.journal.access import require
from app.journal.queries.place import Place, place_of
from app.journal.rules.entry import attendance_faults


def record_absence(
    actor: Actor,
    *,
    lesson_id: int,
    pupil_id: int,
    kind: AbsenceKind | None,
    minutes: int | None,
    today: dt.date,
    adds: bool = False,
) -> Absence | None:
    """Write that a pupil was absent or late, or take it back (no kind): the form's way [T1].

    `adds`: an absence that is there already is not overwritten. Raises NotFound, Forbidden,
    Refused with all faults.
    """
    place = place_of(actor, lesson_id, today, pupil_id=pupil_id)
    require(place.may_note_absence)
    stored = absence_of(lesson_id, pupil_id)
    faults = absence_faults(place, kind, minutes, today)
    if adds and stored and stored.kind:
        faults.append(Fault(_l("It is written already: change it."), "pupil"))
    refuse_if(faults)
    return put_absence(place, pupil_id, stored, kind, minutes)


def absence_faults(
    place: Place, kind: AbsenceKind | None, minutes: int | None, today: dt.date
) -> list[Fault]:
    """What forbids an absence, all of it."""
    faults = attendance_faults(place.facts, today, takes_back=kind is None)
    return [*faults, *kind_faults(kind, minutes)]


def put_absence(
    place: Place,
    pupil_id: int,
    stored: Absence | None,
    kind: AbsenceKind | None,
    minutes: int | None,
    gone: bool | None = None,
) -> Absence | None:
    """Make what is stored so; an absence that is taken back leaves its row without a kind.

    Whether the pupil has gone for the day stays with another reason, unless `gone` says so.
    """
    if stored is None and kind is not None:
        stored = Absence(lesson=place.lesson, pupil_id=pupil_id, gone=False)
        db.session.add(stored)
    if stored is not None:
        stored.kind, stored.minutes = kind, minutes
        away = kind not in {None, AbsenceKind.LATE}
        stored.gone = away and (stored.gone if gone is None else gone)
    return stored
