"""Whether a result of a period is justified by the marks it is made of [R2]."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

_FEW_HOURS = 2  # a week: up to these a few marks are enough


@dataclass(frozen=True)
class Least:
    """How many marks the school asks for: up to two hours a week, and above."""

    few: int = 3
    many: int = 5


class Basis(NamedTuple):
    """What a pupil's result of a period rests on.

    `marks`: how many; `written`: how many of them for written works; `works`: written works that
    the course had in the period. `hours`: of the course in a week, None where it is not known.
    """

    marks: int
    written: int
    works: int
    hours: Decimal | None = None


def marks_needed(hours: Decimal | None, least: Least) -> int:
    """How many marks a result needs at these hours a week [R2]."""
    return least.few if hours is None or hours <= _FEW_HOURS else least.many


def justification_faults(basis: Basis, least: Least) -> list[Fault]:
    """What a result lacks: marks, or one for a written work where there was one [R2].

    Nothing here refuses a result: it is shown while it can still be mended.
    """
    faults = []
    needed = marks_needed(basis.hours, least)
    if basis.marks < needed:
        text = _l("Marks: %(marks)s of %(needed)s.", marks=basis.marks, needed=needed)
        faults.append(Fault(text))
    if basis.works and not basis.written:
        faults.append(Fault(_l("No mark for a written work.")))
    return faults
