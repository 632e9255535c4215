"""Rows of a grid: lessons, tasks and marks as plain columns, a few statements whatever the size."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, select, true
from sqlalchemy.orm import aliased

from app.classes.models import SchoolClass, Subgroup
from app.core.db import db
from app.core.pages.display import at_school
from app.journal.access import SOME_DAY, SOMEBODY, may_mark, may_note_absence
from app.journal.models import Homework, Mark, Task
from app.journal.queries.cells import WEIGHT
from app.journal.queries.place import period_of_lesson, reopened
from app.journal.queries.span import Scope, Span, lessons_of
from app.journal.rules.entry import EntryFacts
from app.people.models import Staff
from app.plan.models import Course, PlanTopic, WorkKind
from app.school.models import AcademicYear, GradingPeriod, School, Subject
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class GridLesson:
    """A lesson as a column: what it is, what is written of it, what the person may do there."""

    id: int
    course_id: int
    day: dt.date
    number: int
    starts: dt.time | None
    ends: dt.time | None
    topic: str
    no_homework: bool
    plan_topic_id: int | None
    homework: str
    handed_in: int | None  # the homework, where the school takes files for it [M5]
    planned_topic: str
    planned_homework: str
    subject: str
    short: str
    subgroup_id: int | None
    group: str
    teacher: str
    may_mark: bool
    may_note_absence: bool
    facts: EntryFacts


class GridTask(NamedTuple):
    """A task of a lesson with its kind of work and weight."""

    id: int
    kind: str
    weight: int


@dataclass(frozen=True)
class Marks:
    """Tasks by lesson in their order, and marks by (task, pupil)."""

    tasks: dict[int, list[GridTask]] = field(default_factory=lambda: defaultdict(list))
    values: dict[tuple[int, int], str] = field(default_factory=dict)


_usual, _stands_in = aliased(Staff), aliased(Staff)
_COLUMNS = (
    Lesson.id,
    Lesson.course_id,
    Lesson.day,
    Lesson.number,
    Lesson.starts,
    Lesson.ends,
    Lesson.status,
    Lesson.topic,
    Lesson.no_homework,
    Lesson.plan_topic_id,
    Homework.text.label("homework"),
    Homework.set_at,
    case((School.pupils_hand_in, Homework.id)).label("handed_in"),
    PlanTopic.title.label("planned_topic"),
    PlanTopic.homework.label("planned_homework"),
    Subject,
    Subgroup.id.label("subgroup_id"),
    Subgroup.name.label("group"),
    func.coalesce(_stands_in.last_name, _usual.last_name, "").label("last_name"),
    func.coalesce(_stands_in.first_name, _usual.first_name, "").label("first_name"),
    func.coalesce(_stands_in.middle_name, _usual.middle_name, "").label("middle_name"),
    School.entry_days,
    School.allow_mark_one,
    SchoolClass.grade,
    AcademicYear.closed_on.label("year_closed_on"),
    GradingPeriod.closed_on.label("period_closed_on"),
)


def grid_lessons(span: Span) -> list[GridLesson]:
    """Lessons by date and number with what the person may do in each: one statement."""
    return [_lesson(row) for row in db.session.execute(_lessons(span.scope), span.known)]


@cache
def _lessons(scope: Scope) -> Any:
    """Built once: putting it together takes longer than running it."""
    return (
        select(
            *_COLUMNS,
            reopened(SOMEBODY, SOME_DAY).label("reopened"),
            may_mark(SOMEBODY, SOME_DAY).label("may_mark"),
            may_note_absence(SOMEBODY, SOME_DAY).label("may_note_absence"),
        )
        .select_from(Lesson)
        .join(Course, Course.id == Lesson.course_id)
        .join(Subject, Subject.id == Course.subject_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .join(School, true())
        .outerjoin(Subgroup, Subgroup.id == Course.subgroup_id)
        .outerjoin(GradingPeriod, period_of_lesson())
        .outerjoin(PlanTopic, PlanTopic.id == Lesson.plan_topic_id)
        .outerjoin(Homework, and_(Homework.lesson_id == Lesson.id, Homework.pupil_id.is_(None)))
        .outerjoin(_usual, _usual.id == Lesson.teacher_id)
        .outerjoin(_stands_in, _stands_in.id == Lesson.substitute_id)
        .where(*lessons_of(scope))
        .order_by(Lesson.day, Lesson.number, Subgroup.name, Lesson.id)
    )


def _lesson(row: Any) -> GridLesson:
    initials = "".join(f" {name[0]}." for name in (row.first_name, row.middle_name) if name)
    return GridLesson(
        id=row.id,
        course_id=row.course_id,
        day=row.day,
        number=row.number,
        starts=row.starts,
        ends=row.ends,
        topic=row.topic,
        no_homework=row.no_homework,
        plan_topic_id=row.plan_topic_id,
        homework=row.homework or "",
        handed_in=row.handed_in if row.homework else None,
        planned_topic=row.planned_topic or "",
        planned_homework=row.planned_homework or "",
        subject=row.Subject.name,
        short=row.Subject.short_name,
        subgroup_id=row.subgroup_id,
        group=row.group or "",
        teacher=f"{row.last_name}{initials}",
        may_mark=bool(row.may_mark),
        may_note_absence=bool(row.may_note_absence),
        facts=EntryFacts(
            day=row.day,
            grade=row.grade,
            cancelled=row.status == LessonStatus.CANCELLED,
            without_marks=row.Subject.without_marks,
            physical_education=row.Subject.physical_education,
            period_closed_on=row.period_closed_on,
            year_closed_on=row.year_closed_on,
            reopened=row.reopened,
            homework_day=row.set_at and at_school(row.set_at).date(),
            entry_days=row.entry_days,
            allow_one=row.allow_mark_one,
        ),
    )


def marks_in(span: Span) -> Marks:
    """Tasks and marks of the lessons: one statement."""
    found, known = Marks(), set()
    for lesson, task, kind, weight, pupil, value in db.session.execute(
        _marks(span.scope), span.known
    ):
        if task not in known:
            known.add(task)
            found.tasks[lesson].append(GridTask(task, kind, weight))
        if value is not None:
            found.values[task, pupil] = value
    return found


@cache
def _marks(scope: Scope) -> Any:
    return (
        select(Lesson.id, Task.id, WorkKind.code, WEIGHT, Mark.pupil_id, Mark.value)
        .select_from(Task)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .outerjoin(Mark, and_(Mark.task_id == Task.id, Mark.value.is_not(None)))
        .where(*lessons_of(scope))
        .order_by(Task.lesson_id, Task.position)
    )


def shown_lesson(lessons: Sequence[GridLesson], today: dt.date) -> int | None:
    """The lesson to open the grid at: today's first, else the nearest past, else the first."""
    todays = [lesson for lesson in lessons if lesson.day == today]
    past = [lesson for lesson in lessons if lesson.day < today]
    chosen = todays[:1] or past[-1:] or list(lessons[:1])
    return chosen[0].id if chosen else None
