"""What the template of the journal page is given [J1]: eleven statements, whatever the size."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.attendance.queries import absences_in
from app.attendance.rules import letters_of
from app.core.actor import Actor
from app.core.errors import NotFound
from app.journal.access import LOOKS_ONLY
from app.journal.queries.courses import (
    CourseHead,
    course_head,
    journals,
    teachers_of,
    title_of,
)
from app.journal.queries.grid import GridLesson, GridTask, grid_lessons, marks_in, shown_lesson
from app.journal.queries.rows import grid_pupils
from app.journal.queries.span import of_course
from app.journal.rules.average import format_average
from app.journal.rules.cell import PASSED
from app.journal.rules.version import version_of
from app.journal.views.shape import (
    GRADE_WITHOUT_MARKS,
    Grid,
    Link,
    Said,
    codes_of,
    course_url,
    enrolled_on,
    plan_url,
    result_cell,
    why_locked,
    why_unwritten,
)
from app.plan.queries import work_kinds
from app.results.queries import CoursePeriod, periods_of_course, results_in
from app.results.rules import ResultFacts, allowed_results, result_faults
from app.school.rules.weekdays import SHORT_WEEKDAYS


@dataclass(frozen=True)
class Opened:
    """A journal as a person opened it at a day."""

    actor: Actor
    today: dt.date
    day: dt.date
    head: CourseHead
    periods: Sequence[CoursePeriod]
    shown: CoursePeriod
    grid: Grid

    @property
    def writable(self) -> bool:
        """True when the person may write anything at all on the page."""
        lessons = self.grid.lessons
        return self.head.may_set_result or any(lesson.may_note_absence for lesson in lessons)


def journal_page(
    actor: Actor, course_id: int, period_id: int | None, today: dt.date, day: dt.date | None = None
) -> dict[str, Any]:
    """The page of a course and period; by default the period of `day`, or of today [J1].

    It opens at the lesson of the day. Raises NotFound for a journal that the person may not look
    into.
    """
    opened = _open(actor, course_id, period_id, today, day or today)
    course = opened.head.course
    looks_only = not opened.writable
    return {
        "title": title_of(course),
        "subtitle": _taught_by(course.id, today),
        "course": course.id,
        "period": opened.shown.period.id,
        "locked": LOOKS_ONLY if looks_only else None,
        "journals": _journal_links(opened),
        "periods": _period_links(opened),
        "columns": columns_of(opened.grid, today, writable=opened.writable, day=opened.day),
        "results": _result_columns(opened),
        "sheet": _sheet_url(opened),
        "with_homework": course.school_class.grade > GRADE_WITHOUT_MARKS,
        "rows": _rows(opened),
        "kinds": [] if looks_only else [{"code": k.code, "title": k.name} for k in work_kinds()],
        "plan": "" if looks_only else plan_url(course),
        "codes": codes_of(
            opened.head.school,
            course.school_class.grade,
            without_marks=course.subject.without_marks,
        ),
    }


def _open(
    actor: Actor, course_id: int, period_id: int | None, today: dt.date, day: dt.date
) -> Opened:
    head = course_head(actor, course_id, today)
    periods = periods_of_course(actor, course_id, today)
    shown = _chosen(periods, period_id, day)
    days = (shown.period.starts, shown.period.ends)
    span = of_course(actor, today, course_id, days, whole=head.whole)
    lessons, letters = grid_lessons(span), letters_of(head.school.letters)
    grid = Grid(lessons, marks_in(span), absences_in(span), letters)
    return Opened(actor, today, day, head, periods, shown, grid)


def _chosen(periods: Sequence[CoursePeriod], key: int | None, today: dt.date) -> CoursePeriod:
    """The period that is asked for, else that of today: the last begun, else the first."""
    if key is None:
        parts = [p for p in periods if p.period.kind.is_part] or list(periods)
        begun = [p for p in parts if p.period.starts <= today]
        found = begun[-1:] or parts[:1]
    else:
        found = [p for p in periods if p.period.id == key]
    if not found:
        raise NotFound(_("The school has no grading periods for this class yet."))
    return found[0]


def _taught_by(course_id: int, today: dt.date) -> str:
    names = ", ".join(teachers_of(course_id, today))
    return str(_("Teacher: %(names)s", names=names)) if names else ""


def _journal_links(opened: Opened) -> list[Link]:
    course = opened.head.course
    return [
        Link(journal.title, course_url(journal.id), journal.id == course.id)
        for journal in journals(opened.actor, opened.today, class_id=course.class_id)
    ]


def _period_links(opened: Opened) -> list[Link]:
    url = course_url(opened.head.course.id)
    return [
        Link(c.period.name, f"{url}?period={c.period.id}", c is opened.shown)
        for c in opened.periods
    ]


def columns_of(
    grid: Grid, today: dt.date, *, writable: bool, day: dt.date | None = None
) -> list[dict[str, Any]]:
    """The lessons of a grid as columns with topic and homework; `writable`: as of `Opened`."""
    shown, say = shown_lesson(grid.lessons, day or today), Said()
    return [
        {
            **_column(lesson, grid.marks.tasks.get(lesson.id, []), say, today, whole=not writable),
            "shown": lesson.id == shown,
        }
        for lesson in grid.lessons
    ]


def _column(
    lesson: GridLesson, tasks: Sequence[GridTask], say: Said, today: dt.date, *, whole: bool
) -> dict[str, Any]:
    none = "1" if lesson.no_homework else ""
    return {
        "lesson": lesson.id,
        "date": lesson.day,
        "weekday": say(SHORT_WEEKDAYS[lesson.day.isoweekday()]),
        "number": lesson.number,
        "nth": say.nth(lesson.number),
        "starts": lesson.starts,
        "ends": lesson.ends,
        "today": lesson.day == today,
        "locked": say(why_locked(lesson, tasks, today, whole_page=whole)),
        "written": say(why_unwritten(lesson, today, whole_page=whole)),
        "tasks": [
            {"task": task.id, "kind": task.kind, "version": version_of(task.kind)} for task in tasks
        ],
        "topic": {
            "text": lesson.topic,
            "version": version_of(lesson.topic, none),
            "planned": lesson.planned_topic,
        },
        "homework": {
            "text": lesson.homework,
            "version": version_of(lesson.homework),
            "planned": lesson.planned_homework,
            "handed_in": _handed_in_url(lesson),
        },
        "no_homework": lesson.no_homework,
    }


def _handed_in_url(lesson: GridLesson) -> str:
    """Where the files are that families handed in for the homework [M5]."""
    key = lesson.handed_in
    return url_for("HandedInPage.homework", homework_id=key) if key else ""


def _shown_results(opened: Opened) -> list[CoursePeriod]:
    """The period's result; at the year's end those of the year too; all on the page of the year."""
    course, school = opened.head.course, opened.head.school
    offered = allowed_results(
        course.school_class.grade,
        allow_one=school.allow_mark_one,
        without_marks=course.subject.without_marks,
    )
    if not offered or not opened.head.whole:
        return []
    if not opened.shown.period.kind.is_part:
        return list(opened.periods)
    parts = [p for p in opened.periods if p.period.kind.is_part]
    ends = opened.shown is parts[-1]
    rest = [p for p in opened.periods if not p.period.kind.is_part]
    return [opened.shown, *rest] if ends else [opened.shown]


def _sheet_url(opened: Opened) -> str:
    """Where the results of all periods are; nowhere for a substitute and in class 1."""
    course = opened.head.course
    if not opened.head.whole or course.school_class.grade == GRADE_WITHOUT_MARKS:
        return ""
    return url_for("ResultSheetPage.course", course_id=course.id)


def _result_columns(opened: Opened) -> list[dict[str, Any]]:
    return [
        {"period": c.period.id, "title": c.period.name, "locked": _why_no_result(opened, c)}
        for c in _shown_results(opened)
    ]


def _why_no_result(opened: Opened, chosen: CoursePeriod) -> Any:
    if not opened.head.may_set_result:
        return LOOKS_ONLY if opened.writable else None
    course, period = opened.head.course, chosen.period
    facts = ResultFacts(
        starts=period.starts,
        grade=course.school_class.grade,
        closed_on=period.closed_on,
        year_closed_on=period.year.closed_on,
        reopened=chosen.reopened,
        without_marks=course.subject.without_marks,
    )
    faults = result_faults(PASSED, facts, opened.today)
    return faults[0].text if faults else None


def _rows(opened: Opened) -> list[dict[str, Any]]:
    course, period, grid = opened.head.course, opened.shown.period, opened.grid
    shown = _shown_results(opened)
    results = results_in(course.id, [c.period.id for c in shown]) if shown else {}
    days = (period.starts, period.ends)
    there = grid_pupils(course.class_id, course.subgroup_id, days)
    return [
        {
            "pupil": pupil.id,
            "number": number,
            "name": pupil.name,
            "cells": grid.cells(pupil.id, enrolled_on(pupil.spans, grid.days)),
            "average": format_average(grid.average(pupil.id)),
            "results": [result_cell(results.get((c.period.id, pupil.id))) for c in shown],
        }
        for number, pupil in enumerate(there, 1)
    ]
