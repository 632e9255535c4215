"""Courses with the counts of their results and their hours: the body of two reports [R4]."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.picture import Chart
from app.plan.models import Course
from app.reports.kinds.pictures import Quality, distribution, quality_chart
from app.reports.kinds.shared import TALLY, tally_values, tally_who
from app.reports.queries.hours import Hours, hours_of
from app.reports.queries.results import ClassResults, teachers_on
from app.reports.rules.document import Column, Line, Section, Weight, Who
from app.reports.rules.document import Kind as Written
from app.reports.rules.figures import Tally

Taught = tuple[ClassResults, Course]

_FIRST = 2  # column of a tally's first figure

COLUMNS = [
    Column(_l("Course"), Written.TEXT, width=6),
    Column(_l("Teacher"), Written.TEXT, width=3.5),
    *TALLY,
    Column(_l("Lessons planned"), width=1.6),
    Column(_l("Lessons given"), width=1.6),
]


def courses_section(rows: Sequence[Taught], today: dt.date) -> Section:
    """A line for each course, and the sum of all: one statement more."""
    hours = _hours(rows, today)
    lines, results, both = [], [], Hours()
    for facts, course in rows:
        counted = facts.counted(course, course.title)
        given = hours.get(course.id, Hours())
        lines.append(_line(course.title, teachers_on(course, facts.day), counted, given))
        results += counted
        both = Hours(both.planned + given.planned, both.given + given.given)
    if len(lines) > 1:
        lines.append(_line(_("Together"), "", results, both, Weight.GRAND))
    return Section(COLUMNS, lines, empty=_l("There are no courses in this period."))


def courses_pictures(rows: Sequence[Taught], before: Sequence[Taught]) -> list[Chart]:
    """Results of the courses; quality of each in the periods until this one."""
    whole = sum((Tally.of(facts.results(course)) for facts, course in rows), Tally())
    quality = (
        Quality(course.title, facts.period, Tally.of(facts.results(course)).quality)
        for facts, course in before
    )
    return [*distribution(whole), *quality_chart(_l("Quality by course"), _l("Course"), quality)]


def _line(
    name: str,
    teachers: str,
    counted: Sequence[tuple[str | None, Who]],
    given: Hours,
    weight: Weight = Weight.USUAL,
) -> Line:
    tally = Tally.of(value for value, _who in counted)
    values = [name, teachers, *tally_values(tally), *given]
    return Line(values, weight, tally_who(counted, _FIRST))


def _hours(rows: Sequence[Taught], today: dt.date) -> dict[int, Hours]:
    """Each course in the span of its own period; classes of one span are asked for together."""
    spans: dict[tuple[dt.date, dt.date], list[int]] = {}
    for facts, course in rows:
        spans.setdefault((facts.period.starts, facts.period.ends), []).append(course.id)
    found: dict[int, Hours] = {}
    for (first, last), courses in spans.items():
        found |= hours_of(courses, first, last, today)
    return found
