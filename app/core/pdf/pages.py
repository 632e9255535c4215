"""A bound file: pages one after the other, numbered, with room for the thread that binds them.

Drawn at once and not kept: a year of a class has hundreds of pages with a thousand cells each.
Printed on both sides, an even page is a left one: its room for the thread is at the right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from app.core.pdf.cells import Cell
from app.core.pdf.fonts import SANS, face, printable_line
from app.core.pdf.grid import JournalGrid
from app.core.pdf.lines import Lines
from app.core.pdf.wrapping import PaperError

rl_config.useA85 = 0  # a page as bytes, not as letters: a fifth smaller, and sooner written

SPINE, OUTER, TOP, FOOT = 20.0, 10.0, 12.0, 14.0  # mm of the margins
WIDTH, HEIGHT = A4[0] / mm - SPINE - OUTER, A4[1] / mm - TOP - FOOT  # mm inside of a portrait page
_FOOT_LINE, _FOOT_SIZE = 7.0, 8.0  # mm above the lower edge, points
_EPS = 0.01


@dataclass(frozen=True)
class Frame:
    """Where a page may be drawn on, points."""

    left: float
    bottom: float
    width: float
    height: float


class Pages:
    """The pages of one file; `foot` stands below each, beside its number."""

    def __init__(self, *, title: str, foot: str, empty: str) -> None:
        self.number = 0  # of the last page that was begun
        self.chapters: list[tuple[str, int]] = []  # titles and their first pages
        self._foot, self._empty = printable_line(foot), empty
        self._reserved = dict[int, Frame]()
        self._out = BytesIO()
        self._canvas = Canvas(
            self._out, pagesize=A4, invariant=1, initialFontName=face(SANS), lang="ru-RU"
        )
        self._canvas.setTitle(printable_line(title))
        self._canvas.setSubject(self._foot)

    def page(self, *, lying: bool = False) -> Frame:
        """Begin the next page; a `lying` one is wider than high and bound at its top."""
        self._end_page()
        self.number += 1
        size = landscape(A4) if lying else A4
        self._canvas.setPageSize(size)
        inner = OUTER if lying else SPINE
        left = OUTER if self.number % 2 == 0 else inner
        top = SPINE if lying else TOP
        self._draw_foot(left * mm, size[0] - (OUTER + inner - left) * mm)
        return Frame(
            left * mm, FOOT * mm, size[0] - (OUTER + inner) * mm, size[1] - (top + FOOT) * mm
        )

    def turn(self, *, left: bool) -> None:
        """The next page will be a left one, or a right one: an empty page may come before."""
        if self.number % 2 == (0 if left else 1):
            self.flow([Lines(Cell(self._empty, size=9, align="center"), before=100)])

    def flow(
        self, items: Sequence[Flowable], *, lying: bool = False, chapter: str | None = None
    ) -> None:
        """Draw the items from the top of a new page on, over as many pages as they need.

        With the title of a `chapter` the reader finds the first of the pages by it.
        """
        frame = self.page(lying=lying)
        if chapter is not None:
            self._mark(chapter)
        for number, shown in enumerate(paged(items, frame.width, frame.height)):
            if number:
                frame = self.page(lying=lying)
            draw_items(self._canvas, shown, frame)

    def reserve(self) -> int:
        """A page that is drawn when the others are: what stands on it is not known yet."""
        frame = self.page()
        self._reserved[self.number] = frame
        self._canvas.doForm(f"page{self.number}")
        return self.number

    def fill(self, number: int, items: Sequence[Flowable]) -> None:
        """Draw on the reserved page of this number, when no page will come any more."""
        self._end_page()
        self._canvas.setPageSize(A4)
        self._canvas.beginForm(f"page{number}")
        draw_items(self._canvas, items, self._reserved[number])
        self._canvas.endForm()

    def pdf(self) -> bytes:
        """The whole file."""
        self._end_page()
        self._canvas.save()
        return self._out.getvalue()

    def _end_page(self) -> None:
        if self._canvas.getPageNumber() <= self.number:
            self._canvas.showPage()

    def _mark(self, title: str) -> None:
        self.chapters.append((title, self.number))
        key = f"p{self.number}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(printable_line(title), key)

    def _draw_foot(self, left: float, right: float) -> None:
        """The number at the outer edge, what the file is at the inner one."""
        self._canvas.setFont(face(SANS), _FOOT_SIZE)
        number, y = str(self.number), _FOOT_LINE * mm
        if self.number % 2:
            self._canvas.drawString(left, y, self._foot)
            self._canvas.drawRightString(right, y, number)
        else:
            self._canvas.drawString(left, y, number)
            self._canvas.drawRightString(right, y, self._foot)


def paged(items: Sequence[Flowable], width: float, height: float) -> Iterator[list[Flowable]]:
    """The items by page: what does not fit into `height` points goes on, nothing is cut off."""
    page: list[Flowable] = []
    left, waiting = height, list(reversed(items))
    while waiting:
        item = waiting.pop()
        need = item.wrap(width, left)[1]
        if need <= left + _EPS:
            page.append(item)
            left -= need
            continue
        parts = item.split(width, left) if not page or _begins(item, left) else []
        if not parts and not page:
            raise PaperError("a page has no room for one line")
        waiting += reversed(parts[1:] or [item])
        yield [*page, *parts[:1]]
        page, left = [], height
    if page:
        yield page


def _begins(item: Flowable, room: float) -> bool:
    """True when the head of a grid and its first row, or a line of a text, fit into the room."""
    if isinstance(item, JournalGrid):
        return bool(sum(item.heights[: item.head + 1]) * mm <= room)
    return True


def draw_items(canvas: Canvas, items: Sequence[Flowable], frame: Frame) -> None:
    """Draw what fits, from the top of the frame on."""
    y = frame.bottom + frame.height
    for item in items:
        y -= item.wrap(frame.width, frame.height)[1]
        item.drawOn(canvas, frame.left, y)
