"""Results of the periods that are over [R1]; mostly as the weighted average proposes."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from app.audit.bulk import add_recorded
from app.exchange.demo.curriculum import grade_of
from app.exchange.demo.marks import Sums
from app.exchange.demo.world import World
from app.journal.rules.average import weighted_average
from app.journal.rules.cell import FAILED, NOT_ATTESTED, PASSED
from app.plan.models import Course
from app.results.models import Result
from app.results.rules import Rounding, propose_result
from app.school.models import GradingPeriod

_CLOSED_AFTER = dt.timedelta(days=3)
_FORGOTTEN = 0.01  # of results that a teacher did not set


def make_results(world: World, sums: Sums) -> int:
    """Results of every course in the periods that are over, which are then closed [R1 J8]."""
    over = [period for period in world.periods if period.kind.is_part and period.ends < world.today]
    for period in over:
        closed_on = period.ends + _CLOSED_AFTER
        period.closed_on = closed_on if closed_on < world.today else None
    chance = world.chance_of("results")
    rows = [
        row
        for period in over
        for course, pupils in _courses(world, period)
        for row in _results(course, period, pupils, sums)
        if chance.random() > _FORGOTTEN
    ]
    add_recorded(Result, rows)
    return len(rows)


def _courses(world: World, period: GradingPeriod) -> Iterator[tuple[Course, list[int]]]:
    """Courses that have results in the period, with the pupils who are in them at its end."""
    for taught, course in world.courses.items():
        grade = grade_of(taught.school_class)
        fits = period.first_grade <= grade <= period.last_grade
        if fits and grade > 1 and not course.subject.without_marks:
            stays = world.group_of(taught)
            yield (
                course,
                [
                    stay.pupil_id
                    for stay in stays
                    if stay.since <= period.ends and (stay.until or period.ends) >= period.ends
                ],
            )


def _results(
    course: Course, period: GradingPeriod, pupils: list[int], sums: Sums
) -> Iterator[dict[str, Any]]:
    for pupil in pupils:
        value = _value(sums.marks.get((course.id, period.id, pupil), []))
        yield {
            "course_id": course.id,
            "period_id": period.id,
            "pupil_id": pupil,
            "value": value,
        }


def _value(marks: list[tuple[str | None, int]]) -> str:
    """The proposed digit; a pass where passes are given; nothing to go by: not attested."""
    average = weighted_average(marks)
    if average is not None:
        return propose_result(average, Rounding()) or NOT_ATTESTED
    passes = [value for value, _weight in marks if value in {PASSED, FAILED}]
    return passes[-1] if passes and passes[-1] else NOT_ATTESTED
