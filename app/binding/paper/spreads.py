"""The spreads of a subject: at the left pupils and marks, at the right topics and homework [R6]."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from babel.dates import format_date
from flask_babel import gettext as _

from app.binding.rules.book import (
    MOST_LESSONS,
    BookCourse,
    BookLesson,
    BookPeriod,
    Step,
    spreads,
    steps,
)
from app.core.pdf.cells import Cell, Row
from app.core.pdf.fonts import NARROW
from app.core.pdf.grid import JournalGrid
from app.core.pdf.lines import Lines
from app.core.pdf.pages import HEIGHT, WIDTH, Pages

_NUMBER, _NAME = 7.0, 41.0  # mm of the first columns
_COLUMN = (WIDTH - _NUMBER - _NAME) / MOST_LESSONS
_RIGHT = [14.0, 98.0, WIDTH - 14.0 - 98.0]  # date, what was covered, homework
_PUPILS = (6.0, 8.5)  # mm, the least height of a pupil's row in a large class and in a small one
_LESSON, _HEAD = 8.0, 4.5  # mm, the least height of other rows
_SMALL, _TEXT, _TITLE = 8.0, 9.0, 11.0  # points
_ONE_MARK, _MARKS = 9.5, 7.5  # points of a cell with one sign and with more
_SPARE = 1.0  # mm
_PUPILS_ROOM = HEIGHT - 6 - 3 * _HEAD - _SPARE  # below the head of a left page


def draw_course(pages: Pages, course: BookCourse) -> None:
    """The pages of a course from a left page on; a course without lessons has one page [R6]."""
    heights = JournalGrid(_RIGHT, [_lesson_row(course, one) for one in course.lessons]).heights
    room = HEIGHT - sum(_right_grid(course, ()).heights) - _SPARE
    pages.turn(left=True)
    for number, part in enumerate(spreads(steps(course, heights), room) or [[]]):
        pages.turn(left=True)
        pages.flow([left_grid(course, part)], chapter=None if number else course.title)
        pages.turn(left=False)
        pages.flow(_right(course, [step.lesson for step in part if step.lesson]))


def _right(course: BookCourse, lessons: Sequence[BookLesson]) -> list[JournalGrid | Lines]:
    grid = _right_grid(course, lessons)
    if lessons:
        return [grid]
    return [grid, Lines(Cell(_("No lessons are recorded here."), size=_TEXT), before=3)]


def left_grid(course: BookCourse, part: Sequence[Step]) -> JournalGrid:
    """Pupils by lessons, with the results of the periods that end here."""
    columns = [one for step in part for one in (step.lesson, *step.results) if one]
    head, row = _left_head(course, columns), _pupil_row(len(course.pupils))
    body = [
        Row(
            {
                0: Cell(str(number), size=_SMALL, align="center"),
                1: Cell(f"{pupil.name}\n{pupil.note}".strip(), size=_SMALL, family=NARROW),
                **_cells(course, pupil.id, columns),
            },
            row,
        )
        for number, pupil in enumerate(course.pupils, 1)
    ]
    widths = [_NUMBER, _NAME, *([_COLUMN] * MOST_LESSONS)]
    return JournalGrid(widths, [*head, *body], head=len(head))


def _pupil_row(pupils: int) -> float:
    """Height that lets the class fill the page, mm."""
    least, most = _PUPILS
    return max(least, min(most, _PUPILS_ROOM / max(pupils, 1)))


def _cells(
    course: BookCourse, pupil: int, columns: Sequence[BookLesson | BookPeriod]
) -> dict[int, Cell]:
    found = {}
    for at, column in enumerate(columns, 2):
        of = course.cells if isinstance(column, BookLesson) else course.results
        text = of.get((column.id, pupil))
        if text:
            found[at] = _mark(text, bold=isinstance(column, BookPeriod))
    return found


@cache
def _mark(text: str, *, bold: bool) -> Cell:
    """Thousands of cells say the same."""
    size = _ONE_MARK if len(text) == 1 else _MARKS
    return Cell(text, size=size, family=NARROW, bold=bold, align="center")


def _label(text: str, *, rows: int = 1, columns: int = 1) -> Cell:
    return Cell(text, size=_SMALL, family=NARROW, align="center", rows=rows, columns=columns)


def _left_head(course: BookCourse, columns: Sequence[BookLesson | BookPeriod]) -> list[Row]:
    title = Cell(course.title, size=_TITLE, bold=True, columns=MOST_LESSONS + 2)
    months, days, kinds = dict[int, Cell](), dict[int, Cell](), dict[int, Cell]()
    at = 2
    for month, of in groupby(columns, key=_month):
        group = list(of)
        if month:
            wide = len(group) > 1
            name = format_date(month, "LLLL" if wide else "LLL", locale="ru")
            months[at] = _label(name, columns=len(group))
        for place, column in enumerate(group, at):
            if isinstance(column, BookLesson):
                days[place], kinds[place] = _label(f"{column.day.day}"), _label(column.kinds)
            else:
                turned = Cell(column.name, size=_SMALL, family=NARROW, turned=True, rows=3)
                months[place] = turned
        at += len(group)
    first = {
        0: _label("№", rows=3),
        1: _label(_("Last name, first name of the pupil"), rows=3),
    }
    return [
        Row({0: title}, 6),
        Row({**first, **months}, _HEAD),
        Row(days, _HEAD),
        Row(kinds, _HEAD),
    ]


def _month(column: BookLesson | BookPeriod) -> dt.date | None:
    """Neighbours with the same month share a heading, results stand for themselves."""
    return column.day.replace(day=1) if isinstance(column, BookLesson) else None


def _right_grid(course: BookCourse, lessons: Sequence[BookLesson]) -> JournalGrid:
    titles = (_("Day and month"), _("What was covered in the lesson"), _("Homework"))
    teacher = Cell(", ".join(course.teachers) or " ", size=_TEXT, columns=2)
    head = [
        Row({0: _label(_("Teacher")), 1: teacher}, 6),
        Row(dict(enumerate(map(_label, titles))), 6),
    ]
    body = [_lesson_row(course, lesson) for lesson in lessons]
    return JournalGrid(_RIGHT, [*head, *body], head=len(head))


def _lesson_row(course: BookCourse, lesson: BookLesson) -> Row:
    names = {pupil.id: pupil.name for pupil in course.pupils}
    single = [f"{names[pupil]}: {text}" for pupil, text in lesson.single.items()]
    homework = "\n".join(filter(None, (lesson.homework, *single)))
    day = Cell(f"{lesson.day:%d.%m}", size=_SMALL, align="center")
    return Row({0: day, 1: Cell(lesson.topic, size=_TEXT), 2: Cell(homework, size=_TEXT)}, _LESSON)
