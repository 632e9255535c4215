"""A paragraph between grids: wrapped and hyphenated as the cells of a grid are."""

from dataclasses import replace

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from app.core.pdf.cells import Cell
from app.core.pdf.drawing import PAD_X, draw_level
from app.core.pdf.pen import Pen
from app.core.pdf.wrapping import wrapped


class Lines(Flowable):  # type: ignore[misc]
    """The text of a cell without its borders; `before` and `after` are empty room in mm."""

    def __init__(self, cell: Cell, *, before: float = 0, after: float = 0) -> None:
        super().__init__()
        self.cell, self.before, self.after = cell, before * mm, after * mm
        self._lines: tuple[str, ...] = cell.lines or ()

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Size of the paragraph in a frame of this width, points."""
        if self.cell.lines is None:
            room = width - 2 * PAD_X
            self._lines = wrapped(self.cell.text, self.cell.font, self.cell.size, room)
        self.width = width
        return width, self.before + len(self._lines) * self.cell.leading + self.after

    def split(self, width: float, height: float) -> list[Flowable]:
        """The lines that fit into `height` points, and the rest; nothing when none does."""
        self.wrap(width, height)
        fitting = int((height - self.before) / self.cell.leading)
        if fitting <= 0:
            return []
        first, rest = self._lines[:fitting], self._lines[fitting:]
        return [
            Lines(replace(self.cell, lines=first), before=self.before / mm),
            Lines(replace(self.cell, lines=rest), after=self.after / mm),
        ]

    def draw(self) -> None:
        """Draw the lines below the empty room."""
        pen = Pen(self.canv)
        height = len(self._lines) * self.cell.leading
        draw_level(pen, self.cell, self._lines, (0, self.width, self.after + height, self.after))
        self.canv.drawText(pen)
