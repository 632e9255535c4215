"""Results of class 10 that the final result of class 11 rests on too [R1]."""

from collections.abc import Collection

from sqlalchemy import select

from app.classes.models import ClassMembership, SchoolClass
from app.core.db import db
from app.plan.models import Course
from app.results.models import Result
from app.results.rules.year import CERTIFIED_BY_TWO_YEARS, COUNTED
from app.school.models import GradingPeriod

Earlier = dict[int, dict[int, list[str | None]]]  # pupil -> subject -> results of the year before


def earlier_results(class_ids: Collection[int]) -> Earlier:
    """Results of the half-years and the year of class 10, of the pupils of these classes 11.

    No statement where there is no class 11, else one.
    """
    found: Earlier = {}
    if not class_ids:
        return found
    pupils = select(ClassMembership.pupil_id).where(ClassMembership.class_id.in_(class_ids))
    rows = db.session.execute(
        select(Result.pupil_id, Course.subject_id, Result.value)
        .join(Course, Course.id == Result.course_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .join(GradingPeriod, GradingPeriod.id == Result.period_id)
        .where(
            Result.pupil_id.in_(pupils),
            SchoolClass.grade == CERTIFIED_BY_TWO_YEARS - 1,
            GradingPeriod.kind.in_(COUNTED),
            Result.value.is_not(None),
        )
    )
    for pupil_id, subject_id, value in rows:
        found.setdefault(pupil_id, {}).setdefault(subject_id, []).append(value)
    return found
