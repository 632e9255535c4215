"""Rows of a class's entries, gathered lesson by lesson and written at once with their history."""

import datetime as dt
from collections import defaultdict
from typing import Any, Protocol

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.audit.bulk import add_recorded, change_recorded
from app.core.db import reserved_ids
from app.journal.models import Homework, Mark, Task
from app.plan.models import WorkKind
from app.timetable.models import Lesson

Row = dict[str, Any]


class Taken(Protocol):
    """A lesson as entries need it."""

    @property
    def id(self) -> int:
        """The lesson's key."""

    @property
    def course(self) -> int:
        """The key of its course."""


class Book:
    """Entries of a class that are not written yet."""

    def __init__(self) -> None:
        self.topics: list[Row] = []
        self.marks: list[tuple[Row, Row]] = []  # the task's row and the mark's
        self.rows: dict[type[Any], list[Row]] = defaultdict(list)
        self.places: dict[type[Any], list[Row]] = defaultdict(list)

    def topic(self, lesson: Taken, title: str, *, no_homework: bool) -> None:
        """What was taught, and whether no homework was set."""
        self.topics.append({"id": lesson.id, "topic": title, "no_homework": no_homework})
        self.places[Lesson].append({"course_id": lesson.course})

    def homework(self, lesson: Taken, text: str, at: dt.datetime) -> None:
        """Homework of the class, set at a moment."""
        self._add(Homework, lesson, pupil_id=None, text=text, set_at=at)

    def absence(self, lesson: Taken, pupil: int, kind: AbsenceKind, minutes: int | None) -> None:
        """An absence, or lateness of so many minutes."""
        self._add(Absence, lesson, pupil_id=pupil, kind=kind, minutes=minutes)

    def task(self, lesson: Taken, kind: WorkKind) -> Row:
        """The next task of a lesson; `mark` takes it."""
        last = self.rows[Task][-1] if self.rows[Task] else {}
        position = last["position"] + 1 if last.get("lesson_id") == lesson.id else 1
        self._add(Task, lesson, position=position, kind_id=kind.id)
        return self.rows[Task][-1]

    def mark(self, lesson: Taken, task: Row, pupil: int, value: str) -> None:
        """A pupil's mark for a task."""
        row = {"task_id": None, "pupil_id": pupil, "value": value}
        self.marks.append((task, row))
        self.rows[Mark].append(row)
        self.places[Mark].append({"course_id": lesson.course, "lesson_id": lesson.id})

    def write(self) -> int:
        """Write everything; returns the number of rows."""
        tasks = self.rows[Task]
        for row, key in zip(tasks, reserved_ids(Task.__table__, len(tasks)), strict=True):
            row["id"] = key
        for task, row in self.marks:
            row["task_id"] = task["id"]
        before = [{"topic": "", "no_homework": False}] * len(self.topics)
        change_recorded(Lesson, self.topics, before, self.places[Lesson])
        for model in (Task, Mark, Absence, Homework):
            add_recorded(model, self.rows[model], self.places[model])
        return len(self.topics) + sum(map(len, self.rows.values()))

    def _add(self, model: type[Any], lesson: Taken, **values: Any) -> None:
        self.rows[model].append({"lesson_id": lesson.id, **values})
        self.places[model].append({"course_id": lesson.course})
