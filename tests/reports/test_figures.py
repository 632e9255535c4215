"""The formulas, worked out by hand (rules, «Formulas»)."""

from decimal import Decimal

import pytest

from app.reports.enums import Standing
from app.reports.rules.figures import Tally, mean, standing

pytestmark = pytest.mark.req("R4")

# Ten pupils: two «5», three «4», two «3», one «2», one «н/а», one «осв».
TEN = Tally.of(["5", "5", "4", "4", "4", "3", "3", "2", "н/а", "осв"])


def test_the_exempt_and_those_without_a_result_are_not_counted_and_not_attested_are():
    assert (TEN.pupils, TEN.counted, TEN.without) == (10, 9, 0)
    more = Tally.of(["5", None, None, "осв"])
    assert (more.pupils, more.counted, more.without) == (4, 1, 2)


def test_figures_by_hand():
    # N = 9: success (2 + 3 + 2) · 100 / 9, quality (2 + 3) · 100 / 9,
    # СОУ (100·2 + 64·3 + 36·2 + 16·1 + 7·1) / 9 = 487 / 9, mean (10 + 12 + 6 + 2) / 8
    assert TEN.success == Decimal("77.8")
    assert TEN.quality == Decimal("55.6")
    assert TEN.sou == Decimal("54.1")
    assert TEN.mean == Decimal("3.75")


def test_nothing_has_no_figures():
    for empty in (Tally(), Tally.of([None, "осв"])):
        assert (empty.success, empty.quality, empty.sou, empty.mean) == (None,) * 4


def test_passed_and_failed_make_success_only():
    tally = Tally.of(["зач", "зач", "зач", "н/зач"])
    assert (tally.success, tally.quality, tally.sou, tally.mean) == (Decimal("75.0"), *[None] * 3)


def test_tallies_add_up():
    both = TEN + Tally.of(["5", None])
    assert (both.pupils, both["5"], both.without) == (12, 3, 1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["5", "4"], "4.50"),
        (["5", "4", "4"], "4.33"),
        (["5", "5", "4"], "4.67"),
        (["зач", "н/а", "осв", None], None),
        ([], None),
    ],
)
def test_mean_is_of_digits_and_to_hundredths(values, expected):
    assert mean(values) == (expected and Decimal(expected))


@pytest.mark.parametrize(
    ("results", "group"),
    [
        (["5", "5", "5"], Standing.EXCELLENT),
        (["5", "зач", "осв"], Standing.EXCELLENT),
        (["5", "5", "4"], Standing.ONE_FOUR),
        (["5", "4", "4"], Standing.GOOD),
        (["4"], Standing.GOOD),
        (["5", "4", "3"], Standing.ONE_THREE),
        (["5", "3", "3"], Standing.FAIR),
        (["5", "5", "2"], Standing.FAILING),
        (["5", "н/зач"], Standing.FAILING),
        (["5", "2", None], Standing.FAILING),
        (["5", "2", "н/а"], Standing.FAILING),
        (["5", "н/а"], Standing.NOT_ATTESTED),
        (["н/а", None], Standing.NOT_ATTESTED),
        (["осв", "осв"], Standing.EXEMPT),
        (["5", None], Standing.WITHOUT),
        ([], Standing.WITHOUT),
    ],
)
def test_a_pupil_stands_in_one_group(results, group):
    assert standing(results) == group
