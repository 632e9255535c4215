"""Courses with the counts of their results and their hours: the body of two reports [R4]."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.plan.models import Course
from app.reports.kinds.shared import TALLY, tally_values
from app.reports.queries.hours import Hours, hours_of
from app.reports.queries.results import ClassResults, teachers_on
from app.reports.rules.document import Column, Line, Section, Weight
from app.reports.rules.document import Kind as Written
from app.reports.rules.figures import Tally

Taught = tuple[ClassResults, Course]

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
    lines, whole, both = [], Tally(), Hours()
    for facts, course in rows:
        tally, given = Tally.of(facts.results(course)), hours.get(course.id, Hours())
        lines.append(
            Line([course.title, teachers_on(course, facts.day), *tally_values(tally), *given])
        )
        whole, both = whole + tally, Hours(both.planned + given.planned, both.given + given.given)
    if len(lines) > 1:
        lines.append(Line([_("Together"), "", *tally_values(whole), *both], Weight.GRAND))
    return Section(COLUMNS, lines, empty=_l("There are no courses in this period."))


def _hours(rows: Sequence[Taught], today: dt.date) -> dict[int, Hours]:
    """Each course in the span of its own period; classes of one span are asked for together."""
    spans: dict[tuple[dt.date, dt.date], list[int]] = {}
    for facts, course in rows:
        spans.setdefault((facts.period.starts, facts.period.ends), []).append(course.id)
    found: dict[int, Hours] = {}
    for (first, last), courses in spans.items():
        found |= hours_of(courses, first, last, today)
    return found
