"""Drawing a grid: where its lines run and where its text stands."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import ne

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.core.pdf.cells import Cell, Owners
from app.core.pdf.pen import Pen

PAD_X, PAD_Y = 0.8 * mm, 0.4 * mm
_ASCENT = 0.93  # from the top of a line to its baseline, in font sizes

Box = tuple[float, float, float, float]  # left, right, top, bottom


@lru_cache(maxsize=10_000)
def _width(line: str, font: str, size: float) -> float:
    """Width of a line; the same few marks stand in thousands of cells."""
    return float(stringWidth(line, font, size))


def _shift(cell: Cell, line: str, room: float) -> float:
    """Where a line begins in `room` points."""
    if cell.align == "left":
        return 0
    spare = room - _width(line, cell.font, cell.size)
    return spare / 2 if cell.align == "center" else spare


def draw_level(pen: Pen, cell: Cell, lines: Sequence[str], box: Box) -> None:
    """Lines of a cell in the middle of its height."""
    if not lines:
        return
    left, right, top, bottom = box
    above = (top - bottom - len(lines) * cell.leading) / 2
    first = top - above - _ASCENT * cell.size
    for number, line in enumerate(lines):
        x = left + PAD_X + _shift(cell, line, right - left - 2 * PAD_X)
        pen.write(x, first - number * cell.leading, line, cell.font, cell.size)


def draw_turned(pen: Pen, cell: Cell, lines: Sequence[str], box: Box) -> None:
    """Lines that read upwards, in the middle of the cell's width."""
    if not lines:
        return
    left, right, top, bottom = box
    before = (right - left - len(lines) * cell.leading) / 2
    for number, line in enumerate(lines):
        x = left + before + number * cell.leading + _ASCENT * cell.size
        y = bottom + PAD_X + _shift(cell, line, top - bottom - 2 * PAD_X)
        pen.write_upwards(x, y, line, cell.font, cell.size)


def edges(sizes: Sequence[float]) -> list[float]:
    """Where columns or rows of these sizes begin, and where the last one ends."""
    found = [0.0]
    for size in sizes:
        found.append(found[-1] + size)
    return found


def segments(
    owner: Owners, xs: list[float], ys: list[float]
) -> Iterator[tuple[float, float, float, float]]:
    """Lines between cells, each as long as it can be: x1, y1, x2, y2 from the top."""
    for y, level in zip(ys, _borders(owner), strict=True):
        for a, b in runs(level):
            yield xs[a], y, xs[b], y
    for x, upright in zip(xs, _borders(list(zip(*owner, strict=True))), strict=True):
        for a, b in runs(upright):
            yield x, ys[a], x, ys[b]


def _borders(places: Sequence[Sequence[tuple[int, int]]]) -> Iterator[Sequence[bool]]:
    """Where cells end: at the outer edge everywhere, inside where neighbours are two cells."""
    edge = [True] * len(places[0])
    yield edge
    for one, other in pairwise(places):
        yield list(map(ne, one, other))
    yield edge


def runs(holds: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Spans (first, after last) of neighbours that hold."""
    start = None
    for at, now in enumerate([*holds, False]):
        if now and start is None:
            start = at
        elif not now and start is not None:
            yield start, at
            start = None
