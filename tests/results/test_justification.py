"""Whether a result rests on enough marks [R2]."""

from decimal import Decimal

import pytest

from app.results.rules.justification import Basis, Least, justification_faults, marks_needed

pytestmark = pytest.mark.req("R2")
LEAST = Least()


@pytest.mark.parametrize(
    ("hours", "needed"), [(None, 3), ("1", 3), ("2", 3), ("2.5", 5), ("3", 5), ("0.5", 3)]
)
def test_up_to_two_hours_three_marks_are_enough_above_five(hours, needed):
    assert marks_needed(hours and Decimal(hours), LEAST) == needed


@pytest.mark.parametrize(
    ("basis", "faults"),
    [
        (Basis(3, 0, 0), []),
        (Basis(2, 0, 0), ["Отметок: 2 из 3."]),
        (Basis(3, 0, 1), ["Нет отметки за письменную работу."]),
        (Basis(3, 1, 2), []),
        (Basis(0, 0, 1), ["Отметок: 0 из 3.", "Нет отметки за письменную работу."]),
        (Basis(4, 1, 1, Decimal(3)), ["Отметок: 4 из 5."]),
        (Basis(5, 1, 1, Decimal(3)), []),
    ],
)
def test_what_a_result_lacks_is_said(sqlite_app, basis, faults):
    assert [str(fault.text) for fault in justification_faults(basis, LEAST)] == faults


def test_the_school_sets_how_many_marks():
    strict = Least(few=4, many=7)
    assert [marks_needed(Decimal(hours), strict) for hours in (2, 3)] == [4, 7]
