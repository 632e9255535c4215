"""Who may read absences [P2–P5]; who may write them is `journal.access.may_note_absence`."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from app.attendance.models import Absence, AbsenceDocument, AbsenceReport, DayNote
from app.classes.access import own_pupils
from app.classes.models import ClassMembership, SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden
from app.journal.access import substitutes, teaches, visible_lessons
from app.plan.access import SEES_ALL_JOURNALS
from app.school.models import AcademicYear
from app.timetable.models import Lesson


def visible_absences(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Absences from the lessons that the person may read; the own and the own children's [P5].

    An absence that was taken back is none.
    """
    is_set = Absence.kind.is_not(None)
    if actor.has(*SEES_ALL_JOURNALS):
        return is_set
    readable = select(Lesson.id).where(visible_lessons(actor, on))
    mine = Absence.pupil_id.in_(own_pupils(actor))
    return and_(is_set, or_(Absence.lesson_id.in_(readable), mine))


KEEPS_PAPERS = ("admin", "secretary")
READS_PAPERS = (*KEEPS_PAPERS, "director", "deputy")


def heads_pupil(actor: Actor, pupil: Any, first: Any, last: Any) -> ColumnElement[bool]:
    """True where the person is the class teacher of the pupil on a day of `first`…`last` [P3]."""
    if actor.staff_id is None:
        return false()
    stays = (
        select(ClassMembership.id)
        .join(SchoolClass, SchoolClass.id == ClassMembership.class_id)
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .where(
            SchoolClass.teacher_id == actor.staff_id,
            ClassMembership.pupil_id == pupil,
            ClassMembership.since <= last,
            func.coalesce(ClassMembership.until, AcademicYear.ends) >= first,
        )
    )
    return stays.exists()


def visible_documents(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Papers on absence: the office and the leaders all, a class teacher the own class's [T2 P3].

    They tell of illnesses: subject teachers see none, families the school's answer only.
    """
    return true() if actor.has(*READS_PAPERS) else kept_documents(actor, on)


def kept_documents(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Papers that the person enters, changes, and whose scan they open; leaders only read [T2]."""
    paper = AbsenceDocument
    if actor.has(*KEEPS_PAPERS):
        return true()
    return heads_pupil(actor, paper.pupil_id, paper.first, paper.last)


def visible_notes(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Day notes: as the papers; subject teachers learn the reason, not the words [T1]."""
    if actor.has(*READS_PAPERS):
        return true()
    return heads_pupil(actor, DayNote.pupil_id, DayNote.day, DayNote.day)


def visible_reports(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Reports of parents: those that the person decides, and of the own children [T1 P5]."""
    own = AbsenceReport.pupil_id.in_(actor.children)
    return or_(own, decided_reports(actor, on))


def decided_reports(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Reports that the person accepts or declines: the office, and the class teacher of the days.

    The class teacher of today too: the pupil may have moved meanwhile [T1].
    """
    report = AbsenceReport
    if actor.has(*KEEPS_PAPERS):
        return true()
    return or_(
        heads_pupil(actor, report.pupil_id, report.first, report.last),
        heads_pupil(actor, report.pupil_id, on, on),
    )


def may_keep_papers(actor: Actor, pupil_id: int, first: dt.date, last: dt.date) -> bool:
    """True for the office, and for the class teacher of the pupil on a day of the span [T2 P3]."""
    if actor.has(*KEEPS_PAPERS):
        return True
    days = sorted((first, last))  # what is wrong with a turned span the rules say
    return db.session.scalar(select(heads_pupil(actor, pupil_id, *days))) is True


def require_may_keep_papers(actor: Actor, pupil_id: int, first: dt.date, last: dt.date) -> None:
    """Refuse whoever keeps no papers of the pupil [T2]."""
    if not may_keep_papers(actor, pupil_id, first, last):
        raise Forbidden


def require_own_child(actor: Actor, pupil_id: int) -> None:
    """Refuse whoever is no guardian of the pupil: only they report an absence [T1 P5]."""
    if pupil_id not in actor.children:
        raise Forbidden


def may_see_names(actor: Actor) -> bool:
    """Names on the wall: those who see all people and are the school's own [T4 P4]."""
    return actor.has(*READS_PAPERS)


def reconciles(actor: Actor, school_class: SchoolClass) -> bool:
    """Only the class teacher reconciles the weeks of a class [P3 T3]."""
    return actor.staff_id is not None and school_class.teacher_id == actor.staff_id


def sees_reconciliation(actor: Actor, school_class: SchoolClass) -> bool:
    """The class teacher, and those who see all journals: they change nothing [P4 T3]."""
    return actor.has(*SEES_ALL_JOURNALS) or reconciles(actor, school_class)


def reconciled_classes(actor: Actor, *, own: bool = False) -> ColumnElement[bool]:
    """Classes whose reconciliation the person sees; `own`: reconciles [T3]."""
    if actor.has(*SEES_ALL_JOURNALS) and not own:
        return true()
    return SchoolClass.teacher_id == actor.staff_id if actor.staff_id is not None else false()


def addressed_requests(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Requests that the person answers: about lessons of theirs [P2 T3]; Lesson is at hand."""
    return or_(teaches(actor, Lesson.course_id, Lesson.day, on), substitutes(actor))
