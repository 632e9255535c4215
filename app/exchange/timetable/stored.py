"""What the journal holds of a year's timetable: a constant number of SQL statements."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Select, func, or_, select

from app.classes.models import SchoolClass, Subgroup
from app.core.db import db
from app.people.models import Staff
from app.plan.models import Course, CourseTeacher
from app.school.models import AcademicYear, BellTime, GradingPeriod, Room, Subject
from app.timetable.models import Slot, slot_teacher


@dataclass(frozen=True)
class Stored:
    """Rows of a year: slots and assignments that hold on `since` or later."""

    year: AcademicYear
    since: dt.date
    classes: Sequence[SchoolClass]
    subgroups: Sequence[Subgroup]
    staff: Sequence[Staff]
    subjects: Sequence[Subject]
    rooms: Sequence[Room]
    courses: Sequence[Course]
    assignments: Sequence[CourseTeacher]
    slots: Sequence[Slot]
    teachers: dict[int, frozenset[int]]  # of slots, by slot id
    bells: Sequence[BellTime]
    periods: Sequence[GradingPeriod]

    @cached_property
    def taught_by(self) -> dict[int, frozenset[int]]:
        """Who teaches each course on `since`."""
        found: dict[int, set[int]] = {course.id: set() for course in self.courses}
        for assignment in self.assignments:
            if assignment.since <= self.since:
                found[assignment.course_id].add(assignment.staff_id)
        return {course: frozenset(staff) for course, staff in found.items()}

    @property
    def digest(self) -> str:
        """Changes when anything does that the comparison rests on."""
        names = [
            [(row.id, str(row)) for row in rows]
            for rows in (self.classes, self.subgroups, self.staff, self.subjects, self.rooms)
        ]
        courses = [
            (c.id, c.class_id, c.subject_id, c.subgroup_id, c.hours_week) for c in self.courses
        ]
        held = [(a.id, a.course_id, a.staff_id, a.since, a.until) for a in self.assignments]
        slots = [(s.id, *slot_place(s), s.valid_from, s.valid_to) for s in self.slots]
        taught = sorted((slot, sorted(staff)) for slot, staff in self.teachers.items())
        text = repr((self.since, names, courses, held, slots, taught))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def slot_place(slot: Slot) -> tuple[int, int, int, str, int | None]:
    """Course, weekday, number, weeks and room of a slot."""
    return (slot.course_id, slot.weekday, slot.lesson_number, str(slot.week), slot.room_id)


def stored_timetable(year: AcademicYear, since: dt.date) -> Stored:
    """Read what an import is compared with [S8]."""
    classes = select(SchoolClass.id).where(SchoolClass.year_id == year.id)
    courses = select(Course.id).where(Course.class_id.in_(classes))
    in_force = or_(Slot.valid_to.is_(None), Slot.valid_to >= since)
    slots = select(Slot).where(Slot.course_id.in_(courses), in_force)
    return Stored(
        year=year,
        since=since,
        classes=_all(select(SchoolClass).where(SchoolClass.year_id == year.id)),
        subgroups=_all(select(Subgroup).where(Subgroup.class_id.in_(classes))),
        staff=_all(select(Staff)),
        subjects=_all(select(Subject)),
        rooms=_all(select(Room)),
        courses=_all(select(Course).where(Course.id.in_(courses))),
        assignments=_all(
            select(CourseTeacher).where(
                CourseTeacher.course_id.in_(courses),
                or_(CourseTeacher.until.is_(None), CourseTeacher.until >= since),
            )
        ),
        slots=_all(slots),
        teachers=_slot_teachers(slots),
        bells=_all(select(BellTime)),
        periods=_all(select(GradingPeriod).where(GradingPeriod.year_id == year.id)),
    )


def _all(statement: Select[Any]) -> Sequence[Any]:
    entity = statement.column_descriptions[0]["entity"]
    return db.session.scalars(statement.order_by(entity.id)).all()


def _slot_teachers(slots: Select[Any]) -> dict[int, frozenset[int]]:
    ids = slots.with_only_columns(Slot.id)
    pairs = select(slot_teacher.c.slot_id, slot_teacher.c.staff_id).where(
        slot_teacher.c.slot_id.in_(ids)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for slot_id, staff_id in db.session.execute(pairs):
        found[slot_id].add(staff_id)
    return {slot_id: frozenset(staff) for slot_id, staff in found.items()}


def usual_since(year: AcademicYear, today: dt.date) -> dt.date:
    """From when an import holds unless the person says it: from the year's first day into an
    empty timetable, otherwise from today, not before the latest change that is there.
    """
    courses = select(Course.id).join(Course.school_class).where(SchoolClass.year_id == year.id)
    statement = select(func.max(Slot.valid_from)).where(Slot.course_id.in_(courses))
    latest = db.session.scalar(statement)
    since = max(today, latest) if latest else year.starts
    return min(max(since, year.starts), year.ends)
