"""Slots of both sides in words, and as the clash rules want them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.exchange.timetable.change import CourseKey, Ref, SlotText, WantedSlot
from app.exchange.timetable.compare import course_key
from app.exchange.timetable.document import Document
from app.exchange.timetable.matching import Matches
from app.exchange.timetable.names import match_key
from app.exchange.timetable.stored import Stored
from app.timetable.models import Slot
from app.timetable.rules.clashes import Named, Placement

_GYM = ("физическаякультура", "физкультура", "физра", "фiзкультура", "фізкультура")


def is_physical_education(name: str) -> bool:
    """True for the names under which physical education is taught [J7]."""
    return match_key(name).startswith(_GYM)


@dataclass(frozen=True)
class Naming:
    """Names by reference: an id of the journal or a key of the file."""

    classes: Mapping[Ref, str]
    subjects: Mapping[Ref, str]
    rooms: Mapping[Ref, str]
    staff: Mapping[Ref, str]
    groups: Mapping[Ref, str]
    divisions: Mapping[Ref, str]
    gym: frozenset[Ref]  # subjects that are physical education
    courses: Mapping[int, CourseKey]
    teachers: Mapping[int, frozenset[int]]  # of stored slots
    bells: Mapping[tuple[int, int], tuple[dt.time, dt.time]]  # by shift and number; two shifts only

    def course(self, key: CourseKey) -> str:
        """«Английский язык (1 группа)»."""
        group = f" ({self.groups[key[2]]})" if key[2] is not None else ""
        return f"{self.subjects[key[1]]}{group}"

    def people(self, refs: Iterable[Ref]) -> str:
        """Teachers by name, in alphabetical order."""
        return ", ".join(sorted(self.staff[ref] for ref in refs))

    def of_slot(self, slot: Slot) -> SlotText:
        """A stored slot in words."""
        course = self.courses[slot.course_id]
        return SlotText(
            school_class=self.classes[course[0]],
            weekday=slot.weekday,
            number=slot.lesson_number,
            week=slot.week,
            subject=self.course(course),
            teachers=self.people(self.teachers.get(slot.id, ())),
            room=self.rooms[slot.room_id] if slot.room_id is not None else "",
            first=slot.valid_from,
            last=slot.valid_to,
        )

    def of_wanted(self, want: WantedSlot) -> SlotText:
        """A wanted slot in words."""
        return SlotText(
            school_class=self.classes[want.course[0]],
            weekday=want.weekday,
            number=want.number,
            week=want.week,
            subject=self.course(want.course),
            teachers=self.people(want.teachers),
            room=self.rooms[want.room] if want.room is not None else "",
            first=want.first,
            last=want.last,
        )

    def place_of_slot(self, slot: Slot) -> Placement:
        """A stored slot for the clash rules."""
        course = self.courses[slot.course_id]
        return Placement(
            key=("slot", slot.id),
            weekday=slot.weekday,
            number=slot.lesson_number,
            valid_from=slot.valid_from,
            valid_to=slot.valid_to,
            week=slot.week,
            **self._who(course, self.teachers.get(slot.id, ()), slot.room_id),
        )

    def place_of_wanted(self, index: int, want: WantedSlot) -> Placement:
        """A wanted slot for the clash rules."""
        starts, ends = self.bells.get((want.shift, want.number), (None, None))
        return Placement(
            key=("wanted", index),
            weekday=want.weekday,
            number=want.number,
            valid_from=want.first,
            valid_to=want.last,
            week=want.week,
            starts=starts,
            ends=ends,
            joint=want.joint,
            **self._who(want.course, want.teachers, want.room),
        )

    def _who(self, course: CourseKey, teachers: Iterable[Ref], room: Ref | None) -> dict[str, Any]:
        return {
            "school_class": Named(course[0], self.classes[course[0]]),
            "what": self.course(course),
            "subject": course[1],
            "teachers": tuple(Named(ref, self.staff[ref]) for ref in teachers),
            "room": None if room is None else Named(room, self.rooms[room]),
            "division": None if course[2] is None else self.divisions[course[2]],
            "subgroup": course[2],
            "gym": course[1] in self.gym,
        }


def naming(document: Document, found: Matches, stored: Stored) -> Naming:
    """Names of everything that either side knows; the journal's own where it has the row."""
    gym: set[Ref] = {row.id for row in stored.subjects if row.physical_education}
    gym |= {item.key for item in document.subjects if is_physical_education(item.name)}
    divisions: dict[Ref, str] = {row.id: row.division for row in stored.subgroups}
    divisions |= {found.groups[g.key] or g.key: g.division for g in document.groups}
    shifts = {bell.shift for bell in document.bells}
    return Naming(
        classes=_names(document.classes, stored.classes, lambda row: row.name),
        subjects=_names(document.subjects, stored.subjects, lambda row: row.name),
        rooms=_names(document.rooms, stored.rooms, lambda row: row.name),
        staff=_names(document.teachers, stored.staff, lambda row: row.full_name),
        groups=_names(document.groups, stored.subgroups, lambda row: row.name),
        divisions=divisions,
        gym=frozenset(gym),
        courses={course.id: course_key(course) for course in stored.courses},
        teachers=stored.teachers,
        bells={(b.shift, b.number): (b.starts, b.ends) for b in document.bells}
        if len(shifts) > 1
        else {},
    )


def _names(items: Iterable[Any], rows: Iterable[Any], name_of: Any) -> dict[Ref, str]:
    return {item.key: item.name for item in items} | {row.id: name_of(row) for row in rows}
