"""Of which absences and marks a family hears [T5]."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.attendance.enums import AbsenceKind

FAILING = ("1", "2", "н/зач")


@dataclass(frozen=True)
class Told:
    """A pupil's day of which is told: numbers of the lessons, and that the reason is a bad one."""

    lessons: Sequence[int]
    no_reason: bool


def absence_to_tell(noted: Iterable[tuple[int, AbsenceKind]], *, explained: bool) -> Told | None:
    """Whether a pupil's day is told of; `noted`: lesson numbers with kinds, settled ones [T5].

    Absence without good reason always; an unknown reason unless a paper, a report or a note
    explains the day (`explained`), or another lesson of the day has a good reason.
    """
    by_lesson = sorted(noted)
    bad = [number for number, kind in by_lesson if kind == AbsenceKind.NO_REASON]
    if bad:
        return Told(bad, no_reason=True)
    good = any(kind in {AbsenceKind.ILL, AbsenceKind.EXCUSED} for _number, kind in by_lesson)
    unknown = [number for number, kind in by_lesson if kind == AbsenceKind.UNKNOWN]
    if not unknown or good or explained:
        return None
    return Told(unknown, no_reason=False)
