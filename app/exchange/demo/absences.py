"""Which pupil was absent when: illnesses of several days, single days, single lessons [T1]."""

import datetime as dt
import random
from collections.abc import Sequence

from app.attendance.enums import AbsenceKind

_ILL, _EXCUSED, _TRUANT = 0.009, 0.005, 0.0015  # chance of a school day to begin with it
_LONGEST_ILLNESS = 8  # school days
_UNKNOWN_FOR = 3  # days: until the note is brought
_ONE_LESSON, _LATE, _LATE_FOR_FIRST = 0.004, 0.002, 0.015
_SETTLED_AFTER = 10  # days
_SETTLED = 0.8  # of the reasons asked for

Days = dict[dt.date, AbsenceKind]


def missed_days(days: Sequence[dt.date], today: dt.date, chance: random.Random) -> Days:
    """Days that one pupil missed from the first lesson to the last."""
    missed: Days = {}
    position = 0
    while position < len(days):
        length, kind = _what_happens(chance)
        for day in days[position : position + length]:
            missed[day] = kind
        position += length or 1
    return {day: _known_by(kind, day, today, chance) for day, kind in missed.items()}


def missed_lesson(
    day: dt.date, number: int, today: dt.date, chance: random.Random
) -> tuple[AbsenceKind, int | None] | None:
    """What befalls a pupil who is at school: late (with minutes), one lesson missed, or nothing."""
    luck = chance.random()
    late = _LATE_FOR_FIRST if number == 1 else _LATE
    if luck < late:
        return AbsenceKind.LATE, chance.choice((3, 5, 5, 7, 10, 10, 15, 20))
    if luck < late + _ONE_LESSON:
        return _known_by(AbsenceKind.UNKNOWN, day, today, chance), None
    return None


def _what_happens(chance: random.Random) -> tuple[int, AbsenceKind]:
    """How many days from this one on are missed, and why."""
    luck = chance.random()
    if luck < _ILL:
        return chance.randint(2, _LONGEST_ILLNESS), AbsenceKind.ILL
    if luck < _ILL + _EXCUSED:
        return 1, AbsenceKind.EXCUSED
    if luck < _ILL + _EXCUSED + _TRUANT:
        return 1, AbsenceKind.NO_REASON
    return 0, AbsenceKind.UNKNOWN


def _known_by(
    kind: AbsenceKind, day: dt.date, today: dt.date, chance: random.Random
) -> AbsenceKind:
    """Reasons become known after some days; a few never do."""
    age = (today - day).days
    if age <= _UNKNOWN_FOR:
        return AbsenceKind.UNKNOWN
    if kind == AbsenceKind.UNKNOWN and age > _SETTLED_AFTER and chance.random() < _SETTLED:
        return chance.choice((AbsenceKind.EXCUSED, AbsenceKind.NO_REASON))
    return kind
