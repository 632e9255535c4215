"""Lessons that follow from the slots of the timetable and the calendar of a class [S1 S5]."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.school.rules.calendar import Calendar, SchoolDay, school_days
from app.timetable.enums import WeekKind

Times = tuple[dt.time, dt.time]
_WEEK = 7


@dataclass(frozen=True)
class Teaching:
    """A teacher teaches the course from `since` to `until`, both days included [P2]."""

    staff: int
    since: dt.date
    until: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        """True when the assignment is in force on the date."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class WeeklySlot:
    """A weekly place of a course; `teachers` are those named by the slot itself, if any."""

    slot: int
    course: int
    weekday: int
    number: int
    valid_from: dt.date
    valid_to: dt.date | None = None
    week: WeekKind = WeekKind.EVERY
    room: int | None = None
    teachers: tuple[int, ...] = ()
    teaching: tuple[Teaching, ...] = ()


@dataclass(frozen=True)
class ClassDay:
    """What the class brings: grade, days of its week, bells on usual and on shortened days."""

    grade: int
    week_days: int
    bells: Mapping[int, Times] = field(default_factory=dict)
    short_bells: Mapping[int, Times] = field(default_factory=dict)

    def times(self, number: int, *, shortened: bool) -> tuple[dt.time | None, dt.time | None]:
        """Beginning and end of a numbered lesson; usual bells where no shortened ones exist."""
        usual = self.bells.get(number)
        return (self.short_bells.get(number) if shortened else None) or usual or (None, None)


@dataclass(frozen=True)
class Due:
    """A lesson that the timetable wants to be held."""

    course: int
    day: dt.date
    number: int
    slot: int
    room: int | None
    teacher: int | None
    starts: dt.time | None
    ends: dt.time | None


def week_kind(year_starts: dt.date, on: dt.date) -> WeekKind:
    """Week A or B of a date; A is the week of the year's first Monday, then they alternate [S5]."""
    first_monday = year_starts + dt.timedelta(days=(1 - year_starts.isoweekday()) % _WEEK)
    return WeekKind.B if (on - first_monday).days // _WEEK % 2 else WeekKind.A


def due_lessons(
    calendar: Calendar,
    slots: Sequence[WeeklySlot],
    facts: ClassDay,
    first: dt.date,
    last: dt.date,
) -> Iterator[Due]:
    """Lessons of one class from `first` to `last`: days off skipped, moved days honoured [S5]."""
    by_weekday: dict[int, list[WeeklySlot]] = {}
    for slot in slots:
        by_weekday.setdefault(slot.weekday, []).append(slot)
    seen = set()
    for day in school_days(calendar, first, last, grade=facts.grade, week_days=facts.week_days):
        kind = week_kind(calendar.starts, day.on)
        for slot in by_weekday.get(day.weekday, ()):
            place = (slot.course, day.on, slot.number)
            if place not in seen and slot_holds(slot, day.on, kind):
                seen.add(place)
                yield _due(slot, day, facts)


def slot_holds(slot: WeeklySlot, on: dt.date, kind: WeekKind) -> bool:
    """True when the slot is in force on the date in a week of this kind [S5]."""
    in_force = slot.valid_from <= on and (slot.valid_to is None or on <= slot.valid_to)
    return in_force and slot.week in {WeekKind.EVERY, kind}


def _due(slot: WeeklySlot, day: SchoolDay, facts: ClassDay) -> Due:
    starts, ends = facts.times(slot.number, shortened=day.shortened)
    teacher = teacher_on(slot, day.on)
    return Due(slot.course, day.on, slot.number, slot.slot, slot.room, teacher, starts, ends)


def teacher_on(slot: WeeklySlot, on: dt.date) -> int | None:
    """Who gives the lesson: the slot's teacher if assigned then, else the assigned one [P2]."""
    assigned = [teaching.staff for teaching in slot.teaching if teaching.holds(on)]
    named = [staff for staff in slot.teachers if staff in assigned]
    return next(iter([*named, *assigned, *slot.teachers]), None)
