"""Lessons of the measured school and what teachers wrote in them, with its history.

About 400,000 marks, 100,000 absences and 1,000 documents on them a year. The class teachers found
out the reasons later, and corrected them by the documents.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.attendance.models import Absence, AbsenceDocument
from app.audit.models import AuditEntry
from app.journal.models import Homework, Mark, Task
from app.results.models import Result
from app.timetable.models import Lesson
from bench.rows import Row
from bench.school import COURSES, ENGLISH, HOURS, Size, grade_of, period_id, teacher_of, topic_id

_ABSENT, _MARKED = 0.127, 0.64  # of a lesson's pupils
_A_DAY = 7  # lessons
_KINDS = ("ill", "excused", "unknown", "no_reason")
_ILL_EVERY = 23  # weeks of a pupil, one of them with a document
_WEEK = dt.timedelta(days=7)
_HASH = "0" * 64
_CHAIN = "bench"
TABLES = (Lesson, Homework, Task, Mark, Absence, AbsenceDocument, Result, AuditEntry)


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
        self._documents(year, number)
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
            self._absence(course, lesson, pupil, at, _KINDS[int(luck * 1000) % 4])
            return False
        if luck < _MARKED:
            value = "23344555"[int(luck * 10000) % 8]
            key = self._add(Mark, task_id=task, pupil_id=pupil, value=value)
            self._history("mark", key, course, lesson, pupil, at, f'"value": [null, "{value}"]')
        return True

    def _absence(self, course: int, lesson: int, pupil: int, at: str, noted: str) -> None:
        """As the teacher noted it, and as the class teacher corrected it."""
        day = dt.date.fromisoformat(at[:10])
        monday = day - dt.timedelta(days=day.weekday())
        kind = "ill" if _ill(pupil, monday) else "no_reason" if noted == "unknown" else noted
        later = monday + _WEEK
        if later >= self.size.today:
            kind = noted  # nobody knows yet
        key = self._add(Absence, lesson_id=lesson, pupil_id=pupil, kind=kind)
        place = ("absence", key, course, lesson, pupil)
        self._history(*place, at, f'"kind": [null, "{noted}"]')
        if kind != noted:
            said = f'"kind": ["{noted}", "{kind}"]'
            self._history(*place, f"{later} 12:00:00.000000", said, "update")

    def _documents(self, year: int, number: int) -> None:
        """A certificate for each week that a pupil was ill."""
        weeks = [self.size.monday(year, week) for week in range(self.size.weeks)]
        brought = [monday for monday in weeks if monday + _WEEK <= self.size.today]
        for pupil in self.size.pupils_of(number):
            for monday in (day for day in brought if _ill(pupil, day)):
                self._add(
                    AbsenceDocument,
                    pupil_id=pupil,
                    document="certificate",
                    kind="ill",
                    first=str(monday),
                    last=str(monday + dt.timedelta(days=5)),
                    received_on=str(monday + _WEEK),
                )

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
        self,
        table: str,
        row: int,
        course: int,
        lesson: int,
        pupil: int,
        at: str,
        changes: str,
        action: str = "insert",
    ) -> None:
        self._add(
            AuditEntry,
            chain=_CHAIN,
            seq=self.last[AuditEntry] + 1,
            at=at,
            user_id=None,
            user_name="Учительский0001 Александр Александрович",
            way="page",
            action=action,
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


def _ill(pupil: int, monday: dt.date) -> bool:
    """True in the weeks of which a pupil has a document."""
    return (pupil + monday.toordinal() // 7) % _ILL_EVERY == 0
