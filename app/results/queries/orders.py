"""Results that rest on an order or protocol [R1]."""

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from app.classes.queries import BY_NAME
from app.core.db import db
from app.journal.rules.cell import EXEMPT
from app.results.models import Result
from app.results.rules.year import EXAMINED
from app.school.models import GradingPeriod
from app.school.rules.periods import place_of


def results_with_orders(course_id: int) -> list[Result]:
    """Exemptions, exams and attestations of a course, by column and pupil: one statement [R1]."""
    rows = db.session.scalars(
        select(Result)
        .join(Result.period)
        .join(Result.pupil)
        .options(contains_eager(Result.pupil), contains_eager(Result.period))
        .where(
            Result.course_id == course_id,
            Result.value.is_not(None),
            or_(Result.value == EXEMPT, GradingPeriod.kind.in_(EXAMINED)),
        )
        .order_by(*BY_NAME)
    )
    return sorted(rows, key=lambda row: place_of(row.period.kind, row.period.starts))
