"""The scale of a work: from points to a mark [R5]."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

WHOLE = 100  # per cent


@dataclass(frozen=True)
class Scale:
    """The least points, or per cent of the maximum, for “5”, “4” and “3”; below is “2”."""

    five: int | None
    four: int | None
    three: int | None
    by_percent: bool = False

    @property
    def steps(self) -> Mapping[str, int | None]:
        """Marks with their least figure, the best first."""
        return {"5": self.five, "4": self.four, "3": self.three}


def mark_for(scale: Scale, points: int, maximum: int) -> str:
    """The mark for so many points of `maximum`."""
    reached = points * WHOLE if scale.by_percent else points
    unit = maximum if scale.by_percent else 1
    marks = (mark for mark, least in scale.steps.items() if least and reached >= least * unit)
    return next(marks, "2")


def scale_faults(scale: Scale, maximum: int) -> list[Fault]:
    """What is wrong with a scale: incomplete, not falling, out of reach."""
    known = [least for least in scale.steps.values() if least is not None]
    if len(known) < len(scale.steps) or min(known) < 1:
        return [Fault(_l("Write from how much “5”, “4” and “3” are given: whole numbers above 0."))]
    if not _falls(known):
        return [Fault(_l("The scale must fall: for “5” more than for “4”, for “4” more than “3”."))]
    most = WHOLE if scale.by_percent else maximum
    if known[0] > most:
        return [Fault(_l("“5” is out of reach: the most there can be is %(most)s.", most=most))]
    return []


def _falls(known: Sequence[int]) -> bool:
    return all(high > low for high, low in pairwise(known))
