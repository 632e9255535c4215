"""Results of grading periods: what may be set, and what the average proposes [R1]."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault
from app.journal.rules.cell import (
    DEBT,
    DIGITS,
    EXEMPT,
    FAILED,
    NOT_ATTESTED,
    PASSED,
    Cell,
    parse_cell,
)

VALUES = (*DIGITS, PASSED, FAILED, NOT_ATTESTED, EXEMPT)
_WITHOUT_GRADES = frozenset({PASSED, FAILED, NOT_ATTESTED, EXEMPT})
GRADE_WITHOUT_RESULTS = 1
_TWO = 2


@dataclass(frozen=True, kw_only=True)
class ResultFacts:
    """What the rules must know of the period, the course and the pupil of a result.

    `enrolled`: the pupil is in the course at the period's end, or today while it lasts.
    """

    starts: dt.date
    grade: int
    closed_on: dt.date | None = None
    year_closed_on: dt.date | None = None
    reopened: bool = False
    without_marks: bool = False
    physical_education: bool = False
    medical_group: bool = False
    enrolled: bool = True
    allow_one: bool = False


@dataclass(frozen=True)
class Rounding:
    """From which fraction an average is rounded up, a 2 to a 3 apart; the `lowest` result."""

    up_from: Decimal = Decimal("0.50")
    to_three_from: Decimal = Decimal("0.50")
    lowest: int = 2


def allowed_results(grade: int, *, allow_one: bool, without_marks: bool) -> list[str]:
    """What a result may be in a class, best first; nothing in class 1 [R1 J6]."""
    if grade == GRADE_WITHOUT_RESULTS:
        return []
    if without_marks:
        return [value for value in VALUES if value in _WITHOUT_GRADES]
    return [value for value in VALUES if allow_one or value != "1"]


def parse_result(text: str) -> str | Fault | None:
    """The result that a typed text means, None for an empty one, or what may be typed."""
    cell = parse_cell(text, {})
    if isinstance(cell, Cell) and not cell.marks:
        return None
    if isinstance(cell, Cell) and len(cell.marks) == 1 and cell.marks[0] != DEBT:
        return cell.marks[0]
    return Fault(_l("A result is one of: %(values)s.", values=", ".join(VALUES)))


def result_faults(value: str | None, facts: ResultFacts, today: dt.date) -> list[Fault]:
    """What forbids a result, all of it; `value` None takes one back [R1 J6–J8 S6]."""
    faults = _closed(facts, today)
    if value is None:
        return faults
    if facts.starts > today:
        faults.append(Fault(_l("The period has not begun yet.")))
    if not facts.enrolled:
        faults.append(Fault(_l("The pupil has left the class or subgroup.")))
    return [*faults, *_value_faults(value, facts)]


def propose_result(average: Decimal | None, rounding: Rounding) -> str | None:
    """The digit that a weighted average proposes: rounded up from the school's threshold [R1]."""
    if average is None:
        return None
    whole = int(average)
    up_from = rounding.to_three_from if whole == _TWO else rounding.up_from
    return str(max(rounding.lowest, whole + 1 if average - whole >= up_from else whole))


def departs(value: str | None, proposal: str | None) -> bool:
    """True when a digit was set that is not the proposed one; the teacher is told [R1]."""
    return value in DIGITS and proposal is not None and value != proposal


def _closed(facts: ResultFacts, today: dt.date) -> list[Fault]:
    if facts.year_closed_on and facts.year_closed_on <= today:
        return [Fault(_l("The academic year is closed: its journals can only be read."))]
    if facts.closed_on and facts.closed_on <= today and not facts.reopened:
        text = _l(
            "The period is closed since %(date)s. Ask the administrator to open it.",
            date=f"{facts.closed_on:%d.%m.%Y}",
        )
        return [Fault(text)]
    return []


def _value_faults(value: str, facts: ResultFacts) -> list[Fault]:
    if facts.grade == GRADE_WITHOUT_RESULTS:
        return [Fault(_l("In class 1 no results are set."))]
    if value == EXEMPT and facts.physical_education and facts.medical_group:
        return [Fault(_l("“осв.” is not entered: theory is marked."))]
    allowed = allowed_results(
        facts.grade, allow_one=facts.allow_one, without_marks=facts.without_marks
    )
    if value not in allowed:
        return [Fault(_l("A result is one of: %(values)s.", values=", ".join(allowed)))]
    return []
