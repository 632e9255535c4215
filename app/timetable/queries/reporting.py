"""What making lessons did, for a person: by class and course, with names [S5]."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.plan.models import Course
from app.timetable.rules.remaking import Report


@dataclass(frozen=True)
class CourseLine:
    """Numbers of a class (`course` empty) or of one course of it."""

    school_class: str
    course: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class LeftLine:
    """A lesson that stays although the timetable no longer has it."""

    day: dt.date
    number: int
    course: str
    reason: Any


@dataclass(frozen=True)
class ReportPage:
    """Totals of the school, lines by class and course, lessons that were left."""

    total: CourseLine
    classes: list[tuple[CourseLine, list[CourseLine]]]
    left: list[LeftLine]

    @property
    def empty(self) -> bool:
        """True when nothing changes and nothing was left."""
        total = self.total
        return not (total.added or total.changed or total.removed or self.left)


def report_page(report: Report) -> ReportPage:
    """A report with the names of classes and courses: one statement."""
    courses = _courses(report.courses)
    by_class: dict[str, list[CourseLine]] = {}
    for course in courses.values():
        line = CourseLine(
            course.school_class.name,
            course.title.split(", ", 1)[1],
            report.added[course.id],
            report.changed[course.id],
            report.removed[course.id],
        )
        if line.added or line.changed or line.removed:
            by_class.setdefault(line.school_class, []).append(line)
    left = [
        LeftLine(item.made.day, item.made.number, courses[item.made.course].title, item.reason)
        for item in report.left
    ]
    classes = [(_sum(name, lines), lines) for name, lines in by_class.items()]
    return ReportPage(_sum("", [line for line, _lines in classes]), classes, left)


def _courses(ids: list[int]) -> dict[int, Course]:
    rows = db.session.scalars(select(Course).where(Course.id.in_(ids)))
    ordered = sorted(rows, key=lambda c: (c.school_class.grade, c.school_class.name, c.title))
    return {course.id: course for course in ordered}


def _sum(name: str, lines: list[CourseLine]) -> CourseLine:
    total = Counter[str]()
    for line in lines:
        total.update(added=line.added, changed=line.changed, removed=line.removed)
    return CourseLine(name, "", total["added"], total["changed"], total["removed"])
