"""Missed lessons and missed days: one calculation for every screen and report [T1].

A full day is missed when the pupil was absent from all lessons that they should have attended;
late is no absence (rules, «Codes»).
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.attendance.enums import AbsenceKind


@dataclass(frozen=True)
class DayOfAbsence:
    """Lessons of a day from which a pupil was absent with this kind, or for which they were late.

    `expected`: lessons of the day that the pupil should have attended.
    """

    pupil: int
    day: dt.date
    kind: AbsenceKind
    lessons: int
    expected: int

    @property
    def whole(self) -> bool:
        """True when the pupil was absent all day with this kind."""
        return self.kind != AbsenceKind.LATE and self.lessons >= self.expected


@dataclass
class Missed:
    """What a pupil has missed: full days, lessons by kind, and how often they were late.

    `whole`: the full days that were missed for one kind of reason, by kind.
    """

    days: int = 0
    by_kind: Counter[AbsenceKind] = field(default_factory=Counter)
    late: int = 0
    whole: Counter[AbsenceKind] = field(default_factory=Counter)

    @property
    def lessons(self) -> int:
        """All missed lessons."""
        return self.by_kind.total()

    def __add__(self, other: "Missed") -> "Missed":
        return Missed(
            self.days + other.days,
            self.by_kind + other.by_kind,
            self.late + other.late,
            self.whole + other.whole,
        )


def missed(absences: Iterable[DayOfAbsence]) -> dict[int, Missed]:
    """By pupil: what they have missed. Whoever has nothing is not there."""
    found: dict[int, Missed] = defaultdict(Missed)
    absent: Counter[tuple[int, dt.date]] = Counter()
    expected = {}
    for one in absences:
        if one.kind == AbsenceKind.LATE:
            found[one.pupil].late += one.lessons
        else:
            found[one.pupil].by_kind[one.kind] += one.lessons
            found[one.pupil].whole[one.kind] += one.whole
            absent[one.pupil, one.day] += one.lessons
            expected[one.pupil, one.day] = one.expected
    for (pupil, day), lessons in absent.items():
        found[pupil].days += lessons >= expected[pupil, day]
    return dict(found)
