"""Two slots that cannot both be held: same teacher, room or pupils at the same time [S5]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.school.rules.weekdays import WEEKDAYS
from app.timetable.enums import WeekKind


class ClashKind(StrEnum):
    """What two slots both want."""

    TEACHER = "teacher"
    ROOM = "room"
    CLASS = "class"


@dataclass(frozen=True)
class Named:
    """A teacher, room or class: any key of the caller's, and its name for people."""

    key: Hashable
    name: str


@dataclass(frozen=True)
class Placement:
    """A slot with all that a clash depends on.

    `key` tells slots apart, `what` is the subject with its group for the text; no `subgroup`
    means the whole class. `starts`/`ends` are the bells of the class, if it has any. Placements
    with the same `joint` are one lesson of several classes by the caller's knowledge; `gym` marks
    physical education, whose rooms several classes share.
    """

    key: Hashable
    school_class: Named
    what: str
    subject: Hashable
    weekday: int
    number: int
    valid_from: dt.date
    valid_to: dt.date | None = None
    week: WeekKind = WeekKind.EVERY
    starts: dt.time | None = None
    ends: dt.time | None = None
    teachers: tuple[Named, ...] = ()
    room: Named | None = None
    division: Hashable = None
    subgroup: Hashable = None
    joint: Hashable = None
    gym: bool = False

    def in_week(self, week: WeekKind) -> "Placement":
        """The same in weeks of this kind."""
        return replace(self, week=week)


@dataclass(frozen=True)
class Clash:
    """`name` is the teacher, room or class that both placements want."""

    kind: ClashKind
    name: str
    one: Placement
    other: Placement

    @property
    def text(self) -> Any:
        """Who, where and when, for a person."""
        return _TEXTS[self.kind] % {
            "name": self.name,
            "when": when(self.one),
            "one": _who(self.one),
            "other": _who(self.other),
        }


_TEXTS = {
    ClashKind.TEACHER: _l("%(when)s: teacher %(name)s is needed twice: %(one)s and %(other)s."),
    ClashKind.ROOM: _l("%(when)s: room %(name)s is taken twice: %(one)s and %(other)s."),
    ClashKind.CLASS: _l("%(when)s: class %(name)s has two lessons: %(one)s and %(other)s."),
}


def clashes(new: Sequence[Placement], existing: Sequence[Placement] = ()) -> list[Clash]:
    """Clashes among `new` and between `new` and `existing`; each pair and reason once [S5]."""
    fresh = {placement.key for placement in new}
    rest = [placement for placement in existing if placement.key not in fresh]
    found = []
    for wanted in _by_resource([*new, *rest]).values():
        for index, one in enumerate(wanted):
            found += [c for other in wanted[index + 1 :] for c in _clash(one, other, fresh)]
    return sorted(dict.fromkeys(found), key=_order)


def same_time(one: Placement, other: Placement) -> bool:
    """True when both are held at the same real time on some date.

    Bells decide where both have them (two shifts number their lessons alike), else the number.
    """
    return (
        one.weekday == other.weekday
        and (WeekKind.EVERY in (one.week, other.week) or one.week == other.week)
        and one.valid_from <= (other.valid_to or dt.date.max)
        and other.valid_from <= (one.valid_to or dt.date.max)
        and _hours_overlap(one, other)
    )


def share_pupils(one: Placement, other: Placement) -> bool:
    """True unless the classes differ or the subgroups are two of one division [S4]."""
    if one.school_class.key != other.school_class.key:
        return False
    apart = one.subgroup is not None and other.subgroup is not None
    return not (apart and one.division == other.division and one.subgroup != other.subgroup)


def joint_lesson(one: Placement, other: Placement) -> bool:
    """True when several classes have one lesson together.

    So the caller says, or the same teachers teach them the same subject in the same room.
    """
    if one.joint is not None and one.joint == other.joint:
        return True
    return (
        one.school_class.key != other.school_class.key
        and one.subject == other.subject
        and one.room is not None
        and one.room.key == (other.room and other.room.key)
        and {t.key for t in one.teachers} == {t.key for t in other.teachers}
    )


def when(placement: Placement) -> Any:
    """«Понедельник, 3-й урок (10:20–11:00), неделя А»."""
    parts = [
        str(WEEKDAYS[placement.weekday]).capitalize(),
        str(_l("%(number)s. lesson", number=placement.number)),
    ]
    if placement.starts and placement.ends:
        parts[-1] += f" ({placement.starts:%H:%M}–{placement.ends:%H:%M})"
    if placement.week != WeekKind.EVERY:
        parts.append(str(placement.week.label))
    return ", ".join(parts)


def _by_resource(placements: Iterable[Placement]) -> dict[Hashable, list[Placement]]:
    """Placements by weekday and what they want: only those can clash."""
    wanted: dict[Hashable, list[Placement]] = defaultdict(list)
    for p in placements:
        wanted[(p.weekday, ClashKind.CLASS, p.school_class.key)].append(p)
        for teacher in p.teachers:
            wanted[(p.weekday, ClashKind.TEACHER, teacher.key)].append(p)
        if p.room:
            wanted[(p.weekday, ClashKind.ROOM, p.room.key)].append(p)
    return wanted


def _clash(one: Placement, other: Placement, fresh: set[Hashable]) -> Iterator[Clash]:
    if one.key == other.key or not {one.key, other.key} & fresh or not same_time(one, other):
        return
    if share_pupils(one, other):
        yield Clash(ClashKind.CLASS, one.school_class.name, one, other)
    if joint_lesson(one, other):
        return
    their = {teacher.key for teacher in other.teachers}
    for teacher in one.teachers:
        if teacher.key in their:
            yield Clash(ClashKind.TEACHER, teacher.name, one, other)
    if one.room and other.room and one.room.key == other.room.key and not (one.gym and other.gym):
        yield Clash(ClashKind.ROOM, one.room.name, one, other)


def _hours_overlap(one: Placement, other: Placement) -> bool:
    if one.starts and one.ends and other.starts and other.ends:
        return one.starts < other.ends and other.starts < one.ends
    return one.number == other.number


def _who(placement: Placement) -> str:
    return f"{placement.school_class.name} {placement.what}"


def _order(clash: Clash) -> tuple[int, int, str, str]:
    return (clash.one.weekday, clash.one.number, clash.kind, clash.name)
