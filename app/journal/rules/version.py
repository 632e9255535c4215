"""The number by which two people who edit one thing notice each other [J10]."""

from zlib import crc32

from app.journal.rules.cell import Cell


def version_of(*parts: object) -> int:
    """A number that differs when what is stored differs; 0 for nothing.

    Compare-and-save asks for the number that the person saw: it is taken from the content, so
    a change and its taking back are no conflict.
    """
    if not any(parts):
        return 0
    return crc32("\x1f".join("" if part is None else str(part) for part in parts).encode())


def version_of_cell(cell: Cell) -> int:
    """The same for a cell; tasks in which the pupil has no mark do not matter."""
    marks = list(cell.marks)
    while marks and marks[-1] is None:
        marks.pop()
    return version_of(cell.absence, cell.minutes, *marks, *["gone"] * cell.gone)
