"""What the year and the final result are proposed by [R1]."""

from decimal import Decimal

import pytest

from app.results.rules.year import (
    certificate_average,
    final_average,
    is_due,
    needs_order,
    propose_final,
    year_average,
)
from app.school.enums import PeriodKind

pytestmark = pytest.mark.req("R1")


@pytest.mark.parametrize(
    ("parts", "average"),
    [
        (["4", "4", "5", "5"], "4.50"),
        (["3", None, "4", "4"], "3.67"),
        (["н/а", "осв", "4", "зач"], "4.00"),
        (["4", "5", "осв"], "4.50"),
        (["4", "5", "5", None], None),
        (["зач", "зач"], None),
        ([], None),
    ],
)
def test_the_year_is_the_mean_of_the_digits_of_its_parts(parts, average):
    expected = average and Decimal(average)
    assert year_average(parts, Decimal("2.10"), by_marks=False) == expected


def test_the_school_may_take_the_marks_of_the_whole_year():
    assert year_average(["4", "4"], Decimal("3.40"), by_marks=True) == Decimal("3.40")


@pytest.mark.parametrize(
    ("year", "exam", "proposed"),
    [
        ("4", "5", "5"),
        ("4", "3", "4"),
        ("3", "5", "4"),
        ("4", None, "4"),
        ("4", "зач", "4"),
        (None, "5", None),
        ("н/а", "5", None),
        ("2", "2", "2"),
    ],
)
def test_the_final_result_is_the_mean_of_year_and_exam_rounded_up(year, exam, proposed):
    assert propose_final(final_average(year, exam)) == proposed


@pytest.mark.req("R1")
@pytest.mark.parametrize(
    ("year", "parts", "before", "proposed"),
    [
        ("5", ["5", "5"], ["4", "4", "4"], "5"),  # 27 / 6 = 4.50
        ("5", ["4", "5"], ["4", "4", "4"], "4"),  # 26 / 6 = 4.33
        ("4", ["н/а", "4"], ["5", "5"], "5"),  # 18 / 4 = 4.50: there is no digit to count
        ("4", [None, "4"], ["3", "3", "3"], "3"),  # 17 / 5 = 3.40
        ("5", ["5", "4"], [], "5"),  # the subject began in class 11: 14 / 3 = 4.67
        ("5", ["5", "5"], None, None),  # class 10 was at another school
        (None, ["5", "5"], ["5", "5", "5"], None),
        ("н/а", ["5", "5"], ["5", "5", "5"], None),
    ],
)
def test_the_final_result_of_class_11_is_the_mean_of_two_years(year, parts, before, proposed):
    assert propose_final(certificate_average(year, parts, before)) == proposed


@pytest.mark.parametrize(
    ("kind", "grade", "examined", "due"),
    [
        (PeriodKind.QUARTER, 7, False, True),
        (PeriodKind.YEAR, 7, False, True),
        (PeriodKind.EXAM, 7, False, False),
        (PeriodKind.STATE, 9, False, False),
        (PeriodKind.FINAL, 7, False, False),
        (PeriodKind.FINAL, 7, True, True),
        (PeriodKind.FINAL, 9, False, True),
        (PeriodKind.FINAL, 11, False, True),
    ],
)
def test_which_results_everybody_must_have(kind, grade, examined, due):
    assert is_due(kind, grade, examined=examined) is due


@pytest.mark.parametrize(
    ("value", "kind", "needed"),
    [
        ("осв", PeriodKind.QUARTER, True),
        ("5", PeriodKind.EXAM, True),
        ("4", PeriodKind.STATE, True),
        ("5", PeriodKind.YEAR, False),
        (None, PeriodKind.EXAM, False),
    ],
)
def test_what_rests_on_an_order(value, kind, needed):
    assert needs_order(value, kind) is needed
