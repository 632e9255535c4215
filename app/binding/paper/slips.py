"""Weekly slips on A4: two or four to a page with lines to cut along [R8].

What does not fit into its part of the page gets a page of its own: nothing is shrunk or cut.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from babel.dates import format_date
from flask_babel import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from app.binding.queries.slips import ClassSlips
from app.binding.rules.slip import WEEK, Slip, SlipLine
from app.core.pdf.cells import Cell, Row
from app.core.pdf.fonts import NARROW, SANS, face, printable_line
from app.core.pdf.grid import JournalGrid
from app.core.pdf.lines import Lines
from app.core.pdf.pages import Frame, draw_items, paged

PER_PAGE = (2, 4)
_MARGIN = 9.0  # mm around a slip
_WIDTH, _HEIGHT = A4[0] / mm, A4[1] / mm


@dataclass(frozen=True)
class _Look:
    """Sizes of a slip: its width, mm; of its text, points; of its rows, mm.

    `task`: width of the homework beside the marks; 0: it stands below them.
    """

    width: float
    size: float
    row: float
    subject: float
    average: float
    task: float


_LOOKS = {
    2: _Look(_WIDTH - 2 * _MARGIN, 8.5, 4.6, 36, 12, 80),
    4: _Look(_WIDTH / 2 - 2 * _MARGIN, 7.0, 3.2, 26, 10, 0),
}


def slips_pdf(found: ClassSlips, per_page: int) -> bytes:
    """The slips of a class, `per_page` of them on a page; the same slips give the same bytes."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, initialFontName=face(SANS), lang="ru-RU")
    canvas.setTitle(printable_line(_("Weekly slips of class %(name)s", name=found.of.name)))
    for placed in _pages(found, per_page):
        if placed[0][0] != _whole():
            _cut_lines(canvas, per_page)
        for frame, items in placed:
            draw_items(canvas, items, frame)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _pages(found: ClassSlips, per_page: int) -> Iterator[list[tuple[Frame, list[Flowable]]]]:
    """What stands where on each page; long slips come last, each on pages of its own."""
    places, long = _places(per_page), []
    page: list[tuple[Frame, list[Flowable]]] = []
    for slip in found.slips:
        frame = places[len(page)]
        parts = list(paged(_items(found, slip, _LOOKS[per_page]), frame.width, frame.height))
        if len(parts) > 1:
            long.append(slip)
            continue
        page.append((frame, parts[0]))
        if len(page) == per_page:
            yield page
            page = []
    if page:
        yield page
    whole = _whole()
    for slip in long:
        for items in paged(_items(found, slip, _LOOKS[2]), whole.width, whole.height):
            yield [(whole, items)]


def _whole() -> Frame:
    side = _MARGIN * mm
    return Frame(side, side, A4[0] - 2 * side, A4[1] - 2 * side)


def _places(per_page: int) -> list[Frame]:
    """The parts of a page from its top on."""
    across = per_page // 2
    wide, high = A4[0] / across, A4[1] / 2
    side = _MARGIN * mm
    return [
        Frame(column * wide + side, row * high + side, wide - 2 * side, high - 2 * side)
        for row in (1, 0)
        for column in range(across)
    ]


def _cut_lines(canvas: Canvas, per_page: int) -> None:
    canvas.saveState()
    canvas.setLineWidth(0.3)
    canvas.setDash(4, 3)
    canvas.line(0, A4[1] / 2, A4[0], A4[1] / 2)
    if per_page > 2:  # noqa: PLR2004  # the two beside each other are cut apart too
        canvas.line(A4[0] / 2, 0, A4[0] / 2, A4[1])
    canvas.restoreState()


def _items(found: ClassSlips, slip: Slip, look: _Look) -> list[Flowable]:
    sunday = found.monday + WEEK - dt.timedelta(days=1)
    week = f"{found.monday:%d.%m.%Y} – {sunday:%d.%m.%Y}"
    told = _("Class %(name)s, week %(days)s", name=found.of.name, days=week)
    small = look.size - 1
    items: list[Flowable] = [
        Lines(Cell(found.school, size=small, align="center")),
        Lines(Cell(slip.name, size=look.size + 3, bold=True, align="center"), before=1),
        Lines(Cell(told, size=look.size, align="center"), after=1.5),
        _marks(found.days, slip, look),
        Lines(Cell(_missed(slip), size=look.size), before=1.5),
        *([] if look.task else _homework(slip, look)),
    ]
    if found.signs:
        signs = "; ".join(f"{sign} — {words}" for sign, words in sorted(found.signs.items()))
        items.append(Lines(Cell(signs, size=small, family=NARROW), before=1.5))
    sign = _("Signature of a parent %(blank)s", blank="_" * 20)
    return [*items, Lines(Cell(sign, size=look.size), before=3)]


def _marks(days: Sequence[dt.date], slip: Slip, look: _Look) -> JournalGrid:
    """Subjects by days, with the average of the period and the homework, if there is room."""
    wide = (look.width - look.subject - look.average - look.task) / max(1, len(days))
    heads = [_on(day) for day in days]
    titles = [_("Subject"), *heads, _("Average"), *([_("Homework")] if look.task else [])]
    head = Row({at: _cell(text, look) for at, text in enumerate(titles)}, look.row)
    body = [
        Row(dict(enumerate(_line(line, days, slip, look))), look.row) for line in _lines(slip, look)
    ]
    widths = [look.subject, *([wide] * len(days)), look.average]
    return JournalGrid([*widths, *([look.task] if look.task else [])], [head, *body], head=1)


def _lines(slip: Slip, look: _Look) -> list[SlipLine]:
    """The subjects of the week; beside the homework also those that only it is for."""
    known = {line.subject for line in slip.lines}
    more = {subject for _day, subject, _text in slip.homework} if look.task else set()
    return [*slip.lines, *(SlipLine(subject, {}) for subject in sorted(more - known))]


def _line(line: SlipLine, days: Sequence[dt.date], slip: Slip, look: _Look) -> Iterator[Cell]:
    yield Cell(line.subject, size=look.size, family=NARROW)
    yield from (_cell(line.days.get(day, ""), look) for day in days)
    yield _cell(line.average, look)
    if look.task:
        tasks = (
            f"{_on(d)}: {text}" for d, subject, text in slip.homework if subject == line.subject
        )
        yield Cell("\n".join(tasks), size=look.size, family=NARROW)


def _on(day: dt.date) -> str:
    """«пн 23.11»."""
    return str(format_date(day, "EEEEEE dd.MM", locale="ru"))


def _cell(text: str, look: _Look) -> Cell:
    return Cell(text, size=look.size, family=NARROW, align="center")


def _missed(slip: Slip) -> str:
    kinds = "; ".join(f"{words} — {count}" for words, count in sorted(slip.missed.items()))
    told = _("Missed lessons: %(kinds)s.", kinds=kinds) if kinds else _("No lessons were missed.")
    return f"{told} {_('Times late: %(count)s.', count=slip.late)}" if slip.late else told


def _homework(slip: Slip, look: _Look) -> Iterator[Flowable]:
    """Homework by the day for which it is, one paragraph a day."""
    if slip.homework:
        yield Lines(Cell(_("Homework"), size=look.size, bold=True), before=1)
    for day, of in groupby(slip.homework, key=lambda task: task[0]):
        tasks = "; ".join(f"{subject} — {text}" for _day, subject, text in of)
        yield Lines(Cell(f"{_on(day)}: {tasks}", size=look.size, family=NARROW))
