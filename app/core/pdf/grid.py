"""A table of many small cells, laid out and drawn by itself: the grids of journals.

About 25 times as fast as a table of HTML. Rows are as high as their text needs, head rows are
repeated on each page, a row or a cell higher than a page goes on where the page ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from app.core.pdf.cells import Cell, Row, owners
from app.core.pdf.drawing import PAD_X, PAD_Y, draw_level, draw_turned, edges, segments
from app.core.pdf.fonts import printable_line
from app.core.pdf.pen import Pen
from app.core.pdf.wrapping import PaperError, wrapped

_LINE = 0.4  # points, thickness of the lines
_EPS = 0.01
_LONGEST_TURNED = 200 * mm


class JournalGrid(Flowable):  # type: ignore[misc]
    """A grid with columns of `widths` mm; the first `head` rows are repeated on every page.

    `stretch` gives what is left of the page to the rows below the head. Raises `PaperError` for
    what cannot be printed whole: a grid wider than the page, spans that overlap or leave the
    grid, a letter wider than its cell, a head higher than the page.
    """

    def __init__(
        self,
        widths: Sequence[float],
        rows: Sequence[Row],
        *,
        head: int = 0,
        stretch: bool = False,
    ) -> None:
        super().__init__()
        self.widths = [width * mm for width in widths]
        self._xs = edges(self.widths)
        self.rows, self.head, self.stretch = list(rows), head, stretch
        self._owner = owners(self.rows, len(self.widths), head)
        self._lines: dict[tuple[int, int], tuple[str, ...]] = {}
        self._least = self._heights()
        self._actual = self._least

    @property
    def heights(self) -> list[float]:
        """The least height of each row, mm."""
        return [height / mm for height in self._least]

    # layout

    def _cells(self) -> Iterator[tuple[int, int, Cell]]:
        for at, row in enumerate(self.rows):
            for column, cell in row.cells.items():
                yield at, column, cell

    def _heights(self) -> list[float]:
        heights = [row.height * mm for row in self.rows]
        spans = []
        for at, column, cell in self._cells():
            need = self._need(at, column, cell)
            if cell.rows == 1:
                heights[at] = max(heights[at], need)
            else:
                spans.append((at, cell.rows, need))
        for at, count, need in spans:
            heights[at + count - 1] += max(0, need - sum(heights[at : at + count]))
        return heights

    def _need(self, at: int, column: int, cell: Cell) -> float:
        """Height that the text of a cell needs, points; its lines are kept for drawing."""
        width = self._xs[column + cell.columns] - self._xs[column] - 2 * PAD_X
        if cell.turned and cell.text:
            return self._turned(at, column, cell, width)
        lines = cell.lines
        if lines is None:
            lines = wrapped(cell.text, cell.font, cell.size, width)
        self._lines[at, column] = lines
        return len(lines) * cell.leading + 2 * PAD_Y if lines else 0

    def _turned(self, at: int, column: int, cell: Cell, width: float) -> float:
        """Turned text: its lines stand side by side, so the row grows until they fit its width.

        The text is a heading: its own line ends are spaces.
        """
        text = printable_line(cell.text)
        room = int((width + 2 * PAD_X - PAD_Y + _EPS) / cell.leading)
        length = max(self.rows[at].height * mm - 2 * PAD_X, 2 * cell.size)
        while length <= _LONGEST_TURNED:
            lines = wrapped(text, cell.font, cell.size, length)
            if len(lines) <= room:
                self._lines[at, column] = lines
                return float(length + 2 * PAD_X)
            length += mm
        raise PaperError(f"«{cell.text}» does not fit turned into {width / mm:.1f} mm")

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size of the grid in a frame of this size, points."""
        total = sum(self.widths)
        if total > width + _EPS:
            raise PaperError(f"grid of {total / mm:.1f} mm on a page of {width / mm:.1f} mm")
        self._actual = self._stretched(height) if self.stretch else self._least
        return total, sum(self._actual)

    def _stretched(self, height: float) -> list[float]:
        spare, body = height - sum(self._least) - _EPS, len(self.rows) - self.head
        if not 0 < spare < inf or not body:
            return self._least
        more = spare / body
        return [h + more * (at >= self.head) for at, h in enumerate(self._least)]

    # pages

    def split(self, _width: float, height: float) -> list[Flowable]:
        """The part that fits into `height` points, and the rest; nothing when the rest of the
        page is better left empty.
        """
        left = height - sum(self._least[: self.head])
        at = self.head
        while at < len(self.rows) and self._least[at] <= left + _EPS:
            left -= self._least[at]
            at += 1
        if at == len(self.rows):
            return [self]
        cut = max((n for n in range(self.head, at + 1) if self._whole(n)), default=self.head)
        if cut > self.head:
            return self._parted(cut, None)
        if not getattr(getattr(self, "_frame", None), "_atTop", True):
            return []
        if at > self.head:  # a group of joined rows is higher than a page
            return self._parted(at, None)
        return self._parted(at, left)

    def _whole(self, row: int) -> bool:
        """True when no cell reaches over the upper edge of `row`."""
        return row in (0, len(self.rows)) or not any(
            self._owner[row][c] == self._owner[row - 1][c] for c in range(len(self.widths))
        )

    def _parted(self, cut: int, room: float | None) -> list[Flowable]:
        """Two grids: above row `cut` and from it on; with `room` points the row itself is cut."""
        above, below = self.rows[self.head : cut], self.rows[cut:]
        above, below = self._divide_spans(above, below, cut)
        if room is not None:
            top, rest = self._divide_row(below[0], cut, room)
            above, below = [*above, top], [rest, *below[1:]]
        return [self._like(above), self._like(below)]

    def _like(self, rows: list[Row]) -> "JournalGrid":
        widths = [width / mm for width in self.widths]
        head = self.rows[: self.head]
        return JournalGrid(widths, [*head, *rows], head=self.head, stretch=self.stretch)

    def _divide_spans(
        self, above: list[Row], below: list[Row], cut: int
    ) -> tuple[list[Row], list[Row]]:
        """Cells that reach over row `cut` become two: their text goes on in the second."""
        above, below = list(above), list(below)
        for at, column, cell in self._cells():
            over = at + cell.rows - cut
            if at < self.head or at >= cut or over <= 0:
                continue
            room = sum(self._least[at:cut])
            first, second = self._divided(cell, at, column, room)
            index = at - self.head
            cells = {**above[index].cells, column: replace(first, rows=cut - at)}
            above[index] = replace(above[index], cells=cells)
            cells = {**below[0].cells, column: replace(second, rows=over)}
            below[0] = replace(below[0], cells=cells)
        return above, below

    def _divide_row(self, row: Row, at: int, room: float) -> tuple[Row, Row]:
        """A row that is higher than the page: what fits into `room` points, and the rest."""
        pairs = {c: self._divided(cell, at, c, room) for c, cell in row.cells.items()}
        stuck = not any(first.lines for first, _rest in pairs.values())
        if room <= 0 or (stuck and any(rest.lines for _first, rest in pairs.values())):
            raise PaperError("the page has no room for one line below the head of the grid")
        top = Row({c: replace(first, rows=1) for c, (first, _rest) in pairs.items()}, room / mm)
        rest = max(0.0, row.height - room / mm)
        return top, Row({c: second for c, (_first, second) in pairs.items()}, rest)

    def _divided(self, cell: Cell, at: int, column: int, room: float) -> tuple[Cell, Cell]:
        if cell.turned and cell.text:
            if self._need(at, column, cell) > room:
                raise PaperError(f"turned text «{cell.text}» is higher than the page")
            return cell, Cell(rows=cell.rows, columns=cell.columns)
        lines = self._lines[at, column]
        fitting = max(0, int((room - 2 * PAD_Y + _EPS) / cell.leading))
        return replace(cell, lines=lines[:fitting]), replace(cell, lines=lines[fitting:])

    # drawing

    def draw(self) -> None:
        """Draw all lines in one path and all text with one pen."""
        xs, ys = self._xs, edges(self._actual)
        top = ys[-1]
        path = self.canv.beginPath()
        for x1, y1, x2, y2 in segments(self._owner, xs, ys):
            path.moveTo(x1, top - y1)
            path.lineTo(x2, top - y2)
        self.canv.saveState()
        self.canv.setLineWidth(_LINE)
        self.canv.setLineCap(2)
        self.canv.drawPath(path)
        pen = Pen(self.canv)
        for at, column, cell in self._cells():
            box = (xs[column], xs[column + cell.columns], top - ys[at], top - ys[at + cell.rows])
            (draw_turned if cell.turned else draw_level)(pen, cell, self._lines[at, column], box)
        self.canv.drawText(pen)
        self.canv.restoreState()
