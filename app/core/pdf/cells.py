"""What a grid is made of: cells, rows, and which cell covers which place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.core.pdf.fonts import SANS, face
from app.core.pdf.wrapping import PaperError

_LEADING = 1.15  # line height in font sizes


@dataclass(frozen=True)
class Cell:
    """One cell: its text and how it stands. `turned` text reads upwards; `size` in points.

    `lines` are given by a page break only: text that is already broken into lines.
    """

    text: str = ""
    size: float = 9
    family: str = SANS
    bold: bool = False
    italic: bool = False
    align: str = "left"  # left, center, right
    rows: int = 1
    columns: int = 1
    turned: bool = False
    lines: tuple[str, ...] | None = None

    @cached_property
    def font(self) -> str:
        """Name of the face."""
        return face(self.family, bold=self.bold, italic=self.italic)

    @cached_property
    def leading(self) -> float:
        """Height of a line, points."""
        return self.size * _LEADING


@dataclass(frozen=True)
class Row:
    """Cells by column (a missing one is empty) and the least height of the row, mm."""

    cells: Mapping[int, Cell] = field(default_factory=dict)
    height: float = 0


Owners = list[list[tuple[int, int]]]


def owners(rows: Sequence[Row], columns: int, head: int) -> Owners:
    """For each place of the grid the cell that covers it."""
    owner = [[(r, c) for c in range(columns)] for r in range(len(rows))]
    for at, row in enumerate(rows):
        for column, cell in row.cells.items():
            end = head if at < head else len(rows)
            if column + cell.columns > columns or at + cell.rows > end:
                raise PaperError(f"the cell «{cell.text}» leaves the grid")
            for r in range(at, at + cell.rows):
                for c in range(column, column + cell.columns):
                    if owner[r][c] != (r, c) or ((r, c) != (at, column) and c in rows[r].cells):
                        raise PaperError(f"the cell «{cell.text}» covers another one")
                    owner[r][c] = (at, column)
    return owner
