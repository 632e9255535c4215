"""Results of classes in a period, with who is counted in which course [R4 S6]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.classes.models import ClassMembership, SchoolClass, SubgroupMembership
from app.core.db import db
from app.people.enums import Sex
from app.people.models import Pupil
from app.plan.models import Course, CourseTeacher
from app.results.models import Result
from app.school.rules.periods import Period


class Counted(NamedTuple):
    """A pupil who had not left the class by the closing day."""

    id: int
    name: str
    sex: Sex


@dataclass(frozen=True)
class ClassResults:
    """A class in its period: pupils, courses, and the results by (course, pupil).

    `day`: the closing day, on which the lists are taken: the period's last, or today while it
    lasts. `parts`: pupils of each subgroup on that day.
    """

    school_class: SchoolClass
    period: Period
    day: dt.date
    pupils: list[Counted] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    parts: Mapping[int, frozenset[int]] = field(default_factory=dict)
    values: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def taught(self, course: Course) -> list[Counted]:
        """The counted pupils of a course."""
        if course.subgroup_id is None:
            return self.pupils
        part = self.parts.get(course.subgroup_id, frozenset())
        return [pupil for pupil in self.pupils if pupil.id in part]

    def results(self, course: Course) -> list[str | None]:
        """A result, or None, of each counted pupil of a course."""
        return [self.values.get((course.id, pupil.id)) for pupil in self.taught(course)]

    def subjects(self) -> list[tuple[str, list[Course]]]:
        """Subjects of the class by name, with their courses."""
        found: dict[str, list[Course]] = defaultdict(list)
        for course in self.courses:
            found[course.subject.name].append(course)
        return list(found.items())

    def of_pupils(self) -> dict[int, dict[str, str | None]]:
        """For each pupil their subjects with the result or None.

        A subject without marks has a result or is not there: nothing of it is missing.
        """
        found: dict[int, dict[str, str | None]] = {pupil.id: {} for pupil in self.pupils}
        for course in self.courses:
            for pupil in self.taught(course):
                value = self.values.get((course.id, pupil.id))
                row = found[pupil.id]
                if value or not course.subject.without_marks:
                    row[course.subject.name] = value or row.get(course.subject.name)
        return found


def class_results(
    classes: Sequence[tuple[SchoolClass, Period]], today: dt.date
) -> list[ClassResults]:
    """The classes with their results, each in its own period: six statements."""
    if not classes:
        return []
    ids = [school_class.id for school_class, _period in classes]
    days = {of.id: min(period.ends, today) for of, period in classes}
    pupils = _pupils(ids, days)
    courses = _courses(ids)
    parts = _parts(courses, days)
    values = _values(courses, {of.id: period.key for of, period in classes})
    return [
        ClassResults(of, period, days[of.id], pupils[of.id], courses[of.id], parts, values[of.id])
        for of, period in classes
    ]


def _there(kind: Any, days: Collection[dt.date]) -> Any:
    """Memberships that may hold one of the days."""
    return (kind.since <= max(days)) & or_(kind.until.is_(None), kind.until >= min(days))


def _holds(row: Any, day: dt.date) -> bool:
    return bool(row.since <= day and (row.until is None or row.until >= day))


def _pupils(ids: Collection[int], days: Mapping[int, dt.date]) -> dict[int, list[Counted]]:
    rows = db.session.execute(
        select(
            *(ClassMembership.class_id, ClassMembership.since, ClassMembership.until),
            *(Pupil.id, Pupil.last_name, Pupil.first_name, Pupil.sex),
        )
        .join(Pupil, Pupil.id == ClassMembership.pupil_id)
        .where(ClassMembership.class_id.in_(ids), _there(ClassMembership, days.values()))
        .order_by(Pupil.last_name, Pupil.first_name, Pupil.middle_name, Pupil.id)
    )
    found: dict[int, list[Counted]] = defaultdict(list)
    for row in rows:
        if _holds(row, days[row.class_id]):
            name = f"{row.last_name} {row.first_name}"
            found[row.class_id].append(Counted(row.id, name, row.sex))
    return found


def _courses(ids: Collection[int]) -> dict[int, list[Course]]:
    query = (
        select(Course)
        .where(Course.class_id.in_(ids))
        .options(selectinload(Course.teachers).joinedload(CourseTeacher.staff))
    )
    found: dict[int, list[Course]] = defaultdict(list)
    for course in sorted(db.session.scalars(query).unique(), key=_place):
        found[course.class_id].append(course)
    return found


def _place(course: Course) -> tuple[str, str, int]:
    return course.subject.name, course.subgroup.name if course.subgroup else "", course.id


def _parts(
    courses: Mapping[int, list[Course]], days: Mapping[int, dt.date]
) -> dict[int, frozenset[int]]:
    owner = {c.subgroup_id: c.class_id for of in courses.values() for c in of if c.subgroup_id}
    if not owner:
        return {}
    rows = db.session.execute(
        select(
            SubgroupMembership.subgroup_id,
            SubgroupMembership.pupil_id,
            SubgroupMembership.since,
            SubgroupMembership.until,
        ).where(
            SubgroupMembership.subgroup_id.in_(owner), _there(SubgroupMembership, days.values())
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if _holds(row, days[owner[row.subgroup_id]]):
            found[row.subgroup_id].add(row.pupil_id)
    return {key: frozenset(pupils) for key, pupils in found.items()}


def _values(
    courses: Mapping[int, list[Course]], periods: Mapping[int, int | None]
) -> dict[int, dict[tuple[int, int], str]]:
    owner = {course.id: course.class_id for of in courses.values() for course in of}
    rows = db.session.execute(
        select(Result.course_id, Result.period_id, Result.pupil_id, Result.value).where(
            Result.period_id.in_(set(periods.values())), Result.value.is_not(None)
        )
    )
    found: dict[int, dict[tuple[int, int], str]] = defaultdict(dict)
    for course_id, period_id, pupil_id, value in rows:
        of = owner.get(course_id)
        if value and of is not None and periods[of] == period_id:
            found[of][course_id, pupil_id] = value
    return found


def teachers_on(course: Course, day: dt.date) -> str:
    """«Иванова А. П.»: who teaches a course on a day."""
    names = [t.staff.short_name for t in course.teachers if _holds(t, day)]
    return ", ".join(dict.fromkeys(names))
