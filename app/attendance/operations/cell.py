"""A cell of the grid: marks and absence of a pupil in a lesson, written together [J1 J10 U4]."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from app.attendance.enums import AbsenceKind
from app.attendance.operations.absences import absence_faults, put_absence
from app.attendance.queries import StoredCell, cell_for_update
from app.attendance.rules import letters_of
from app.audit.queries import history_of_cell
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Refused, Unconfirmed, refuse_if
from app.journal.access import require
from app.journal.models import Task
from app.journal.operations.entries import Answer, answered, conflict
from app.journal.operations.marks import NewRows, change_faults, marks_of, put_marks
from app.journal.queries.cells import task_weight
from app.journal.queries.place import Place, place_of, require_course
from app.journal.rules.average import format_average, weighted_average
from app.journal.rules.cell import Cell, beside_absence, format_cell, parse_cell
from app.journal.rules.sent import Sent
from app.journal.rules.version import version_of, version_of_cell

TABLES = ("mark", "absence")
Letters = Mapping[str, str]


def write_cell(
    actor: Actor, *, sent: Sent, now: dt.datetime, period_id: int | None = None
) -> Answer:
    """Write what was typed into a cell, unless somebody else did meanwhile [J1 J10 U4].

    `period_id`: the period whose average the page shows; the answer brings it. Raises NotFound,
    Forbidden, Refused with all faults, Conflict, or Unconfirmed for a mark beside an absence.
    """
    place = place_of(
        actor, sent.lesson, now.date(), pupil_id=sent.pupil, open_since=sent.open_since
    )
    require(place.may_mark or place.may_note_absence)
    require_course(place, sent.course)
    rows = cell_for_update(actor, sent, period_id)
    if rows.before:
        return rows.before
    letters, stored = letters_of(place.letters), cell_of(rows)
    wanted = _wanted(sent.text, stored, letters)
    check_cell(place, rows, wanted, now.date())
    _ask(sent, stored, wanted, letters)
    kind = AbsenceKind(wanted.absence) if wanted.absence else None
    put_absence(place, sent.pupil, rows.absence, kind, wanted.minutes, wanted.gone)
    tasks = put_marks(place, sent.pupil, rows.marks, wanted.marks, NewRows(rows.kind, rows.keys))
    db.session.flush()  # new tasks get the ids that the answer names
    answer = _facts(rows, tasks, wanted, letters, period_id)
    return answered(actor, sent, now, **answer)


def cell_of(rows: StoredCell) -> Cell:
    """The stored rows as what the cell says."""
    absence = rows.absence
    marks = marks_of(rows.marks)
    if absence is None:
        return Cell(marks=marks)
    return Cell(absence.kind, absence.minutes, marks, absence.gone)


def flag_of(cell: Cell) -> str | None:
    """What the weekly reconciliation will ask about this cell; computed, not stored [T3]."""
    return _("For reconciliation: a mark beside an absence") if cell.contradicts else None


def _wanted(text: str, stored: Cell, letters: Letters) -> Cell:
    typed = parse_cell(text, letters, stored.absence)
    if not isinstance(typed, Cell):
        raise Refused([typed])
    return beside_absence(stored, typed)


def check_cell(place: Place, rows: StoredCell, wanted: Cell, today: dt.date) -> None:
    """Permission and rules for what changes: marks, absence, or both.

    Raises Forbidden, Refused with all faults.
    """
    stored = cell_of(rows)
    faults = change_faults(place, rows.marks, wanted.marks, today)
    if version_of(*stored.marks) != version_of(*wanted.marks):
        require(place.may_mark)
    if replace(stored, marks=()) != replace(wanted, marks=()):
        require(place.may_note_absence)
        kind = AbsenceKind(wanted.absence) if wanted.absence else None
        known = {str(fault.text) for fault in faults}
        more = absence_faults(place, kind, wanted.minutes, today)
        faults += [fault for fault in more if str(fault.text) not in known]
    refuse_if(faults)


def _ask(sent: Sent, stored: Cell, wanted: Cell, letters: Letters) -> None:
    """Raise Conflict when another value was seen, Unconfirmed for a new contradiction."""
    if sent.seen != version_of_cell(stored):
        history = history_of_cell(TABLES, sent.lesson, sent.pupil)
        raise conflict(version_of_cell(stored), format_cell(stored, letters), history)
    if wanted.contradicts and not stored.contradicts and not sent.confirmed:
        raise Unconfirmed(
            _(
                "The pupil is marked absent. Write %(text)s? To remove the absence, clear the "
                "cell first.",
                text=format_cell(wanted, letters),
            )
        )


def _facts(
    rows: StoredCell, tasks: Sequence[Task], wanted: Cell, letters: Letters, period_id: int | None
) -> dict[str, Any]:
    """What the page shows of the cell now."""
    facts: dict[str, Any] = {
        "text": format_cell(wanted, letters),
        "version": version_of_cell(wanted),
        "flag": flag_of(wanted),
    }
    if period_id:
        own = zip(wanted.marks, (task_weight(task) for task in tasks), strict=False)
        facts["average"] = format_average(weighted_average(own, rows.elsewhere))
    if len(tasks) > len(rows.marks):
        facts["tasks"] = [
            {"task": task.id, "kind": task.kind.code, "version": version_of(task.kind.code)}
            for task in tasks
        ]
    return facts
