import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from app.core.errors import Fault
from app.results.rules import (
    ResultFacts,
    Rounding,
    allowed_results,
    departs,
    parse_result,
    propose_result,
    result_faults,
)

D = dt.date
FACTS = ResultFacts(starts=D(2026, 9, 1), grade=7)
TODAY = D(2026, 10, 20)


@pytest.mark.req("R1")
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("", None),
        ("5", "5"),
        ("зачёт", "зач"),
        ("незач", "н/зач"),
        ("н/а", "н/а"),
        ("Осв.", "осв"),
        ("y|f", "н/а"),
    ],
)
def test_result_is_read(typed, value):
    assert parse_result(typed.replace("|", "/")) == value


@pytest.mark.req("R1")
@pytest.mark.parametrize("typed", ["4/5", ".", "6", "Н", "отлично"])
def test_what_is_no_result_gets_a_fault(typed):
    assert isinstance(parse_result(typed), Fault)


@pytest.mark.req("R1", "J6", "J7", "J8", "S6")
@pytest.mark.parametrize(
    ("value", "facts", "faults"),
    [
        ("5", {}, []),
        ("осв", {}, []),
        ("н/а", {}, []),
        ("1", {}, ["A result is one of: 5, 4, 3, 2, зач, н/зач, н/а, осв."]),
        ("1", {"allow_one": True}, []),
        ("5", {"grade": 1}, ["In class 1 no results are set."]),
        ("осв", {"grade": 1}, ["In class 1 no results are set."]),
        ("осв", {"physical_education": True}, []),
        ("осв", {"physical_education": True, "medical_group": True},
         ["“осв.” is not entered: theory is marked."]),
        ("5", {"without_marks": True}, ["A result is one of: зач, н/зач, н/а, осв."]),
        ("зач", {"without_marks": True}, []),
        ("5", {"starts": D(2026, 11, 1)}, ["The period has not begun yet."]),
        ("5", {"enrolled": False}, ["The pupil has left the class or subgroup."]),
        ("5", {"closed_on": TODAY},
         ["The period is closed since 20.10.2026. Ask the administrator to open it."]),
        ("5", {"closed_on": TODAY, "reopened": True}, []),
        ("5", {"year_closed_on": TODAY, "reopened": True},
         ["The academic year is closed: its journals can only be read."]),
        (None, {"closed_on": TODAY},
         ["The period is closed since 20.10.2026. Ask the administrator to open it."]),
        (None, {"grade": 1, "enrolled": False}, []),
        ("5", {"grade": 1, "enrolled": False, "starts": D(2026, 11, 1)},
         ["The period has not begun yet.", "The pupil has left the class or subgroup.",
          "In class 1 no results are set."]),
    ],
)  # fmt: skip
def test_result_is_refused_with_every_reason(value, facts, faults):
    found = result_faults(value, replace(FACTS, **facts), TODAY)
    assert [str(fault.text) for fault in found] == faults


@pytest.mark.req("R1")
@pytest.mark.parametrize(
    ("average", "rounding", "proposal"),
    [
        (None, Rounding(), None),
        ("4.49", Rounding(), "4"),
        ("4.50", Rounding(), "5"),
        ("5.00", Rounding(), "5"),
        ("4.59", Rounding(Decimal("0.60")), "4"),
        ("4.60", Rounding(Decimal("0.60")), "5"),
        ("2.55", Rounding(Decimal("0.50"), Decimal("0.60")), "2"),
        ("3.55", Rounding(Decimal("0.50"), Decimal("0.60")), "4"),
        ("1.20", Rounding(), "2"),
        ("1.20", Rounding(lowest=1), "1"),
    ],
)
def test_result_is_proposed_from_the_average(average, rounding, proposal):
    assert propose_result(average and Decimal(average), rounding) == proposal


@pytest.mark.req("R1")
@pytest.mark.parametrize(
    ("value", "proposal", "expected"),
    [
        ("4", "4", False),
        ("4", "5", True),
        ("зач", "5", False),
        ("4", None, False),
        (None, "5", False),
    ],
)
def test_a_digit_that_is_not_the_proposed_one_departs(value, proposal, expected):
    assert departs(value, proposal) is expected


@pytest.mark.req("J6", "R1")
def test_results_that_are_offered_follow_the_class_and_the_subject():
    assert allowed_results(1, allow_one=True, without_marks=False) == []
    assert allowed_results(7, allow_one=False, without_marks=True) == ["зач", "н/зач", "н/а", "осв"]
    assert allowed_results(7, allow_one=True, without_marks=False)[:5] == ["5", "4", "3", "2", "1"]
