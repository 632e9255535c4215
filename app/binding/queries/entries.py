"""The entries of one course as the pages of a bound journal have them: two statements [R6]."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from flask_babel import gettext as _

from app.attendance.queries import Missed, absences_in
from app.attendance.rules import letters_of
from app.binding.queries.class_year import ClassYear
from app.binding.rules.book import BookCourse, BookLesson, BookPeriod, BookPupil, stay_note
from app.classes.rules import Span as Days
from app.core.pdf.wrapping import PaperError
from app.journal.queries.cells import USUAL_KIND
from app.journal.queries.grid import Marks, marks_in
from app.journal.queries.span import Scope, Span
from app.journal.rules.cell import Cell, format_cell
from app.outages.queries.forms import subject_title
from app.plan.models import Course
from app.results.rules import GRADE_WITHOUT_RESULTS
from app.school.enums import LetterProfile, PeriodKind
from app.school.rules.periods import Period

_ORDER = {kind: place for place, kind in enumerate(PeriodKind)}
# Whose column is there though nobody has a result yet: an exam is not in every subject.
_USUAL = frozenset({PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR})


def book_course(year: ClassYear, course: Course, made_on: dt.date) -> BookCourse:
    """A course with all its entries.

    Raises `PaperError` for an entry in a lesson that is not printed: none may be lost.
    """
    first, last = year.days
    span = Span(Scope.COURSE, {"of": course.id, "first": first, "last": last})
    marks, absences = marks_in(span), absences_in(span)
    cells = cell_texts(marks, absences, year.school.letters)
    filled = {lesson for lesson, _pupil in cells}
    lessons = _begun(year.lessons.get(course.id, []), filled, made_on)
    lost = filled - {lesson.id for lesson in lessons}
    if lost:
        raise PaperError(f"entries in lessons that are not held: {sorted(lost)}")
    results = year.results.get(course.id, {})
    return BookCourse(
        subject_title(course),
        _teachers(course, first, last),
        pupils_of(year, course),
        [replace(lesson, kinds=_kinds(marks, lesson.id)) for lesson in lessons],
        _periods(year, course, {period for period, _pupil in results}, made_on),
        cells,
        results,
    )


def _begun(lessons: Sequence[BookLesson], filled: set[int], day: dt.date) -> list[BookLesson]:
    """Lessons up to the day, and what was written ahead in later ones."""
    return [
        one for one in lessons if one.day <= day or one.topic or one.homework or one.id in filled
    ]


def pupils_of(year: ClassYear, course: Course) -> list[BookPupil]:
    """Who was there on some day of the year, or has an entry, in the order of the class list."""
    stays, entered = year.stays(course), year.entered.get(course.id, set())
    return [
        BookPupil(key, name, stay_note(stays.get(key, ()), *year.days))
        for key, name in year.names.items()
        if key in entered or any(stay.meets(Days(*year.days)) for stay in stays.get(key, ()))
    ]


def cell_texts(
    marks: Marks, absences: Mapping[tuple[int, int], Missed], profile: LetterProfile
) -> dict[tuple[int, int], str]:
    """What the cells say by (lesson, pupil): marks of every task, absence beside them [J1 T1]."""
    places = {
        task.id: (lesson, at, len(tasks))
        for lesson, tasks in marks.tasks.items()
        for at, task in enumerate(tasks)
    }
    values: dict[tuple[int, int], list[str | None]] = {}
    for (task, pupil), value in marks.values.items():
        lesson, at, count = places[task]
        values.setdefault((lesson, pupil), [None] * count)[at] = value
    return {
        key: _cell_text(profile, absences.get(key), tuple(values.get(key, ())))
        for key in values.keys() | absences.keys()
    }


@cache
def _cell_text(profile: LetterProfile, missed: Missed | None, marks: tuple[str | None, ...]) -> str:
    """Few cells differ; that the pupil did not come back that day is of no use on paper."""
    letters = letters_of(profile)
    if missed is None:
        return format_cell(Cell(marks=marks), letters)
    text, late = format_cell(Cell(missed.kind, missed.minutes, marks), letters), missed.minutes
    if late and len(letters[missed.kind]) > 1:  # «ОП15» is wider than a column
        text = text.replace(f"{late}", f" {late}", 1)
    return text


def _kinds(marks: Marks, lesson: int) -> str:
    codes = [task.kind for task in marks.tasks.get(lesson, ())]
    return "/".join(codes) if set(codes) - {USUAL_KIND} else ""


def _teachers(course: Course, first: dt.date, last: dt.date) -> Sequence[str]:
    """Who taught in the year, with the dates of whoever did not all the time [P2]."""
    there = Days(first, last)
    rows = [(row.staff.full_name, Days(row.since, row.until)) for row in course.teachers]
    own = sorted((row for row in rows if row[1].meets(there)), key=lambda row: row[1].since)
    notes = [(name, stay_note([days], first, last)) for name, days in own]
    return [
        _("%(name)s (%(note)s)", name=name, note=note) if note else name for name, note in notes
    ]


def _periods(
    year: ClassYear, course: Course, with_results: set[int], made_on: dt.date
) -> list[BookPeriod]:
    """Periods with a column: those that are over or have results; none where none are set [J6]."""
    grade = year.of.grade
    if grade <= GRADE_WITHOUT_RESULTS:
        return []
    return [
        BookPeriod(period.key, period.name, period.ends)
        for period in sorted(year.periods, key=lambda period: (period.ends, _ORDER[period.kind]))
        if period.key is not None and period.first_grade <= grade <= period.last_grade
        if period.key in with_results or _is_due(period, course, made_on)
    ]


def _is_due(period: Period, course: Course, made_on: dt.date) -> bool:
    return period.kind in _USUAL and period.ends < made_on and not course.subject.without_marks
