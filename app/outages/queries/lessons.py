"""Lessons of outages: a constant number of statements, whatever the size of the school [U3]."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.classes.models import SchoolClass, Subgroup
from app.core.actor import Actor
from app.core.db import db
from app.core.pages.display import at_school
from app.journal.access import visible_lessons
from app.journal.models import Homework
from app.outages.enums import TransferState
from app.outages.models import Outage, Transfer
from app.outages.rules.outages import Hours, deadline_of, falls_into, is_late
from app.people.models import Staff
from app.plan.models import Course
from app.school.models import Subject
from app.school.queries import calendar_of, year_on
from app.school.rules.calendar import Calendar
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_GRADE_WITHOUT_HOMEWORK = 1


@dataclass(frozen=True)
class PaperLesson:
    """A lesson of an outage: where, when, whose, and what became of it.

    `state` is None as long as the lesson is only proposed; `outage_id` then names another outage
    that has it already. `filled`: topic and homework are there.
    """

    id: int
    course_id: int
    class_id: int
    place: tuple[int, str]
    day: dt.date
    number: int
    hours: Hours
    school_class: str
    subject: str
    staff_id: int | None
    user_id: int | None
    teacher: str
    topic: str
    filled: bool
    outage_id: int | None
    state: TransferState | None
    sheet: str
    done_name: str
    done_at: dt.datetime | None
    ends: dt.datetime | None

    @property
    def waits(self) -> bool:
        """True for a lesson that is neither transferred nor said not to have been held."""
        return self.state == TransferState.WAITING


@dataclass(frozen=True)
class Due:
    """A lesson that waits, with the last day of its term; `late` when that is over."""

    lesson: PaperLesson
    deadline: dt.date
    late: bool


_who = aliased(Staff)
_given = exists().where(
    Homework.lesson_id == Lesson.id, Homework.pupil_id.is_(None), Homework.text != ""
)
_COLUMNS = (
    Lesson.id,
    Lesson.course_id,
    Lesson.day,
    Lesson.number,
    Lesson.starts,
    Lesson.ends,
    Lesson.topic,
    and_(
        Lesson.topic != "",
        or_(_given, Lesson.no_homework, SchoolClass.grade == _GRADE_WITHOUT_HOMEWORK),
    ).label("filled"),
    Course.class_id,
    SchoolClass.name.label("school_class"),
    SchoolClass.grade,
    Subject.name.label("subject"),
    Subgroup.name.label("group"),
    _who.id.label("staff_id"),
    _who.user_id,
    _who.last_name,
    _who.first_name,
    _who.middle_name,
    Transfer.outage_id,
    Transfer.state,
    Transfer.sheet,
    Transfer.done_name,
    Transfer.done_at,
    Outage.ends.label("outage_ends"),
)


def _rows() -> Any:
    return (
        select(*_COLUMNS)
        .select_from(Lesson)
        .join(Course, Course.id == Lesson.course_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .join(Subject, Subject.id == Course.subject_id)
        .outerjoin(Subgroup, Subgroup.id == Course.subgroup_id)
        .outerjoin(_who, _who.id == func.coalesce(Lesson.substitute_id, Lesson.teacher_id))
        .outerjoin(Transfer, Transfer.lesson_id == Lesson.id)
        .outerjoin(Outage, Outage.id == Transfer.outage_id)
        .order_by(
            *(SchoolClass.grade, SchoolClass.name, Subject.name, Subgroup.name),
            *(Lesson.course_id, Lesson.day, Lesson.number, Lesson.id),
        )
    )


def _lesson(row: Any) -> PaperLesson:
    initials = "".join(f" {name[0]}." for name in (row.first_name, row.middle_name) if name)
    return PaperLesson(
        id=row.id,
        course_id=row.course_id,
        class_id=row.class_id,
        place=(row.grade, row.school_class),
        day=row.day,
        number=row.number,
        hours=Hours(row.day, row.starts, row.ends),
        school_class=row.school_class,
        subject=f"{row.subject} ({row.group})" if row.group else row.subject,
        staff_id=row.staff_id,
        user_id=row.user_id,
        teacher=f"{row.last_name or ''}{initials}",
        topic=row.topic,
        filled=bool(row.filled),
        outage_id=row.outage_id,
        state=row.state,
        sheet=row.sheet or "",
        done_name=row.done_name or "",
        done_at=row.done_at,
        ends=row.outage_ends,
    )


def lessons_in(
    starts: dt.datetime, ends: dt.datetime, class_ids: Collection[int]
) -> list[PaperLesson]:
    """Held lessons of the classes (none: of all) of which a part lies in the outage [U3]."""
    first, last = clock_times(starts, ends)
    query = _rows().where(
        Lesson.day.between(first.date(), last.date()), Lesson.status == LessonStatus.HELD
    )
    if class_ids:
        query = query.where(Course.class_id.in_(class_ids))
    found = map(_lesson, db.session.execute(query))
    return [lesson for lesson in found if falls_into(lesson.hours, first, last)]


def clock_times(*moments: dt.datetime) -> tuple[dt.datetime, ...]:
    """Moments on the school's clock, without their zone."""
    return tuple(at_school(moment).replace(tzinfo=None) for moment in moments)


def transfers_of(
    actor: Actor, outage_id: int, today: dt.date, course_id: int | None = None
) -> list[PaperLesson]:
    """Lessons of an outage, or of one course in it, that the person may read: one statement."""
    seen = Lesson.id.in_(select(Lesson.id).where(visible_lessons(actor, today)))
    query = _rows().where(Transfer.outage_id == outage_id, seen)
    if course_id is not None:
        query = query.where(Lesson.course_id == course_id)
    return [_lesson(row) for row in db.session.execute(query)]


def due_lessons(actor: Actor, today: dt.date, *, own: bool = False) -> list[Due]:
    """Lessons of open outages that wait, the most urgent first; `own`: those of the person.

    At most four statements; one when nothing waits.
    """
    query = _rows().where(Transfer.state == TransferState.WAITING, Outage.closed_at.is_(None))
    if own:
        query = query.where(
            func.coalesce(Lesson.substitute_id, Lesson.teacher_id) == actor.staff_id
        )
    found = [_lesson(row) for row in db.session.execute(query)]
    if not found:
        return []
    calendar = terms_calendar(today)
    return sorted((_due(lesson, calendar, today) for lesson in found), key=lambda due: due.deadline)


def _due(lesson: PaperLesson, calendar: Calendar, today: dt.date) -> Due:
    state, ends = lesson.state, lesson.ends
    if state is None or ends is None:
        raise AssertionError("the lesson of an outage has both")
    deadline = deadline_of(at_school(ends).date(), calendar)
    return Due(lesson, deadline, is_late(state, deadline, today))


def terms_calendar(today: dt.date) -> Calendar:
    """The calendar that terms are counted by: of the year of today."""
    year = year_on(today)
    return calendar_of(year) if year else Calendar(today, today)


def school_days(first: dt.date, last: dt.date) -> list[Hours]:
    """Each day's lessons from the first to the last: one statement."""
    rows = db.session.execute(
        select(Lesson.day, func.min(Lesson.starts), func.max(Lesson.ends))
        .where(Lesson.day.between(first, last), Lesson.status == LessonStatus.HELD)
        .group_by(Lesson.day)
        .order_by(Lesson.day)
    )
    return [Hours(*row) for row in rows]
