"""The absent of a day by class: for a class teacher, the office, and the wall [T4]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, func, or_, select

from app.attendance.access import READS_PAPERS
from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.attendance.queries.reasons import papers_on
from app.attendance.rules.reasons import Known, Reason, Source, ranked, text_of
from app.attendance.rules.today import (
    DayLesson,
    Marked,
    PupilDay,
    begun_and_over,
    marked,
    numbers_text,
    pupil_day,
    reason_text,
    unmarked,
)
from app.classes.models import ClassMembership, SchoolClass, SubgroupMembership
from app.core.actor import Actor
from app.core.db import db
from app.journal.models import Mark, Task
from app.people.models import Pupil
from app.plan.models import Course
from app.school.models import AcademicYear
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class Missing:
    """A pupil who is noted today; `minutes` of lateness; `open`: the reason is bad or not known."""

    pupil_id: int
    name: str
    day: PupilDay
    reason: Any
    open: bool
    minutes: int | None

    @property
    def lessons(self) -> str:
        """Missed lessons: «1–3»."""
        return numbers_text(self.day.numbers)

    @property
    def since(self) -> Any:
        """«с 1 урока» of who is absent now."""
        return text_of(
            Known(self.pupil_id, Source.EARLIER, AbsenceKind.UNKNOWN, None, self.day.since)
        )

    @property
    def late_in(self) -> str:
        """Lessons for which the pupil was late."""
        late = [n for n, kind in self.day.kinds.items() if kind == AbsenceKind.LATE]
        return numbers_text(sorted(late))


@dataclass(frozen=True)
class ClassToday:
    """A class today: who is absent now, who was, who came late, what is not marked."""

    id: int
    name: str
    size: int
    state: Marked
    unmarked: list[int]
    people: list[Missing] = field(default_factory=list)

    @property
    def absent(self) -> list[Missing]:
        """Absent from the last lesson that was noted."""
        return [one for one in self.people if one.day.now]

    @property
    def came(self) -> list[Missing]:
        """Absent from some lesson, and there since."""
        return [one for one in self.people if one.day.numbers and not one.day.now]

    @property
    def late(self) -> list[Missing]:
        """Late for some lesson."""
        return [one for one in self.people if one.late_in]

    @property
    def gaps(self) -> str:
        """Numbers of the lessons that are over and not marked."""
        return numbers_text(self.unmarked)


def seen_classes(actor: Actor, on: dt.date, *, everybody: bool = False) -> Sequence[Any]:
    """Classes of the year with their size on the day: the own, all for the office and for
    `everybody`: one statement [T4 P3 P4].
    """
    there = [
        ClassMembership.class_id == SchoolClass.id,
        ClassMembership.since <= on,
        or_(ClassMembership.until.is_(None), ClassMembership.until >= on),
    ]
    size = select(func.count(ClassMembership.id)).where(*there).scalar_subquery()
    query = (
        select(SchoolClass.id, SchoolClass.name, size.label("size"))
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .where(AcademicYear.starts <= on, AcademicYear.ends >= on)
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    if not (everybody or actor.has(*READS_PAPERS)):
        query = query.where(
            SchoolClass.teacher_id == actor.staff_id, SchoolClass.teacher_id.is_not(None)
        )
    return db.session.execute(query).all()


def classes_today(
    actor: Actor, now: dt.datetime, *, reasons: bool = True, everybody: bool = False
) -> list[ClassToday]:
    """Today's attendance of the classes that the person sees: five statements, or four without
    `reasons` [T4]. `everybody`: every class, for the wall's counts.
    """
    day = now.date()
    classes = seen_classes(actor, day, everybody=everybody)
    ids = [row.id for row in classes]
    lessons = _lessons(ids, now)
    absences = _absences(ids, day)
    pupils = {row.pupil_id for row in absences}
    parts = _subgroups(pupils, day)
    known = ranked(papers_on(day, pupils)) if reasons else {}
    return [
        ClassToday(
            row.id,
            row.name,
            row.size,
            marked(lessons[row.id]),
            unmarked(lessons[row.id]),
            _people(
                [one for one in absences if one.class_id == row.id], lessons[row.id], parts, known
            ),
        )
        for row in classes
    ]


def _lessons(classes: Collection[int], now: dt.datetime) -> dict[int, list[DayLesson]]:
    """Held lessons of the day by class."""
    noted = or_(
        Lesson.topic != "",
        exists().where(Absence.lesson_id == Lesson.id, Absence.kind.is_not(None)),
        exists().where(
            Task.lesson_id == Lesson.id, Mark.task_id == Task.id, Mark.value.is_not(None)
        ),
    )
    rows = db.session.execute(
        select(
            Course.class_id,
            Course.subgroup_id,
            Lesson.number,
            Lesson.starts,
            Lesson.ends,
            noted.label("noted"),
        )
        .join(Course, Course.id == Lesson.course_id)
        .where(
            Lesson.day == now.date(),
            Lesson.status == LessonStatus.HELD,
            Course.class_id.in_(classes),
        )
        .order_by(Lesson.number)
    )
    found: dict[int, list[DayLesson]] = defaultdict(list)
    for row in rows:
        begun, over = begun_and_over(row.starts, row.ends, now.time())
        lesson = DayLesson(row.number, row.subgroup_id, begun, over, bool(row.noted))
        found[row.class_id].append(lesson)
    return found


def _absences(classes: Collection[int], day: dt.date) -> Sequence[Any]:
    return db.session.execute(
        select(
            Course.class_id,
            Absence.pupil_id,
            Pupil.last_name,
            Pupil.first_name,
            Lesson.number,
            Absence.kind,
            Absence.minutes,
            Absence.gone,
        )
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .join(Pupil, Pupil.id == Absence.pupil_id)
        .where(
            Lesson.day == day,
            Lesson.status == LessonStatus.HELD,
            Course.class_id.in_(classes),
            Absence.kind.is_not(None),
        )
        .order_by(Pupil.last_name, Pupil.first_name, Pupil.id, Lesson.number)
    ).all()


def _subgroups(pupils: Collection[int], day: dt.date) -> dict[int, set[int]]:
    """Subgroups of the pupils on the day: a lesson of another one says nothing of them."""
    member = SubgroupMembership
    rows = db.session.execute(
        select(member.pupil_id, member.subgroup_id).where(
            member.pupil_id.in_(pupils),
            member.since <= day,
            or_(member.until.is_(None), member.until >= day),
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for pupil, subgroup in rows:
        found[pupil].add(subgroup)
    return found


def _people(
    rows: Sequence[Any],
    lessons: Sequence[DayLesson],
    parts: dict[int, set[int]],
    known: dict[int, list[Reason]],
) -> list[Missing]:
    by_pupil: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_pupil[row.pupil_id].append(row)
    return [_missing(pupil, own, lessons, parts, known) for pupil, own in by_pupil.items()]


def _missing(
    pupil: int,
    rows: Sequence[Any],
    lessons: Sequence[DayLesson],
    parts: dict[int, set[int]],
    known: dict[int, list[Reason]],
) -> Missing:
    kinds, gone = {row.number: row.kind for row in rows}, {row.number for row in rows if row.gone}
    day = pupil_day(kinds, lessons, parts.get(pupil, set()), gone)
    best = next(iter(known.get(pupil, [])), None)
    minutes = max((row.minutes for row in rows if row.minutes), default=None)
    name = f"{rows[0].last_name} {rows[0].first_name}"
    doubtful = day.kind == AbsenceKind.UNKNOWN and best is None
    is_open = doubtful or day.kind == AbsenceKind.NO_REASON
    return Missing(pupil, name, day, reason_text(day.kind, best), is_open, minutes)
