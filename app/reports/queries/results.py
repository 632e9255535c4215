"""Results of classes in a period, with who is counted in which course [R4 S6]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.classes.models import ClassMembership, SchoolClass, SubgroupMembership
from app.core.db import db
from app.people.enums import Sex
from app.people.models import Pupil
from app.plan.models import Course, CourseTeacher
from app.reports.rules.document import Who
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

    def counted(self, course: Course, note: str) -> list[tuple[str | None, Who]]:
        """The same with the pupils; `note` tells where the result is from."""
        key = course.id
        return [
            (self.values.get((key, pupil.id)), Who(pupil.name, note))
            for pupil in self.taught(course)
        ]

    def subjects(self) -> list[tuple[str, list[Course]]]:
        """Subjects of the class by name, with their courses."""
        found: dict[str, list[Course]] = defaultdict(list)
        for course in self.courses:
            found[course.subject.name].append(course)
        return list(found.items())

    @cached_property
    def of_pupils(self) -> dict[int, dict[str, str | None]]:
        """For each pupil their subjects with the result or None.

        A subject without marks has a result or is not there: nothing of it is missing.
        """
        found: dict[int, dict[str, str | None]] = {pupil.id: {} for pupil in self.pupils}
        for course in self.courses:
            key, name = course.id, course.subject.name
            without_marks = course.subject.without_marks
            for pupil in self.taught(course):
                value = self.values.get((key, pupil.id))
                if value or not without_marks:
                    row = found[pupil.id]
                    row[name] = value or row.get(name)
        return found


def class_results(
    pairs: Sequence[tuple[SchoolClass, Period]], today: dt.date
) -> list[ClassResults]:
    """Classes with their results of a period, a class once for each of its periods: six statements.

    Whoever had left by the closing day of a period is not counted in it.
    """
    if not pairs:
        return []
    ids = {school_class.id for school_class, _period in pairs}
    days = [min(period.ends, today) for _of, period in pairs]
    pupils, courses = _pupils(ids, days), _courses(ids)
    parts = _parts(courses, days)
    values = _values(courses, {period.key for _of, period in pairs})
    return [
        ClassResults(
            of,
            period,
            day,
            [pupil for stay, pupil in pupils[of.id] if _holds(stay, day)],
            courses[of.id],
            _on(parts, courses[of.id], day),
            values[of.id, period.key or 0],
        )
        for (of, period), day in zip(pairs, days, strict=True)
    ]


def of_scope(
    found: Sequence[ClassResults], scope: Sequence[tuple[SchoolClass, Period]]
) -> list[ClassResults]:
    """Those of the results that are of the asked periods, not of the ones before."""
    wanted = {(of.id, period.key) for of, period in scope}
    return [one for one in found if (one.school_class.id, one.period.key) in wanted]


def _there(kind: Any, days: Collection[dt.date]) -> Any:
    """Memberships that may hold one of the days."""
    return (kind.since <= max(days)) & or_(kind.until.is_(None), kind.until >= min(days))


def _holds(row: Any, day: dt.date) -> bool:
    return bool(row.since <= day and (row.until is None or row.until >= day))


def _pupils(
    ids: Collection[int], days: Collection[dt.date]
) -> dict[int, list[tuple[Any, Counted]]]:
    """By class: stays with their pupils, in order."""
    rows = db.session.execute(
        select(
            *(ClassMembership.class_id, ClassMembership.since, ClassMembership.until),
            *(Pupil.id, Pupil.last_name, Pupil.first_name, Pupil.sex),
        )
        .join(Pupil, Pupil.id == ClassMembership.pupil_id)
        .where(ClassMembership.class_id.in_(ids), _there(ClassMembership, days))
        .order_by(Pupil.last_name, Pupil.first_name, Pupil.middle_name, Pupil.id)
    )
    found: dict[int, list[tuple[Any, Counted]]] = defaultdict(list)
    for row in rows:
        name = f"{row.last_name} {row.first_name}"
        found[row.class_id].append((row, Counted(row.id, name, row.sex)))
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


def _parts(courses: Mapping[int, list[Course]], days: Collection[dt.date]) -> dict[int, list[Any]]:
    """By subgroup: stays that may hold one of the days."""
    groups = {c.subgroup_id for of in courses.values() for c in of if c.subgroup_id}
    found: dict[int, list[Any]] = defaultdict(list)
    if groups:
        stay = SubgroupMembership
        rows = db.session.execute(
            select(stay.subgroup_id, stay.pupil_id, stay.since, stay.until).where(
                stay.subgroup_id.in_(groups), _there(stay, days)
            )
        )
        for row in rows:
            found[row.subgroup_id].append(row)
    return found


def _on(
    parts: Mapping[int, list[Any]], courses: Sequence[Course], day: dt.date
) -> dict[int, frozenset[int]]:
    """The pupils of the subgroups of a class on a day."""
    return {
        course.subgroup_id: frozenset(
            row.pupil_id for row in parts.get(course.subgroup_id, ()) if _holds(row, day)
        )
        for course in courses
        if course.subgroup_id
    }


def _values(
    courses: Mapping[int, list[Course]], period_ids: Collection[int | None]
) -> dict[tuple[int, int], dict[tuple[int, int], str]]:
    """By class and period: the results of (course, pupil)."""
    owner = {course.id: course.class_id for of in courses.values() for course in of}
    rows = db.session.execute(
        select(Result.course_id, Result.period_id, Result.pupil_id, Result.value).where(
            Result.period_id.in_(period_ids), Result.value.is_not(None)
        )
    )
    found: dict[tuple[int, int], dict[tuple[int, int], str]] = defaultdict(dict)
    for course_id, period_id, pupil_id, value in rows:
        of = owner.get(course_id)
        if value and of is not None:
            found[of, period_id][course_id, pupil_id] = value
    return found


def teachers_on(course: Course, day: dt.date) -> str:
    """«Иванова А. П.»: who teaches a course on a day."""
    names = [t.staff.short_name for t in course.teachers if _holds(t, day)]
    return ", ".join(dict.fromkeys(names))
