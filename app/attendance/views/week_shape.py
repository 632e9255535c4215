"""What the template of the weekly reconciliation is given; reads only what it names [T3]."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.attendance.enums import Change, Contradiction, Decision
from app.attendance.operations.weeks import place_words
from app.attendance.queries.week_page import (
    Standing,
    classes_to_reconcile,
    stamped,
    standing_of,
)
from app.attendance.queries.weeks import ClassWeek, Line
from app.attendance.rules import letters_of
from app.attendance.rules.week import Step
from app.attendance.views.week_words import HEADINGS, asked, asking, changes_words, deed
from app.core.actor import Actor
from app.core.pages.display import at_school
from app.journal.rules.cell import format_cell
from app.journal.rules.entry import closed_faults
from app.journal.views.shape import Link, course_url
from app.school.rules.weekdays import WEEKDAYS

_WEEK = dt.timedelta(days=7)
# Of these the same is done with many at once: all lessons of a pupil, or of a teacher.
_SHOWN_AT_ONCE = 6  # lines of one group; more are told as a span
_TOGETHER = {Contradiction.NO_REASON, Contradiction.DOCUMENT, Contradiction.UNFILLED}
Letters = Mapping[str, str]


def week_url(class_id: int, day: dt.date, *, everybody: bool = False) -> str:
    """The page of a class and week."""
    every = 1 if everybody else None
    return url_for("WeekCheckPage.week", class_id=class_id, day=day.isoformat(), all=every)


def shape(actor: Actor, week: ClassWeek, today: dt.date, *, everybody: bool) -> dict[str, Any]:
    """The page; `everybody`: also pupils of whom nothing is to be said. Five statements."""
    head, letters = week.head.school_class, letters_of(week.head.school.letters)
    standing = standing_of(week, today)
    return {
        "title": _("%(name)s: reconciliation of the week", name=head.name),
        "span": f"{week.monday:%d.%m.%Y}–{week.sunday:%d.%m.%Y}",
        "teacher": head.teacher.short_name if head.teacher else "",
        "mine": week.mine,
        "class_id": head.id,
        "day": week.monday.isoformat(),
        "state": _state(week, standing),
        "stamp": _stamp(week),
        "until": standing.until,
        "late": standing.late,
        "changes": list(changes_words(week, standing.changes, letters)),
        "classes": [
            Link(found.title, week_url(found.id, week.monday), found.id == head.id)
            for found in classes_to_reconcile(actor, head.year_id)
        ],
        "previous_url": week_url(head.id, week.monday - _WEEK),
        "next_url": week_url(head.id, week.monday + _WEEK),
        "grid_url": url_for("WeekPage.week", class_id=head.id, day=week.monday.isoformat()),
        "everybody": everybody,
        "other_url": week_url(head.id, week.monday, everybody=not everybody),
        "grid": _grid(week, letters, everybody=everybody),
        "sections": list(_sections(week, letters, today)),
        "answered": [
            _answered(week, line, letters) for line in (*week.lines, *week.needless) if line.request
        ],
        "bulk": _bulk(letters),
        "open": len(week.open),
        "ahead": sum(not lesson.over for lesson in week.facts.lessons),
    }


def _state(week: ClassWeek, standing: Standing) -> str:
    if standing.reconciled(week):
        return "done"
    if stamped(week):
        return "again"
    return "open" if week.open else "ready"


def _stamp(week: ClassWeek) -> str:
    check = week.check
    if check is None or check.confirmed_at is None:
        return ""
    return f"{at_school(check.confirmed_at):%d.%m.%Y %H:%M}, {check.confirmed_name}"


def _grid(week: ClassWeek, letters: Letters, *, everybody: bool) -> dict[str, Any]:
    bad = {(line.found.lesson, line.found.pupil) for line in week.open}
    said = {pupil for _lesson, pupil, _cell in week.facts.entered if _cell.absence}
    said |= {pupil for _lesson, pupil in bad if pupil}
    rows = [
        {
            "name": name,
            "cells": [_cell(week, lesson.id, pupil, bad, letters) for lesson in week.lessons],
        }
        for pupil, name in week.names.items()
        if everybody or pupil in said
    ]
    days = [
        {
            "weekday": WEEKDAYS[day.isoweekday()],
            "date": day,
            "span": len(list(lessons)),
        }
        for day, lessons in groupby(week.lessons, key=lambda lesson: lesson.day)
    ]
    return {"days": days, "columns": _columns(week), "rows": rows}


def _columns(week: ClassWeek) -> list[dict[str, Any]]:
    columns, before = [], None
    unfilled = {line.found.lesson for line in week.lines if line.found.pupil is None}
    for lesson in week.lessons:
        columns.append(
            {
                "number": lesson.number,
                "short": lesson.short,
                "title": ", ".join(filter(None, (lesson.subject, lesson.group, lesson.teacher))),
                "url": course_url(lesson.course_id),
                "first": lesson.day != before,
                "unfilled": lesson.id in unfilled,
            }
        )
        before = lesson.day
    return columns


def _cell(
    week: ClassWeek, lesson: int, pupil: int, bad: set[tuple[int, int | None]], letters: Letters
) -> dict[str, Any]:
    """Absences with the marks beside them; other marks only where something is wrong."""
    cell, wrong = week.facts.cell(lesson, pupil), (lesson, pupil) in bad
    shown = bool(cell.absence) or wrong
    out = (lesson, pupil) not in week.facts.there
    kind = "bad" if wrong else "out" if out else "missed" if cell.missed else ""
    return {"text": format_cell(cell, letters) if shown else "", "kind": kind}


def _sections(week: ClassWeek, letters: Letters, today: dt.date) -> Iterator[dict[str, Any]]:
    """Open contradictions by kind, those that are settled alike in one group."""
    number = 0
    for about, lines in groupby(week.open, key=lambda line: line.found.about):
        groups = []
        for lines_together in _together(week, list(lines)):
            number += 1
            groups.append(_group(week, lines_together, letters, number, today))
        yield {"title": HEADINGS[about], "groups": groups, "about": about.value}


def _together(week: ClassWeek, lines: Sequence[Line]) -> list[list[Line]]:
    found: dict[Any, list[Line]] = {}
    for line in lines:
        one = line.found
        changes = tuple(step.change for step in one.steps)
        whose = one.pupil or week.by_id[one.lesson].teacher
        alike = (whose, changes) if one.about in _TOGETHER else line.key
        found.setdefault(alike, []).append(line)
    names = {pupil: place for place, pupil in enumerate(week.names)}
    return sorted(found.values(), key=lambda group: names.get(group[0].found.pupil or 0, -1))


def _group(
    week: ClassWeek, lines: Sequence[Line], letters: Letters, number: int, today: dt.date
) -> dict[str, Any]:
    first = lines[0].found
    lesson = week.by_id[first.lesson]
    facts = replace(lesson.facts, open_since=week.open_since(first))
    return {
        "number": number,
        "name": week.names[first.pupil] if first.pupil else lesson.teacher or _("No teacher"),
        "span": _span(week, lines) if len(lines) > _SHOWN_AT_ONCE else "",
        "lines": [_line(week, line, letters) for line in lines],
        "closed": next(iter(closed_faults(facts, today)), None),
        "steps": [
            _button(week, step, first.lesson, letters)
            for step in first.steps
            if _may_do(week, step, first.pupil)
        ],
        "ask": asking(first.asks[0].change) if first.asks else "",
        "ask_first": bool(first.steps) and first.steps[0].change is Change.NO_MARK,
        "as_is": first.as_is,
        "count": len(lines),
    }


def _may_do(week: ClassWeek, step: Step, pupil: int | None) -> bool:
    """Marks of another are taken back by the class teacher only where the school allows it [P3]."""
    marked = any(week.facts.cell(step.lesson, pupil or 0).marks)
    touches = step.change is Change.NO_MARK or (step.change is Change.EMPTY and marked)
    return week.by_id[step.lesson].may_mark or not touches


def _span(week: ClassWeek, lines: Sequence[Line]) -> str:
    """«ср 18.11–пт 20.11, 18 уроков»: what the lines are about, when they are many."""
    first, last = (week.by_id[lines[place].found.lesson].day for place in (0, -1))
    days = f"{_short(first)} {first:%d.%m}"
    if last != first:
        days += f"–{_short(last)} {last:%d.%m}"
    return f"{days}, " + ngettext("%(num)s lesson", "%(num)s lessons", len(lines))


def _button(week: ClassWeek, step: Step, lesson: int, letters: Letters) -> dict[str, str]:
    """A step in another lesson than the line's names it: of a clash."""
    text = deed(step.change, letters)
    code = step.change.value
    if step.change is Change.EMPTY:
        text = f"{text}: {week.by_id[step.lesson].subject}"
    return {"text": text, "do": code if step.lesson == lesson else f"{code}-{step.lesson}"}


def _line(week: ClassWeek, line: Line, letters: Letters) -> dict[str, Any]:
    lesson = week.by_id[line.found.lesson]
    when = _("%(weekday)s %(day)s, lesson %(number)s", day=f"{lesson.day:%d.%m}",
             weekday=_short(lesson.day), number=lesson.number)  # fmt: skip
    subject = ", ".join(filter(None, (lesson.subject, lesson.group)))
    cell = week.facts.cell(lesson.id, line.found.pupil or 0)
    return {
        "key": line.key,
        "when": when,
        "subject": subject,
        "teacher": lesson.teacher,
        "text": format_cell(cell, letters),
        "url": course_url(lesson.course_id),
    }


def _short(day: dt.date) -> str:
    return (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))[day.weekday()]


def _answered(week: ClassWeek, line: Line, letters: Letters) -> dict[str, Any]:
    """A line that was sent, or left as it is with a word."""
    request, found = line.request, line.found
    assert request is not None  # noqa: S101  # the caller asks for these only
    own = request.decided_by == request.asked_by
    waiting = request.state is Decision.WAITING
    lesson = week.by_id[found.lesson]
    return {
        "id": request.id,
        "title": HEADINGS[found.about],
        "where": place_words(week, line),
        "question": asked(request.change, letters) if not own else "",
        "text": request.text,
        "answer": request.answer,
        "waiting": waiting,
        "own": own,
        "to": lesson.teacher,
        "at": f"{at_school(request.decided_at or request.asked_at):%d.%m.%Y %H:%M}",
        "back": waiting or own,
    }


def _bulk(letters: Letters) -> list[dict[str, str]]:
    """What can be done with the lines that are ticked."""
    changes = (Change.ILL, Change.EXCUSED, Change.NO_REASON, Change.LATE, Change.PRESENT)
    return [{"do": change.value, "text": deed(change, letters)} for change in changes]
