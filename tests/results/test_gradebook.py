"""Weighted averages as a spreadsheet computes them by formulas of its own [J5 R1]."""

from decimal import Decimal
from itertools import zip_longest

import pytest
from openpyxl import load_workbook

from app.journal.rules.average import weighted_average
from tests.conftest import shared_file

pytestmark = pytest.mark.req("J5", "R1")
FIRST_PUPIL, LAST_PUPIL, HEADINGS = 12, 36, 11
KINDS, WORKS = slice(12, 18), slice(18, 63)  # columns: averages of kinds of work, works
RUNNING, EXCUSED = 10, "Excused"
NEAR = Decimal("0.006")  # both are rounded to hundredths, one of them from a binary fraction


@pytest.fixture(scope="module")
def gradebook():
    path = shared_file("marks/excel_gradebook_weighted.xlsx")
    sheet = load_workbook(path, data_only=True)["Data Entry"]
    return [list(row) for row in sheet.iter_rows(max_row=LAST_PUPIL, values_only=True)]


def pupils(rows):
    return [row for row in rows[FIRST_PUPIL - 1 :] if isinstance(row[RUNNING], int | float)]


def of_kind(rows, pupil, kind):
    """Sums of points and of the most points, each with its factor; what is excused counts not."""
    total = most = Decimal(0)
    works = zip_longest(*(row[WORKS] for row in (rows[0], rows[1], rows[2], pupil)))
    for name, points, factor, got in works:
        if name == kind and got != EXCUSED:
            total += Decimal(str(got or 0)) * factor
            most += Decimal(points) * factor
    return total, most


def test_the_file_has_the_cells_that_are_compared(gradebook):
    found = pupils(gradebook)
    assert len(found) == 25
    assert any(EXCUSED in row[WORKS] for row in found)


def test_every_average_of_a_kind_of_work_is_the_same(gradebook):
    """Points are marks in hundredths of the most that can be got, the most is the weight."""
    compared = 0
    for pupil in pupils(gradebook):
        for kind, theirs in zip(gradebook[HEADINGS - 1][KINDS], pupil[KINDS], strict=True):
            total, most = of_kind(gradebook, pupil, kind)
            ours = weighted_average((), (total * 100, most))
            if isinstance(theirs, int | float):
                assert abs(ours - Decimal(str(theirs))) < NEAR, (pupil[1], kind)
                compared += 1
            else:
                assert ours is None
    assert compared > 100


def test_every_running_average_is_the_same(gradebook):
    weights = [Decimal(str(weight)) for weight in gradebook[3][KINDS]]
    for pupil in pupils(gradebook):
        known = [
            (Decimal(str(average)), weight)
            for average, weight in zip(pupil[KINDS], weights, strict=True)
            if isinstance(average, int | float)
        ]
        total = sum(average * weight for average, weight in known)
        ours = weighted_average((), (total, sum(weights)))
        assert abs(ours - Decimal(str(pupil[RUNNING]))) < NEAR, pupil[1]
