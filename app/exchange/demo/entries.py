"""Fills the journals up to yesterday, and the first lessons of today [J1 J3 J5 T1]."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from app.attendance.enums import AbsenceKind
from app.classes.models import ClassMembership, SubgroupMembership
from app.core import clock
from app.core.db import db
from app.exchange.demo.absences import Days, missed_days, missed_lesson
from app.exchange.demo.book import Book
from app.exchange.demo.curriculum import PE, PROJECT, WITHOUT_MARKS, Taught, days_of, grade_of
from app.exchange.demo.marks import Abilities, Sums, answering, mark, missed_work
from app.exchange.demo.world import HOME_CLASS, World
from app.people.enums import MedicalGroup
from app.people.models import Pupil
from app.plan.models import Course, PlanTopic, WorkKind
from app.school.models import GradingPeriod
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_FRESH = 7  # days in which some lessons are not filled yet
_FORGOTTEN, _WITHOUT_HOMEWORK = 0.02, 0.02  # of the lessons of these days
_FILLED_TODAY = 2  # lessons
_TWO_MARKS = 0.07  # of lessons: homework is marked beside the answer
_SKIPPED_WORK = 0.06  # of those present have no mark for a work, where
_UNFINISHED = 0.1  # of the written works of these days are still being marked
_EXEMPT = frozenset({MedicalGroup.EXEMPT, MedicalGroup.SPECIAL})
_ILL_NOW = 3  # which pupil of 7А
_REPEATED = "Повторение пройденного материала"


class Held(NamedTuple):
    """A lesson that was held, with its planned topic."""

    id: int
    course: int
    day: dt.date
    number: int
    ends: dt.time | None
    title: str | None
    kind: int | None
    homework: str | None


class ClassYear:
    """The entries of one class from the first day to today."""

    def __init__(self, world: World, name: str, sums: Sums) -> None:
        self.world, self.name, self.sums = world, name, sums
        self.grade = grade_of(name)
        self.chance = world.chance_of("entries", name)
        self.abilities = Abilities(world.chance_of("abilities", name))
        self.kinds = {kind.id: kind for kind in world.kinds.values()}
        self.taught = {c.id: t for t, c in world.courses.items() if t.school_class == name}
        self.missed = self._missed()
        self.book = Book()

    def fill(self) -> int:
        """Fill the lessons that were held; returns how many rows were written."""
        for lesson in _held(self.taught, self.world.today):
            if self._is_filled(lesson):
                self._fill_lesson(lesson)
        return self.book.write()

    def _missed(self) -> dict[int, Days]:
        today = self.world.today
        days = self.world.demo.days(self.grade, days_of(self.name), self.world.year.starts, today)
        chance = self.world.chance_of("absences", self.name)
        members = self.world.members[self.name]
        missed = {member.pupil_id: missed_days(days, today, chance) for member in members}
        if self.name == HOME_CLASS:  # somebody is ill in the week that is looked at first
            missed[members[_ILL_NOW].pupil_id] |= dict.fromkeys(days[-3:], AbsenceKind.UNKNOWN)
        return missed

    def _is_filled(self, lesson: Held) -> bool:
        age = self._age(lesson)
        if age == 0:
            return lesson.number <= _FILLED_TODAY
        return age > _FRESH or self.chance.random() > _FORGOTTEN

    def _is_set(self, lesson: Held) -> bool:
        """Homework that was forgotten is noticed and entered within a week."""
        return self.chance.random() > _WITHOUT_HOMEWORK or self._age(lesson) > _FRESH

    def _fill_lesson(self, lesson: Held) -> None:
        taught = self.taught[lesson.course]
        present, absent = self._attendance(lesson, taught)
        marked = self.grade > 1
        self.book.topic(
            lesson, lesson.title or _REPEATED, no_homework=marked and not lesson.homework
        )
        if marked and lesson.homework and self._is_set(lesson):
            at = dt.datetime.combine(lesson.day, lesson.ends or dt.time(15), clock.now().tzinfo)
            self.book.homework(lesson, lesson.homework, at)
        if marked and self._age(lesson) > 0 and taught.subject not in WITHOUT_MARKS:
            self._set_marks(lesson, taught, present, absent)

    def _attendance(self, lesson: Held, taught: Taught) -> tuple[list[Pupil], list[Pupil]]:
        """Record who is absent or late; returns who was there and who was not."""
        present: list[Pupil] = []
        absent: list[Pupil] = []
        for pupil in _enrolled(self.world.group_of(taught), lesson.day):
            kind, minutes = self.missed[pupil.id].get(lesson.day), None
            if kind is None:
                there = missed_lesson(lesson.day, lesson.number, self.world.today, self.chance)
                kind, minutes = there or (None, None)
            if kind:
                self.book.absence(lesson, pupil.id, kind, minutes)
            (present if kind is None or minutes else absent).append(pupil)
        return present, absent

    def _set_marks(
        self, lesson: Held, taught: Taught, present: list[Pupil], absent: list[Pupil]
    ) -> None:
        if taught.subject == PE and not lesson.kind:  # works are done in theory, too
            present = [pupil for pupil in present if pupil.medical_group not in _EXEMPT]
        if lesson.kind:
            self._mark_work(lesson, taught, present, absent)
            return
        codes = ["О", "Д"] if self.chance.random() < _TWO_MARKS else ["О"]
        for code in codes:
            kind = self.world.kinds[code]
            task = self.book.task(lesson, kind)
            for pupil in answering(present, self.chance):
                self._mark(lesson, task, kind, pupil, taught)

    def _mark_work(
        self, lesson: Held, taught: Taught, present: list[Pupil], absent: list[Pupil]
    ) -> None:
        """Nearly all who were there have a mark; some of the others a debt."""
        kind = self.kinds[lesson.kind or 0]
        task = self.book.task(lesson, kind)
        if kind.needs_week and self._age(lesson) < _FRESH:
            return  # essays are still being read
        skipped = _SKIPPED_WORK if self._is_unfinished(lesson, kind) else 0
        for pupil in present:
            if self.chance.random() >= skipped:
                self._mark(lesson, task, kind, pupil, taught)
        for pupil in absent if kind.written else ():
            value = missed_work(self._age(lesson), self.chance)
            if value:
                self._add(lesson, task, kind, pupil, value)

    def _is_unfinished(self, lesson: Held, kind: WorkKind) -> bool:
        """Written works are marked by the next lesson but for a few; other works need not be."""
        unlucky = self.chance.random() < _UNFINISHED
        return not kind.written or (unlucky and self._age(lesson) <= _FRESH)

    def _mark(self, lesson: Held, task: Any, kind: WorkKind, pupil: Pupil, taught: Taught) -> None:
        ability = self.abilities.of(pupil.id, lesson.course)
        value = mark(ability, self.chance, pass_only=taught.subject == PROJECT)
        self._add(lesson, task, kind, pupil, value)

    def _add(self, lesson: Held, task: Any, kind: WorkKind, pupil: Pupil, value: str) -> None:
        self.book.mark(lesson, task, pupil.id, value)
        period = _period_on(self.world.periods, self.grade, lesson.day)
        if period:
            self.sums.add(lesson.course, period.id, pupil.id, value, kind.weight)

    def _age(self, lesson: Held) -> int:
        return (self.world.today - lesson.day).days


def _held(courses: Iterable[int], last: dt.date) -> list[Held]:
    wanted = (
        select(
            Lesson.id,
            Lesson.course_id,
            Lesson.day,
            Lesson.number,
            Lesson.ends,
            PlanTopic.title,
            PlanTopic.work_kind_id,
            PlanTopic.homework,
        )
        .join(Lesson.course)
        .outerjoin(PlanTopic, PlanTopic.id == Lesson.plan_topic_id)
        .where(Course.id.in_(courses), Lesson.day <= last, Lesson.status == LessonStatus.HELD)
        .order_by(Lesson.day, Lesson.number, Lesson.id)
    )
    return [Held(*row) for row in db.session.execute(wanted)]


def _period_on(periods: Sequence[GradingPeriod], grade: int, day: dt.date) -> GradingPeriod | None:
    """The quarter or half-year of a grade that holds the day."""
    for period in periods:
        own = period.kind.is_part and period.first_grade <= grade <= period.last_grade
        if own and period.starts <= day <= period.ends:
            return period
    return None


def _enrolled(
    stays: Sequence[ClassMembership] | Sequence[SubgroupMembership], on: dt.date
) -> list[Pupil]:
    """Pupils whose stay in the class or group holds the day."""
    return [s.pupil for s in stays if s.since <= on and (s.until is None or on <= s.until)]
