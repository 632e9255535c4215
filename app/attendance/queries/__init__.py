"""Reads of attendance: `cells` absences in the cells of the journal [T1]."""

from app.attendance.queries.cells import (
    Missed,
    StoredCell,
    absence_of,
    absences_in,
    cell_for_update,
)

__all__ = ["Missed", "StoredCell", "absence_of", "absences_in", "cell_for_update"]
