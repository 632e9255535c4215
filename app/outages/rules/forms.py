"""What stands on a sheet of a temporary journal, and on which of its pages [U1]."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

LONGEST_SPAN = 62  # days; two months fit on a form
MOST_EMPTY = 50


@dataclass(frozen=True)
class FormLesson:
    """A lesson of the span: its date and its topic, planned or already filled in."""

    day: dt.date
    topic: str = ""


@dataclass(frozen=True)
class Name:
    """A pupil's name in its parts."""

    last: str
    first: str
    middle: str = ""


@dataclass(frozen=True)
class Sheet:
    """The form of one course: two facing pages, more where they do not suffice [U1].

    Whatever is empty is left to the pen. `number` is given when the sheet is printed.
    """

    course_id: int | None = None
    subject: str = ""
    teacher: str = ""
    pupils: tuple[str, ...] = ()
    lessons: tuple[FormLesson, ...] = ()
    number: int | None = None


@dataclass(frozen=True)
class ClassForm:
    """The sheets of a class, or some of them, with what their title says [U1].

    `listed_on` is the day whose class list is printed; none on a blank form.
    """

    school: str
    year: str = ""
    class_id: int | None = None
    class_name: str = ""
    listed_on: dt.date | None = None
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True)
class Spread:
    """Two facing pages of a sheet: pupils of the left page from number `first_number`.

    `columns` are the lessons over the left page's columns, `rows` those of the right page.
    """

    pupils: tuple[str, ...] = ()
    first_number: int = 1
    columns: tuple[FormLesson, ...] = ()
    rows: tuple[FormLesson, ...] = ()


@dataclass(frozen=True)
class Room:
    """What a page of the paper holds: height in mm for the pupils and for the lessons, and
    the number of date columns.
    """

    pupils: float
    lessons: float
    columns: int


def class_list(names: Sequence[Name]) -> tuple[str, ...]:
    """«Абрамов Иван», with the patronymic where two would read the same."""
    short = [f"{name.last} {name.first}" for name in names]
    often = Counter(short)
    return tuple(
        f"{text} {name.middle}".strip() if often[text] > 1 else text
        for text, name in zip(short, names, strict=True)
    )


def worth_printing(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Sheets with lessons in the span; all of them where the class has no lessons at all."""
    taught = tuple(sheet for sheet in sheets if sheet.lessons)
    return taught or tuple(sheets)


def numbered(form: ClassForm, numbers: dict[int, int]) -> ClassForm:
    """The form with the numbers of its sheets, given by course."""
    sheets = (replace(s, number=numbers.get(s.course_id or 0, s.number)) for s in form.sheets)
    return replace(form, sheets=tuple(sheets))


def spreads(
    sheet: Sheet, room: Room, pupil_heights: Sequence[float], lesson_heights: Sequence[float]
) -> list[Spread]:
    """The spreads of a sheet: pupils and lessons go on on the next one where a page is full.

    Heights of the rows in mm. Every spread has both pages, so that sheets that are printed on
    both sides begin with a new leaf. Lessons stand on one right page only, also when the pupils
    need two left ones.
    """
    pupils = _parts(pupil_heights, room.pupils, len(pupil_heights))
    found = []
    for lessons in _parts(lesson_heights, room.lessons, room.columns):
        columns = sheet.lessons[lessons]
        for number, part in enumerate(pupils):
            rows = () if number else columns
            found.append(Spread(sheet.pupils[part], part.start + 1, columns, rows))
    return found


def _parts(heights: Sequence[float], room: float, most: int) -> list[slice]:
    """Neighbours that fit into `room` together, at most `most`; one that is higher stands alone."""
    found, start, used = [], 0, 0.0
    for at, height in enumerate(heights):
        if at > start and (used + height > room or at - start >= most):
            found.append(slice(start, at))
            start, used = at, 0.0
        used += height
    return [*found, slice(start, len(heights))]


def months(lessons: Sequence[FormLesson], columns: int) -> list[tuple[dt.date | None, int]]:
    """Heads over the date columns: a day of the month (none: to be written in) and how many
    columns it covers.
    """
    by_month = groupby(lessons, key=lambda lesson: lesson.day.replace(day=1))
    named: list[tuple[dt.date | None, int]] = [(month, len(list(of))) for month, of in by_month]
    return [*named, *([(None, 1)] * (columns - len(lessons)))]


def span_faults(first: dt.date, last: dt.date) -> list[Fault]:
    """Why forms cannot be printed for these days."""
    if last < first:
        return [Fault(_l("The end is before the beginning."), "last")]
    if (last - first).days >= LONGEST_SPAN:
        return [Fault(_l("Choose at most %(days)s days.", days=LONGEST_SPAN), "last")]
    return []
