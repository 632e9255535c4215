import datetime as dt

import pytest

from app.outages.rules.forms import (
    FormLesson,
    Name,
    Room,
    Sheet,
    class_list,
    months,
    span_faults,
    spreads,
    worth_printing,
)

pytestmark = pytest.mark.req("U1")


def day(number, month=9):
    return dt.date(2026, month, number)


def lessons(count):
    return tuple(FormLesson(day(1) + dt.timedelta(n)) for n in range(count))


def test_two_pupils_of_one_name_are_told_apart_by_the_patronymic():
    names = [
        Name("Иванов", "Пётр", "Ильич"),
        Name("Иванов", "Пётр", "Львович"),
        Name("Иванов", "Пётр"),
        Name("Ёлкин", "Иван", "Петрович"),
    ]
    assert class_list(names) == (
        "Иванов Пётр Ильич",
        "Иванов Пётр Львович",
        "Иванов Пётр",
        "Ёлкин Иван",
    )


def test_subjects_without_lessons_are_left_out_unless_there_are_no_lessons_at_all():
    taught, idle = Sheet(1, "Алгебра", lessons=lessons(1)), Sheet(2, "Химия")
    assert worth_printing([idle, taught]) == (taught,)
    assert worth_printing([idle]) == (idle,)


@pytest.mark.parametrize(
    ("pupils", "taught", "expected"),
    [
        # (first number, pupils, columns, rows of the right page) of each spread
        (0, 0, [(1, 0, 0, 0)]),
        (30, 5, [(1, 30, 5, 5)]),
        (35, 24, [(1, 35, 24, 24)]),
        (36, 5, [(1, 35, 5, 5), (36, 1, 5, 0)]),
        (30, 25, [(1, 30, 24, 24), (1, 30, 1, 1)]),
        (36, 25, [(1, 35, 24, 24), (36, 1, 24, 0), (1, 35, 1, 1), (36, 1, 1, 0)]),
    ],
)
def test_what_does_not_fit_goes_on_on_the_next_spread(pupils, taught, expected):
    sheet = Sheet(1, "Алгебра", pupils=tuple(map(str, range(pupils))), lessons=lessons(taught))
    found = spreads(sheet, Room(35 * 4.5, 24 * 7, 24), [4.5] * pupils, [7.0] * taught)
    assert [(s.first_number, len(s.pupils), len(s.columns), len(s.rows)) for s in found] == expected


def test_a_row_higher_than_the_page_has_a_spread_of_its_own():
    sheet = Sheet(1, "Алгебра", lessons=lessons(3))
    found = spreads(sheet, Room(100, 100, 24), [], [40, 400, 40])
    assert [len(spread.columns) for spread in found] == [1, 1, 1]


def test_months_stand_over_their_days_and_the_rest_is_left_blank():
    taught = [FormLesson(day(29)), FormLesson(day(30)), FormLesson(day(1, 10))]
    assert months(taught, 5) == [(day(1), 2), (day(1, 10), 1), (None, 1), (None, 1)]


@pytest.mark.parametrize(
    ("last", "count"),
    [(day(1), 0), (day(1) + dt.timedelta(61), 0), (day(1, 8), 1), (day(2, 11), 1)],
)
def test_a_span_has_an_order_and_a_length(last, count):
    assert len(span_faults(day(1), last)) == count
