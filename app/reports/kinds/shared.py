"""What several reports have in common: columns of a tally, the lines over a report [R4]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.attendance.rules.missed import DayOfAbsence, Missed, missed
from app.classes.models import SchoolClass
from app.journal.rules.cell import EXEMPT, FAILED, NOT_ATTESTED, PASSED
from app.reports.asked import Asked
from app.reports.enums import Standing
from app.reports.kinds.pictures import REASONS
from app.reports.queries.results import ClassResults
from app.reports.queries.scope import narrowed, school_name
from app.reports.rules.document import Column, Line, Section, Value, Weight, Who
from app.reports.rules.document import Kind as Written
from app.reports.rules.figures import Tally
from app.reports.rules.periods import month_spans
from app.school.rules.periods import Period

_Row = TypeVar("_Row")
_COUNTED = ("5", "4", "3")
TALLY = (
    Column(_l("Pupils")),
    *(Column(f"«{value}»") for value in _COUNTED),
    Column("«2»"),
    Column(PASSED),
    Column(NOT_ATTESTED),
    Column(EXEMPT),
    Column(_l("no result")),
    Column(_l("Success, %"), Written.PERCENT, width=1.6),
    Column(_l("Quality, %"), Written.PERCENT, width=1.6),
    Column(_l("SOU, %"), Written.PERCENT, width=1.6),
    Column(_l("Mean"), Written.MARK, width=1.4),
)


def tally_values(tally: Tally) -> list[Value]:
    """The values of the columns `TALLY`; «1» and «н/зач» are counted with «2»."""
    return [
        tally.pupils,
        *(tally[value] for value in _COUNTED),
        tally.low,
        tally[PASSED],
        tally[NOT_ATTESTED],
        tally[EXEMPT],
        tally.without,
        tally.success,
        tally.quality,
        tally.sou,
        tally.mean,
    ]


# Where a result is counted beside the first column of `TALLY`, which counts every pupil.
_PLACES = {
    "5": 1,
    "4": 2,
    "3": 3,
    "2": 4,
    "1": 4,
    FAILED: 4,
    PASSED: 5,
    NOT_ATTESTED: 6,
    EXEMPT: 7,
    None: 8,
}


def tally_who(results: Iterable[tuple[str | None, Who]], first: int) -> Mapping[int, Sequence[Who]]:
    """Whom the figures of the columns `TALLY` count; `first` is the place of the first of them."""
    found: dict[int, list[Who]] = defaultdict(list)
    for value, who in results:
        found[first].append(who)
        found[first + _PLACES[value]].append(who)
    return found


def class_facts(facts: ClassResults) -> list[tuple[Any, str]]:
    """School, class, class teacher and period of a report."""
    return [*school_facts(facts.period), *named_class(facts.school_class)]


def named_class(of: SchoolClass) -> list[tuple[Any, str]]:
    """Class and class teacher of a report."""
    teacher = of.teacher.full_name if of.teacher else ""
    return [(_("Class"), of.name), (_("Class teacher"), teacher)]


def span_fact(first: dt.date, last: dt.date) -> tuple[Any, str]:
    """The days of a report."""
    return _("Span"), f"{first:%d.%m.%Y}–{last:%d.%m.%Y}"


def school_facts(period: Period | None) -> list[tuple[Any, str]]:
    """School and period of a report."""
    named = [(_("School"), school_name())]
    if period:
        span = f"{period.starts:%d.%m.%Y}–{period.ends:%d.%m.%Y}"
        named.append((_("Period"), f"{period.name} ({span})"))
    return named


def narrowed_facts(asked: Asked) -> list[tuple[Any, str]]:
    """Class and teacher, as far as a report is narrowed to them."""
    names = zip((_("Class"), _("Teacher")), narrowed(asked), strict=True)
    return [(label, name) for label, name in names if name]


# What a pupil of a group counts as: the lowest of their results.
PUPIL_RESULT: Mapping[Standing, str | None] = {
    Standing.EXCELLENT: "5",
    Standing.ONE_FOUR: "4",
    Standing.GOOD: "4",
    Standing.ONE_THREE: "3",
    Standing.FAIR: "3",
    Standing.FAILING: "2",
    Standing.NOT_ATTESTED: NOT_ATTESTED,
    Standing.EXEMPT: EXEMPT,
    Standing.WITHOUT: None,
}
_LEVELS = ((1, 4), (5, 9), (10, 12))


def by_parts(
    rows: Sequence[_Row], grade: Callable[[_Row], int]
) -> Iterator[tuple[str | None, Sequence[_Row], Weight]]:
    """The rows one by one (without a name), each parallel, level and the school after them.

    `rows` are in the order of their grades. A total of one row alone is left out.
    """
    for first, last in _LEVELS:
        level = [row for row in rows if first <= grade(row) <= last]
        for number, group in groupby(level, key=grade):
            parallel = list(group)
            yield from ((None, [row], Weight.USUAL) for row in parallel)
            if len(parallel) > 1:
                yield _("Parallel %(number)s", number=number), parallel, Weight.TOTAL
        if len(level) > 1:
            yield _("Classes %(first)s–%(last)s", first=first, last=last), level, Weight.TOTAL
    if rows:
        yield _("School"), rows, Weight.GRAND


ABSENCES, PUPIL = _l("Absences"), _l("Pupil")


def missed_section(
    rows: Sequence[tuple[str, Missed]], title: Any = ABSENCES, of: Any = PUPIL
) -> Section:
    """Days and lessons that pupils, or months, have missed, by reason, with a total [T1]."""
    lines = [
        Line([number, name, *_missed_values(row)]) for number, (name, row) in enumerate(rows, 1)
    ]
    if lines:
        sums = [sum(values) for values in zip(*(_missed_values(r) for _n, r in rows), strict=True)]
        lines.append(Line(["", _("Together"), *sums], Weight.GRAND))
    of_these = _l("of these lessons")
    columns = [
        Column("№", width=0.8),
        Column(of, Written.TEXT, width=6),
        Column(_l("Days missed"), width=2),
        Column(_l("Lessons missed"), width=2),
        *(Column(kind.label, over=of_these, width=2) for kind in REASONS),
        Column(_l("Times late"), width=2),
    ]
    return Section(columns, lines, title, _l("Nobody was absent."))


def months_of(
    absences: Sequence[DayOfAbsence], first: dt.date, last: dt.date
) -> list[tuple[str, Missed]]:
    """What a class missed in each month of a span."""
    rows = []
    for begins, ends in month_spans(first, last):
        of_month = missed(one for one in absences if begins <= one.day <= ends)
        rows.append((f"{begins:%m.%Y}", sum(of_month.values(), Missed())))
    return rows


def _missed_values(row: Missed) -> list[int]:
    return [row.days, row.lessons, *(row.by_kind[kind] for kind in REASONS), row.late]
