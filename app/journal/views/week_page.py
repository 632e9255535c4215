"""What the template of the week grid is given [J2]: seven statements, whatever the size."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.attendance.access import sees_reconciliation
from app.attendance.queries import absences_in
from app.attendance.rules import letters_of
from app.classes.rules import Span
from app.core.actor import Actor
from app.journal.access import LOOKS_ONLY
from app.journal.queries.courses import ClassHead, class_head, seen_classes
from app.journal.queries.grid import GridLesson, grid_lessons, marks_in, shown_lesson
from app.journal.queries.rows import GridPupil, grid_pupils
from app.journal.queries.span import of_class
from app.journal.queries.week import subgroup_spans
from app.journal.views.shape import Grid, Link, Said, codes_of, course_url, enrolled_on, why_locked
from app.school.rules.weekdays import WEEKDAYS

_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Opened:
    """A class's week as a person opened it."""

    actor: Actor
    today: dt.date
    monday: dt.date
    head: ClassHead
    grid: Grid

    @property
    def sunday(self) -> dt.date:
        """The last day of the week."""
        return self.monday + dt.timedelta(days=6)

    @property
    def writable(self) -> bool:
        """True when the person may write anything at all on the page."""
        return any(lesson.may_note_absence for lesson in self.grid.lessons)


def monday_of(day: dt.date) -> dt.date:
    """The Monday of a date's week."""
    return day - dt.timedelta(days=day.weekday())


def week_grid(actor: Actor, class_id: int, day: dt.date, today: dt.date) -> dict[str, Any]:
    """The lessons of a class in the week of `day` that the person may read [J2].

    Raises NotFound for a class that the person has no lesson in.
    """
    opened = _open(actor, class_id, monday_of(day), today)
    school_class = opened.head.school_class
    return {
        "title": _title(opened),
        "subtitle": _headed_by(opened.head),
        "locked": None if opened.writable else LOOKS_ONLY,
        "classes": [
            Link(c.title, _url(c.id, opened.monday), c.id == class_id)
            for c in seen_classes(actor, today)
        ],
        "previous_url": _url(class_id, opened.monday - _WEEK),
        "next_url": _url(class_id, opened.monday + _WEEK),
        "today_url": _url(class_id, None),
        "check_url": _check_url(opened),
        "days": _days(opened),
        "columns": _columns(opened),
        "rows": _rows(opened),
        "codes": codes_of(opened.head.school, school_class.grade, without_marks=False),
    }


def _open(actor: Actor, class_id: int, monday: dt.date, today: dt.date) -> Opened:
    head = class_head(actor, class_id, today)
    span = of_class(actor, today, class_id, (monday, monday + dt.timedelta(days=6)))
    lessons, letters = grid_lessons(span), letters_of(head.school.letters)
    grid = Grid(lessons, marks_in(span), absences_in(span), letters)
    return Opened(actor, today, monday, head, grid)


def _title(opened: Opened) -> str:
    return str(
        _(
            "%(name)s: week %(first)s – %(last)s",
            name=opened.head.school_class.name,
            first=f"{opened.monday:%d.%m.%Y}",
            last=f"{opened.sunday:%d.%m.%Y}",
        )
    )


def _headed_by(head: ClassHead) -> str:
    teacher = head.school_class.teacher
    return str(_("Class teacher: %(name)s", name=teacher.short_name)) if teacher else ""


def _url(class_id: int, monday: dt.date | None) -> str:
    day = monday.isoformat() if monday else None
    return url_for("WeekPage.week", class_id=class_id, day=day)


def _check_url(opened: Opened) -> str | None:
    if not sees_reconciliation(opened.actor, opened.head.school_class):
        return None
    class_id, day = opened.head.school_class.id, opened.monday.isoformat()
    return url_for("WeekCheckPage.week", class_id=class_id, day=day)


def _days(opened: Opened) -> list[dict[str, Any]]:
    return [
        {
            "date": day,
            "weekday": WEEKDAYS[day.isoweekday()],
            "today": day == opened.today,
            "span": len(list(lessons)),
        }
        for day, lessons in groupby(opened.grid.lessons, key=lambda lesson: lesson.day)
    ]


def _columns(opened: Opened) -> list[dict[str, Any]]:
    shown = shown_lesson(opened.grid.lessons, opened.today)
    days, say = opened.grid.days, Said()
    return [
        {
            **_column(opened, lesson, say),
            "shown": lesson.id == shown,
            "first": days.index(lesson.day) == place,
        }
        for place, lesson in enumerate(opened.grid.lessons)
    ]


def _column(opened: Opened, lesson: GridLesson, say: Said) -> dict[str, Any]:
    tasks = opened.grid.marks.tasks.get(lesson.id, [])
    whole = not opened.writable
    return {
        "lesson": lesson.id,
        "course": lesson.course_id,
        "date": lesson.day,
        "number": lesson.number,
        "nth": say.nth(lesson.number),
        "starts": lesson.starts,
        "ends": lesson.ends,
        "today": lesson.day == opened.today,
        "subject": lesson.subject,
        "short": lesson.short,
        "group": lesson.group,
        "teacher": lesson.teacher,
        "topic": lesson.topic,
        "locked": say(why_locked(lesson, tasks, opened.today, whole_page=whole)),
        "url": course_url(lesson.course_id),
    }


def _rows(opened: Opened) -> list[dict[str, Any]]:
    class_id = opened.head.school_class.id
    parts = subgroup_spans(class_id, opened.monday, opened.sunday)
    there = grid_pupils(class_id, None, (opened.monday, opened.sunday))
    return [
        {
            "pupil": pupil.id,
            "number": number,
            "name": pupil.name,
            "cells": opened.grid.cells(pupil.id, _there(opened.grid, pupil, parts)),
        }
        for number, pupil in enumerate(there, 1)
    ]


def _there(
    grid: Grid, pupil: GridPupil, parts: Mapping[tuple[int, int], Sequence[Span]]
) -> list[bool]:
    """For each lesson whether the pupil is in the class, and in its subgroup, that day."""
    in_class = enrolled_on(pupil.spans, grid.days)
    return [
        there and (lesson.subgroup_id is None or _holds(parts, lesson, pupil.id))
        for there, lesson in zip(in_class, grid.lessons, strict=True)
    ]


def _holds(parts: Mapping[tuple[int, int], Sequence[Span]], lesson: GridLesson, pupil: int) -> bool:
    spans = parts.get((lesson.subgroup_id or 0, pupil), ())
    return any(span.holds(lesson.day) for span in spans)
