"""Who is absent now and who was today, and which lessons nobody has marked [T4]."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.attendance.enums import AbsenceKind
from app.core.text import Labelled


class Marked(Labelled):
    """How far attendance of a class was noted today."""

    NO_LESSONS = "no_lessons", _l("no lessons today")
    AHEAD = "ahead", _l("the lessons have not begun")
    NOT_MARKED = "not_marked", _l("not marked yet")
    PARTLY = "partly", _l("not all lessons are marked")
    MARKED = "marked", _l("marked")


@dataclass(frozen=True)
class DayLesson:
    """A held lesson of today as the rules know it.

    `noted`: it has a topic, an absence or a mark. Everybody present and nothing entered cannot be
    told from a forgotten lesson: it counts as not marked until the topic is there. Of a lesson
    that has not begun neither a topic nor an absence written ahead tells who is there now.
    """

    number: int
    subgroup_id: int | None
    begun: bool
    over: bool
    noted: bool


@dataclass(frozen=True)
class PupilDay:
    """A pupil with something noted today.

    `now`: absent in the last lesson in which attendance was noted, then `since` is the first one
    missed without a break; `numbers` all missed lessons; `kinds` by lesson, lateness too.
    """

    now: bool
    since: int | None
    numbers: Sequence[int]
    kinds: Mapping[int, AbsenceKind]

    @property
    def kind(self) -> AbsenceKind | None:
        """The reason noted last."""
        return self.kinds[self.numbers[-1]] if self.numbers else None


def begun_and_over(starts: dt.time | None, ends: dt.time | None, now: dt.time) -> tuple[bool, bool]:
    """Whether a lesson of today has begun and is over; without times it has and is."""
    return starts is None or starts <= now, ends is None or ends <= now


def pupil_day(
    kinds: Mapping[int, AbsenceKind],
    lessons: Sequence[DayLesson],
    subgroups: Collection[int],
    gone: Collection[int] = (),
) -> PupilDay:
    """A pupil's day from what was noted of them, in the lessons of their subgroups [T4].

    `gone`: lessons whose teacher knows that the pupil is away until the end of the day: that
    nobody noted it in a later one does not bring the pupil back, only another entry does [T1].
    """
    begun = [one for one in lessons if one.begun]
    own = [one for one in begun if one.subgroup_id is None or one.subgroup_id in subgroups]
    said = {one.number for one in begun} & set(kinds)
    noted = sorted({one.number for one in own if one.noted} | said, reverse=True)
    left = max(said, default=0)
    if left in gone:
        noted = [number for number in noted if number <= left]
    missed = sorted(number for number, kind in kinds.items() if kind != AbsenceKind.LATE)
    since = None
    for number in noted:
        if number not in missed:
            break
        since = number
    return PupilDay(since is not None, since, missed, kinds)


def marked(lessons: Sequence[DayLesson]) -> Marked:
    """How far the attendance of a class was noted [T4]."""
    if not lessons:
        return Marked.NO_LESSONS
    begun = [one for one in lessons if one.begun]
    if not begun:
        return Marked.AHEAD
    if not any(one.noted for one in begun):
        return Marked.NOT_MARKED
    return Marked.PARTLY if unmarked(lessons) else Marked.MARKED


def unmarked(lessons: Sequence[DayLesson]) -> list[int]:
    """Numbers of the lessons that are over and have no entry at all [T4]."""
    return sorted({one.number for one in lessons if one.over and not one.noted})


def numbers_text(numbers: Sequence[int]) -> str:
    """«1–3, 5» of the numbers 1, 2, 3 and 5."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{p[0]}–{p[-1]}" if len(p) > 1 else str(p[0]) for p in parts)


def reason_text(kind: AbsenceKind | None, known: Any) -> Any:
    """The reason noted; while it is unknown, what is known elsewhere (label, source)."""
    if kind == AbsenceKind.UNKNOWN:
        return f"{known.kind.label}, {known.text}" if known else _l("no reason is known")
    return kind.label if kind else ""
