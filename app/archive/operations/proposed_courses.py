"""Curriculum and courses of a new class: those that the grade had the year before [S3 P2]."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.archive.queries import next_year as queries
from app.audit.bulk import add_recorded
from app.classes.models import SchoolClass, Subgroup
from app.plan.models import Course, CourseTeacher, CurriculumHours
from app.school.models import AcademicYear

_Key = tuple[int, str, str]  # subject, division, subgroup


@dataclass(frozen=True)
class Grown:
    """A new class, the key of the class that moved up into it, its subgroups."""

    new: SchoolClass
    old_id: int
    subgroups: Sequence[Subgroup]


def propose_courses(
    grown: Sequence[Grown], old: Sequence[SchoolClass], coming: AcademicYear
) -> int:
    """Give each new class the curriculum and courses of its grade; how many courses.

    The teacher is who taught the class its subject, else who taught it in the grade.
    """
    if not grown:
        return 0
    before, ids = old[0].year, [row.id for row in old]
    curricula, courses = queries.curricula_of(ids), queries.courses_of(ids)
    teachers = queries.last_teachers(ids, before)
    known = [row for row in old if courses[row.id] or curricula[row.id]]
    patterns = {one.new.id: _pattern(one, known) for one in grown}
    hours = [_hours(one.new.id, row) for one in grown for row in curricula[patterns[one.new.id]]]
    add_recorded(CurriculumHours, hours)
    wanted = [
        course
        for one in grown
        for course in _courses(one, courses[patterns[one.new.id]], courses[one.old_id], teachers)
    ]
    rows = [row for row, _staff in wanted]
    add_recorded(Course, rows)
    add_recorded(
        CourseTeacher,
        [
            {"course_id": row["id"], "staff_id": staff, "since": coming.starts, "until": None}
            for row, several in wanted
            for staff in several
        ],
    )
    return len(rows)


def _pattern(one: Grown, old: Sequence[SchoolClass]) -> int:
    """The class of the old year whose curriculum the new class gets: of its name, or its grade."""
    same = [row for row in old if row.grade == one.new.grade]
    named = [row for row in same if row.name == one.new.name]
    return next((row.id for row in (*named, *same)), one.old_id)


def _hours(class_id: int, row: CurriculumHours) -> dict[str, Any]:
    return {
        "class_id": class_id,
        "subject_id": row.subject_id,
        "hours_week": row.hours_week,
        "hours_year": row.hours_year,
    }


def _courses(
    one: Grown, pattern: Sequence[Course], own: Sequence[Course], teachers: dict[int, list[int]]
) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """Rows of courses with their teachers; a subject that was split is split as the class is."""
    taught: dict[_Key, list[int]] = {_key(c): teachers.get(c.id, []) for c in (*pattern, *own)}
    seen = set()
    for course in pattern:
        for group in _groups(course, one.subgroups):
            key = (course.subject_id, group.id if group else None)
            if key in seen:
                continue
            seen.add(key)
            row = {
                "class_id": one.new.id,
                "subject_id": course.subject_id,
                "subgroup_id": group.id if group else None,
                "lesson_plan_id": None,
                "hours_week": course.hours_week,
            }
            named = (course.subject_id, *_names(group))
            yield row, taught.get(named) or teachers.get(course.id, [])


def _groups(course: Course, subgroups: Sequence[Subgroup]) -> Sequence[Subgroup | None]:
    """The subgroups of the new class for a course of the pattern; none: the whole class."""
    if course.subgroup is None:
        return [None]
    same = [group for group in subgroups if group.division == course.subgroup.division]
    named = [group for group in same if group.name == course.subgroup.name]
    return named or same or [None]


def _key(course: Course) -> _Key:
    return (course.subject_id, *_names(course.subgroup))


def _names(group: Subgroup | None) -> tuple[str, str]:
    return (group.division, group.name) if group else ("", "")
