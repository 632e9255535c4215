"""What the templates of the two grids are given: columns, rows, cells; no reads in here."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from flask import g, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.attendance.enums import AbsenceKind
from app.attendance.operations.cell import flag_of
from app.attendance.queries import Missed
from app.attendance.rules import letters_of
from app.classes.rules import Span
from app.core.errors import Fault
from app.journal.access import LOOKS_ONLY
from app.journal.queries.grid import GridLesson, GridTask, Marks
from app.journal.rules.average import weighted_average
from app.journal.rules.cell import DIGITS, FAILED, PASSED, Cell, format_cell
from app.journal.rules.entry import (
    HOMEWORK_KIND,
    attendance_faults,
    mark_faults,
    topic_faults,
)
from app.journal.rules.version import version_of, version_of_cell
from app.plan.models import Course
from app.results.rules import allowed_results
from app.school.models import School

Absences = Mapping[tuple[int, int], Missed]
GRADE_WITHOUT_MARKS = 1


class GridCell(NamedTuple):
    """A cell as the template draws it; `end` is the rest of a usual cell after its beginning."""

    text: str = ""
    version: int = 0
    out: bool = False
    locked: Any = None
    flag: str | None = None
    end: Markup = Markup()


def _usual(text: str, version: int) -> GridCell:
    return GridCell(text, version, end=Markup('{}">{}</td>').format(version, text))


EMPTY, OUT = _usual("", 0), GridCell(out=True)


class GridRow(list[GridCell]):
    """The cells of a pupil, one for each column."""

    def drawn(
        self,
        columns: Sequence[Any],
        openings: Sequence[tuple[str, str]],
        unusual: Callable[[GridCell, Any, str], str],
    ) -> Markup:
        """The row as HTML; a page has hundreds of usual cells, which are only joined.

        `openings`: beginning of a usual cell and classes of each column; `unusual`: the macro that
        draws any other cell.
        """
        parts: list[str] = []
        for cell, column, (opening, classes) in zip(self, columns, openings, strict=True):
            parts += (opening, cell.end) if cell.end else (unusual(cell, column, classes),)
        return Markup("".join(parts))  # noqa: S704  # made of escaped parts


def _cell(missed: Missed | None, marks: Sequence[str | None]) -> Cell:
    if missed is None:
        return Cell(marks=tuple(marks))
    return Cell(missed.kind, missed.minutes, tuple(marks), missed.gone)


class Link(NamedTuple):
    """A place to jump to."""

    title: str
    url: str
    current: bool


@dataclass(frozen=True)
class Grid:
    """All that the cells of a page are made of.

    Most cells are empty: rows begin as empty ones, and only what is stored is put in.
    """

    lessons: Sequence[GridLesson]
    marks: Marks
    absences: Absences
    letters: Mapping[str, str]

    @cached_property
    def days(self) -> list[dt.date]:
        """The day of each column."""
        return [lesson.day for lesson in self.lessons]

    @cached_property
    def _columns(self) -> dict[int, int]:
        return {lesson.id: place for place, lesson in enumerate(self.lessons)}

    @cached_property
    def _values(self) -> dict[int, dict[int, list[str | None]]]:
        """Marks by pupil and column, one place for each task."""
        found: dict[int, dict[int, list[str | None]]] = {}
        places = {
            task.id: (self._columns[lesson], index, len(tasks))
            for lesson, tasks in self.marks.tasks.items()
            for index, task in enumerate(tasks)
        }
        for (task, pupil), value in self.marks.values.items():
            column, index, count = places[task]
            cell = found.setdefault(pupil, {}).setdefault(column, [None] * count)
            cell[index] = value
        return found

    @cached_property
    def _missed(self) -> dict[int, dict[int, Missed]]:
        """Absences by pupil and column."""
        found: dict[int, dict[int, Missed]] = {}
        for (lesson, pupil), missed in self.absences.items():
            found.setdefault(pupil, {})[self._columns[lesson]] = missed
        return found

    def cells(self, pupil: int, there: Sequence[bool]) -> GridRow:
        """A row; `there` tells for each column whether the pupil is enrolled that day."""
        row = GridRow(EMPTY if enrolled else OUT for enrolled in there)
        marks, missed = self._values.get(pupil, {}), self._missed.get(pupil, {})
        for column in {*marks, *missed}:
            cell = _cell(missed.get(column), marks.get(column, ()))
            row[column] = self._shown(cell, there[column])
        return row

    def cell(self, lesson_id: int, pupil: int) -> GridCell:
        """One cell of a lesson that need not be a column."""
        tasks = self.marks.tasks.get(lesson_id, ())
        values = [self.marks.values.get((task.id, pupil)) for task in tasks]
        return self._shown(_cell(self.absences.get((lesson_id, pupil)), values), there=True)

    @cached_property
    def _drawn(self) -> dict[tuple[Cell, bool], GridCell]:
        """Cells by their content: a page has hundreds, of which few differ."""
        return {}

    def _shown(self, cell: Cell, there: bool) -> GridCell:
        known = self._drawn.get((cell, there))
        if known is None:
            known = self._drawn[cell, there] = self._draw(cell, there)
        return known

    def _draw(self, cell: Cell, there: bool) -> GridCell:
        text, version = format_cell(cell, self.letters), version_of_cell(cell)
        flag = flag_of(cell)
        if there and not flag:
            return _usual(text, version)
        return GridCell(text, version, not there, None, flag)

    def average(self, pupil: int) -> Decimal | None:
        """The pupil's weighted average of the lessons of the page."""
        return weighted_average(
            (value, task.weight)
            for column, values in self._values.get(pupil, {}).items()
            for task, value in zip(self.marks.tasks[self.lessons[column].id], values, strict=True)
        )


class Said:
    """Texts looked up once for a page: the same reason stands on many columns."""

    def __init__(self) -> None:
        self._said: dict[int, tuple[Any, str]] = {}
        self._nth: dict[int, str] = {}

    def __call__(self, text: Any) -> str | None:
        """The text in the reader's language; None stays None."""
        if text is None:
            return None
        if id(text) not in self._said:
            self._said[id(text)] = (text, str(text))  # kept, so that no other one gets its id
        return self._said[id(text)][1]

    def nth(self, number: int) -> str:
        """«урок 3»."""
        if number not in self._nth:
            self._nth[number] = _("lesson {number}").format(number=number)
        return self._nth[number]


def course_url(course_id: int) -> str:
    """Address of a journal; asked for by the dozen, so that only its beginning is made anew."""
    if "journal_url" not in g:
        g.journal_url = url_for("JournalPage.course", course_id=0).removesuffix("0")
    return f"{g.journal_url}{course_id}"


def plan_url(course: Course) -> str:
    """Where the topics of the course's lesson plan are; empty without a plan [J4]."""
    return url_for("JournalPage.plan", course_id=course.id) if course.lesson_plan_id else ""


def enrolled_on(spans: Sequence[Span], days: Sequence[dt.date]) -> list[bool]:
    """For each day whether one of the spans holds it."""
    if days and any(span.holds(days[0]) and span.holds(days[-1]) for span in spans):
        return [True] * len(days)
    return [any(span.holds(day) for span in spans) for day in days]


def why_locked(
    lesson: GridLesson, tasks: Sequence[GridTask], today: dt.date, *, whole_page: bool
) -> Any:
    """Why nothing can be entered in a column; None when something can.

    `whole_page`: the page itself says already that the person only looks.
    """
    if not lesson.may_note_absence:
        return None if whole_page else LOOKS_ONLY
    if any(task.kind == HOMEWORK_KIND for task in tasks):  # its marks have a span of their own
        return _first(mark_faults(PASSED, lesson.facts, today, homework=True))
    return _first(attendance_faults(lesson.facts, today))


def why_unwritten(lesson: GridLesson, today: dt.date, *, whole_page: bool) -> Any:
    """Why topic, homework and kinds of work of a lesson can not be changed; None when they can."""
    if not lesson.may_mark:
        return None if whole_page else LOOKS_ONLY
    return _first(topic_faults("", lesson.facts, today))


def _first(faults: Sequence[Fault]) -> Any:
    return faults[0].text if faults else None


def codes_of(school: School, grade: int, *, without_marks: bool) -> dict[str, Any]:
    """What may be typed: marks, words, results, letters of absence; see _settings.html."""
    letters = letters_of(school.letters)
    titles: dict[str, str] = {}
    for kind in AbsenceKind:
        titles.setdefault(letters[kind], str(kind.label))
    marked = grade > GRADE_WITHOUT_MARKS and not without_marks
    return {
        "marks": [d for d in DIGITS if d != "1" or school.allow_mark_one] if marked else [],
        "words": [PASSED, FAILED] if marked else [],
        "results": allowed_results(
            grade, allow_one=school.allow_mark_one, without_marks=without_marks
        ),
        "absences": [{"letter": letter, "title": title} for letter, title in titles.items()],
        "late": letters[AbsenceKind.LATE],
    }


def result_cell(value: str | None) -> GridCell:
    """A result as the template draws it."""
    return GridCell(value or "", version_of(value)) if value else EMPTY
