"""Marks [J1 J5–J8]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, NotFound, Refused, refuse_if
from app.journal.access import require
from app.journal.models import Mark, Task
from app.journal.queries.cells import Keys, MarkPlace, mark_places
from app.journal.queries.place import Place, place_of
from app.journal.rules.cell import Cell, parse_cell
from app.journal.rules.entry import HOMEWORK_KIND, mark_faults
from app.plan.models import WorkKind


def marks_of(places: Sequence[MarkPlace]) -> tuple[str | None, ...]:
    """The marks of a cell, one for each task."""
    return tuple(place.mark.value if place.mark else None for place in places)


def change_faults(
    place: Place, places: Sequence[MarkPlace], wanted: Sequence[str | None], today: dt.date
) -> list[Fault]:
    """What forbids to make a cell's marks the wanted ones; marks that stay are not asked about."""
    faults: dict[str, Fault] = {}
    for index, value in enumerate(_padded(wanted, len(places))):
        task, mark = places[index] if index < len(places) else (None, None)
        if value == (mark.value if mark else None):
            continue
        homework = task is not None and task.kind.code == HOMEWORK_KIND
        for fault in mark_faults(value, place.facts, today, homework=homework):
            faults.setdefault(str(fault.text), fault)
    return list(faults.values())


class NewRows(NamedTuple):
    """What new tasks and marks are made with: the kind of work, and keys."""

    kind: WorkKind | None
    keys: Keys


def put_marks(
    place: Place,
    pupil_id: int,
    places: Sequence[MarkPlace],
    wanted: Sequence[str | None],
    new: NewRows,
) -> list[Task]:
    """Make a cell's marks the wanted ones; all tasks of the lesson, those made for it too.

    A mark beyond the tasks of the lesson gets a task of the kind of `new` [J1]. A mark that is
    taken back leaves its row without a value: its history stays in one place.
    """
    made = _missing_tasks(place, len(wanted) - len(places), places, new)
    every = [*places, *(MarkPlace(task, None) for task in made)]
    changed = [
        _put(task, mark, pupil_id, value)
        for (task, mark), value in zip(every, _padded(wanted, len(every)), strict=True)
    ]
    _number([mark for mark in changed if mark and mark in db.session.new], new.keys.mark)
    return [task for task, _mark in every]


def _number(rows: Sequence[Task | Mark], key: int | None) -> None:
    if key is not None:
        for number, row in enumerate(rows):
            row.id = key + number


def _padded(wanted: Sequence[str | None], length: int) -> Sequence[str | None]:
    return [*wanted, *[None] * (length - len(wanted))]


def _missing_tasks(
    place: Place, count: int, places: Sequence[MarkPlace], new: NewRows
) -> list[Task]:
    if count <= 0:
        return []
    if new.kind is None:
        raise Refused([Fault(_l("The school has no kinds of work yet. Ask the administrator."))])
    last = max((p.task.position for p in places), default=0)
    made = [
        Task(lesson=place.lesson, kind=new.kind, position=last + number)
        for number in range(1, count + 1)
    ]
    _number(made, new.keys.task)
    db.session.add_all(made)
    return made


def _put(task: Task, mark: Mark | None, pupil_id: int, value: str | None) -> Mark | None:
    if mark is not None:
        mark.value = value
    elif value is not None:
        mark = Mark(task=task, pupil_id=pupil_id, value=value)
        db.session.add(mark)
    return mark


def set_mark(
    actor: Actor, *, task_id: int, pupil_id: int, value: str, today: dt.date, adds: bool = False
) -> Mark | None:
    """Set, change or take back (empty `value`) a pupil's mark for a task: the form's way [J5].

    `adds`: a mark that is there already is not overwritten. Raises NotFound, Forbidden, Refused
    with all faults.
    """
    task = db.session.get(Task, task_id)
    if task is None:
        raise NotFound
    place = place_of(actor, task.lesson_id, today, pupil_id=pupil_id)
    require(place.may_mark)
    places = mark_places(task.lesson_id, pupil_id)
    wanted = list(marks_of(places))
    index = next(number for number, p in enumerate(places) if p.task is task)
    if adds and wanted[index] is not None:
        raise Refused([Fault(_l("The pupil has a mark for this task already."), "pupil")])
    wanted[index] = _one_mark(value)
    refuse_if([replace(f, field="value") for f in change_faults(place, places, wanted, today)])
    return _put(task, places[index].mark, pupil_id, wanted[index])


def _one_mark(value: str) -> str | None:
    read = parse_cell(value, {})
    if isinstance(read, Cell) and len(read.marks) <= 1:
        return next(iter(read.marks), None)
    raise Refused([Fault(_l("Write one mark: 5, зач, н/зач, or a full stop for a debt."), "value")])
