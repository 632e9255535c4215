"""«period-results»: pupils without a result of the period.

Term: the day of the school's order, else the last school day of the period; expected from 7 days
before [A4.4.6 B8.1].
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select

from app.control.checks.check import Check, Number
from app.control.checks.lesson_not_filled import BEFORE
from app.control.enums import Responsible
from app.control.queries.basis import course_pupils
from app.control.queries.sources import Sources, last_written
from app.control.rules.item import Address, Item
from app.control.rules.terms import results_by
from app.core.db import db
from app.plan.models import Course
from app.results.models import Result
from app.school.enums import PeriodKind
from app.school.models import GradingPeriod
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

NAME = "period-results"


def find(sources: Sources, days: int) -> Iterator[Item]:
    """Courses that were taught in a period which ends within `days` or has ended.

    One statement for each period, and one for the moments.
    """
    expected = [
        period
        for period in sources.periods
        if (period.kind.is_part or period.kind == PeriodKind.YEAR)
        and period.ends - dt.timedelta(days=days) <= sources.today
    ]
    for period in expected:
        asked = sources.span is not None and sources.span.holds(period.ends)
        of_period = Result.period_id == period.id
        written = last_written(Result, Result.course_id, of_period) if asked else {}
        for row in _counts(sources, period):
            if place := sources.courses.get(row.course_id):
                done = None if row.missing else written.get(row.course_id) or BEFORE
                if not sources.wants(period.ends, done):
                    continue
                due = results_by(
                    period.ends,
                    period.results_due,
                    sources.calendar,
                    sources.now.tzinfo,
                    grade=place.grade,
                )
                yield Item(
                    NAME,
                    f"{NAME}-{row.course_id}-{period.id}",
                    place,
                    period.ends,
                    due,
                    done,
                    _words(period, row.missing),
                    Address("ResultSheetPage.course", {"course_id": row.course_id}),
                )


def _words(period: GradingPeriod, missing: int) -> Any:
    if not missing:
        return period.name
    pupils = ngettext("%(num)s pupil", "%(num)s pupils", missing)
    return _l("%(period)s, without a result: %(pupils)s", period=period.name, pupils=pupils)


def _counts(sources: Sources, period: GradingPeriod) -> Sequence[Any]:
    """How many pupils of each course have no result; of those who are in it at the end [S6]."""
    taught = select(Lesson.id).where(
        Lesson.course_id == Course.id,
        Lesson.day.between(period.starts, period.ends),
        Lesson.status == LessonStatus.HELD,
    )
    missing = (func.count() - func.count(Result.value)).label("missing")
    query = course_pupils(sources, period, Course.id.label("course_id"), missing)
    return db.session.execute(query.where(taught.exists()).group_by(Course.id)).all()


CHECK = Check(
    NAME,
    _l("Results of the period missing"),
    "A4.4.6 A4.6.5 B8.1",
    Responsible.TEACHER,
    find,
    Number(7, 0, 30, _l("days before the end they are expected")),
    traced=True,
    remind=dt.timedelta(days=3),
)
