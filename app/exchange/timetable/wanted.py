"""What the journal would hold if it were as the file says: courses, their teachers, slots."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from flask_babel import gettext as _

from app.exchange.timetable.change import CourseKey, Ref, WantedSlot
from app.exchange.timetable.document import Document, LessonItem, Part, Placement
from app.exchange.timetable.matching import Matches
from app.exchange.timetable.stored import Stored
from app.school.enums import PeriodKind
from app.timetable.enums import WeekKind
from app.timetable.rules.due import week_kind

Span = tuple[dt.date, dt.date | None]
_TERMS = {4: PeriodKind.QUARTER, 2: PeriodKind.HALF_YEAR}
_OTHER_WEEK = {WeekKind.A: WeekKind.B, WeekKind.B: WeekKind.A, WeekKind.EVERY: WeekKind.EVERY}


@dataclass
class Wanted:
    """Courses with hours a week (None: the file does not say) and teachers; slots; remarks."""

    hours: dict[CourseKey, Decimal | None] = field(default_factory=dict)
    teachers: dict[CourseKey, dict[Ref, None]] = field(default_factory=dict)
    slots: list[WantedSlot] = field(default_factory=list)
    problems: dict[str, None] = field(default_factory=dict)


def wanted_timetable(
    document: Document, found: Matches, usable: Mapping[str, bool], stored: Stored
) -> Wanted:
    """Courses and slots of the document; `usable` tells which teachers can be entered."""
    return _Builder(document, found, usable, stored).build()


class _Builder:
    def __init__(
        self, document: Document, found: Matches, usable: Mapping[str, bool], stored: Stored
    ) -> None:
        self.document, self.found, self.usable, self.stored = document, found, usable, stored
        self.lessons = {lesson.key: lesson for lesson in document.lessons}
        self.wanted = Wanted()
        self.swap = bool(document.starts) and _is_week_b(stored, document.starts)

    def build(self) -> Wanted:
        """Everything that the document wants."""
        for lesson in self.document.lessons:
            self._add_courses(lesson)
        slots = [slot for placement in self.document.placements for slot in self._slots(placement)]
        self.wanted.slots = list(_merged(slots))
        return self.wanted

    def _add_courses(self, lesson: LessonItem) -> None:
        for part in lesson.parts:
            key = self._course(lesson, part)
            before = self.wanted.hours.get(key)
            told = Decimal(str(lesson.hours)).quantize(Decimal("0.1")) if lesson.hours else None
            self.wanted.hours[key] = (before or 0) + told if told is not None else before
            teachers = self.wanted.teachers.setdefault(key, {})
            teachers.update(dict.fromkeys(self._teachers(lesson)))

    def _course(self, lesson: LessonItem, part: Part) -> CourseKey:
        group = None if part.group is None else _ref(self.found.groups, part.group)
        return (
            _ref(self.found.classes, part.class_key),
            _ref(self.found.subjects, lesson.subject),
            group,
        )

    def _teachers(self, lesson: LessonItem) -> list[Ref]:
        return [_ref(self.found.staff, key) for key in lesson.teachers if self.usable[key]]

    def _slots(self, placement: Placement) -> Iterator[WantedSlot]:
        """One slot for each class or group, weekday, number and span of dates."""
        lesson = self.lessons[placement.lesson]
        week = WeekKind(placement.weeks.value)
        week = _OTHER_WEEK[week] if self.swap else week
        room = _ref(self.found.rooms, placement.rooms[0]) if placement.rooms else None
        for part in lesson.parts:
            for weekday, number in placement.places():
                for first, last in self._spans(placement):
                    yield WantedSlot(
                        course=self._course(lesson, part),
                        weekday=weekday,
                        number=number,
                        week=week,
                        room=room,
                        teachers=frozenset(self._teachers(lesson)),
                        first=first,
                        last=last,
                        joint=lesson.key if len(lesson.parts) > 1 else None,
                        shift=placement.shift,
                    )

    def _spans(self, placement: Placement) -> list[Span]:
        """From `since` to the end of the year, or the terms of the placement after `since`."""
        since = self.stored.since
        if not placement.terms:
            return [(since, None)]
        kind = _TERMS.get(len(placement.terms))
        periods = {p.number: p for p in self.stored.periods if p.kind == kind}
        held = [number for number, bit in enumerate(placement.terms, 1) if bit == "1"]
        if not all(number in periods for number in held):
            self.wanted.problems[
                _(
                    "Lessons of a part of the year (%(terms)s) are taken for the whole year: the"
                    " journal has no such grading periods.",
                    terms=placement.terms,
                )
            ] = None
            return [(since, None)]
        spans = [(periods[number].starts, periods[number].ends) for number in held]
        return [(max(first, since), last) for first, last in spans if last >= since]


def _ref(ids: Mapping[str, int | None], key: str) -> Ref:
    row_id = ids[key]
    return key if row_id is None else row_id


def _is_week_b(stored: Stored, monday: dt.date | None) -> bool:
    """A file of two named weeks begins with the year's week B: its first week is B here."""
    return monday is not None and week_kind(stored.year.starts, monday) is WeekKind.B


def _merged(slots: Sequence[WantedSlot]) -> Iterator[WantedSlot]:
    """A course is in one place once: teachers come together, weeks A and B make every week."""
    places: dict[tuple[object, ...], list[WantedSlot]] = defaultdict(list)
    for slot in slots:
        places[(slot.course, slot.weekday, slot.number, slot.first, slot.last)].append(slot)
    for same in places.values():
        by_week: dict[WeekKind, WantedSlot] = {}
        for slot in same:
            known = by_week.get(slot.week)
            teachers = slot.teachers | known.teachers if known else slot.teachers
            by_week[slot.week] = replace(known or slot, teachers=teachers)
        yield from _whole_weeks(by_week)


def _whole_weeks(by_week: Mapping[WeekKind, WantedSlot]) -> list[WantedSlot]:
    every, a, b = (by_week.get(week) for week in (WeekKind.EVERY, WeekKind.A, WeekKind.B))
    if every:
        return [every]
    if a and b and replace(a, week=WeekKind.B) == b:
        return [replace(a, week=WeekKind.EVERY)]
    return list(by_week.values())
