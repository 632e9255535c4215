"""The timetable changes from a date on: slots end, others begin, the past stays [S5]."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.actor import Actor
from app.core.db import db
from app.timetable.access import require_may_edit_timetable
from app.timetable.models import Lesson, Slot
from app.timetable.queries.making import batched


def open_slots(actor: Actor, *, slots: Iterable[Mapping[str, Any]]) -> list[Slot]:
    """Enter slots, values by column. Whoever calls it has looked for clashes [S5]."""
    require_may_edit_timetable(actor)
    found = [Slot(**values) for values in slots]
    db.session.add_all(found)
    return found


def extend_slot(actor: Actor, *, slot: Slot, first: dt.date, last: dt.date | None) -> None:
    """Let a slot hold from `first`, or earlier if it does already, to `last` [S5]."""
    require_may_edit_timetable(actor)
    slot.valid_from, slot.valid_to = min(slot.valid_from, first), last


def close_slots(actor: Actor, *, slots: Sequence[Slot], before: dt.date) -> None:
    """End slots the day before `before`, so that the past keeps them [S5].

    A slot that would begin only then is removed. While lessons were made from it, it stays with
    a date on which it is not held: making lessons again removes them and says what it left.
    """
    require_may_edit_timetable(actor)
    unbegun = [slot for slot in slots if slot.valid_from >= before]
    made = _with_lessons([slot.id for slot in unbegun])
    _load_teachers([slot.id for slot in unbegun if slot.id not in made])
    for slot in slots:
        if slot.valid_from < before:
            slot.valid_to = before - dt.timedelta(1)
        elif slot.id in made:
            slot.valid_from = slot.valid_to = _never_held(slot, before)
        else:
            db.session.delete(slot)


def _with_lessons(slot_ids: Sequence[int]) -> set[int]:
    return {
        found
        for part in batched(slot_ids)
        for found in db.session.scalars(
            select(Lesson.slot_id).where(Lesson.slot_id.in_(part)).distinct()
        )
        if found is not None
    }


def _load_teachers(slot_ids: Sequence[int]) -> None:
    """Read the teachers of slots at once: deleting one would read its own."""
    for part in batched(slot_ids):
        wanted = select(Slot).where(Slot.id.in_(part)).options(selectinload(Slot.teachers))
        db.session.scalars(wanted).all()


def _never_held(slot: Slot, before: dt.date) -> dt.date:
    """The last day before `before` that is not of the slot's weekday."""
    day = before - dt.timedelta(1)
    return day - dt.timedelta(day.isoweekday() == slot.weekday)
