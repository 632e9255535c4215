"""The neutral form of a timetable file: what was read, and what could not be taken and why."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Weeks(StrEnum):
    """In which weeks a placement holds; the codes are those of the timetable."""

    EVERY = "every"
    A = "a"
    B = "b"

    def meets(self, other: "Weeks") -> bool:
        """True when there is a week in which both hold."""
        return self is Weeks.EVERY or other is Weeks.EVERY or self is other


@dataclass(frozen=True)
class ClassItem:
    """A class of the file. `grade` is None when neither a field nor the name tells it."""

    key: str
    name: str
    grade: int | None
    teacher: str | None = None  # class teacher: key of a `TeacherItem`


@dataclass(frozen=True)
class TeacherItem:
    """A teacher of the file, by the parts of the name; initials stay initials."""

    key: str
    last: str
    first: str
    middle: str

    @property
    def name(self) -> str:
        """«Иванова Анна Петровна»."""
        return " ".join(filter(None, (self.last, self.first, self.middle)))


@dataclass(frozen=True)
class SubjectItem:
    """A subject of the file; subjects may share a short name."""

    key: str
    name: str
    short: str


@dataclass(frozen=True)
class RoomItem:
    """A room of the file."""

    key: str
    name: str
    seats: int | None = None


@dataclass(frozen=True)
class GroupItem:
    """A part of a class. Groups of one `division` share no pupil; empty: not known."""

    key: str
    class_key: str
    name: str
    division: str = ""


@dataclass(frozen=True)
class Part:
    """Who attends: a whole class (`group` is None) or one group of it."""

    class_key: str
    group: str | None = None


@dataclass(frozen=True)
class LessonItem:
    """What is taught to whom by whom; several parts make a joint lesson."""

    key: str
    subject: str
    parts: tuple[Part, ...]
    teachers: tuple[str, ...]
    hours: float | None = None  # a week, as the file declares


@dataclass(frozen=True)
class Placement:
    """A card of the grid: a lesson on weekdays (1 is Monday), at numbers one after another."""

    lesson: str
    weekdays: tuple[int, ...]
    numbers: tuple[int, ...]
    rooms: tuple[str, ...] = ()
    weeks: Weeks = Weeks.EVERY
    terms: str = ""  # «0100»: only in the second of four terms; empty: the whole year
    shift: int = 1

    def places(self) -> Iterator[tuple[int, int]]:
        """Each weekday with each lesson number."""
        for weekday in self.weekdays:
            for number in self.numbers:
                yield weekday, number

    def meets(self, other: "Placement") -> bool:
        """True when both are held in some week of some term."""
        apart = len(self.terms) == len(other.terms) and not any(
            a == b == "1" for a, b in zip(self.terms, other.terms, strict=True)
        )
        return self.weeks.meets(other.weeks) and not (self.terms and apart)


@dataclass(frozen=True)
class Bell:
    """When a lesson number of a shift begins and ends."""

    number: int
    starts: dt.time
    ends: dt.time
    shift: int = 1


@dataclass(frozen=True)
class Skipped:
    """Something of the file that was not taken: what, why, and how much of the counts it is."""

    what: str
    reason: str
    lessons: int = 0
    placements: int = 0


@dataclass(frozen=True)
class Document:
    """A timetable file as it was understood; nothing of it is dropped without a line."""

    kind: str
    encoding: str = ""
    classes: tuple[ClassItem, ...] = ()
    teachers: tuple[TeacherItem, ...] = ()
    subjects: tuple[SubjectItem, ...] = ()
    rooms: tuple[RoomItem, ...] = ()
    groups: tuple[GroupItem, ...] = ()
    lessons: tuple[LessonItem, ...] = ()
    placements: tuple[Placement, ...] = ()
    bells: tuple[Bell, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = field(default=(1, 2, 3, 4, 5, 6, 7))  # what the file speaks of
    starts: dt.date | None = None  # the week that the file is of, if it is of one

    def counts(self) -> dict[str, int]:
        """How many of each kind were taken."""
        names = ("classes", "teachers", "subjects", "rooms", "groups", "lessons", "placements")
        return {name: len(getattr(self, name)) for name in names}
