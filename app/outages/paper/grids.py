"""The grids of a spread, as the form of the regulation has them [U1 E приложение 1]."""

from collections.abc import Sequence

from babel.dates import format_date
from flask_babel import gettext as _

from app.core.pdf.cells import Cell, Row
from app.core.pdf.grid import JournalGrid
from app.outages.paper.pages import PageFormat
from app.outages.rules.forms import FormLesson, Sheet, Spread, months

_SMALL = 8
_TWO = 2  # columns or rows that a cell covers
_NEWCOMERS = 2  # blank rows below the class list


def label(text: str, *, rows: int = 1, columns: int = 1) -> Cell:
    """A heading of the form."""
    return Cell(text, size=_SMALL, align="center", rows=rows, columns=columns)


def left_grid(page: PageFormat, sheet: Sheet, spread: Spread, room: float) -> JournalGrid:
    """Pupils by lessons; blank rows fill `room` mm, two of them for newcomers if they fit."""
    body = _pupil_rows(page, spread.pupils, spread.first_number)
    usual = max(_NEWCOMERS, int(room / page.usual_row) - len(body))
    after = spread.first_number + len(body)
    numbers = range(after, after + min(usual, _fitting(page.left_columns, body, room, page.row)))
    blank = [Row({0: label(str(n)), 1: Cell(columns=_TWO)}, page.row) for n in numbers]
    head = _left_head(page, sheet, spread.columns)
    return JournalGrid(page.left_columns, [*head, *body, *blank], head=len(head), stretch=True)


def right_grid(page: PageFormat, sheet: Sheet, spread: Spread, room: float) -> JournalGrid:
    """Lessons with what was covered and homework; a row for each column of the left page."""
    body = _lesson_rows(page, spread.rows)
    fitting = _fitting(page.right_columns, body, room, page.lesson)
    blank = [Row({}, page.lesson)] * min(page.columns - len(body), fitting)
    head = _right_head(sheet)
    return JournalGrid(page.right_columns, [*head, *body, *blank], head=len(head), stretch=True)


def _fitting(widths: list[float], body: list[Row], room: float, row: float) -> int:
    """How many blank rows of `row` mm still fit below the body."""
    return max(0, int((room - sum(JournalGrid(widths, body).heights)) / row))


def pupil_heights(page: PageFormat, sheet: Sheet) -> list[float]:
    """Heights of the pupils' rows, mm."""
    return JournalGrid(page.left_columns, _pupil_rows(page, sheet.pupils, 1)).heights


def lesson_heights(page: PageFormat, sheet: Sheet) -> list[float]:
    """Heights of the lessons' rows, mm."""
    return JournalGrid(page.right_columns, _lesson_rows(page, sheet.lessons)).heights


def head_heights(page: PageFormat, sheet: Sheet) -> tuple[float, float]:
    """Heights of the heads of both grids, mm."""
    left = JournalGrid(page.left_columns, _left_head(page, sheet, sheet.lessons[: page.columns]))
    return sum(left.heights), sum(JournalGrid(page.right_columns, _right_head(sheet)).heights)


def _left_head(page: PageFormat, sheet: Sheet, lessons: Sequence[FormLesson]) -> list[Row]:
    columns = page.columns
    subject = Cell(sheet.subject, size=11, bold=True, columns=columns)
    pupils = label(_("list of pupils"), rows=_TWO)
    days = {3 + at: label(f"{lesson.day.day}") for at, lesson in enumerate(lessons)}
    return [
        Row(
            {
                0: label(_("No. in order"), rows=3),
                1: label(_("Subject name"), columns=_TWO),
                3: subject,
            },
            5.5,
        ),
        Row({1: pupils, 2: label(_("month")), **_months(lessons, columns)}, 4.5),
        Row({2: label(_("day of the month")), **days}, 4.5),
    ]


def _months(lessons: Sequence[FormLesson], columns: int) -> dict[int, Cell]:
    """Names of the months over their columns; a short one over a single column."""
    cells, at = {}, 3
    for month, count in months(lessons, columns):
        if month:
            name = format_date(month, "LLLL" if count > 1 else "LLL", locale="ru")
            cells[at] = label(name, columns=count)
        at += count
    return cells


def _pupil_rows(page: PageFormat, pupils: Sequence[str], first: int) -> list[Row]:
    return [
        Row({0: label(str(number)), 1: Cell(name, columns=_TWO)}, page.row)
        for number, name in enumerate(pupils, first)
    ]


def _right_head(sheet: Sheet) -> list[Row]:
    titles = (_("Day and month"), _("What was covered in the lesson"), _("Homework"))
    teacher = Cell(sheet.teacher, size=11, columns=_TWO)
    return [
        Row({0: label(_("Teacher's full name")), 1: teacher}, 8),
        Row(dict(enumerate(map(label, titles))), 8),
    ]


def _lesson_rows(page: PageFormat, lessons: Sequence[FormLesson]) -> list[Row]:
    return [
        Row({0: Cell(f"{lesson.day:%d.%m}", align="center"), 1: Cell(lesson.topic)}, page.lesson)
        for lesson in lessons
    ]
