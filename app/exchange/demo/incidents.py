"""What happens in a school year: substitutions, a cancelled lesson, contradictions, a reopening.

Lessons are changed by the product's own operations: what they forbid cannot be here.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.core.actor import SYSTEM
from app.core.db import db
from app.exchange.demo.curriculum import ALGEBRA, MUSIC, Taught
from app.exchange.demo.staffing import TEACHING
from app.exchange.demo.world import HOME_CLASS, World
from app.journal.models import Mark, Reopening, Task
from app.people.models import Staff
from app.plan.models import Course
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson, TeacherAbsence
from app.timetable.operations.lessons import cancel_lesson, change_lesson

_WEEK = dt.timedelta(days=7)
_PRESENT = ("maths1", "russian1")  # they log in and are never away
_ILLNESS = "больничный лист"
_CONTRADICTIONS = 2


def change_lessons(world: World) -> None:
    """A teacher of 7А is away today, another was a week ago; a music lesson was not held [S7]."""
    today = world.demo.current_day()
    for day in (today, world.demo.last_day(world.today - _WEEK)):
        _substitute(world, day)
    music = _course(world, MUSIC)
    held = [lesson for lesson in _lessons(music, world.today - _WEEK) if not lesson.substitute_id]
    cancel_lesson(SYSTEM, lesson_id=held[-1].id)


def contradict(world: World) -> None:
    """Two marks stand beside an absence: the class teacher will ask about them [T3]."""
    pairs = db.session.execute(
        select(Task, Absence)
        .join(Task.lesson)
        .join(Lesson.course)
        .join(Absence, Absence.lesson_id == Lesson.id)
        .outerjoin(Mark, (Mark.task_id == Task.id) & (Mark.pupil_id == Absence.pupil_id))
        .where(
            Course.class_id == world.classes[HOME_CLASS].id,
            Absence.kind != AbsenceKind.LATE,
            Mark.id.is_(None),
            Lesson.day >= world.today - 2 * _WEEK,
        )
        .order_by(Lesson.day.desc(), Lesson.number, Absence.pupil_id)
        .limit(_CONTRADICTIONS)
    )
    db.session.add_all(Mark(task=task, pupil=absence.pupil, value="4") for task, absence in pairs)


def reopen(world: World) -> None:
    """The administrator opened two old weeks of algebra in 7А to their teacher again [J8]."""
    first = max(world.today - 4 * _WEEK, world.year.starts)
    last = world.today - 2 * _WEEK - dt.timedelta(days=1)
    if first <= last:
        db.session.add(
            Reopening(
                course=_course(world, ALGEBRA),
                staff=world.staff["maths1"],
                first=first,
                last=last,
                until=world.today + _WEEK,
                reason="Болезнь учителя: отметки не внесены в срок (приказ № 112-у)",
            )
        )


def _course(world: World, subject: str) -> Course:
    return next(
        course
        for taught, course in world.courses.items()
        if (taught.school_class, taught.subject) == (HOME_CLASS, subject)
    )


def _lessons(course: Course, last: dt.date) -> Sequence[Lesson]:
    return db.session.scalars(
        select(Lesson)
        .where(Lesson.course_id == course.id, Lesson.day <= last)
        .order_by(Lesson.day, Lesson.number)
    ).all()


def _substitute(world: World, day: dt.date) -> None:
    """The least busy teacher of 7А is ill that day; whoever is free stands in."""
    lessons = db.session.scalars(
        select(Lesson)
        .where(Lesson.day == day, Lesson.status == LessonStatus.HELD)
        .order_by(Lesson.number, Lesson.id)
    ).all()
    ill = _absent_teacher(world, lessons)
    db.session.add(TeacherAbsence(staff_id=ill, first=day, last=day, reason=_ILLNESS))
    for lesson in [found for found in lessons if found.teacher_id == ill]:
        busy = _busy(lessons, lesson)
        known = _teachers_of(world, lesson.course.school_class.name)
        free = next(teacher for teacher in known if teacher.id not in busy)
        change_lesson(SYSTEM, lesson=lesson, values={"substitute": free, "change_reason": _ILLNESS})


def _teachers_of(world: World, name: str) -> list[Staff]:
    """Everybody who teaches, those who know the class first."""
    lines = sorted(TEACHING, key=lambda line: name not in line.classes)
    return [world.staff[line.key] for line in lines]


def _absent_teacher(world: World, lessons: Iterable[Lesson]) -> int:
    spared = {world.staff[key].id for key in _PRESENT}
    home = {course.id for t, course in world.courses.items() if _is_home(t)}
    count: dict[int, int] = {}
    for lesson in lessons:
        count[lesson.teacher_id or 0] = count.get(lesson.teacher_id or 0, 0) + 1
    candidates = {lesson.teacher_id or 0 for lesson in lessons if lesson.course_id in home}
    return min(candidates - spared - {0}, key=lambda teacher: (count[teacher], teacher))


def _is_home(taught: Taught) -> bool:
    return taught.school_class == HOME_CLASS and not taught.group


def _busy(lessons: Iterable[Lesson], at: Lesson) -> set[int | None]:
    """Who teaches while the lesson is held, the ill teacher included."""
    return {
        who
        for lesson in lessons
        if _overlap(lesson, at)
        for who in (lesson.teacher_id, lesson.substitute_id)
    }


def _overlap(one: Lesson, other: Lesson) -> bool:
    if not (one.starts and one.ends and other.starts and other.ends):
        return one.number == other.number
    return one.starts < other.ends and other.starts < one.ends
