"""Reconciled weeks, a question to a teacher and its answer: what a class teacher leaves [T3]."""

import datetime as dt

from sqlalchemy import select

from app.attendance.enums import AbsenceKind, Contradiction
from app.attendance.models import Absence, WeekCheck
from app.attendance.operations import weeks
from app.attendance.operations.weeks import Chosen
from app.attendance.queries.weeks import class_week
from app.attendance.rules.week_terms import monday_of
from app.audit.bulk import add_recorded, change_recorded
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.exchange.demo.world import HOME_CLASS, World
from app.journal.models import Mark, Task
from app.plan.models import Course
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson
from app.timetable.operations.substituting import Telling

_WEEK = dt.timedelta(days=7)
_TARDY = 4  # every fourth class has a week left to reconcile
_ASKED = "maths1"  # logs in


def reconcile(world: World) -> int:
    """Class teachers have reconciled the weeks before this one, some all but the last; how many.

    What they did: no absence of those weeks is without a reason. The stamps are the last entries:
    what follows opens a week again.
    """
    _ask(world)
    monday = monday_of(world.today)
    done = {
        name: monday - _WEEK if name == HOME_CLASS or number % _TARDY == 0 else monday
        for number, name in enumerate(world.class_names, 1)
    }
    _give_reasons(world, done)
    db.session.flush()
    now = clock.now()
    rows = [
        {
            "class_id": world.classes[name].id,
            "monday": monday,
            "confirmed_by": head.user_id if head else None,
            "confirmed_name": head.full_name if head else "",
            "confirmed_at": now,
        }
        for name, until in done.items()
        for head in [world.classes[name].teacher]
        for monday in _weeks_with_lessons(world, name)
        if monday < until
    ]
    add_recorded(WeekCheck, rows)
    return len(rows)


def _weeks_with_lessons(world: World, name: str) -> list[dt.date]:
    days = db.session.scalars(
        select(Lesson.day)
        .join(Course, Course.id == Lesson.course_id)
        .where(
            Course.class_id == world.classes[name].id,
            Lesson.day <= world.today,
            Lesson.status == LessonStatus.HELD,
        )
        .distinct()
    )
    return sorted({monday_of(day) for day in days})


def _give_reasons(world: World, done: dict[str, dt.date]) -> None:
    until = {world.classes[name].id: monday for name, monday in done.items()}
    rows = db.session.execute(
        select(Absence.id, Absence.lesson_id, Absence.pupil_id, Course.class_id, Lesson.day)
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Absence.kind == AbsenceKind.UNKNOWN)
    )
    found = [row for row in rows if row.day < until[row.class_id]]
    change_recorded(
        Absence,
        [{"id": row.id, "kind": AbsenceKind.NO_REASON} for row in found],
        [{"kind": AbsenceKind.UNKNOWN}] * len(found),
        [{"lesson_id": row.lesson_id, "pupil_id": row.pupil_id} for row in found],
    )


def _ask(world: World) -> None:
    """The class teacher of 7А asks the teacher of mathematics about a mark beside an absence."""
    head, now = world.classes[HOME_CLASS].teacher, clock.now()
    lesson = _contradiction(world)
    if head is None or head.user_id is None or lesson is None:
        return
    actor = Actor(head.user_id, head.full_name, frozenset({"class_teacher"}), head.id)
    evening = dt.datetime.combine(world.today, dt.time(18), now.tzinfo)
    week = class_week(actor, world.classes[HOME_CLASS].id, lesson.day, evening)
    keys = [
        line.key
        for line in week.open
        if line.found.lesson == lesson.id and line.found.about == Contradiction.MARK
    ]
    if keys:
        asked = Chosen(week.head.school_class.id, week.monday, keys, "В классе его не видели")
        weeks.ask(actor, chosen=asked, telling=Telling(evening, {}))


def _contradiction(world: World) -> Lesson | None:
    """The lesson of mathematics in which an absent pupil of 7А gets a mark."""
    row = db.session.execute(
        select(Task, Absence)
        .join(Task.lesson)
        .join(Lesson.course)
        .join(Absence, Absence.lesson_id == Lesson.id)
        .where(
            Course.class_id == world.classes[HOME_CLASS].id,
            Lesson.teacher_id == world.staff[_ASKED].id,
            Lesson.day >= world.today - _WEEK,
            Absence.kind != AbsenceKind.LATE,
        )
        .order_by(Lesson.day.desc(), Lesson.number, Absence.pupil_id, Task.position)
        .limit(1)
    ).first()
    if row is None:
        return None
    stored = select(Mark).where(Mark.task_id == row.Task.id, Mark.pupil_id == row.Absence.pupil_id)
    mark = db.session.scalars(stored).first() or Mark(task=row.Task, pupil=row.Absence.pupil)
    mark.value = "4"
    db.session.add(mark)
    db.session.flush()
    lesson: Lesson = row.Task.lesson
    return lesson
