"""Who can take a lesson whose teacher is away, best first [S7]."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault


@dataclass(frozen=True)
class Candidate:
    """A teacher who is free at the lesson's time; `lessons`: how many the day has for them."""

    staff: int
    name: str
    teaches_subject: bool = False
    knows_class: bool = False
    lessons: int = 0

    @property
    def why(self) -> Any:
        """What speaks for the teacher, in a word or two."""
        if self.teaches_subject:
            return _l("teaches the subject")
        return _l("knows the class") if self.knows_class else _l("free at this time")


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those of the subject first, then those who know the class, then the least busy [S7]."""
    return sorted(
        candidates,
        key=lambda c: (not c.teaches_subject, not c.knows_class, c.lessons, c.name),
    )


def substitution_faults(
    *, cancelled: bool, free: bool, own: bool, away: bool, joint: bool = False
) -> list[Fault]:
    """Why a teacher cannot take a lesson: it is cancelled, theirs, they are busy or away [S7].

    `joint`: the lesson is held together with the one that keeps the teacher busy.
    """
    wrong = {
        _l("The lesson is cancelled: nobody can take it."): cancelled,
        _l("This is the teacher of the lesson."): own,
        _l("This teacher is away on that day."): away,
        _l("This teacher has another lesson at that time."): not free and not joint,
    }
    return [Fault(text, "substitute") for text, holds in wrong.items() if holds]


def swap_faults(*, same_lesson: bool, same_class: bool, held: bool, records: bool) -> list[Fault]:
    """Why two lessons cannot change places [S7]."""
    wrong = {
        _l("Choose two different lessons."): same_lesson,
        _l("Only lessons of one class can change places."): not same_class,
        _l("A cancelled lesson cannot change places."): not held,
        _l("A lesson with records stays where it was held."): records,
    }
    return [Fault(text) for text, holds in wrong.items() if holds]


def merge_faults(*, same_lesson: bool, same_time: bool, held: bool) -> list[Fault]:
    """Why one teacher cannot hold two lessons together [S7]."""
    wrong = {
        _l("Choose two different lessons."): same_lesson,
        _l("Lessons that are merged are held at the same time."): not same_time,
        _l("A cancelled lesson cannot be merged."): not held,
    }
    return [Fault(text) for text, holds in wrong.items() if holds]
