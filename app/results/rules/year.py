"""What the year and the final result are proposed by, when a result is due, what needs an order."""

from collections.abc import Sequence
from decimal import Decimal

from app.journal.rules.average import weighted_average
from app.journal.rules.cell import DIGITS, EXEMPT
from app.results.rules.entry import Rounding, propose_result
from app.school.enums import PARTS, PeriodKind

EXAMINED = frozenset({PeriodKind.EXAM, PeriodKind.STATE})
LEAVING = frozenset({9, 11})  # grades that end with a certificate: every subject has a final result
CERTIFIED_BY_TWO_YEARS = 11
COUNTED = PARTS | {PeriodKind.YEAR}  # what a certificate rests on
_ARITHMETIC = Rounding(Decimal("0.50"), Decimal("0.50"))


def year_average(
    parts: Sequence[str | None], marks: Decimal | None, *, by_marks: bool
) -> Decimal | None:
    """What the year's result is proposed by, once its last part has a result [R1].

    As schools have it: the mean of the results of its quarters or half-years, in their order;
    `by_marks`, where the school sets it so: the weighted average of all marks of the year.
    """
    if not parts or parts[-1] is None:
        return None
    return marks if by_marks else weighted_average((value, 1) for value in parts)


def final_average(year: str | None, examined: str | None) -> Decimal | None:
    """The mean of the year's result and the exam's; the year's alone where there was no exam [R1].

    Without the year's result there is nothing to go by.
    """
    if year not in DIGITS:
        return None
    return weighted_average([(year, 1), (examined, 1)])


def certificate_average(
    year: str | None, parts: Sequence[str | None], year_before: Sequence[str | None] | None
) -> Decimal | None:
    """The mean of all half-years and years of classes 10 and 11: class 11's final result [R1].

    As the order on certificates has it: no exam is counted. Without the year's result there is
    nothing to go by. `year_before`: empty for a subject that began in class 11; none for a pupil
    whose class 10 this journal does not know: there the teacher reckons by the pupil's papers.
    """
    if year not in DIGITS or year_before is None:
        return None
    return weighted_average((value, 1) for value in [year, *parts, *year_before])


def propose_final(average: Decimal | None) -> str | None:
    """A half is rounded up as in arithmetic: the school's threshold is for marks of a period."""
    return propose_result(average, _ARITHMETIC)


def is_due(kind: PeriodKind, grade: int, *, examined: bool) -> bool:
    """True when everybody in the course gets such a result [R1].

    A final one follows an exam, and ends classes 9 and 11; an exam is held where it is held.
    """
    if kind in EXAMINED:
        return False
    return kind != PeriodKind.FINAL or examined or grade in LEAVING


def needs_order(value: str | None, kind: PeriodKind) -> bool:
    """True for what rests on an order or protocol: exemptions, exams, state attestation [R1]."""
    return value is not None and (value == EXEMPT or kind in EXAMINED)
