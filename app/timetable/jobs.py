"""Long work of the timetable: the lessons of many classes, a class at a time [S5]."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.classes.models import SchoolClass
from app.core import clock
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.jobs.kinds import Made, Run, long_work
from app.school.queries import get_year
from app.timetable.operations.making import make_lessons
from app.timetable.queries.making import Scope
from app.timetable.queries.weeks import classes_of
from app.timetable.rules.remaking import Report

SEVERAL = 3  # the lessons of so many classes are made while the person waits


@long_work("lessons", _l("Making lessons"))
def making_lessons(run: Run, year: int, first: str, last: str, classes: Sequence[int] = ()) -> Made:
    """Make the lessons of the classes (none named: all), each in a unit of work of its own."""
    made = Counter[str]()
    chosen = [c for c in classes_of(year) if not classes or c.id in classes]
    for school_class in run.each(chosen):
        report = _make(run.actor, year, (first, last), school_class)
        made.update(
            added=report.added.total(),
            changed=report.changed.total(),
            removed=report.removed.total(),
            left=len(report.left),
        )
    return Made(words=words(made), address="/make-lessons/")


def _make(actor: Actor, year: int, span: tuple[str, str], school_class: SchoolClass) -> Report:
    first, last = map(dt.date.fromisoformat, span)
    with unit_of_work("page", actor=actor):
        scope = Scope(get_year(year), first, last, (school_class.id,))
        return make_lessons(actor, scope=scope, today=clock.today())


def words(made: Counter[str]) -> str:
    """«Уроки: создано 120, …» for a person."""
    return _(
        "Lessons: %(added)s made, %(changed)s changed, %(removed)s removed, %(left)s left as"
        " they have entries.",
        added=made["added"],
        changed=made["changed"],
        removed=made["removed"],
        left=made["left"],
    )
