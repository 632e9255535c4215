"""Marks and absences of one pupil [R4 P5]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.core.db import db
from app.journal.models import Mark, Task
from app.journal.queries.cells import WEIGHT
from app.journal.rules.average import weighted_average
from app.plan.models import Course, WorkKind
from app.timetable.models import Lesson


@dataclass
class Entries:
    """A pupil's entries in a subject: by day the marks, then letters of absences."""

    marks: dict[dt.date, list[str]] = field(default_factory=lambda: defaultdict(list))
    weighted: list[tuple[str, int]] = field(default_factory=list)
    letters: dict[dt.date, list[str]] = field(default_factory=lambda: defaultdict(list))
    missed: int = 0

    @property
    def days(self) -> set[dt.date]:
        """Days with an entry."""
        return {*self.marks, *self.letters}

    def on(self, day: dt.date) -> str:
        """«5/4 Н»: what stands on a day."""
        shown = ["/".join(self.marks.get(day, ())), *self.letters.get(day, ())]
        return " ".join(filter(None, shown))

    @property
    def average(self) -> Decimal | None:
        """Weighted average of the marks."""
        return weighted_average(self.weighted)


def entries_of(
    pupil_id: int, class_id: int, first: dt.date, last: dt.date, letters: Mapping[str, str]
) -> dict[int, Entries]:
    """By subject what a pupil got and missed in a class in a span: two statements."""
    found: dict[int, Entries] = defaultdict(Entries)
    inside = (Course.class_id == class_id, Lesson.day.between(first, last))
    marks = db.session.execute(
        select(Course.subject_id, Lesson.day, Mark.value, WEIGHT)
        .join(Task, Task.id == Mark.task_id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(*inside, Mark.pupil_id == pupil_id, Mark.value.is_not(None))
        .order_by(Lesson.day, Lesson.number, Task.position)
    )
    for subject, day, value, weight in marks:
        found[subject].marks[day].append(value or "")
        found[subject].weighted.append((value or "", weight))
    absences = db.session.execute(
        select(Course.subject_id, Lesson.day, Absence.kind)
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(*inside, Absence.pupil_id == pupil_id, Absence.kind.is_not(None))
        .order_by(Lesson.day, Lesson.number)
    )
    for subject, day, kind in absences:
        if kind:
            found[subject].letters[day].append(letters[kind])
            found[subject].missed += kind != AbsenceKind.LATE
    return found
