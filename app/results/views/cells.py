"""A result on a sheet: what stands there, what is proposed and why, what it lacks [R1 R2]."""

import datetime as dt
from typing import Any

from app.journal.rules.average import format_average
from app.journal.views.shape import result_cell
from app.plan.models import Course
from app.results.queries.book import ResultBook
from app.school.models import GradingPeriod


def cell_of(
    book: ResultBook,
    course: Course,
    period: GradingPeriod,
    pupil_id: int,
    *,
    there: bool,
    today: dt.date,
) -> dict[str, Any]:
    """The cell of a pupil; `there`: in the course at the period's end, or today while it lasts."""
    begun = period.starts <= today
    lacks = book.lacks(course, period, pupil_id) if there and begun else []
    shown = result_cell(book.value(course.id, period.id, pupil_id))
    return {
        "text": shown.text,
        "version": shown.version,
        "average": format_average(book.average(course.id, period, pupil_id)),
        "marks": book.marked(course.id, period, pupil_id).marks,
        "proposed": book.proposed(course.id, period, pupil_id) or "",
        "departs": book.departs(course.id, period, pupil_id),
        "lacks": " ".join(str(fault.text) for fault in lacks),
        "out": not there,
    }
