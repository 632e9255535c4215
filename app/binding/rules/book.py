"""The pages of a subject in a bound journal: pupils, lessons, and how they are cut into spreads."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from app.classes.rules import Span

MOST_LESSONS = 24  # date columns of a left page


@dataclass(frozen=True)
class BookPupil:
    """A row of a left page: a pupil's name with the dates of arrival and departure, if any.

    Without a name the row belongs to somebody whom the reader of this copy is not shown.
    """

    id: int
    name: str
    note: str = ""


@dataclass(frozen=True)
class BookLesson:
    """A lesson: its date, what was covered, homework; `kinds`: codes of the works in it.

    `single`: homework of single pupils, by their ids.
    """

    id: int
    day: dt.date
    topic: str = ""
    homework: str = ""
    kinds: str = ""
    single: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BookPeriod:
    """A grading period whose results stand after its last lesson."""

    id: int
    name: str
    ends: dt.date


@dataclass(frozen=True)
class BookCourse:
    """The pages of a course; `cells` by (lesson, pupil), `results` by (period, pupil)."""

    title: str
    teachers: Sequence[str]
    pupils: Sequence[BookPupil]
    lessons: Sequence[BookLesson]
    periods: Sequence[BookPeriod] = ()
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)
    results: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A date column, the results that follow it, and the height of its row at the right, mm.

    Results of a period without lessons stand in a step of their own.
    """

    lesson: BookLesson | None
    results: Sequence[BookPeriod] = ()
    height: float = 0


def steps(course: BookCourse, heights: Sequence[float]) -> list[Step]:
    """The lessons of a course in their order, the results of each period after its last lesson.

    `heights`: of the lessons' rows on the right page, mm.
    """
    waiting = sorted(course.periods, key=lambda period: period.ends)
    found: list[Step] = []
    for lesson, height in zip(course.lessons, heights, strict=True):
        over = [period for period in waiting if period.ends < lesson.day]
        _add_results(found, over)
        waiting = waiting[len(over) :]
        found.append(Step(lesson, (), height))
    _add_results(found, waiting)
    return found


def _add_results(found: list[Step], periods: Sequence[BookPeriod]) -> None:
    if periods and found:
        found[-1] = replace(found[-1], results=(*found[-1].results, *periods))
    elif periods:
        found.append(Step(None, periods))


def spreads(of: Sequence[Step], room: float) -> list[list[Step]]:
    """Steps that share a spread: as many as the left page has columns for and the right one room.

    `room`: mm below the head of the right page. A row that is higher stands alone and goes on.
    """
    found: list[list[Step]] = [[]]
    columns = used = 0.0
    for step in of:
        wide = (step.lesson is not None) + len(step.results)
        if found[-1] and (columns + wide > MOST_LESSONS or used + step.height > room):
            found.append([])
            columns = used = 0
        found[-1].append(step)
        columns += wide
        used += step.height
    return found if found[-1] else []


def stay_note(stays: Iterable[Span], first: dt.date, last: dt.date) -> str:
    """«с 05.11.2026», «по 12.10.2026» for who was not there all the days of `first`…`last` [S6]."""
    parts = []
    for stay in sorted(stays, key=lambda one: one.since):
        if stay.since > first:
            parts.append(_("from %(day)s", day=f"{stay.since:%d.%m.%Y}"))
        if stay.last < last:
            parts.append(_("up to %(day)s", day=f"{stay.last:%d.%m.%Y}"))
    return " ".join(parts)


def blanked(course: BookCourse, pupil_id: int) -> BookCourse:
    """The copy for the family of one pupil: of the others nothing is left but empty rows [P5]."""
    own = (pupil_id,)
    return replace(
        course,
        pupils=blank_names(course.pupils, pupil_id),
        lessons=[
            replace(lesson, single={k: text for k, text in lesson.single.items() if k in own})
            for lesson in course.lessons
        ],
        cells={key: text for key, text in course.cells.items() if key[1] in own},
        results={key: text for key, text in course.results.items() if key[1] in own},
    )


def blank_names(pupils: Sequence[BookPupil], pupil_id: int) -> list[BookPupil]:
    """The rows of a list with the name of one pupil only [P5]."""
    return [p if p.id == pupil_id else BookPupil(p.id, "") for p in pupils]
