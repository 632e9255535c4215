"""Pictures that several reports have [R4]."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from app.attendance.enums import AbsenceKind
from app.attendance.rules.missed import Missed
from app.core.picture import Chart, Series
from app.journal.rules.cell import EXEMPT, NOT_ATTESTED, PASSED
from app.reports.rules.figures import Tally
from app.school.rules.periods import Period

REASONS = (
    AbsenceKind.ILL,
    AbsenceKind.EXCUSED,
    AbsenceKind.NO_REASON,
    AbsenceKind.UNKNOWN,
)
DISTRIBUTION = _l("Distribution of results")
_MARKS = ("5", "4", "3", "2", PASSED, NOT_ATTESTED, EXEMPT)


class Quality(NamedTuple):
    """Quality of a class, subject or course in one of its periods, per cent."""

    of: str
    period: Period
    value: Decimal | None


def distribution(tally: Tally, title: object = DISTRIBUTION) -> list[Chart]:
    """How many results, or marks, of each kind there are; no picture of nothing."""
    known = [value for value in _MARKS if value in "5432" or tally[value]]
    counts = [tally.low if value == "2" else tally[value] for value in known]
    groups = [f"«{value}»" if value in "5432" else value for value in known]
    chart = Chart(title, _l("Result"), groups, [Series(_l("Results"), counts)])
    return [chart] if any(counts) else []


def quality_chart(title: object, of: object, found: Iterable[Quality]) -> list[Chart]:
    """Quality over the periods, in their order; no picture without a figure."""
    rows = [row for row in found if row.value is not None]
    groups = list(dict.fromkeys(row.of for row in rows))
    named = {str(row.period.name): row.period for row in rows}
    periods = sorted(named, key=lambda name: (named[name].ends, named[name].first_grade))
    values = {(row.of, str(row.period.name)): row.value for row in rows}
    series = [Series(name, [values.get((group, name)) for group in groups]) for name in periods]
    return [Chart(title, of, groups, series, "%", 100)] if rows else []


def months_picture(months: Sequence[tuple[str, Missed]]) -> list[Chart]:
    """Lessons missed in each month by reason; no picture where there is nothing to compare."""
    if len(months) <= 1 or not any(missed.lessons for _name, missed in months):
        return []
    series = [Series(kind.label, [row.by_kind[kind] for _name, row in months]) for kind in REASONS]
    names = [name for name, _row in months]
    return [Chart(_l("Lessons missed by month"), _l("Month"), names, series)]
