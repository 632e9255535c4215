"""What a result will be, and what would change it [R3]."""

import csv
import datetime as dt
from decimal import Decimal
from math import sqrt
from statistics import mean

import pytest

from app.results.rules import Rounding
from app.results.rules.forecast import (
    Aim,
    DatedMark,
    aims,
    forecast,
    level_of,
    weight_ahead,
)
from tests.conftest import shared_file

pytestmark = pytest.mark.req("R3")
FIRST = dt.date(2026, 11, 2)


def marks(*values, step=7, weight=1):
    days = (FIRST + dt.timedelta(days=step * number) for number in range(len(values)))
    return [DatedMark(value, weight, day) for value, day in zip(values, days, strict=True)]


def test_few_marks_are_no_ground_for_a_forecast():
    assert forecast(marks(5, 4), 5, Rounding()) is None
    assert forecast([], 5, Rounding()) is None


def test_marks_that_do_not_change_are_expected_to_stay():
    found = forecast(marks(4, 4, 4, 4), 4, Rounding())
    assert (found.average, found.result) == (Decimal("4.00"), "4")
    assert found.low < 4 < found.high


def test_with_no_lessons_ahead_the_average_is_the_end():
    found = forecast(marks(5, 4, 4), 0, Rounding())
    assert (found.low, found.average, found.high) == (Decimal("4.33"),) * 3
    assert (found.worst, found.result, found.best) == ("4", "4", "4")


def test_whoever_has_caught_up_is_expected_higher_than_the_average():
    """2 a month ago, then 4: a mark of 28 days ago has half a say: (2 · 0.5 + 4) / 1.5 = 3.33."""
    assert level_of(marks(2, 4, step=28)).mean == pytest.approx(10 / 3)
    rising, falling = (forecast(marks(*row), 4, Rounding()) for row in ((2, 3, 4, 5), (5, 4, 3, 2)))
    assert rising.average > Decimal("3.50") > falling.average


def test_a_heavier_mark_says_more():
    test, answer = DatedMark(2, 3, FIRST), DatedMark(5, 1, FIRST)
    assert level_of([test, answer]).mean == pytest.approx((2 * 3 + 5) / 4)


def test_the_spread_shrinks_with_more_marks_and_grows_with_their_scatter():
    def spread(*values):
        found = forecast(marks(*values), 4, Rounding())
        return found.high - found.low

    assert spread(4, 4, 4) > spread(4, 4, 4, 4, 4, 4) > 0
    assert spread(3, 5, 3, 5) > spread(4, 4, 4, 4)


def test_the_forecast_stays_on_the_scale():
    found = forecast(marks(5, 5, 5), 10, Rounding())
    assert (found.average, found.high) == (Decimal("5.00"), Decimal("5.00"))


def test_marks_are_expected_to_come_as_they_came():
    assert weight_ahead(marks(4, 4, 4), held=6, ahead=4) == pytest.approx(2)
    assert weight_ahead(marks(4), held=0, ahead=4) == 0


@pytest.mark.parametrize(
    ("values", "rounding", "expected"),
    [
        # 3, 4: average 3.50 gives «4»; with one «5» 4.00, two 4.25, three 4.40, four 4.50.
        ((3, 4), Rounding(), [Aim("5", 4, None)]),
        # 2, 3: 2.50 gives «3»; one «5» 3.33, two 3.75; by «4»: 3.00, 3.25, 3.40, 3.50.
        ((2, 3), Rounding(), [Aim("4", 2, 4), Aim("5", 8, None)]),
        ((5, 5), Rounding(), []),
        ((), Rounding(), []),
        ((2,) * 30, Rounding(), [Aim("3", 6, None), Aim("4", None, None), Aim("5", None, None)]),
        ((4, 4), Rounding(Decimal("0.60"), Decimal("0.60")), [Aim("5", 3, None)]),
    ],
)
def test_what_must_be_got_for_a_higher_result(values, rounding, expected):
    assert aims(marks(*values), rounding) == expected


def grades():
    """G1, G2, G3 of 395 pupils on the scale 0–20."""
    with shared_file("marks/uci_student-mat.csv").open(encoding="utf-8") as file:
        return [
            tuple(int(row[name]) for name in ("G1", "G2", "G3")) for row in csv.DictReader(file)
        ]


def test_on_real_grades_the_level_misses_less_than_the_average_so_far():
    """The third grade foretold by the first two, twelve weeks apart; bench/forecast.py has more."""
    rows = grades()
    by_level = [
        level_of(marks(first, second, step=84)).mean - third for first, second, third in rows
    ]
    by_average = [(first + second) / 2 - third for first, second, third in rows]

    def misses(errors):
        return mean(map(abs, errors)), sqrt(mean(error**2 for error in errors))

    assert len(rows) == 395
    assert misses(by_average) == pytest.approx((1.295, 2.228), abs=0.001)
    assert misses(by_level) == pytest.approx((1.03, 2.02), abs=0.01)
