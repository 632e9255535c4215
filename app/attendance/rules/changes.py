"""What a change of the weekly reconciliation makes of a cell [T3]."""

from dataclasses import replace

from app.attendance.enums import Change
from app.journal.rules.cell import DEBT, Cell


def changed(cell: Cell, change: Change) -> Cell:
    """The cell after the change; a debt is no mark and stays, until the whole entry goes."""
    unmarked = tuple(DEBT if mark == DEBT else None for mark in cell.marks)
    if change is Change.PRESENT:
        return Cell(marks=cell.marks)
    if change is Change.NO_MARK:
        return replace(cell, marks=unmarked)
    if change is Change.EMPTY:
        return Cell(marks=(None,) * len(cell.marks))
    gone = cell.gone and change is not Change.LATE
    return Cell(change.value, None, cell.marks, gone)
