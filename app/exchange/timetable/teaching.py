"""Courses and who teaches them, from the file's date on [S4 P2]."""

from collections import defaultdict

from app.exchange.timetable.change import CourseKey, Ref, Rows
from app.exchange.timetable.compare import course_key
from app.exchange.timetable.facts import Facts
from app.plan.models import Course, CourseTeacher


def add_teaching(rows: Rows, facts: Facts) -> None:
    """Fill in new courses, hours that differ, and who starts and stops teaching."""
    courses: dict[CourseKey, Course] = {}
    for course in facts.stored.courses:
        courses.setdefault(course_key(course), course)
    assignments: dict[int, list[CourseTeacher]] = defaultdict(list)
    for assignment in facts.stored.assignments:
        assignments[assignment.course_id].append(assignment)
    by_timetable = _named_in_slots(facts)
    for key, hours in facts.wanted.hours.items():
        teachers = facts.wanted.teachers[key]
        if key not in courses:
            rows.courses[key] = hours
            rows.assign += [(key, teacher) for teacher in teachers]
            continue
        known = courses[key]
        if hours is not None and hours != known.hours_week:
            rows.hours[known.id] = hours
        _start(rows, facts, key, teachers, assignments[known.id])
        stopped = by_timetable[known.id].difference(teachers) if teachers else set()
        rows.dismiss += [row for row in assignments[known.id] if row.staff_id in stopped]


def _start(
    rows: Rows, facts: Facts, key: CourseKey, teachers: dict[Ref, None], there: list[CourseTeacher]
) -> None:
    for teacher in teachers:
        held = [row for row in there if row.staff_id == teacher]
        if not held:
            rows.assign.append((key, teacher))
        elif all(row.since > facts.stored.since for row in held):
            rows.bring_forward.append(held[0])


def _named_in_slots(facts: Facts) -> dict[int, set[Ref]]:
    """Teachers by course whom the timetable names: only these an import may end.

    Whoever a person gave the course besides keeps it.
    """
    found: dict[int, set[Ref]] = defaultdict(set)
    for slot in facts.scope:
        found[slot.course_id].update(facts.stored.teachers.get(slot.id, ()))
    return found
