"""Reads of checks of journals and their remarks [K2]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.audit.models import AuditEntry
from app.classes.models import SchoolClass
from app.control.access import visible_inspections, visible_remarks
from app.control.enums import RemarkState
from app.control.models import Inspection, Remark
from app.control.queries.board import staff_names
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.plan.models import Course
from app.school.models import AcademicYear

_SHOWN = 200
_ENTRIES = ("mark", "absence", "lesson", "homework", "task", "result")


@dataclass(frozen=True)
class InspectionLine:
    """A check with how many remarks it has, and how many wait for the teacher or the deputy."""

    inspection: Inspection
    remarks: int
    waiting: int
    answered: int


@dataclass(frozen=True)
class RemarkLine:
    """A remark with its teacher's name, what was changed there since, and how many of the same
    kind the teacher had before.
    """

    remark: Remark
    teacher: str
    changes: Sequence[AuditEntry]
    before: int


def inspection_lines(actor: Actor, on: dt.date) -> list[InspectionLine]:
    """The open checks first, then the latest closed ones: two statements."""
    waiting = func.count(Remark.id).filter(Remark.state == RemarkState.OPEN)
    answered = func.count(Remark.id).filter(Remark.state == RemarkState.ANSWERED)
    rows = db.session.execute(
        select(Inspection, func.count(Remark.id), waiting, answered)
        .outerjoin(Remark, Remark.inspection_id == Inspection.id)
        .where(visible_inspections(actor, on))
        .group_by(Inspection.id)
        .order_by(Inspection.closed_at.is_not(None), Inspection.began_at.desc())
        .options(selectinload(Inspection.course), selectinload(Inspection.school_class))
        .limit(_SHOWN)
    )
    return [InspectionLine(*row) for row in rows]


def seen_inspection(actor: Actor, inspection_id: int, on: dt.date) -> Inspection:
    """The check, if the person may see it; otherwise 404."""
    found = db.session.scalars(
        select(Inspection).where(Inspection.id == inspection_id, visible_inspections(actor, on))
    ).first()
    if found is None:
        raise NotFound
    return found


def courses_in(inspection: Inspection) -> list[Course]:
    """The courses that are checked, by subject: one statement."""
    wanted = select(Course).where(Course.class_id == inspection.class_id)
    if inspection.course_id:
        wanted = wanted.where(Course.id == inspection.course_id)
    return sorted(db.session.scalars(wanted).unique(), key=lambda course: course.title)


def remark_lines(actor: Actor, on: dt.date, *where: ColumnElement[bool]) -> list[RemarkLine]:
    """Remarks that the person may see, the oldest first: four statements."""
    rows = db.session.scalars(
        select(Remark)
        .where(visible_remarks(actor, on), *where)
        .order_by(Remark.id)
        .options(
            joinedload(Remark.course),
            joinedload(Remark.lesson),
            joinedload(Remark.pupil),
            joinedload(Remark.period),
            joinedload(Remark.inspection),
        )
        .limit(_SHOWN)
    ).all()
    names = staff_names({row.staff_id for row in rows} - {None})
    changes, before = _changes(rows), _before(rows)
    return [
        RemarkLine(row, names.get(row.staff_id or 0, ""), changes[row.id], before.get(row.id, 0))
        for row in rows
    ]


def of_inspection(inspection_id: int) -> ColumnElement[bool]:
    """Remarks of one check."""
    return Remark.inspection_id == inspection_id


def to_answer(actor: Actor) -> ColumnElement[bool]:
    """Remarks to the person, of checks that are not closed."""
    going = select(Inspection.id).where(Inspection.closed_at.is_(None))
    return and_(Remark.staff_id == actor.staff_id, Remark.inspection_id.in_(going))


def waiting_remarks(actor: Actor) -> int:
    """How many remarks wait for the person's answer: one statement."""
    if actor.staff_id is None:
        return 0
    waits = (Remark.staff_id == actor.staff_id, Remark.state == RemarkState.OPEN)
    return db.session.scalar(select(func.count()).where(*waits)) or 0


def remarks_of_class(class_id: int) -> list[Remark]:
    """«Замечания и предложения по ведению журнала»: for the bound journal of the class's year.

    Every remark of every check of the class, the oldest first: one statement.
    """
    return list(
        db.session.scalars(
            select(Remark)
            .join(Remark.inspection)
            .where(Inspection.class_id == class_id)
            .order_by(Remark.made_at, Remark.id)
            .options(
                contains_eager(Remark.inspection),
                joinedload(Remark.course),
                joinedload(Remark.lesson),
                joinedload(Remark.pupil),
                joinedload(Remark.period),
            )
        ).unique()
    )


def classes_to_check(on: dt.date) -> list[SchoolClass]:
    """Classes of the year with their courses to choose from: one statement."""
    return list(
        db.session.scalars(
            select(SchoolClass)
            .join(SchoolClass.year)
            .where(AcademicYear.starts <= on, AcademicYear.ends >= on - dt.timedelta(92))
            .order_by(SchoolClass.grade, SchoolClass.name)
        ).unique()
    )


def courses_to_check(on: dt.date) -> list[Course]:
    """Courses of these classes, by class and subject: one statement."""
    classes = [of.id for of in classes_to_check(on)]
    rows = db.session.scalars(select(Course).where(Course.class_id.in_(classes))).unique()
    return sorted(rows, key=lambda one: (one.school_class.grade, one.title))


def _changes(rows: Sequence[Remark]) -> dict[int, list[AuditEntry]]:
    """What was changed at the place of each remark after it was made [J9]."""
    found: dict[int, list[AuditEntry]] = defaultdict(list)
    tied = [row for row in rows if row.lesson_id or row.period_id]
    if not tied:
        return found
    since = min(row.made_at for row in tied)
    lessons = {row.lesson_id for row in tied} - {None}
    results = and_(
        AuditEntry.table_name == "result",
        AuditEntry.course_id.in_({row.course_id for row in tied if row.period_id}),
    )
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.at > since,
            AuditEntry.table_name.in_(_ENTRIES),
            or_(AuditEntry.lesson_id.in_(lessons), results),
        )
        .order_by(AuditEntry.id)
    ).all()
    for row in tied:
        found[row.id] = [entry for entry in entries if _speaks_of(entry, row)]
    return found


def _speaks_of(entry: AuditEntry, remark: Remark) -> bool:
    if entry.at <= remark.made_at:
        return False
    if remark.lesson_id:
        same = entry.lesson_id == remark.lesson_id
    else:
        same = entry.table_name == "result" and entry.course_id == remark.course_id
    return same and remark.pupil_id in {None, entry.pupil_id}


def _before(rows: Sequence[Remark]) -> dict[int, int]:
    """How many earlier remarks of the same kind in other checks the same teacher had [K2]."""
    staff = {row.staff_id for row in rows} - {None}
    if not staff:
        return {}
    earlier = db.session.execute(
        select(Remark.staff_id, Remark.about, Remark.inspection_id, Remark.made_at).where(
            Remark.staff_id.in_(staff)
        )
    ).all()
    return {
        row.id: sum(
            one.staff_id == row.staff_id
            and one.about == row.about
            and one.inspection_id != row.inspection_id
            and one.made_at < row.made_at
            for one in earlier
        )
        for row in rows
    }
