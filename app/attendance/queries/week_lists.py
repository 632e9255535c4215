"""Weeks that nobody has reconciled yet: a fixed number of statements for the whole school [T3]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.attendance.access import reconciled_classes
from app.attendance.models import WeekCheck
from app.attendance.queries.week_changes import changed_since_confirmed
from app.attendance.rules.week_terms import Due, open_weeks
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.plan.models import Course
from app.school.queries import calendar_of, year_on
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class ClassWeeks:
    """A class with its weeks that are over and not reconciled, the earliest first."""

    school_class: SchoolClass
    weeks: list[Due]

    @property
    def late(self) -> int:
        """How many of them are past their term."""
        return sum(week.late for week in self.weeks)


def unreconciled(actor: Actor, today: dt.date, *, own: bool = False) -> list[ClassWeeks]:
    """Classes of the year that the person may see reconciled, or heads (`own`), with open weeks.

    Six statements, whatever the size of the school; none for one who sees no class.
    """
    year = year_on(today)
    if year is None:
        return []
    classes = db.session.scalars(
        select(SchoolClass)
        .where(SchoolClass.year_id == year.id, reconciled_classes(actor, own=own))
        .options(joinedload(SchoolClass.teacher))
        .order_by(SchoolClass.grade, SchoolClass.name)
    ).all()
    ids = [found.id for found in classes]
    if not ids:
        return []
    days, confirmed = _days(ids, today), _confirmed(ids)
    calendar = calendar_of(year)
    return [
        ClassWeeks(found, open_weeks(days[found.id], confirmed[found.id], calendar, today))
        for found in classes
    ]


def _days(class_ids: Sequence[int], today: dt.date) -> dict[int, list[dt.date]]:
    """Days on which each class had lessons."""
    query: Any = (
        select(Course.class_id, Lesson.day)
        .join(Course, Course.id == Lesson.course_id)
        .where(
            Course.class_id.in_(class_ids),
            Lesson.day <= today,
            Lesson.status == LessonStatus.HELD,
        )
        .distinct()
    )
    found: dict[int, list[dt.date]] = defaultdict(list)
    for class_id, day in db.session.execute(query):
        found[class_id].append(day)
    return found


def _confirmed(class_ids: Sequence[int]) -> dict[int, dict[dt.date, bool]]:
    """Monday → whether the week was changed after it was reconciled, by class."""
    checks = db.session.execute(
        select(WeekCheck.class_id, WeekCheck.monday, changed_since_confirmed()).where(
            WeekCheck.class_id.in_(class_ids), WeekCheck.confirmed_at.is_not(None)
        )
    )
    found: dict[int, dict[dt.date, bool]] = defaultdict(dict)
    for class_id, monday, changed in checks:
        found[class_id][monday] = bool(changed)
    return found
