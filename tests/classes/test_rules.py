import datetime as dt

import pytest

from app.classes import rules
from app.classes.rules import Span, Stay


def day(text):
    return dt.date.fromisoformat(f"2026-{text[3:]}-{text[:2]}") if text else None


def span(since, until=None):
    return Span(day(since), day(until))


YEAR = Span(dt.date(2026, 9, 1), dt.date(2027, 5, 31))
NEXT_SPRING = Span(dt.date(2027, 3, 1))


def fields(faults):
    return [fault.field for fault in faults]


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        (span("01.09", "10.09"), span("11.09"), False),
        (span("01.09", "10.09"), span("10.09"), True),
        (span("01.09"), span("01.12", "02.12"), True),
        (span("05.09", "06.09"), span("01.09", "30.09"), True),
        (span("01.10"), span("01.09", "30.09"), False),
    ],
)
def test_spans_meet_when_they_share_a_day(first, second, meet):
    assert (first.meets(second), second.meets(first)) == (meet, meet)


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        (span("01.09", "10.09"), span("01.09", "10.09"), True),
        (span("01.09", "10.09"), span("01.09"), True),
        (span("01.09"), span("01.09", "10.09"), False),
        (span("31.08", "10.09"), span("01.09"), False),
        (span("02.09"), span("01.09"), True),
    ],
)
def test_a_span_lies_within_another_when_all_its_days_do(inner, outer, within):
    assert inner.within(outer) is within


@pytest.mark.req("S2")
@pytest.mark.parametrize(
    ("grade", "name", "capacity", "wrong"),
    [
        (7, "7А", 25, []),
        (7, "Кадетский", 25, []),
        (11, "11и (ест.-научн.)", 1, []),
        (0, "0А", 25, ["grade"]),
        (13, "13А", 25, ["grade"]),
        (8, "7А", 25, ["grade"]),
        (1, "11А", 25, ["grade"]),
        (7, "7А", 0, ["capacity"]),
        (7, "7 б", 25, ["name"]),
        (6, "7Б", -1, ["grade", "capacity", "name"]),
    ],
)
def test_a_class_has_a_grade_places_and_a_name_of_its_own(grade, name, capacity, wrong):
    assert fields(rules.class_faults(grade, name, capacity, ["7Б", "8А"])) == wrong


@pytest.mark.req("S6")
@pytest.mark.parametrize(
    ("new", "others", "wrong"),
    [
        (span("01.09"), [], []),
        (span("01.09", "01.09"), [], []),
        (span("10.09"), [span("01.09", "09.09")], []),
        (span("01.09", "09.09"), [span("10.09")], []),
        (span("02.09", "01.09"), [span("01.09")], ["until"]),
        (span("31.08"), [], ["since"]),
        (Span(dt.date(2026, 9, 1), dt.date(2027, 6, 1)), [], ["until"]),
        (Span(dt.date(2027, 6, 1)), [], ["since"]),
        (span("09.09"), [span("01.09", "09.09")], ["since"]),
        (span("01.09"), [NEXT_SPRING], ["since"]),
        (span("01.08"), [span("01.09", "09.09"), NEXT_SPRING], ["since"] * 3),
        (span("01.09"), [Span(dt.date(2025, 9, 1), dt.date(2026, 5, 31))], []),
        (span("01.09"), [Span(dt.date(2027, 9, 1), dt.date(2028, 5, 31))], []),
    ],
)
def test_a_stay_lies_in_the_year_and_not_over_another(new, others, wrong):
    stays = [Stay("7Б", other) for other in others]
    assert fields(rules.stay_faults(new, stays, YEAR)) == wrong


@pytest.mark.req("S4")
@pytest.mark.parametrize(
    ("new", "in_class", "in_division", "wrong"),
    [
        (span("01.09"), [span("01.09")], [], []),
        (span("01.10", "01.11"), [span("01.09")], [], []),
        (span("10.09"), [span("01.09")], [span("01.09", "09.09")], []),
        (span("01.09"), [], [], ["since"]),
        (span("01.09"), [span("02.09")], [], ["since"]),
        (span("01.09"), [span("01.09", "10.10")], [], ["since"]),
        (span("01.09", "30.09"), [span("01.09", "10.09"), span("12.09")], [], ["since"]),
        (span("09.09"), [span("01.09")], [span("01.09", "09.09")], ["since"]),
        (span("05.09"), [span("10.09")], [span("01.09")], ["since", "since"]),
    ],
)
def test_only_a_pupil_of_the_class_is_in_one_subgroup_of_a_division(
    new, in_class, in_division, wrong
):
    stays = [Stay("2 группа", other) for other in in_division]
    assert fields(rules.subgroup_stay_faults(new, in_class, stays, YEAR)) == wrong


@pytest.mark.req("S6")
@pytest.mark.parametrize(
    ("stay", "recorded", "refused"),
    [
        (span("01.09"), True, True),
        (span("10.09"), True, True),
        (span("01.09"), False, False),
        (span("11.09"), True, False),
    ],
)
def test_a_stay_with_entries_in_the_journal_is_not_deleted(stay, recorded, refused):
    assert bool(rules.removal_faults(stay, day("10.09"), recorded)) is refused


@pytest.mark.req("S4")
@pytest.mark.parametrize(
    ("division", "names", "wrong"),
    [
        ("Английский", ["1 группа", "2 группа"], []),
        ("Английский", ["1 группа", "", "2 группа", "3 группа"], []),
        ("", ["1 группа", "2 группа"], ["division"]),
        ("труд", ["1 группа", "2 группа"], ["division"]),
        ("Английский", ["1 группа", ""], ["names"]),
        ("Английский", ["1 группа", "1 Группа"], ["names"]),
        ("Английский", ["1 группа", "А" * 61], ["names"]),
        ("", [], ["division", "names"]),
    ],
)
def test_a_division_has_a_name_and_two_different_subgroups(division, names, wrong):
    assert fields(rules.division_faults(division, names, ["Труд"])) == wrong


@pytest.mark.req("S4")
@pytest.mark.parametrize(
    ("touched", "place", "cut"),
    [
        ([], "1 группа", 0),
        ([("1 группа", "01.09")], "1 группа", 0),
        ([("2 группа", "01.09")], "1 группа", 1),
        ([("2 группа", "01.09")], None, 1),
        ([("2 группа", "10.09")], "1 группа", 0),
        ([("2 группа", "09.09")], "1 группа", 1),
        ([("1 группа", "01.09"), ("2 группа", "05.09")], "1 группа", 1),
    ],
)
def test_leaving_a_subgroup_that_one_has_been_in_is_a_transfer(touched, place, cut):
    stays = [Stay(name, span(since)) for name, since in touched]
    assert len(rules.transfers(stays, place, day("10.09"))) == cut


@pytest.mark.req("S4")
def test_every_reason_against_a_move_is_named():
    faults = rules.move_faults(
        "Ёлкин Иван",
        since=day("10.09"),
        class_stays=[span("11.09")],
        transferred=[Stay("2 группа", span("01.09"))],
    )
    assert len(faults) == 2
    assert (
        rules.move_faults("", since=day("10.09"), class_stays=[span("10.09")], transferred=[]) == []
    )
