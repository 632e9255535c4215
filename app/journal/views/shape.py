"""What the templates of the two grids are given: columns, rows, cells; no reads in here."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from app.attendance.enums import AbsenceKind
from app.attendance.operations.cell import flag_of
from app.attendance.queries import Missed
from app.attendance.rules import letters_of
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
from app.results.rules import allowed_results
from app.school.models import School

Absences = Mapping[tuple[int, int], Missed]
_GRADE_WITHOUT_MARKS = 1


class GridCell(NamedTuple):
    """A cell as the template draws it."""

    text: str = ""
    version: int = 0
    out: bool = False
    locked: Any = None
    flag: str | None = None


EMPTY, OUT = GridCell(), GridCell(out=True)


class Link(NamedTuple):
    """A place to jump to."""

    title: str
    url: str
    current: bool


@dataclass(frozen=True)
class Grid:
    """All that the cells of a page are made of."""

    lessons: Sequence[GridLesson]
    marks: Marks
    absences: Absences
    letters: Mapping[str, str]

    def cell(self, lesson: GridLesson, pupil: int) -> Cell | None:
        """What is stored in a cell; None when that is nothing."""
        missed = self.absences.get((lesson.id, pupil))
        tasks = self.marks.tasks.get(lesson.id, ())
        values = tuple(self.marks.values.get((task.id, pupil)) for task in tasks)
        if missed is None:
            return Cell(marks=values) if any(values) else None
        return Cell(missed.kind, missed.minutes, values)

    def cells(self, pupil: int, there: Callable[[GridLesson], bool]) -> list[GridCell]:
        """A row; `there` tells whether the pupil is enrolled in a lesson on its day."""
        return [self._shown(lesson, pupil, there(lesson)) for lesson in self.lessons]

    def _shown(self, lesson: GridLesson, pupil: int, there: bool) -> GridCell:
        cell = self.cell(lesson, pupil)
        if cell is None:
            return EMPTY if there else OUT
        text, version = format_cell(cell, self.letters), version_of_cell(cell)
        return GridCell(text, version, not there, None, flag_of(cell))

    def average(self, pupil: int) -> Decimal | None:
        """The pupil's weighted average of the lessons of the page."""
        values = self.marks.values
        return weighted_average(
            (values[task.id, pupil], task.weight)
            for lesson in self.lessons
            for task in self.marks.tasks.get(lesson.id, ())
            if (task.id, pupil) in values
        )


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
    marked = grade > _GRADE_WITHOUT_MARKS and not without_marks
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
