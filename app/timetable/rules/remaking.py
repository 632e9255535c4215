"""What making lessons again adds, changes and removes, and what it leaves and why [S5]."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app.timetable.rules.due import Due


@dataclass(frozen=True)
class Made:
    """A lesson that exists.

    `records`: something hangs on it (topic, task, mark, absence, homework …). `by_hand`: it was
    cancelled, substituted, moved or added by a person. Neither is ever touched.
    """

    lesson: int
    course: int
    day: dt.date
    number: int
    slot: int | None
    room: int | None = None
    teacher: int | None = None
    starts: dt.time | None = None
    ends: dt.time | None = None
    records: bool = False
    by_hand: bool = False


@dataclass(frozen=True)
class Left:
    """A lesson that the timetable no longer has and that stays, with the reason."""

    made: Made
    reason: Any


@dataclass(frozen=True)
class Remaking:
    """The difference between the lessons due and the lessons there."""

    add: list[Due] = field(default_factory=list)
    change: list[tuple[Made, Due]] = field(default_factory=list)
    remove: list[Made] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """What making lessons did (or would do): numbers by course, and what it left and why."""

    added: Counter[int]
    changed: Counter[int]
    removed: Counter[int]
    left: tuple[Left, ...]

    @property
    def courses(self) -> list[int]:
        """Every course that the report mentions."""
        left = {item.made.course for item in self.left}
        return sorted({*self.added, *self.changed, *self.removed, *left})


def report_of(plan: Remaking) -> Report:
    """The remaking in numbers."""
    return Report(
        Counter(due.course for due in plan.add),
        Counter(made.course for made, _due in plan.change),
        Counter(made.course for made in plan.remove),
        tuple(plan.left),
    )


def remaking(due: Iterable[Due], made: Iterable[Made]) -> Remaking:
    """Compare by course, date and number; extra lessons of a person (no slot) stay unmentioned."""
    wanted = {(lesson.course, lesson.day, lesson.number): lesson for lesson in due}
    plan = Remaking()
    for lesson in made:
        there = wanted.pop((lesson.course, lesson.day, lesson.number), None)
        if there:
            _keep(plan, lesson, there)
        elif lesson.slot is not None:
            _drop(plan, lesson)
    plan.add.extend(wanted.values())
    return plan


def _keep(plan: Remaking, made: Made, due: Due) -> None:
    same = (made.slot, made.room, made.teacher, made.starts, made.ends) == (
        (due.slot, due.room, due.teacher, due.starts, due.ends)
    )
    if not (same or made.records or made.by_hand):
        plan.change.append((made, due))


def _drop(plan: Remaking, made: Made) -> None:
    if made.records:
        plan.left.append(Left(made, _l("it has records")))
    elif made.by_hand:
        plan.left.append(Left(made, _l("it was cancelled or substituted")))
    else:
        plan.remove.append(made)
