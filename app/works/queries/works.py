"""Works of courses: their list, one with its pupils, lessons that a work can be of [R5]."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.journal.models import Mark, Task
from app.journal.queries.place import places_of
from app.journal.queries.rows import grid_pupils
from app.journal.rules.version import version_of
from app.people.models import Pupil
from app.people.rules import told_apart
from app.plan.models import Course, WorkKind
from app.school.models import AcademicYear
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson
from app.works.access import entered_courses, visible_works
from app.works.models import ControlWork, PupilWork, WorkPlan
from app.works.rules.analysis import Item
from app.works.rules.marks import Proposal, Sitting, proposals
from app.works.rules.points import Row, read_points


@dataclass(frozen=True)
class WorkLine:
    """A work in the list: how many pupils have points, how many marks are in the journal."""

    work: ControlWork
    entered: int
    marks: int


@dataclass(frozen=True)
class LessonOption:
    """A lesson that a work can be of; `task` is none where the lesson has no written work yet."""

    lesson_id: int
    task_id: int | None
    course: Course
    day: dt.date
    number: int
    text: str


def work_lines(actor: Actor, on: dt.date, year_id: int | None) -> list[WorkLine]:
    """Works of a year that the person may see, the latest first: one statement."""
    entered = (
        select(func.count())
        .select_from(PupilWork)
        .where(PupilWork.work_id == ControlWork.id, PupilWork.points != "")
    )
    marks = (
        select(func.count())
        .select_from(Mark)
        .where(Mark.task_id == ControlWork.task_id, Mark.value.is_not(None))
    )
    rows = db.session.execute(
        select(ControlWork, entered.scalar_subquery(), marks.scalar_subquery())
        .join(ControlWork.course)
        .join(Course.school_class)
        .where(visible_works(actor, on), SchoolClass.year_id == year_id)
        .order_by(ControlWork.day.desc(), SchoolClass.grade, SchoolClass.name)
    )
    return [WorkLine(*row) for row in rows]


def seen_work(actor: Actor, work_id: int, on: dt.date) -> ControlWork:
    """The work with its plan and items, if the person may read it, else 404: two statements."""
    query = (
        select(ControlWork)
        .where(ControlWork.id == work_id, visible_works(actor, on))
        .options(
            joinedload(ControlWork.plan).selectinload(WorkPlan.items),
            joinedload(ControlWork.task).joinedload(Task.lesson),
        )
    )
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def locked_work(actor: Actor, work_id: int, on: dt.date) -> ControlWork:
    """The same, locked until the commit: two who enter points follow one another."""
    lock = select(ControlWork.id).where(ControlWork.id == work_id).with_for_update()
    db.session.execute(lock)
    return seen_work(actor, work_id, on)


def items_of(work: ControlWork) -> list[Item]:
    """The items of the work's plan in their order."""
    return [
        Item(item.id, item.number, item.element.text, item.level, item.points)
        for item in work.plan.items
    ]


def stored_rows(work_id: int) -> dict[int, PupilWork]:
    """Rows of the pupils by their ids: one statement."""
    rows = db.session.scalars(select(PupilWork).where(PupilWork.work_id == work_id))
    return {row.pupil_id: row for row in rows}


def points_version(rows: Mapping[int, PupilWork]) -> int:
    """A number that differs when the stored points differ."""
    return version_of(
        *((pupil, row.points, row.variant, row.absent) for pupil, row in sorted(rows.items()))
    )


def sittings(work: ControlWork) -> list[Sitting]:
    """Everybody of the course on the day, and who has points besides: two or three statements."""
    course, items = work.course, len(work.plan.items)
    rows = grid_pupils(course.class_id, course.subgroup_id, (work.day, work.day))
    there = [pupil.id for pupil in rows]
    known = _known(work, there)
    names = told_apart(known.values())
    return [
        _sitting(key, names[key], known[key], items, enrolled=key in there)
        for key in dict.fromkeys([*there, *known])
    ]


def _known(work: ControlWork, pupil_ids: Sequence[int]) -> dict[int, Any]:
    """Row, mark and absence of the pupils: one statement."""
    lesson_id = work.task.lesson_id if work.task else None
    query = (
        select(
            Pupil.id,
            Pupil.last_name,
            Pupil.first_name,
            Pupil.middle_name,
            Pupil.medical_group,
            PupilWork.points,
            PupilWork.variant,
            PupilWork.absent,
            Mark.value,
            Absence.kind,
        )
        .outerjoin(PupilWork, and_(PupilWork.pupil_id == Pupil.id, PupilWork.work_id == work.id))
        .outerjoin(Mark, and_(Mark.pupil_id == Pupil.id, Mark.task_id == work.task_id))
        .outerjoin(Absence, and_(Absence.pupil_id == Pupil.id, Absence.lesson_id == lesson_id))
        .where(or_(Pupil.id.in_(pupil_ids), PupilWork.points != ""))
        .order_by(Pupil.last_name, Pupil.first_name)
    )
    return {row.id: row for row in db.session.execute(query)}


def _sitting(pupil_id: int, name: str, known: Any, items: int, *, enrolled: bool) -> Sitting:
    row = Row(read_points(known.points or "", items), known.variant, bool(known.absent))
    missed = known.kind is not None and known.kind != AbsenceKind.LATE
    medical = known.medical_group is not None
    return Sitting(pupil_id, name, row, known.value, missed, enrolled, medical)


def proposed_marks(actor: Actor, work: ControlWork, today: dt.date) -> list[Proposal]:
    """What would go to the journal; nothing for a work without a task: four statements."""
    if work.task is None:
        return []
    lesson_id = work.task.lesson_id
    places = places_of(actor, [lesson_id], today, pupil_id=0, open_since=work.day)
    facts = places[lesson_id].facts
    return proposals(sittings(work), work.plan.scale, work.plan.maximum, facts, today)


def lessons_to_choose(
    actor: Actor, plan: WorkPlan, on: dt.date, days: tuple[dt.date, dt.date]
) -> list[LessonOption]:
    """Lessons of the own courses of the plan's subject and parallel, their written works first.

    One statement. A task that has a work already is left out.
    """
    written = and_(
        Task.lesson_id == Lesson.id,
        Task.kind_id.in_(select(WorkKind.id).where(WorkKind.written)),
    )
    taken = select(ControlWork.task_id).where(ControlWork.task_id.is_not(None))
    query = (
        select(Lesson, Task, Course)
        .join(Lesson.course)
        .join(Course.school_class)
        .outerjoin(Task, written)
        .outerjoin(Task.kind)
        .options(contains_eager(Task.kind))
        .where(
            entered_courses(actor, on),
            Course.subject_id == plan.subject_id,
            SchoolClass.grade == plan.grade,
            Lesson.day.between(*days),
            Lesson.status == LessonStatus.HELD,
            or_(Task.id.is_(None), Task.id.not_in(taken)),
        )
        .order_by(SchoolClass.name, Course.id, Task.id.is_(None), Lesson.day.desc(), Lesson.number)
    )
    return [_option(*row) for row in db.session.execute(query)]


def _option(lesson: Lesson, task: Task | None, course: Course) -> LessonOption:
    text = f"{task.kind.code} — {task.title or task.kind.name}" if task else lesson.topic
    return LessonOption(
        lesson.id, task.id if task else None, course, lesson.day, lesson.number, text
    )


def the_kind() -> WorkKind | None:
    """The kind «К», else the school's first written one: of a task that is made for a work."""
    order = (WorkKind.code != "К", WorkKind.position, WorkKind.id)
    query = select(WorkKind).where(WorkKind.written).order_by(*order).limit(1)
    return db.session.scalars(query).first()


def works_of_plan(actor: Actor, plan_id: int, on: dt.date) -> list[ControlWork]:
    """Works of a plan that the person may see, by year and class: two statements."""
    query = (
        select(ControlWork)
        .join(ControlWork.course)
        .join(Course.school_class)
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .where(ControlWork.plan_id == plan_id, visible_works(actor, on))
        .order_by(AcademicYear.starts, SchoolClass.grade, SchoolClass.name, ControlWork.day)
        .options(joinedload(ControlWork.plan).selectinload(WorkPlan.items))
    )
    return list(db.session.scalars(query).unique())
