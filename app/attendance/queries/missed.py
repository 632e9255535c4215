"""What the pupils of classes have missed in a span [T1]: three statements for any number."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.attendance.rules.missed import DayOfAbsence
from app.classes.models import SubgroupMembership
from app.core.db import db
from app.plan.models import Course
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class ClassDays:
    """Absences of a class by pupil and day, and the days on which it had lessons, in order."""

    absences: list[DayOfAbsence] = field(default_factory=list)
    days: list[dt.date] = field(default_factory=list)


def days_of_absence(
    class_ids: Collection[int], first: dt.date, last: dt.date
) -> dict[int, ClassDays]:
    """By class: what its pupils were absent from, both days of the span included."""
    held = (
        Course.class_id.in_(class_ids),
        Lesson.day.between(first, last),
        Lesson.status == LessonStatus.HELD,
    )
    lessons, parts = _lessons(held), _parts(class_ids, first, last)
    found: dict[int, ClassDays] = defaultdict(ClassDays)
    for of, day in sorted(lessons):
        found[of].days.append(day)
    for of, pupil, day, kind, count in _absences(held):
        expected = _expected(lessons[of, day], parts[pupil], day)
        found[of].absences.append(DayOfAbsence(pupil, day, kind, count, expected))
    return found


def _absences(held: Any) -> Iterator[tuple[int, int, dt.date, AbsenceKind, int]]:
    rows = db.session.execute(
        select(Course.class_id, Absence.pupil_id, Lesson.day, Absence.kind, func.count())
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(*held, Absence.kind.is_not(None))
        .group_by(Course.class_id, Absence.pupil_id, Lesson.day, Absence.kind)
        .order_by(Absence.pupil_id, Lesson.day, Absence.kind)
    )
    for of, pupil, day, kind, count in rows:
        if kind:
            yield of, pupil, day, kind, count


def _lessons(held: Any) -> dict[tuple[int, dt.date], dict[int | None, int]]:
    """By class and day: lessons of the whole class (None) and of each subgroup."""
    rows = db.session.execute(
        select(Course.class_id, Lesson.day, Course.subgroup_id, func.count())
        .join(Course, Course.id == Lesson.course_id)
        .where(*held)
        .group_by(Course.class_id, Lesson.day, Course.subgroup_id)
    )
    found: dict[tuple[int, dt.date], dict[int | None, int]] = defaultdict(dict)
    for of, day, part, count in rows:
        found[of, day][part] = count
    return found


def _parts(class_ids: Collection[int], first: dt.date, last: dt.date) -> dict[int, list[Any]]:
    """Stays of the pupils in subgroups of the classes."""
    groups = select(Course.subgroup_id).where(
        Course.class_id.in_(class_ids), Course.subgroup_id.is_not(None)
    )
    stay = SubgroupMembership
    rows = db.session.execute(
        select(stay.pupil_id, stay.subgroup_id, stay.since, stay.until).where(
            stay.subgroup_id.in_(groups),
            stay.since <= last,
            func.coalesce(stay.until, last) >= first,
        )
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.pupil_id].append(row)
    return found


def _expected(lessons: dict[int | None, int], stays: list[Any], day: dt.date) -> int:
    mine = {
        row.subgroup_id
        for row in stays
        if row.since <= day and (row.until is None or row.until >= day)
    }
    return sum(count for part, count in lessons.items() if part is None or part in mine)
