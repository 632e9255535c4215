"""Checks of journals: begun, remarks made, answered, closed [K2 A6.3 A4.6.2]."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from app.classes.models import SchoolClass
from app.control.access import may_answer, require_may_inspect, visible_remarks
from app.control.enums import Looked, RemarkState
from app.control.models import Inspection, Remark
from app.control.rules.remarks import (
    answer_faults,
    closing_faults,
    inspection_faults,
    remark_faults,
)
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Forbidden, NotFound, Refused
from app.plan.models import Course, CourseTeacher
from app.school.models import GradingPeriod
from app.timetable.models import Lesson


@dataclass(frozen=True)
class Facts:
    """What is checked; with a course the class is its class."""

    class_id: int | None
    course_id: int | None
    first: dt.date
    last: dt.date
    looked: tuple[Looked, ...]


@dataclass(frozen=True)
class Noted:
    """A remark as it is made; it may be tied to a lesson, a pupil, a period's result."""

    course_id: int | None
    lesson_id: int | None
    pupil_id: int | None
    period_id: int | None
    about: Looked
    text: str


def begin_inspection(actor: Actor, *, facts: Facts, now: dt.datetime) -> Inspection:
    """Begin a check of a course's or a class's journal."""
    require_may_inspect(actor)
    course = db.session.get(Course, facts.course_id) if facts.course_id else None
    class_id = course.class_id if course else facts.class_id
    known = class_id is not None and db.session.get(SchoolClass, class_id) is not None
    _refuse(inspection_faults(facts.first, facts.last, len(facts.looked), now.date(), known=known))
    inspection = Inspection(
        class_id=class_id,
        course_id=course.id if course else None,
        first=facts.first,
        last=facts.last,
        looked=" ".join(part.value for part in facts.looked),
        inspector_id=actor.user_id,
        inspector=actor.name,
        began_at=now,
    )
    db.session.add(inspection)
    db.session.flush()
    return inspection


def add_remark(actor: Actor, *, inspection_id: int, noted: Noted, now: dt.datetime) -> Remark:
    """Make a remark to who held the lesson, or who teaches the course."""
    require_may_inspect(actor)
    inspection = _inspection(inspection_id)
    course = db.session.get(Course, noted.course_id or inspection.course_id or 0)
    lesson = db.session.get(Lesson, noted.lesson_id) if noted.lesson_id else None
    inside = course is not None and _inside(inspection, course, lesson, noted)
    closed = inspection.closed_at is not None
    _refuse(remark_faults(noted.text, closed=closed, inside=inside))
    remark = Remark(
        inspection=inspection,
        course=course,
        staff_id=_addressee(course, lesson, now.date()) if course else None,
        lesson=lesson,
        pupil_id=noted.pupil_id,
        period_id=noted.period_id,
        about=noted.about,
        text=noted.text,
        made_at=now,
    )
    db.session.add(remark)
    return remark


def take_back(actor: Actor, *, remark_id: int) -> None:
    """Remove a remark that nobody has answered."""
    require_may_inspect(actor)
    remark = _remark(actor, remark_id)
    if remark.state != RemarkState.OPEN:
        raise Forbidden
    db.session.delete(remark)


def answer_remark(
    actor: Actor, *, remark_id: int, text: str, mended: bool, now: dt.datetime
) -> None:
    """The teacher answers, or says that it is mended: the history shows whether it is."""
    remark = _remark(actor, remark_id)
    if not may_answer(actor, remark):
        raise Forbidden
    _refuse(answer_faults(text, remark.state, mended=mended))
    remark.answer, remark.mended = text, mended
    remark.state, remark.answered_at = RemarkState.ANSWERED, now


def close_remark(actor: Actor, *, remark_id: int, now: dt.datetime) -> None:
    """What the teacher did or said is enough."""
    require_may_inspect(actor)
    remark = _remark(actor, remark_id)
    remark.state, remark.closed_at = RemarkState.CLOSED, now


def return_remark(actor: Actor, *, remark_id: int, now: dt.datetime) -> None:
    """It is not enough: the remark waits for the teacher again, who is told anew."""
    require_may_inspect(actor)
    remark = _remark(actor, remark_id)
    if remark.inspection.closed_at:
        raise Forbidden
    remark.state, remark.closed_at, remark.made_at = RemarkState.OPEN, None, now


def close_inspection(actor: Actor, *, inspection_id: int, now: dt.datetime) -> None:
    """Close a check of which every remark is closed."""
    require_may_inspect(actor)
    inspection = _inspection(inspection_id)
    _refuse(closing_faults([remark.state for remark in inspection.remarks]))
    inspection.closed_at = now


def _inspection(inspection_id: int) -> Inspection:
    found = db.session.get(Inspection, inspection_id)
    if found is None:
        raise NotFound
    return found


def _remark(actor: Actor, remark_id: int) -> Remark:
    seen = visible_remarks(actor, dt.date.min)
    found = db.session.scalars(select(Remark).where(Remark.id == remark_id, seen)).first()
    if found is None:
        raise NotFound
    return found


def _inside(inspection: Inspection, course: Course, lesson: Lesson | None, noted: Noted) -> bool:
    """True when course, lesson and period belong to what is checked."""
    own = course.class_id == inspection.class_id and inspection.course_id in {None, course.id}
    of_course = lesson is None or lesson.course_id == course.id
    period = db.session.get(GradingPeriod, noted.period_id) if noted.period_id else None
    of_year = noted.period_id is None or (
        period is not None and period.year_id == course.school_class.year_id
    )
    return own and of_course and of_year and (noted.lesson_id is None or lesson is not None)


def _addressee(course: Course, lesson: Lesson | None, today: dt.date) -> int | None:
    """Who held the lesson; of the course who teaches it now."""
    if lesson and (held := lesson.substitute_id or lesson.teacher_id):
        return held
    teachers = select(CourseTeacher.staff_id).where(
        CourseTeacher.course_id == course.id, CourseTeacher.since <= today
    )
    return db.session.scalars(teachers.order_by(CourseTeacher.since.desc())).first()


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise Refused(faults)
