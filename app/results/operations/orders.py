"""Orders and protocols that results rest on [R1]."""

import datetime as dt
from collections.abc import Collection

from app.core.actor import Actor
from app.core.errors import Fault, NotFound, refuse_if
from app.journal.access import require
from app.journal.queries.courses import course_head
from app.results.models import Result
from app.results.queries import CoursePeriod, periods_of_course
from app.results.queries.orders import results_with_orders
from app.results.rules import ResultFacts, result_faults
from app.results.rules.order import Order, order_faults
from app.school.models import GradingPeriod


def set_order(
    actor: Actor, *, course_id: int, result_ids: Collection[int], order: Order, today: dt.date
) -> int:
    """Write one order to results of a course, or take theirs away; the number of results [R1].

    Raises NotFound, Forbidden, Refused with all faults.
    """
    head = course_head(actor, course_id, today)
    require(head.may_set_result)
    rows = [row for row in results_with_orders(course_id) if row.id in result_ids]
    if len(rows) != len(set(result_ids)):
        raise NotFound
    periods = periods_of_course(actor, course_id, today)
    closed = _closed({row.period for row in rows}, periods, head.course.school_class.grade, today)
    refuse_if([*order_faults(order, today), *closed])
    for row in rows:
        _put(row, order)
    return len(rows)


def _put(row: Result, order: Order) -> None:
    row.order_number, row.order_date = order.number.strip(), order.date


def _closed(
    concerned: set[GradingPeriod], periods: list[CoursePeriod], grade: int, today: dt.date
) -> list[Fault]:
    """What a closed period or year forbids, as for the results themselves [J8]."""
    return [
        fault
        for one in periods
        if one.period in concerned
        for fault in result_faults(
            None,
            ResultFacts(
                starts=one.period.starts,
                grade=grade,
                closed_on=one.period.closed_on,
                year_closed_on=one.period.year.closed_on,
                reopened=one.reopened,
            ),
            today,
        )
    ]
