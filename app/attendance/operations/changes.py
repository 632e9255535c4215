"""One cell changed as the reconciliation proposes: the same rules as on the journal page [T3]."""

import datetime as dt

from flask_babel import lazy_gettext as _l

from app.attendance.enums import AbsenceKind, Change, Contradiction
from app.attendance.operations.absences import put_absence
from app.attendance.operations.cell import cell_of, check_cell
from app.attendance.queries.cells import cell_for_update
from app.attendance.rules.changes import changed
from app.attendance.rules.week import seen_of
from app.core.actor import Actor
from app.core.errors import Conflict
from app.journal.access import require
from app.journal.operations.marks import NewRows, put_marks
from app.journal.queries.place import place_of
from app.journal.rules.sent import Sent

CHANGED = _l("The entry has been changed meanwhile: look at it again.")


def change_cell(
    actor: Actor,
    *,
    lesson_id: int,
    pupil_id: int,
    change: Change,
    about: Contradiction,
    seen: int,
    today: dt.date,
    open_since: dt.date | None = None,
) -> None:
    """Make the change in a pupil's cell of a lesson [T3].

    `seen`: the version of what is contradicted, see `seen_of`; `open_since`: the day from which
    the span of entry runs, see `EntryFacts`.

    Raises NotFound, Forbidden, Refused with all faults (closed, cancelled, not enrolled), Conflict
    when the cell is not the `seen` one.
    """
    place = place_of(actor, lesson_id, today, pupil_id=pupil_id, open_since=open_since)
    require(place.may_mark or place.may_note_absence)
    course = place.lesson.course_id
    asked = Sent(
        entry="", kind="cell", course=course, text="", seen=seen, lesson=lesson_id, pupil=pupil_id
    )
    rows = cell_for_update(actor, asked, None)
    stored = cell_of(rows)
    if seen_of(about, stored) != seen:
        raise Conflict(CHANGED)
    wanted = changed(stored, change)
    check_cell(place, rows, wanted, today)
    kind = AbsenceKind(wanted.absence) if wanted.absence else None
    put_absence(place, pupil_id, rows.absence, kind, wanted.minutes, wanted.gone)
    put_marks(place, pupil_id, rows.marks, wanted.marks, NewRows(rows.kind, rows.keys))
