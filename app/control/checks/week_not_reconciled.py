"""«week-not-reconciled»: a class's week that its class teacher has not confirmed [T3 A4.3.6].

Term: Wednesday of the next week, moved on from days off.
"""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.attendance.models import WeekCheck
from app.attendance.queries.week_lists import unreconciled
from app.attendance.rules.week_terms import due_on
from app.classes.models import SchoolClass
from app.control.checks.check import Check
from app.control.enums import Responsible
from app.control.queries.sources import Sources
from app.control.rules.item import Address, Item, Place
from app.control.rules.terms import end_of
from app.core.db import db

NAME = "week-not-reconciled"


def find(sources: Sources, _number: int) -> Iterator[Item]:
    """Open weeks of the year, and the confirmed ones of the span: seven statements."""
    mine, waiting = not sources.whole, set()
    for of_class in unreconciled(sources.actor, sources.today, own=mine):
        for week in of_class.weeks:
            waiting.add((of_class.school_class.id, week.monday))
            yield _item(sources, of_class.school_class, week.monday, week.until, None)
    if sources.span:
        for check in _confirmed(sources):
            if (check.class_id, check.monday) in waiting:
                continue  # changed since: it waits again
            until = due_on(check.monday, sources.calendar)
            yield _item(sources, check.school_class, check.monday, until, check.confirmed_at)


def _confirmed(sources: Sources) -> Any:
    span = sources.span
    query = (
        select(WeekCheck)
        .join(WeekCheck.school_class)
        .options(contains_eager(WeekCheck.school_class))
        .where(WeekCheck.confirmed_at.is_not(None))
        .where(SchoolClass.year_id == (sources.year and sources.year.id))
        .where(WeekCheck.monday.between(span and span.first, span and span.last))
    )
    return db.session.scalars(query).unique()


def _item(sources: Sources, of: SchoolClass, monday: Any, until: Any, done: Any) -> Item:
    return Item(
        NAME,
        f"{NAME}-{of.id}-{monday:%Y-%m-%d}",
        Place(of.id, of.name, of.grade, of.teacher_id),
        monday,
        end_of(until, sources.now.tzinfo),
        done,
        _l("week from %(day)s", day=f"{monday:%d.%m.%Y}"),
        Address("WeekCheckPage.week", {"class_id": of.id, "day": monday.isoformat()}),
    )


CHECK = Check(
    NAME,
    _l("Week not reconciled"),
    "A4.3.6 A4.6.5",
    Responsible.CLASS_TEACHER,
    find,
    traced=True,
    mine=False,
)
