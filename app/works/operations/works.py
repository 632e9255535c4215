"""Works of courses: begun on a lesson, points entered cell by cell or many at once [R5]."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.audit.queries import history_of_row
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict, Fault, NotFound, Refused
from app.core.pages.display import at_school
from app.journal.models import Task
from app.journal.operations.tasks import add_task
from app.timetable.models import Lesson
from app.works.access import require_may_enter
from app.works.models import ControlWork, PupilWork
from app.works.queries.plans import seen_plan
from app.works.queries.works import (
    locked_work,
    points_version,
    sittings,
    stored_rows,
    the_kind,
)
from app.works.rules.points import Row, stored_points, variant_text, with_points, with_variant
from app.works.rules.summary import summary

VARIANT = "variant"


@dataclass(frozen=True)
class Typed:
    """What was typed into a cell: the pupil, the item's id or `VARIANT`, what stood there."""

    pupil_id: int
    place: str
    text: str
    was: str


def begin_work(
    actor: Actor, *, plan_id: int, lesson_id: int, task_id: int | None, today: dt.date
) -> ControlWork:
    """Say that a course wrote the plan in a lesson; without a task one of the kind К is made.

    A task that is there already is analysed whenever that is: nothing goes to the journal.
    """
    plan = seen_plan(actor, plan_id, today)
    lesson = db.session.get(Lesson, lesson_id)
    if lesson is None:
        raise NotFound
    require_may_enter(actor, lesson.course_id, today)
    course = lesson.course
    if (course.subject_id, course.school_class.grade) != (plan.subject_id, plan.grade):
        raise Refused([Fault(_("The lesson is of another subject or parallel than the plan."))])
    task = _task(actor, lesson, task_id, plan.title, today)
    work = ControlWork(plan=plan, course=course, task=task, day=lesson.day)
    db.session.add(work)
    db.session.flush()
    return work


def _task(actor: Actor, lesson: Lesson, task_id: int | None, title: str, today: dt.date) -> Task:
    if task_id is not None:
        task = db.session.get(Task, task_id)
        if task is None or task.lesson_id != lesson.id:
            raise NotFound
        return task
    kind = the_kind()
    if kind is None:
        raise Refused([Fault(_("The school has no written kind of work. Ask the administrator."))])
    return add_task(actor, lesson_id=lesson.id, kind=kind, title=title, weight=None, today=today)


def remove_work(actor: Actor, *, work_id: int, today: dt.date) -> None:
    """Remove a work and its points; the marks in the journal stay."""
    work = locked_work(actor, work_id, today)
    require_may_enter(actor, work.course_id, today)
    for row in stored_rows(work_id).values():
        db.session.delete(row)
    db.session.flush()  # before their work: there is no cascade to order the two
    db.session.delete(work)


def write_cell(actor: Actor, *, work_id: int, typed: Typed, today: dt.date) -> Row:
    """Write what was typed into a cell of the points, unless somebody else did meanwhile.

    Raises NotFound, Forbidden, Refused, Conflict with the other's row and name.
    """
    work = locked_work(actor, work_id, today)
    require_may_enter(actor, work.course_id, today)
    stored = stored_rows(work_id).get(typed.pupil_id)
    before = _row(work, stored)
    if cell_text(work, before, typed.place) != typed.was:
        raise _conflict(work, stored, before)
    row = _typed(work, before, typed)
    _require_enrolled(work, [typed.pupil_id])
    _put(work, typed.pupil_id, stored, row)
    return row


def _row(work: ControlWork, stored: PupilWork | None) -> Row:
    items = len(work.plan.items)
    return stored.row(items) if stored else Row((None,) * items)


def _typed(work: ControlWork, row: Row, typed: Typed) -> Row:
    if typed.place == VARIANT:
        found = with_variant(row, typed.text, work.plan.variants)
    else:
        at = _place(work, typed.place)
        found = with_points(row, at, typed.text, work.plan.items[at].points)
    if isinstance(found, Fault):
        raise Refused([found])
    return found


def _place(work: ControlWork, item: str) -> int:
    places = {str(one.id): at for at, one in enumerate(work.plan.items)}
    if item not in places:
        raise Refused(_("The page is out of date: open it anew."))
    return places[item]


def cell_text(work: ControlWork, row: Row, place: str) -> str:
    """What the grid shows in a cell."""
    if place == VARIANT:
        return variant_text(row)
    value = row.points[_place(work, place)]
    return "" if value is None else str(value)


def _conflict(work: ControlWork, stored: PupilWork | None, row: Row) -> Conflict:
    last = next(iter(history_of_row("pupil_work", stored.id)), None) if stored else None
    texts = {str(one.id): cell_text(work, row, str(one.id)) for one in work.plan.items}
    payload = {
        "cells": {VARIANT: variant_text(row), **texts},
        "end": list(summary(row, work.plan.scale, work.plan.maximum)),
        "by": last.user_name if last else "",
        "at": f"{at_school(last.at):%d.%m.%Y %H:%M}" if last else "",
    }
    return Conflict(payload=payload)


def _require_enrolled(work: ControlWork, pupil_ids: Sequence[int]) -> None:
    known = {one.pupil_id for one in sittings(work)}
    if not known.issuperset(pupil_ids):
        raise NotFound


def _put(work: ControlWork, pupil_id: int, stored: PupilWork | None, row: Row) -> None:
    if stored is None:
        stored = PupilWork(work_id=work.id, pupil_id=pupil_id)
        db.session.add(stored)
    stored.points, stored.variant = stored_points(row.points), row.variant
    stored.absent = row.absent


def store_rows(
    actor: Actor, *, work_id: int, rows: Mapping[int, Row], seen: int, today: dt.date
) -> int:
    """Store the rows of a preview, all or none; how many were changed.

    `seen`: the number of `points_version` that the preview had; Conflict when it is another now.
    """
    work = locked_work(actor, work_id, today)
    require_may_enter(actor, work.course_id, today)
    known = stored_rows(work_id)
    items = len(work.plan.items)
    if points_version(known) != seen:
        raise Conflict(_("Points were entered meanwhile. Look at the preview again."))
    _require_enrolled(work, list(rows))
    changed = {pupil: row for pupil, row in rows.items() if row != _row(work, known.get(pupil))}
    for pupil, row in changed.items():
        if len(row.points) != items:
            raise Refused(_("The page is out of date: open it anew."))
        _put(work, pupil, known.get(pupil), row)
    return len(changed)
