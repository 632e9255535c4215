"""Which bell schedule a class follows [S1]."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Times = tuple[dt.time, dt.time]


@dataclass(frozen=True)
class Bells:
    """Bells of a shift for the classes `first_grade`…`last_grade`: lesson number → from, to."""

    shift: int
    times: Mapping[int, Times]
    shortened: bool = False
    first_grade: int = 1
    last_grade: int = 11


def bells_for(
    schedules: Sequence[Bells], *, shift: int | None, grade: int, shortened: bool
) -> Mapping[int, Times]:
    """The bells of a class; the narrower range of grades wins [S1].

    A class without a shift follows the first one. No fitting schedule: no times.
    """
    kept = [s for s in schedules if s.shortened == shortened]
    wanted = shift if shift is not None else min((s.shift for s in schedules), default=None)
    fitting = [s for s in kept if s.shift == wanted and s.first_grade <= grade <= s.last_grade]
    best = min(fitting, key=lambda s: s.last_grade - s.first_grade, default=None)
    return best.times if best else {}
