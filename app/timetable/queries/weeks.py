"""The timetable of a week or a day, as it will be held [S5 S7]."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.people.models import Staff
from app.plan.models import Course, CourseTeacher
from app.school.models import Room
from app.timetable.access import visible_week
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson
from app.timetable.queries.making import Scope, lessons_due


@dataclass(frozen=True)
class Shown:
    """One lesson in a timetable; `planned`: the timetable has it, but it is not made yet."""

    number: int
    day: dt.date
    time: str
    subject: str
    group: str
    school_class: str
    room: str
    teacher: str
    lesson: int | None = None
    instead_of: str = ""
    cancelled: bool = False
    planned: bool = False


@dataclass(frozen=True)
class Grid:
    """Lessons by date and number, with the numbers and their times in order."""

    days: list[dt.date]
    lessons: dict[tuple[dt.date, int], list[Shown]] = field(default_factory=dict)
    times: dict[int, str] = field(default_factory=dict)

    @property
    def numbers(self) -> list[int]:
        """Lesson numbers from the first to the last that is held in the week."""
        return list(range(min(self.times), max(self.times) + 1)) if self.times else []

    def on(self, day: dt.date) -> list[Shown]:
        """Lessons of a day in order."""
        return [one for n in self.numbers for one in self.lessons.get((day, n), ())]

    def of_class(self, day: dt.date, number: int, name: str) -> list[Shown]:
        """Lessons of one class at one place of a day."""
        return [one for one in self.lessons.get((day, number), ()) if one.school_class == name]


def of_class(class_id: int) -> ColumnElement[bool]:
    """WHERE clause of a class's lessons."""
    return Lesson.course_id.in_(select(Course.id).where(Course.class_id == class_id))


def of_teacher(staff_id: int) -> ColumnElement[bool]:
    """WHERE clause of a teacher's lessons: the own and those taken over [S7]."""
    return or_(Lesson.teacher_id == staff_id, Lesson.substitute_id == staff_id)


def of_room(room_id: int) -> ColumnElement[bool]:
    """WHERE clause of the lessons held in a room."""
    return Lesson.room_id == room_id


def week_grid(actor: Actor, where: ColumnElement[bool], days: Sequence[dt.date]) -> Grid:
    """Lessons of the days that the person may see: one statement."""
    rows = db.session.scalars(
        select(Lesson)
        .where(Lesson.day.between(days[0], days[-1]), where, visible_week(actor, days[-1]))
        .options(
            joinedload(Lesson.course),
            joinedload(Lesson.room),
            joinedload(Lesson.teacher),
            joinedload(Lesson.substitute),
        )
        .order_by(Lesson.day, Lesson.number, Lesson.id)
    )
    return grid_of(days, [shown(row) for row in rows])


def unmade_grid(scope: Scope, days: Sequence[dt.date]) -> Grid:
    """The same from the timetable itself, where no lesson is made yet."""
    due = lessons_due(scope)
    courses = _by_id(Course, {lesson.course for lesson in due})
    rooms = _by_id(Room, {lesson.room for lesson in due})
    staff = _by_id(Staff, {lesson.teacher for lesson in due})
    lessons = [
        Lesson(
            course=courses[lesson.course],
            day=lesson.day,
            number=lesson.number,
            starts=lesson.starts,
            ends=lesson.ends,
            room=rooms.get(lesson.room),
            teacher=staff.get(lesson.teacher),
            status=LessonStatus.HELD,
        )
        for lesson in due
    ]
    return grid_of(days, [shown(lesson, planned=True) for lesson in lessons])


def grid_of(days: Sequence[dt.date], lessons: Sequence[Shown]) -> Grid:
    """Lessons put into a grid; Saturday and Sunday only where they have lessons.

    The time of a number is that of most lessons: bells may differ between classes.
    """
    used = {lesson.day for lesson in lessons}
    grid = Grid([day for day in days if day.isoweekday() < 6 or day in used])  # noqa: PLR2004
    for lesson in lessons:
        grid.lessons.setdefault((lesson.day, lesson.number), []).append(lesson)
    for number in sorted({lesson.number for lesson in lessons}):
        times = Counter(one.time for one in lessons if one.number == number)
        grid.times[number] = times.most_common(1)[0][0]
    return grid


def shown(lesson: Lesson, *, planned: bool = False) -> Shown:
    """A lesson as the timetable shows it."""
    course, substitute = lesson.course, lesson.substitute
    times = f"{lesson.starts:%H:%M}–{lesson.ends:%H:%M}" if lesson.starts and lesson.ends else ""
    usual = lesson.teacher.short_name if lesson.teacher else ""
    return Shown(
        lesson.number,
        lesson.day,
        times,
        course.subject.name,
        course.subgroup.name if course.subgroup else "",
        course.school_class.name,
        lesson.room.name if lesson.room else "",
        substitute.short_name if substitute else usual,
        lesson=lesson.id,
        instead_of=usual if substitute else "",
        cancelled=lesson.status == LessonStatus.CANCELLED,
        planned=planned,
    )


def classes_of(year_id: int, visible: ColumnElement[bool] | None = None) -> list[SchoolClass]:
    """Classes of a year in order, those of the clause."""
    wanted = select(SchoolClass).where(SchoolClass.year_id == year_id)
    if visible is not None:
        wanted = wanted.where(visible)
    return list(db.session.scalars(wanted.order_by(SchoolClass.grade, SchoolClass.name)))


def teachers_of(year_id: int) -> list[Staff]:
    """Everybody who teaches a course of the year, by name."""
    teaching = (
        select(CourseTeacher.staff_id)
        .join(CourseTeacher.course)
        .join(Course.school_class)
        .where(SchoolClass.year_id == year_id)
    )
    wanted = select(Staff).where(Staff.id.in_(teaching))
    return list(db.session.scalars(wanted.order_by(Staff.last_name, Staff.first_name, Staff.id)))


def rooms() -> list[Room]:
    """Rooms by name."""
    return list(db.session.scalars(select(Room).order_by(Room.name)))


def _by_id(model: Any, ids: set[Any]) -> dict[Any, Any]:
    return {row.id: row for row in db.session.scalars(select(model).where(model.id.in_(ids)))}
