"""Which lessons a grid shows: of a course or of a class, in a span of days, as far as seen."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy import Date, Integer, bindparam

from app.core.actor import Actor
from app.journal.access import SOME_DAY, SOMEBODY, asked, substitutes, visible_lessons
from app.plan.access import SEES_ALL_JOURNALS
from app.plan.models import Course
from app.timetable.models import Lesson


class Scope(Enum):
    """Lessons that one statement reads; statements are built once for each."""

    COURSE = auto()
    SUBSTITUTED = auto()  # of a course, those that the person substitutes [P2]
    CLASS = auto()
    OWN_IN_CLASS = auto()  # of a class, those that the person may read [P2 P3]
    NAMED = auto()  # by their ids


@dataclass(frozen=True)
class Span:
    """The lessons of a grid: their scope, and the values that its statements are run with."""

    scope: Scope
    known: Mapping[str, Any]


def of_course(
    actor: Actor, today: dt.date, course_id: int, days: tuple[dt.date, dt.date], *, whole: bool
) -> Span:
    """Lessons of a course in the first to last of `days`; not `whole`: the substituted ones."""
    scope = Scope.COURSE if whole else Scope.SUBSTITUTED
    return Span(scope, {"of": course_id, **_days(days), **asked(actor, today)})


def of_class(actor: Actor, today: dt.date, class_id: int, days: tuple[dt.date, dt.date]) -> Span:
    """Lessons of a class in the first to last of `days` that the person may read."""
    scope = Scope.CLASS if actor.has(*SEES_ALL_JOURNALS) else Scope.OWN_IN_CLASS
    return Span(scope, {"of": class_id, **_days(days), **asked(actor, today)})


def of_ids(lesson_ids: Collection[int]) -> Span:
    """Lessons by their ids."""
    return Span(Scope.NAMED, {"ids": list(lesson_ids)})


def _days(days: tuple[dt.date, dt.date]) -> dict[str, dt.date]:
    return dict(zip(("first", "last"), days, strict=True))


def lessons_of(scope: Scope) -> list[Any]:
    """WHERE clauses of a statement that has Lesson and Course at hand."""
    if scope is Scope.NAMED:
        return [Lesson.id.in_(bindparam("ids", expanding=True))]
    whose = bindparam("of", type_=Integer)
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    of_a_course = scope in {Scope.COURSE, Scope.SUBSTITUTED}
    clauses: list[Any] = [
        Lesson.course_id == whose if of_a_course else Course.class_id == whose,
        Lesson.day.between(first, last),
    ]
    if scope is Scope.SUBSTITUTED:
        clauses.append(substitutes(SOMEBODY))
    if scope is Scope.OWN_IN_CLASS:
        clauses.append(visible_lessons(SOMEBODY, SOME_DAY))
    return clauses
