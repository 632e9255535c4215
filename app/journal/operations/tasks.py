"""Kinds of work of a lesson: the tasks that marks are for [J3 J5]."""

import datetime as dt

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.audit.queries import history_of_row
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, NotFound, refuse_if
from app.journal.access import require
from app.journal.models import Mark, Task
from app.journal.operations.entries import Answer, answered, conflict, open_place
from app.journal.queries.place import Place, answer_before, place_of
from app.journal.rules.cell import MOST_MARKS
from app.journal.rules.entry import task_faults
from app.journal.rules.sent import Sent
from app.journal.rules.version import version_of
from app.plan.models import WorkKind


def write_task(actor: Actor, *, sent: Sent, now: dt.datetime) -> Answer:
    """Name the kind of work of a task, make a task, or remove one («»), as the page does [J3 J10].

    Without `sent.task` a task is made.
    """
    place = open_place(actor, sent, now)
    if before := answer_before(actor, sent.entry):
        return before
    kind = _kind(sent.text) if sent.text else None
    task = _task(sent.task, place) if sent.task else None
    stored = task.kind.code if task else ""
    if task and sent.seen != version_of(stored):
        raise conflict(version_of(stored), stored, history_of_row("task", task.id))
    if kind is None:
        if task:
            _remove(place, task, now.date())
        return answered(actor, sent, now, text="", version=0)
    task = _change(place, task, kind, now.date()) if task else _add(place, kind, now.date())
    return answered(actor, sent, now, text=kind.code, version=version_of(kind.code), task=task.id)


def add_task(
    actor: Actor, *, lesson_id: int, kind: WorkKind, title: str, weight: int | None, today: dt.date
) -> Task:
    """Add a task to a lesson: the form's way. `weight` None: that of the kind [J5]."""
    place = place_of(actor, lesson_id, today)
    require(place.may_mark)
    task = _add(place, kind, today)
    task.title, task.weight = title, weight
    return task


def change_task(
    actor: Actor, *, task: Task, kind: WorkKind, title: str, weight: int | None, today: dt.date
) -> Task:
    """Change a task: the form's way; it stays with its lesson."""
    place = place_of(actor, task.lesson_id, today)
    require(place.may_mark)
    task.title, task.weight = title, weight
    return _change(place, task, kind, today)


def remove_task(actor: Actor, *, task: Task, today: dt.date) -> None:
    """Remove a task that no pupil has a mark or a debt for."""
    place = place_of(actor, task.lesson_id, today)
    require(place.may_mark)
    _remove(place, task, today)


def _kind(code: str) -> WorkKind:
    kind = db.session.scalars(select(WorkKind).where(WorkKind.code == code)).first()
    if kind is None:
        raise NotFound(_l("There is no such kind of work."))
    return kind


def _task(task_id: int, place: Place) -> Task:
    task = db.session.get(Task, task_id)
    if task is None or task.lesson_id != place.lesson.id:
        raise NotFound(_l("This kind of work was removed meanwhile. Open the page anew."))
    return task


def _add(place: Place, kind: WorkKind, today: dt.date) -> Task:
    query = select(func.count(), func.max(Task.position)).where(Task.lesson_id == place.lesson.id)
    count, last = db.session.execute(query).one()
    faults = task_faults(place.facts, today)
    if count >= MOST_MARKS:
        text = _l("At most %(number)s kinds of work in one lesson.", number=MOST_MARKS)
        faults.append(Fault(text))
    refuse_if(faults)
    task = Task(lesson=place.lesson, kind=kind, position=(last or 0) + 1)
    db.session.add(task)
    db.session.flush()  # its id is part of the answer
    return task


def _change(place: Place, task: Task, kind: WorkKind, today: dt.date) -> Task:
    refuse_if(task_faults(place.facts, today))
    task.kind = kind
    return task


def _remove(place: Place, task: Task, today: dt.date) -> None:
    marks = db.session.scalars(select(Mark).where(Mark.task_id == task.id)).all()
    faults = task_faults(place.facts, today, removes=True)
    if any(mark.value for mark in marks):
        faults.append(Fault(_l("There are marks for this work: clear them first.")))
    refuse_if(faults)
    for mark in marks:  # those that were taken back
        db.session.delete(mark)
    db.session.flush()  # before their task: there is no cascade to order the two
    db.session.delete(task)
