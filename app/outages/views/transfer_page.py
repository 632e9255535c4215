"""What the transfer screen is given: the paper sheet's two pages as a journal grid [U3]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from babel.dates import format_date
from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.attendance.queries import absences_in
from app.attendance.rules import letters_of
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.pages.display import at_school
from app.journal.access import LOOKS_ONLY, asked
from app.journal.queries.courses import CourseHead, course_head, title_of
from app.journal.queries.grid import GridLesson, grid_lessons, marks_in
from app.journal.queries.rows import grid_pupils
from app.journal.queries.span import Span, of_ids
from app.journal.views.course_page import columns_of
from app.journal.views.shape import GRADE_WITHOUT_MARKS, Grid, codes_of, enrolled_on, plan_url
from app.outages.access import may_manage
from app.outages.models import Outage
from app.outages.operations.transfers import Papers
from app.outages.queries.lessons import PaperLesson, terms_calendar, transfers_of
from app.outages.queries.outages import latest_sheet, seen_outage
from app.outages.rules.outages import deadline_of
from app.outages.views.outages import span_words
from app.plan.queries import work_kinds

CLOSED = _l("The outage is closed: its lessons are changed in the journal.")


@dataclass(frozen=True)
class Opened:
    """The lessons of a course in an outage, as a person opened them."""

    actor: Actor
    today: dt.date
    outage: Outage
    head: CourseHead
    listed: Sequence[PaperLesson]
    grid: Grid

    @property
    def writable(self) -> bool:
        """True when the person may write anything at all on the page."""
        return any(lesson.may_note_absence for lesson in self.grid.lessons)

    @property
    def ready(self) -> list[int]:
        """Lessons that wait and that the person may call transferred."""
        if self.outage.closed_at is not None:
            return []
        waiting = {one.id for one in self.listed if one.waits}
        lessons = self.grid.lessons
        return [one.id for one in lessons if one.id in waiting and one.may_mark]

    @property
    def locked(self) -> Any:
        """Why nothing can be entered on the page."""
        if self.outage.closed_at is not None:
            return CLOSED
        return None if self.writable else LOOKS_ONLY


def transfer_page(actor: Actor, papers: Papers, today: dt.date) -> dict[str, Any]:
    """The screen of a course of an outage; 404 when the person may not see it [U3]."""
    opened = _open(actor, papers, today)
    course, locked = opened.head.course, opened.locked
    columns = columns_of(opened.grid, today, writable=opened.writable)
    ended_on = at_school(opened.outage.ends).date()
    return {
        "title": _("From paper: %(course)s", course=title_of(course)),
        "subtitle": ", ".join(dict.fromkeys(one.teacher for one in opened.listed if one.teacher)),
        "outage": opened.outage,
        "span": span_words(opened.outage),
        "deadline": deadline_of(ended_on, terms_calendar(today)),
        "waits": sum(one.waits for one in opened.listed),
        "ready": opened.ready,
        "course": course.id,
        "locked": locked,
        "columns": [_with_foot(opened, papers, column) for column in columns],
        "months": _months(opened.grid.days),
        "rows": _rows(opened),
        "kinds": [] if locked else [{"code": k.code, "title": k.name} for k in work_kinds()],
        "plan": "" if locked else plan_url(course),
        "with_homework": course.school_class.grade > GRADE_WITHOUT_MARKS,
        "codes": codes_of(
            opened.head.school,
            course.school_class.grade,
            without_marks=course.subject.without_marks,
        ),
    }


def usual_sheet(actor: Actor, papers: Papers, today: dt.date) -> str:
    """The number of the sheet that was printed last for the course and the outage, or «»."""
    outage = seen_outage(actor, papers.outage_id, today)
    first, last = at_school(outage.starts).date(), at_school(outage.ends).date()
    sheet = latest_sheet(papers.course_id, first, last)
    return str(sheet.number) if sheet else ""


def _open(actor: Actor, papers: Papers, today: dt.date) -> Opened:
    outage = seen_outage(actor, papers.outage_id, today)
    head = course_head(actor, papers.course_id, today)
    listed = transfers_of(actor, outage.id, today, course_id=papers.course_id)
    if not listed:
        raise NotFound
    named = of_ids([one.id for one in listed])
    span = Span(named.scope, {**named.known, **asked(actor, today)})
    since = at_school(outage.ends).date()
    lessons = [_open_since(lesson, since) for lesson in grid_lessons(span)]
    grid = Grid(lessons, marks_in(span), absences_in(span), letters_of(head.school.letters))
    return Opened(actor, today, outage, head, listed, grid)


def _open_since(lesson: GridLesson, since: dt.date) -> GridLesson:
    """Before the outage ended nothing could be entered: the span of entry runs from there [J8]."""
    return replace(lesson, facts=replace(lesson.facts, open_since=since))


def _with_foot(opened: Opened, papers: Papers, column: dict[str, Any]) -> dict[str, Any]:
    """The column with the buttons that settle its lesson."""
    lesson = next(one for one in opened.listed if one.id == column["lesson"])
    rights = next(one for one in opened.grid.lessons if one.id == lesson.id)
    settles = opened.outage.closed_at is None
    foot = render_template(
        "outages/_settle.html",
        lesson=lesson,
        papers=papers,
        done_at=lesson.done_at and f"{at_school(lesson.done_at):%d.%m.%Y %H:%M}",
        may_transfer=settles and rights.may_mark,
        may_settle=settles and (rights.may_mark or may_manage(opened.actor)),
    )
    return {**column, "foot": Markup(foot)}  # noqa: S704  # our own template has escaped it


def _months(days: Sequence[dt.date]) -> list[tuple[str, int]]:
    """Names of the months over their columns."""
    by_month = groupby(days, key=lambda day: (day.year, day.month))
    groups = [list(group) for _month, group in by_month]
    return [
        (format_date(group[0], "LLLL" if len(group) > 1 else "LLL", locale="ru"), len(group))
        for group in groups
    ]


def _rows(opened: Opened) -> list[dict[str, Any]]:
    course, grid = opened.head.course, opened.grid
    there = grid_pupils(course.class_id, course.subgroup_id, (grid.days[0], grid.days[-1]))
    return [
        {
            "pupil": pupil.id,
            "number": number,
            "name": pupil.name,
            "cells": grid.cells(pupil.id, enrolled_on(pupil.spans, grid.days)),
        }
        for number, pupil in enumerate(there, 1)
    ]
