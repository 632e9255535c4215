"""Lessons of the measured school and what teachers wrote in them, with its history.

About 400,000 marks and 100,000 absences a year.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.attendance.models import Absence
from app.audit.models import AuditEntry
from app.journal.models import Homework, Mark, Task
from app.results.models import Result
from app.timetable.models import Lesson
from bench.rows import Row
from bench.school import COURSES, ENGLISH, HOURS, Size, grade_of, period_id, teacher_of, topic_id

_ABSENT, _MARKED = 0.127, 0.64  # of a lesson's pupils
_A_DAY = 7  # lessons
_KINDS = ("ill", "excused", "unknown", "no_reason")
_HASH = "0" * 64
_CHAIN = "bench"
TABLES = (Lesson, Homework, Task, Mark, Absence, Result, AuditEntry)


@dataclass
class Entries:
    """Makes the entries class by class; keys go on from class to class."""

    size: Size
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    last: dict[type[Any], int] = field(default_factory=lambda: defaultdict(int))
    rows: dict[type[Any], list[Row]] = field(default_factory=dict)
    # (course, lesson, pupils who were there) of the last days
    recent: list[tuple[int, int, list[int]]] = field(default_factory=list)

    def of_class(self, year: int, number: int) -> dict[type[Any], list[Row]]:
        """Rows of a class's year by table."""
        self.rows = {model: [] for model in TABLES}
        key = self.size.class_id(year, number)
        for part in range(COURSES):
            for place, day, hour in self._lessons_of(year, part):
                self._lesson(year, number, self.size.course_id(key, part), part, place, day, hour)
            self._results(year, number, self.size.course_id(key, part))
        return self.rows

    def chain(self) -> Row:
        """The head of the chain that all the history is in."""
        return {"chain": _CHAIN, "seq": self.last[AuditEntry], "hash": _HASH}

    def _lessons_of(self, year: int, part: int) -> Iterator[tuple[int, dt.date, int]]:
        """Place in the plan, day and number of each lesson of a course."""
        subject = min(part, ENGLISH)
        before = sum(HOURS[:subject])
        for week in range(self.size.weeks):
            for hour in range(HOURS[subject]):
                weekday, number = divmod(before + hour, _A_DAY)
                day = self.size.monday(year, week) + dt.timedelta(days=weekday)
                yield week * HOURS[subject] + hour, day, number + 1

    def _lesson(
        self, year: int, number: int, course: int, part: int, place: int, day: dt.date, hour: int
    ) -> None:
        written = day < self.size.today
        topic = topic_id(year, grade_of(number), min(part, ENGLISH), place, self.size.weeks)
        lesson = self._add(
            Lesson,
            course_id=course,
            day=str(day),
            number=hour,
            starts=f"{7 + hour:02}:30:00.000000",
            ends=f"{8 + hour:02}:10:00.000000",
            teacher_id=teacher_of(number, part),
            topic=f"Тема {place + 1}: закрепление изученного, решение задач" if written else "",
            plan_topic_id=topic,
        )
        if not written:
            return
        at = f"{day} 12:00:00.000000"
        self._add(Homework, lesson_id=lesson, pupil_id=None, text="§ 5, № 17–21", set_at=at)
        task = self._add(Task, lesson_id=lesson, position=1, kind_id=1 + (place % 9 == 8))
        there = [
            pupil
            for pupil in self._pupils(number, part)
            if self._entry(course, lesson, task, pupil, at)
        ]
        if dt.timedelta(0) < self.size.today - day <= dt.timedelta(days=8):
            self.recent.append((course, lesson, there))

    def _pupils(self, number: int, part: int) -> list[int]:
        pupils = self.size.pupils_of(number)
        return [p for p in pupils if part < ENGLISH or p % 2 == part - ENGLISH]

    def _entry(self, course: int, lesson: int, task: int, pupil: int, at: str) -> bool:
        """An absence, a mark or nothing; True when the pupil was there."""
        luck = self.chance.random()
        if luck < _ABSENT:
            kind = self._kind(luck, at)
            key = self._add(Absence, lesson_id=lesson, pupil_id=pupil, kind=kind)
            self._history("absence", key, course, lesson, pupil, at, f'"kind": [null, "{kind}"]')
            return False
        if luck < _MARKED:
            value = "23344555"[int(luck * 10000) % 8]
            key = self._add(Mark, task_id=task, pupil_id=pupil, value=value)
            self._history("mark", key, course, lesson, pupil, at, f'"value": [null, "{value}"]')
        return True

    def _kind(self, luck: float, at: str) -> str:
        """Why a pupil was absent; what is older than a week the class teacher has found out."""
        kind = _KINDS[int(luck * 1000) % 4]
        week = self.size.today - dt.timedelta(days=7)
        return "no_reason" if kind == "unknown" and at < str(week) else kind

    def _results(self, year: int, number: int, course: int) -> None:
        part = (course - 1) % COURSES
        for quarter, _weeks in enumerate(self.size.quarters()[:-1]):
            for pupil in self._pupils(number, part):
                self._add(
                    Result,
                    course_id=course,
                    period_id=period_id(year, quarter),
                    pupil_id=pupil,
                    value="4",
                )

    def _history(
        self, table: str, row: int, course: int, lesson: int, pupil: int, at: str, changes: str
    ) -> None:
        self._add(
            AuditEntry,
            chain=_CHAIN,
            seq=self.last[AuditEntry] + 1,
            at=at,
            user_id=None,
            user_name="Учительский0001 Александр Александрович",
            way="page",
            action="insert",
            table_name=table,
            row_id=row,
            course_id=course,
            lesson_id=lesson,
            pupil_id=pupil,
            changes=f'{{"pupil_id": [null, {pupil}], {changes}}}',
            hash=_HASH,
        )

    def _add(self, model: type[Any], **values: Any) -> int:
        self.last[model] += 1
        self.rows[model].append({"id": self.last[model], **values})
        return self.last[model]
