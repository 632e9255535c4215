"""Moments at which terms end, and the figures over items [K1]."""

import datetime as dt
from decimal import Decimal

import pytest

from app.control.rules.item import Address, Item, Place
from app.control.rules.tally import Span, Tally, by_week, counted, tallies, tally
from app.control.rules.terms import after_last_lesson, end_of, marked_by, results_by
from app.school.rules.calendar import Break, Calendar
from tests.control.scene import SEPTEMBER, ZONE, moment

TRACED = {"lesson"}
AUTUMN = Break(dt.date(2026, 10, 26), dt.date(2026, 11, 1), "осенние")
CALENDAR = Calendar(dt.date(2026, 9, 1), dt.date(2027, 5, 31), (AUTUMN,))


def day(number: int, month: int = 9) -> dt.date:
    return dt.date(2026, month, number)


@pytest.mark.req("K1")
@pytest.mark.parametrize(("days", "expected"), [(0, moment(2, 0)), (2, moment(4, 0))])
def test_a_day_ends_at_midnight(days, expected):
    assert end_of(day(1), ZONE, days) == expected


@pytest.mark.req("K1")
@pytest.mark.parametrize(
    ("ends", "expected"), [(dt.time(13, 40), moment(1, 15, 10)), (None, moment(2, 0))]
)
def test_homework_is_set_an_hour_and_a_half_after_the_last_lesson(ends, expected):
    assert after_last_lesson(day(1), ends, 90, ZONE) == expected


@pytest.mark.req("K1")
@pytest.mark.parametrize(
    ("next_day", "needs_week", "expected"),
    [
        (day(3), False, moment(4, 0)),
        (None, False, None),
        (day(3), True, moment(9, 0)),
        (None, True, moment(9, 0)),
    ],
)
def test_a_work_is_marked_by_the_next_lesson_or_in_a_week(next_day, needs_week, expected):
    assert marked_by(day(1), next_day, ZONE, needs_week=needs_week, week=7) == expected


@pytest.mark.req("K1")
@pytest.mark.parametrize(
    ("ends", "ordered", "expected"),
    [
        (day(23, 10), None, moment(24, 0, month=10)),  # Friday
        (day(25, 10), None, moment(25, 0, month=10)),  # Sunday: Saturday is the last school day
        (day(1, 11), None, moment(25, 0, month=10)),  # the vacation ends it
        (day(25, 10), day(22, 10), moment(23, 0, month=10)),  # the school's order
    ],
)
def test_results_are_due_on_the_last_school_day(ends, ordered, expected):
    assert results_by(ends, ordered, CALENDAR, ZONE, grade=7) == expected


FIRST = day(1)


def item(check="lesson", on=FIRST, due=None, done=None, school_class=1) -> Item:
    place = Place(school_class, "7А", 7, 1)
    return Item(check, "key", place, on, due or moment(2, 0), done, "", Address("x"))


@pytest.mark.req("K1")
@pytest.mark.parametrize(
    ("now", "done", "late_now", "late"),
    [
        (moment(1, 23, 59), None, False, False),
        (moment(2, 0), None, True, True),
        (moment(3), moment(1, 23, 59), False, False),
        (moment(3), moment(2, 0), False, True),
    ],
)
def test_late_begins_with_the_minute_of_the_term(now, done, late_now, late):
    due = item(done=done)
    assert (due.late_now(now), due.late(now)) == (late_now, late)


@pytest.mark.req("K3")
def test_what_can_be_kept_stands_before_what_is_late():
    now = moment(10)
    dues = [item(due=moment(day)) for day in (1, 9, 12, 11)]
    ordered = sorted(dues, key=lambda one: one.urgency(now))
    assert [one.due.day for one in ordered] == [11, 12, 9, 1]


@pytest.mark.req("K1")
def test_a_tally_tells_what_is_late_now_and_what_was_kept_in_the_span():
    items = [
        item(done=moment(1, 20)),
        item(done=moment(1, 21)),
        item(done=moment(5)),  # too late
        item(),  # late now
        item(due=moment(30)),  # still has time: neither kept nor late
        item(on=dt.date(2026, 8, 1)),  # before the span, late now all the same
        item(check="plan"),  # nobody knows when
    ]
    found = tally(counted(items, moment(10), SEPTEMBER, TRACED))
    assert found == Tally(now=3, late=2, kept=2)
    assert found.share == Decimal("50.0")
    assert Tally().share is None


@pytest.mark.req("K1")
def test_groups_and_weeks_add_up():
    items = [item(done=moment(1)), item(on=day(8)), item(school_class=2)]
    now, span = moment(20), Span(day(2), day(14))
    by_class = tallies(counted(items, now, SEPTEMBER, TRACED), lambda one: one.place.class_id)
    assert by_class == [(1, Tally(1, 1, 1)), (2, Tally(1, 1, 0))]
    weeks = by_week(counted(items, now, span, TRACED), span)
    assert weeks == [
        (dt.date(2026, 8, 31), Tally()),
        (day(7), Tally(1, 1, 0)),
        (day(14), Tally()),
    ]
