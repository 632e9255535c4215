"""The check list of a year: what is left to do before it is closed, in eight statements [R7]."""

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from app.archive.queries.next_year import at_end
from app.archive.rules.closing import Check
from app.attendance.enums import Decision as Answer
from app.attendance.models import CorrectionRequest
from app.attendance.queries.week_lists import unreconciled
from app.classes.models import ClassMembership, SchoolClass, SubgroupMembership
from app.core.actor import Actor
from app.core.db import db
from app.outages.enums import TransferState
from app.outages.models import Transfer
from app.plan.models import Course
from app.results.models import CouncilDecision, Result
from app.school.enums import PARTS, PeriodKind
from app.school.models import AcademicYear, GradingPeriod, Subject
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_FIRST_MARKED = 2  # grade


def checks_of(actor: Actor, year: AcademicYear, today: dt.date) -> list[Check]:
    """What is left, with the page of each point."""
    last = min(today, year.ends)
    weeks = sum(len(found.weeks) for found in unreconciled(actor, last))
    return [
        Check(_l("Lessons without a topic"), _lessons(year, last), "/lessons/list/"),
        Check(_l("Lessons not transferred from paper"), _transfers(year), "/outages/"),
        Check(_l("Requests without an answer"), _requests(year), "/attendance/requests/"),
        Check(_l("Weeks left to reconcile"), weeks, "/attendance/week/"),
        Check(_l("Periods not closed"), _periods(year), "/results/closing/"),
        Check(_l("Year results missing"), _results(year), "/results/class/"),
        Check(
            _l("Pupils without a decision of the council"), _decisions(year), "/results/council/"
        ),
    ]


def _count(query: Any) -> int:
    return db.session.scalar(query) or 0


def _lessons(year: AcademicYear, last: dt.date) -> int:
    return _count(
        _of_lessons(select(func.count(Lesson.id)).select_from(Lesson), year).where(
            Lesson.topic == "", Lesson.status == LessonStatus.HELD, Lesson.day <= last
        )
    )


def _transfers(year: AcademicYear) -> int:
    query = select(func.count(Transfer.id)).join(Lesson, Lesson.id == Transfer.lesson_id)
    return _count(_of_lessons(query, year).where(Transfer.state == TransferState.WAITING))


def _requests(year: AcademicYear) -> int:
    query = select(func.count(CorrectionRequest.id)).join(
        Lesson, Lesson.id == CorrectionRequest.lesson_id
    )
    return _count(_of_lessons(query, year).where(CorrectionRequest.state == Answer.WAITING))


def _of_lessons(query: Any, year: AcademicYear) -> Any:
    courses = query.join(Course, Course.id == Lesson.course_id)
    return courses.join(SchoolClass, SchoolClass.id == Course.class_id).where(
        SchoolClass.year_id == year.id
    )


def _periods(year: AcademicYear) -> int:
    return _count(
        select(func.count(GradingPeriod.id)).where(
            GradingPeriod.year_id == year.id,
            GradingPeriod.kind.in_(PARTS),
            GradingPeriod.closed_on.is_(None),
        )
    )


def _results(year: AcademicYear) -> int:
    """Pupils of courses at the end of the year who have no result of the year [R1]."""
    there = (
        select(Result.id)
        .join(GradingPeriod, GradingPeriod.id == Result.period_id)
        .where(
            Result.course_id == Course.id,
            Result.pupil_id == ClassMembership.pupil_id,
            Result.value.is_not(None),
            GradingPeriod.kind == PeriodKind.YEAR,
        )
    )
    in_group = select(SubgroupMembership.id).where(
        SubgroupMembership.subgroup_id == Course.subgroup_id,
        SubgroupMembership.pupil_id == ClassMembership.pupil_id,
        at_end(SubgroupMembership, year),
    )
    query = (
        _members(select(func.count()).select_from(ClassMembership), year)
        .join(Course, Course.class_id == SchoolClass.id)
        .join(Subject, Subject.id == Course.subject_id)
        .where(
            SchoolClass.grade >= _FIRST_MARKED,
            Subject.without_marks.is_(False),
            or_(Course.subgroup_id.is_(None), in_group.exists()),
            ~there.exists(),
        )
    )
    return _count(query)


def _decisions(year: AcademicYear) -> int:
    decided = select(CouncilDecision.id).where(
        CouncilDecision.class_id == SchoolClass.id,
        CouncilDecision.pupil_id == ClassMembership.pupil_id,
    )
    query = _members(select(func.count()).select_from(ClassMembership), year)
    return _count(query.where(~decided.exists()))


def _members(query: Any, year: AcademicYear) -> Any:
    """Who is in a class of the year on its last day."""
    return query.join(SchoolClass, SchoolClass.id == ClassMembership.class_id).where(
        SchoolClass.year_id == year.id, at_end(ClassMembership, year)
    )
