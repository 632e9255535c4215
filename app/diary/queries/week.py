"""A pupil's week: lessons with what was done in them, what is to do, and what was marked [M5]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.core.actor import Actor
from app.core.db import db
from app.diary.models import HomeworkDone, MarkSeen
from app.diary.queries.homework import files_of
from app.journal.access import enrolled
from app.journal.models import Homework, Mark, Task
from app.journal.queries.cells import USUAL_KIND, WEIGHT
from app.plan.models import PlanTopic, WorkKind
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson
from app.timetable.queries.weeks import Shown, shown

_LOOK_BACK = dt.timedelta(days=35)  # from homework to the lesson it is for, over a vacation


@dataclass(frozen=True)
class Work:
    """A work of a lesson; `mark` with its key and version where the pupil has one.

    `usual`: an answer in the lesson, not a work that is announced.
    """

    kind: str
    title: str
    weight: int
    usual: bool = False
    mark: str = ""
    key: int | None = None
    version: int = 0
    fresh: bool = False


@dataclass(frozen=True)
class ToDo:
    """Homework for a lesson; `done`: the pupil ticked it off as it is now.

    `files`: how many the pupil handed in; None: the school does not take files.
    """

    id: int
    version: int
    text: str
    done: bool
    files: int | None = None


@dataclass(frozen=True)
class DiaryLesson:
    """A lesson of the pupil; `given`: homework set in it for a lesson that is not made yet."""

    place: Shown
    topic: str
    absence: AbsenceKind | None
    minutes: int | None
    works: list[Work] = field(default_factory=list)
    homework: list[ToDo] = field(default_factory=list)
    given: list[ToDo] = field(default_factory=list)

    @property
    def marks(self) -> list[Work]:
        """Works that the pupil has a mark for."""
        return [work for work in self.works if work.mark]

    @property
    def announced(self) -> list[Work]:
        """Works without a mark of the pupil."""
        return [work for work in self.works if not work.mark]


def lessons_between(pupil_id: int, first: dt.date, last: dt.date) -> Sequence[Any]:
    """Rows (lesson, kind of absence, minutes) of the lessons that the pupil should attend [S6].

    One statement.
    """
    return db.session.execute(
        select(Lesson, Absence.kind, Absence.minutes)
        .join(Lesson.course)
        .outerjoin(Absence, and_(Absence.lesson_id == Lesson.id, Absence.pupil_id == pupil_id))
        .where(enrolled(pupil_id), Lesson.day.between(first, last))
        .options(
            contains_eager(Lesson.course),
            joinedload(Lesson.room),
            joinedload(Lesson.teacher),
            joinedload(Lesson.substitute),
            joinedload(Lesson.plan_topic).joinedload(PlanTopic.work_kind),
        )
        .order_by(Lesson.day, Lesson.number, Lesson.id)
    ).all()


def next_day(pupil_id: int, after: dt.date) -> dt.date | None:
    """The next day on which the pupil has a lesson: one statement."""
    wanted = select(func.min(Lesson.day)).join(Lesson.course)
    return db.session.scalar(wanted.where(enrolled(pupil_id), Lesson.day > after))


def filled(actor: Actor, pupil_id: int, rows: Sequence[Any]) -> list[DiaryLesson]:
    """The lessons of `lessons_between` with works and homework: two statements at most."""
    if not rows:
        return []
    lessons = [row.Lesson for row in rows]
    works = _works(actor, pupil_id, [lesson.id for lesson in lessons])
    homework, given = _homework(pupil_id, lessons)
    return [
        DiaryLesson(
            shown(row.Lesson),
            row.Lesson.topic,
            row.kind,
            row.minutes,
            works[row.Lesson.id] or _planned(row.Lesson),
            homework[row.Lesson.id],
            given[row.Lesson.id],
        )
        for row in rows
    ]


def _planned(lesson: Lesson) -> list[Work]:
    """The work that the lesson plan has for a lesson of which no work is entered yet [J4]."""
    kind = lesson.plan_topic.work_kind if lesson.plan_topic else None
    return [Work(kind.name, "", kind.weight)] if kind and kind.code != USUAL_KIND else []


def _works(actor: Actor, pupil_id: int, lesson_ids: list[int]) -> dict[int, list[Work]]:
    """By lesson: what the pupil has a mark for, and written works, which concern everybody."""
    mine = and_(Mark.task_id == Task.id, Mark.pupil_id == pupil_id, Mark.value.is_not(None))
    rows = db.session.execute(
        select(
            Task.lesson_id,
            WorkKind.name.label("kind"),
            WorkKind.code,
            Task.title,
            WEIGHT.label("weight"),
            Mark.value,
            Mark.id,
            Mark.version,
            MarkSeen.version.label("seen"),
        )
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .outerjoin(Mark, mine)
        .outerjoin(MarkSeen, and_(MarkSeen.mark_id == Mark.id, MarkSeen.user_id == actor.user_id))
        .where(
            Task.lesson_id.in_(lesson_ids),
            or_(Mark.id.is_not(None), WorkKind.written, Task.title != ""),
        )
        .order_by(Task.lesson_id, Task.position)
    )
    found: dict[int, list[Work]] = defaultdict(list)
    for row in rows:
        marked = (row.value, row.id, row.version, row.seen != row.version) if row.id else ()
        usual = row.code == USUAL_KIND
        found[row.lesson_id].append(Work(row.kind, row.title, row.weight, usual, *marked))
    return found


_ByLesson = dict[int, list[ToDo]]


def _homework(pupil_id: int, lessons: Sequence[Lesson]) -> tuple[_ByLesson, _ByLesson]:
    """By lesson: the homework for it, and what was set in it for no lesson yet."""
    due = _due_lesson()
    rows = db.session.execute(
        select(
            Homework.id,
            Homework.version,
            Homework.text,
            HomeworkDone.version.label("done"),
            Lesson.id.label("set_in"),
            due.label("due"),
            files_of(pupil_id).label("files"),
        )
        .join(Lesson, Lesson.id == Homework.lesson_id)
        .outerjoin(
            HomeworkDone,
            and_(HomeworkDone.homework_id == Homework.id, HomeworkDone.pupil_id == pupil_id),
        )
        .where(
            Lesson.course_id.in_({lesson.course_id for lesson in lessons}),
            Lesson.day.between(lessons[0].day - _LOOK_BACK, lessons[-1].day),
            Lesson.status == LessonStatus.HELD,
            or_(Homework.pupil_id.is_(None), Homework.pupil_id == pupil_id),
            Homework.text != "",
        )
        .order_by(Lesson.day, Lesson.number, Homework.pupil_id.is_not(None))
    )
    todo: _ByLesson = defaultdict(list)
    given: _ByLesson = defaultdict(list)
    for row in rows:
        one = ToDo(row.id, row.version, row.text, row.done == row.version, row.files)
        (given[row.set_in] if row.due is None else todo[row.due]).append(one)
    return todo, given


def _due_lesson() -> Any:
    """The next lesson of the course that is held: what homework is for; none: not made yet."""
    later = aliased(Lesson)
    return (
        select(later.id)
        .where(
            later.course_id == Lesson.course_id,
            tuple_(later.day, later.number) > tuple_(Lesson.day, Lesson.number),
            later.status == LessonStatus.HELD,
        )
        .order_by(later.day, later.number, later.id)
        .limit(1)
        .correlate(Lesson)
        .scalar_subquery()
    )
