"""Writes of substitutions: a teacher is away, others take, merge, swap the lessons [S7]."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, NotFound, refuse_if
from app.messages.enums import NoticeKind
from app.messages.operations import News, notify
from app.people.models import Staff
from app.timetable.access import require_may_arrange_substitutions
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson, TeacherAbsence
from app.timetable.operations.lessons import call_off
from app.timetable.queries.making import has_records
from app.timetable.queries.substituting import affected_lessons, candidates_for, overlap
from app.timetable.rules.substituting import merge_faults, substitution_faults


@dataclass(frozen=True)
class Telling:
    """What telling people needs: the moment, and e-mail addresses by user id."""

    now: dt.datetime
    letters: Mapping[int, str]


def record_teacher_absence(
    actor: Actor, *, staff_id: int, first: dt.date, last: dt.date, reason: str
) -> TeacherAbsence:
    """A teacher is away on these days, both included [S7]."""
    require_may_arrange_substitutions(actor)
    staff = db.session.get(Staff, staff_id)
    if staff is None:
        raise NotFound
    refuse_if(_span_faults(staff_id, first, last))
    absence = TeacherAbsence(staff=staff, first=first, last=last, reason=reason.strip()[:300])
    db.session.add(absence)
    return absence


def stored_id(absence: TeacherAbsence) -> int:
    """The key of an absence that was just recorded, for the address of its page."""
    db.session.flush()  # the database gives the key
    return absence.id


def remove_teacher_absence(actor: Actor, *, absence_id: int) -> None:
    """The teacher was not away after all; refused while lessons of those days are substituted."""
    require_may_arrange_substitutions(actor)
    absence = db.session.get(TeacherAbsence, absence_id)
    if absence is None:
        raise NotFound
    if any(found.lesson.substitute_id for found in affected_lessons(absence)):
        refuse_if([Fault(_("Take back the substitutions of these days first."))])
    db.session.delete(absence)


def substitute_lesson(
    actor: Actor, *, lesson_id: int, staff_id: int, reason: str, telling: Telling
) -> None:
    """Another teacher takes the lesson and gets the right to its journal [S7 P2]."""
    require_may_arrange_substitutions(actor)
    lesson = _lesson(lesson_id)
    free = {candidate.staff for candidate in candidates_for(lesson)}
    refuse_if(_substitution_faults(lesson, staff_id, free))
    _give(lesson, staff_id, reason)
    _tell(lesson, telling)


def merge_lessons(
    actor: Actor, *, lesson_id: int, with_id: int, reason: str, telling: Telling
) -> None:
    """The teacher of the other lesson holds both at once, in the other lesson's room [S7]."""
    require_may_arrange_substitutions(actor)
    lesson, other = _lesson(lesson_id), _lesson(with_id)
    held = LessonStatus.CANCELLED not in {lesson.status, other.status}
    refuse_if(
        merge_faults(same_lesson=lesson.id == other.id, same_time=overlap(lesson, other), held=held)
    )
    taker = other.substitute_id or other.teacher_id
    if taker is None or taker == lesson.teacher_id:
        refuse_if([Fault(_("The other lesson has no teacher who could take both."))])
    _give(lesson, taker, reason)
    lesson.merged_with_id, lesson.room_id = other.id, other.room_id
    _tell(lesson, telling)


def cancel_for_absence(actor: Actor, *, lesson_id: int, reason: str) -> None:
    """Nobody can take the lesson: it is not held [S7]."""
    require_may_arrange_substitutions(actor)
    lesson = _lesson(lesson_id)
    lesson.change_reason, lesson.substitute_id, lesson.merged_with_id = reason[:300], None, None
    call_off(lesson)


def take_back_substitution(actor: Actor, *, lesson_id: int, telling: Telling) -> None:
    """The teacher of the course gives the lesson after all; not after somebody has filled it."""
    require_may_arrange_substitutions(actor)
    lesson = _lesson(lesson_id)
    if _has_records(lesson):
        refuse_if([Fault(_("The substitute has filled the lesson: the substitution stays."))])
    before, lesson.substitute_id, lesson.merged_with_id = lesson.substitute_id, None, None
    lesson.change_reason = ""
    if before is not None:
        _notify(lesson, before, _("Your substitution is cancelled: %(lesson)s."), telling, "off")


def _span_faults(staff_id: int, first: dt.date, last: dt.date) -> list[Fault]:
    if last < first:
        return [Fault(_("The last day is before the first."), "last")]
    known = db.session.scalars(
        select(TeacherAbsence.id).where(
            TeacherAbsence.staff_id == staff_id,
            TeacherAbsence.first <= last,
            TeacherAbsence.last >= first,
        )
    ).first()
    return [Fault(_("An absence of this teacher on these days is entered already."))] * bool(known)


def _substitution_faults(lesson: Lesson, staff_id: int, free: set[int]) -> list[Fault]:
    away = db.session.scalars(
        select(TeacherAbsence.id).where(
            TeacherAbsence.staff_id == staff_id,
            TeacherAbsence.first <= lesson.day,
            TeacherAbsence.last >= lesson.day,
        )
    ).first()
    own = lesson.teacher_id == staff_id
    cancelled = lesson.status == LessonStatus.CANCELLED
    return substitution_faults(
        cancelled=cancelled,
        own=own,
        away=away is not None and not own,
        free=staff_id in free or own or cancelled or away is not None,
    )


def _give(lesson: Lesson, staff_id: int | None, reason: str) -> None:
    lesson.substitute_id = staff_id
    lesson.change_reason, lesson.merged_with_id = reason.strip()[:300], None


def _tell(lesson: Lesson, telling: Telling) -> None:
    text = _("You substitute for %(teacher)s: %(lesson)s.")
    _notify(lesson, lesson.substitute_id, text, telling, "on")


def _notify(lesson: Lesson, staff_id: int | None, text: str, telling: Telling, what: str) -> None:
    staff = db.session.get(Staff, staff_id)
    if staff is None or staff.user_id is None:
        return
    when = f"{lesson.day:%d.%m.%Y}, {lesson.number}. {lesson.course.title}"
    teacher = lesson.teacher.short_name if lesson.teacher else "—"
    key = f"substitution-{what}-{lesson.id}-{lesson.version}"
    news = News(NoticeKind.SUBSTITUTION, key, text % {"teacher": teacher, "lesson": when})
    notify([(staff.user_id, news)], telling.now, telling.letters)


def _lesson(lesson_id: int) -> Lesson:
    lesson = db.session.scalars(
        select(Lesson)
        .where(Lesson.id == lesson_id)
        .options(joinedload(Lesson.course), joinedload(Lesson.teacher))
    ).one_or_none()
    if lesson is None:
        raise NotFound
    return lesson


def _has_records(lesson: Lesson) -> bool:
    wanted = select(Lesson.id).where(Lesson.id == lesson.id, has_records())
    return db.session.scalar(wanted) is not None
