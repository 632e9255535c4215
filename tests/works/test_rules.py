"""Scale, plan, points as they are typed, blocks, the analysis [R5]."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from app.core.errors import Fault
from app.journal.rules.entry import EntryFacts
from app.works.enums import Level, Step
from app.works.rules.analysis import (
    Against,
    Item,
    against,
    items_done,
    percent_of,
    topics_to_repeat,
    written,
)
from app.works.rules.block import Pupils, Source, read_block
from app.works.rules.marks import Sitting, proposals
from app.works.rules.plan import ItemDraft, PlanDraft, plan_faults
from app.works.rules.points import (
    Row,
    read_points,
    stored_points,
    variant_text,
    with_points,
    with_variant,
)
from app.works.rules.scale import Scale, mark_for, scale_faults

pytestmark = pytest.mark.req("R5")
POINTS, PERCENT = Scale(9, 7, 5), Scale(85, 65, 45, by_percent=True)
ITEM = ItemDraft("1", "Дроби", Level.BASIC, 2)
PLAN = PlanDraft("Работа", 1, 7, 1, Scale(5, 4, 3), (ITEM, replace(ITEM, number="2", points=3)))
EMPTY = Row((None, None))


@pytest.mark.parametrize(
    ("scale", "points", "mark"),
    [
        *((POINTS, points, mark) for points, mark in ((10, "5"), (9, "5"), (8, "4"), (7, "4"))),
        *((POINTS, points, mark) for points, mark in ((6, "3"), (5, "3"), (4, "2"), (0, "2"))),
        *((PERCENT, points, mark) for points, mark in ((9, "5"), (8, "4"), (7, "4"), (6, "3"))),
        *((PERCENT, points, mark) for points, mark in ((5, "3"), (4, "2"))),
    ],
)
def test_points_become_a_mark_by_the_scale(scale, points, mark):
    assert mark_for(scale, points, 10) == mark


def test_the_border_of_per_cent_is_not_rounded():
    """17 of 20 are 85 %, 11 of 13 are 84,6 %."""
    assert (mark_for(PERCENT, 17, 20), mark_for(PERCENT, 11, 13)) == ("5", "4")


@pytest.mark.parametrize(
    ("scale", "word"),
    [
        (Scale(None, 4, 3), "от скольких"),
        (Scale(5, 4, 0), "от скольких"),
        (Scale(5, 5, 3), "убывать"),
        (Scale(5, 3, 4), "убывать"),
        (Scale(11, 7, 5), "недостижима"),
        (Scale(101, 65, 45, by_percent=True), "недостижима"),
    ],
)
def test_a_scale_that_makes_no_sense_is_told(scale, word, sqlite_app):
    (fault,) = scale_faults(scale, 10)
    assert word in str(fault.text)


@pytest.mark.parametrize("scale", [POINTS, PERCENT, Scale(10, 9, 1)])
def test_a_complete_falling_scale_is_right(scale):
    assert scale_faults(scale, 10) == []


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, 0),
        ({"title": ""}, 1),
        ({"title": "х" * 201}, 1),
        ({"subject_id": None}, 1),
        ({"grade": 1}, 1),
        ({"variants": 0}, 1),
        ({"variants": 10}, 1),
        ({"items": ()}, 1),
        ({"items": (ITEM,) * 31}, 1),
        ({"items": (ITEM, ITEM), "scale": Scale(4, 3, 2)}, 1),
        ({"items": (replace(ITEM, points=None), ITEM), "scale": Scale(2, 1, 1)}, 3),
        ({"items": (replace(ITEM, element="", points=51),)}, 2),
    ],
)
def test_everything_wrong_with_a_plan_is_told(changes, faults):
    assert len(plan_faults(replace(PLAN, **changes))) == faults


def test_points_are_stored_as_one_reads_them():
    assert (stored_points((2, None, 0)), stored_points((None, None))) == ("2 – 0", "")
    assert (read_points("2 – 0", 3), read_points("", 2)) == ((2, None, 0), (None, None))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("2", (2, None)),
        (" 0 ", (0, None)),
        ("1,0", (1, None)),
        ("-", (None, None)),
        ("", (None, None)),
    ],
)
def test_what_is_typed_are_points(text, points):
    assert with_points(EMPTY, 0, text, 2).points == points


@pytest.mark.parametrize("text", ["3", "999999", "-1", "1,5", "x", "²", "2 2", "٢"])
def test_what_is_no_number_of_points_is_refused(text):
    assert isinstance(with_points(EMPTY, 0, text, 2), Fault)


def test_an_absent_pupil_has_no_points():
    away = with_points(EMPTY, 0, "н", 2)
    assert (away.absent, variant_text(away)) == (True, "н")
    assert isinstance(with_points(away, 0, "1", 2), Fault)
    assert isinstance(with_variant(Row((1, None)), "н", 2), Fault)
    assert with_variant(away, "", 2) == EMPTY
    assert with_variant(away, "2", 2) == Row((None, None), 2)


@pytest.mark.parametrize(("text", "variant"), [("1", 1), ("2", 2), ("", None)])
def test_a_variant_is_one_of_the_work(text, variant):
    assert with_variant(EMPTY, text, 2).variant == variant


@pytest.mark.parametrize("text", ["3", "0", "а", "1.5", "9" * 5000])
def test_another_variant_is_refused(text):
    assert isinstance(with_variant(EMPTY, text, 2), Fault)


ITEMS = [
    Item(1, "1", "Уравнения", Level.BASIC, 2),
    Item(2, "2", "Степени", Level.BASIC, 2),
    Item(3, "3", "Уравнения", Level.RAISED, 3),
    Item(4, "4", "Движение", Level.HIGH, 3),
]
ROWS = {
    (1, "Абрамов"): Row((2, 2, 3, 3)),  # 10, 5
    (2, "Борисова"): Row((2, 1, 3, 1)),  # 7, 4
    (3, "Власов"): Row((2, 1, 1, 0)),  # 4, 2
    (4, "Громова"): Row((1, 0, None, None)),  # not all points
    (5, "Дмитриев"): Row((None,) * 4, absent=True),
}


def test_the_analysis_is_that_by_hand():
    works = written(ROWS, ITEMS, POINTS)
    assert [(one.name, one.row.total, one.percent, one.mark) for one in works] == [
        ("Абрамов", 10, Decimal("100.0"), "5"),
        ("Борисова", 7, Decimal("70.0"), "4"),
        ("Власов", 4, Decimal("40.0"), "2"),
    ]
    done = items_done(ITEMS, works)  # 6 of 6, 4 of 6, 7 of 9, 4 of 9
    assert [str(one.percent) for one in done] == ["100.0", "66.7", "77.8", "44.4"]
    assert [one.failed for one in done] == [[], [], ["Власов"], ["Борисова", "Власов"]]


def test_an_element_is_repeated_when_less_than_half_was_done_over_its_items():
    topics = topics_to_repeat(ITEMS, written(ROWS, ITEMS, POINTS))
    assert [(t.element, t.numbers, str(t.percent), t.pupils) for t in topics] == [
        ("Движение", ["4"], "44.4", ["Борисова", "Власов"])
    ]


def test_half_is_enough():
    works = written({(1, "А"): Row((1, 1, 1, 2)), (2, "Б"): Row((1, 1, 2, 1))}, ITEMS, POINTS)
    assert topics_to_repeat(ITEMS, works) == []


def test_of_nobody_there_is_no_share():
    assert [one.percent for one in items_done(ITEMS, [])] == [None] * 4
    assert (topics_to_repeat(ITEMS, []), percent_of(1, 0)) == ([], None)


@pytest.mark.parametrize(
    ("mark", "other", "found"),
    [
        ("4", "4", Against.CONFIRMED),
        ("5", "4", Against.RAISED),
        ("2", "3", Against.LOWERED),
        ("4", None, None),
        ("4", "н/а", None),
        ("4", "зач", None),
    ],
)
def test_a_mark_confirms_raises_or_lowers(mark, other, found):
    assert against(mark, other) == found


FACTS = EntryFacts(day=dt.date(2026, 9, 1), grade=7)
TODAY = dt.date(2026, 9, 3)


@pytest.mark.parametrize(
    ("row", "known", "expected"),
    [
        (Row((2, 2, 3, 3)), {}, ("5", Step.NEW, True)),
        (Row((2, 2, 3, 3)), {"mark": "5"}, ("5", Step.SAME, False)),
        (Row((2, 2, 3, 3)), {"mark": "4"}, ("5", Step.OTHER, False)),
        (Row((2, 2, 3, 3)), {"mark": "•"}, ("5", Step.NEW, True)),
        (Row((2, 2, 3, 3)), {"missed": True}, ("5", Step.NEW, False)),
        (Row((2, 2, 3, 3)), {"enrolled": False}, ("5", Step.REFUSED, False)),
        (Row((2, None, 3, 3)), {}, (None, Step.NOTHING, False)),
        (Row((None,) * 4), {}, (None, Step.NOTHING, False)),
        (Row((None,) * 4), {"missed": True}, ("•", Step.DEBT, True)),
        (Row((None,) * 4, absent=True), {}, ("•", Step.DEBT, True)),
        (Row((None,) * 4, absent=True), {"mark": "3"}, ("•", Step.SAME, False)),
    ],
)
def test_what_goes_to_the_journal(row, known, expected):
    (one,) = proposals([Sitting(1, "А", row, **known)], POINTS, 10, FACTS, TODAY)
    assert (one.value, one.step, one.ticked) == expected


@pytest.mark.parametrize(
    "facts",
    [
        replace(FACTS, grade=1),
        replace(FACTS, period_closed_on=dt.date(2026, 9, 2)),
        replace(FACTS, day=dt.date(2026, 8, 1)),
        replace(FACTS, cancelled=True),
    ],
)
def test_what_the_journal_refuses_is_not_put(facts):
    (one,) = proposals([Sitting(1, "А", Row((2, 2, 3, 3)))], POINTS, 10, facts, TODAY)
    assert (one.step, one.possible) == (Step.REFUSED, False)


PUPILS = Pupils(
    {1: "Абрамов Иван", 2: "Ёлкин Иван", 3: "Ёлкин Игорь"},
    {1: Row((1, None, None, None)), 2: Row((None,) * 4), 3: Row((None,) * 4)},
)


def block(*sources):
    return read_block(sources, PUPILS, ITEMS, 2)


@pytest.mark.parametrize(
    ("name", "pupil"),
    [
        ("Абрамов Иван", 1),
        ("абрамов иван петрович", 1),
        ("Абрамов И.", 1),
        ("Елкин Игорь", 3),
        ("Ёлкин И.", None),
        ("Абрам", None),
        ("", None),
    ],
)
def test_a_line_goes_to_its_pupil(name, pupil):
    (line,) = block(Source(1, name, "", {0: "2"}))
    assert (line.pupil_id, bool(line.faults)) == (pupil, pupil is None)


def test_a_line_stores_what_it_says_and_leaves_the_rest():
    (line,) = block(Source(5, "Абрамов Иван", "2", {1: "0", 3: "3"}))
    assert (line.number, line.row, line.changed) == (5, Row((1, 0, None, 3), 2), True)


def test_every_fault_of_a_line_is_told_and_a_pupil_twice_is_one():
    first, second = block(
        Source(1, "Абрамов Иван", "7", {0: "9", 1: "1", 2: "x"}), Source(2, "Абрамов И.")
    )
    assert (len(first.faults), len(second.faults)) == (3, 1)
    assert first.row.points[:2] == (1, 1)
