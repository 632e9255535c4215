"""What making lessons reads: a constant number of statements for any number of classes [S5]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.classes.models import SchoolClass
from app.core.db import db
from app.plan.models import Course, CourseTeacher
from app.school import queries as school
from app.school.models import AcademicYear
from app.school.rules.bells import Bells, bells_for
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson, Slot, slot_teacher
from app.timetable.rules.due import ClassDay, Due, Teaching, WeeklySlot, due_lessons
from app.timetable.rules.remaking import Made, Remaking, remaking

_MOST_PARAMETERS = 5_000


@dataclass(frozen=True)
class Scope:
    """Which lessons are made: a year's classes (none named: all) or one course, in a span."""

    year: AcademicYear
    first: dt.date
    last: dt.date
    class_ids: tuple[int, ...] = ()
    course_id: int | None = None

    def courses(self) -> ColumnElement[bool]:
        """WHERE clause over courses joined with their classes."""
        wanted = [SchoolClass.year_id == self.year.id]
        if self.class_ids:
            wanted.append(SchoolClass.id.in_(self.class_ids))
        if self.course_id is not None:
            wanted.append(Course.id == self.course_id)
        return and_(*wanted)


def remaking_of(scope: Scope) -> Remaking:
    """What making lessons again would add, change, remove and leave; writes nothing [S5]."""
    return remaking(lessons_due(scope), made_lessons(scope))


def lessons_due(scope: Scope) -> list[Due]:
    """Lessons that the timetable wants in the scope, by date and number."""
    calendar, bells = school.calendar_of(scope.year), school.bells()
    slots = weekly_slots(scope)
    due: list[Due] = []
    for row in _classes(scope):
        facts = class_day(row, bells)
        due += due_lessons(calendar, slots.get(row.id, ()), facts, scope.first, scope.last)
    return sorted(due, key=lambda lesson: (lesson.day, lesson.number, lesson.course))


def class_day(school_class: SchoolClass, bells: Sequence[Bells]) -> ClassDay:
    """Grade, week and bells of a class."""
    usual, short = (
        bells_for(bells, shift=school_class.shift_id, grade=school_class.grade, shortened=shortened)
        for shortened in (False, True)
    )
    return ClassDay(school_class.grade, school_class.days_per_week, usual, short)


def _classes(scope: Scope) -> Iterable[SchoolClass]:
    wanted = select(Course.class_id).join(Course.school_class).where(scope.courses())
    return db.session.scalars(
        select(SchoolClass).where(SchoolClass.id.in_(wanted)).order_by(SchoolClass.id)
    )


def weekly_slots(scope: Scope) -> dict[int, list[WeeklySlot]]:
    """Slots by class, with the teachers that they name and those assigned to their courses."""
    named, teaching = _named_teachers(scope), _teaching(scope)
    rows = db.session.execute(
        select(Slot, Course.class_id)
        .join(Slot.course)
        .join(Course.school_class)
        .where(scope.courses())
        .order_by(Slot.id)
    )
    slots: dict[int, list[WeeklySlot]] = defaultdict(list)
    for slot, class_id in rows:
        slots[class_id].append(
            WeeklySlot(
                slot.id,
                slot.course_id,
                slot.weekday,
                slot.lesson_number,
                slot.valid_from,
                slot.valid_to,
                slot.week,
                slot.room_id,
                tuple(named[slot.id]),
                tuple(teaching[slot.course_id]),
            )
        )
    return slots


def _named_teachers(scope: Scope) -> dict[int, list[int]]:
    named: dict[int, list[int]] = defaultdict(list)
    rows = db.session.execute(
        select(slot_teacher.c.slot_id, slot_teacher.c.staff_id)
        .join(Slot, Slot.id == slot_teacher.c.slot_id)
        .join(Slot.course)
        .join(Course.school_class)
        .where(scope.courses())
        .order_by(slot_teacher.c.staff_id)
    )
    for slot_id, staff_id in rows:
        named[slot_id].append(staff_id)
    return named


def _teaching(scope: Scope) -> dict[int, list[Teaching]]:
    teaching: dict[int, list[Teaching]] = defaultdict(list)
    rows = db.session.execute(
        select(
            CourseTeacher.course_id,
            CourseTeacher.staff_id,
            CourseTeacher.since,
            CourseTeacher.until,
        )
        .join(CourseTeacher.course)
        .join(Course.school_class)
        .where(scope.courses())
        .order_by(CourseTeacher.since, CourseTeacher.id)
    )
    for course_id, staff_id, since, until in rows:
        teaching[course_id].append(Teaching(staff_id, since, until))
    return teaching


def made_lessons(scope: Scope) -> list[Made]:
    """The lessons that exist in the scope; whether something hangs on each: one statement."""
    by_hand = or_(
        Lesson.status != LessonStatus.HELD,
        Lesson.substitute_id.is_not(None),
        Lesson.slot_id.is_(None),
        Lesson.merged_with_id.is_not(None),
    )
    rows = db.session.execute(
        select(
            Lesson.id,
            Lesson.course_id,
            Lesson.day,
            Lesson.number,
            Lesson.slot_id,
            Lesson.room_id,
            Lesson.teacher_id,
            Lesson.starts,
            Lesson.ends,
            has_records(),
            by_hand,
        )
        .join(Lesson.course)
        .join(Course.school_class)
        .where(scope.courses(), Lesson.day.between(scope.first, scope.last))
        .order_by(Lesson.day, Lesson.number, Lesson.id)
    )
    return [Made(*row) for row in rows]


def has_records(apart_from: str = "", *, asked: bool = True) -> ColumnElement[bool]:
    """True for a lesson with a topic, or to which a row of any table refers.

    Tasks, marks, absences, homework and what later features hang on lessons all have a foreign
    key to it, so none has to be named here. Rows of the table `apart_from` do not count.
    `asked`: whether questions about a lesson count too (tables whose info says «asks»).
    """
    key = Lesson.__table__.c.id
    referring = []
    for table in db.metadata.sorted_tables:
        if table.name == apart_from or (table.info.get("asks") and not asked):
            continue
        other = table.alias()
        links = (link for link in table.foreign_keys if link.column is key)
        referring += [exists().where(other.c[link.parent.key] == key) for link in links]
    return or_(Lesson.topic != "", Lesson.no_homework, *referring)


def batched(ids: Iterable[int]) -> Iterator[list[int]]:
    """Ids in parts that a database takes as the parameters of one statement."""
    rest = iter(ids)
    while part := list(islice(rest, _MOST_PARAMETERS)):
        yield part
