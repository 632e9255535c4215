import datetime as dt

import pytest

from app.binding.rules.book import (
    MOST_LESSONS,
    BookCourse,
    BookLesson,
    BookPeriod,
    BookPupil,
    Step,
    blanked,
    spreads,
    stay_note,
    steps,
)
from app.classes.rules import Span

pytestmark = pytest.mark.req("R6")

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2027, 5, 31)


def day(number, month=9):
    return dt.date(2026, month, number)


def lessons(*days):
    return [BookLesson(number, one) for number, one in enumerate(days, 1)]


QUARTER = BookPeriod(1, "1 четверть", day(24, 10))
YEAR = BookPeriod(9, "Год", LAST)


def course(*days, periods=(QUARTER, YEAR), **values):
    pupils = [BookPupil(1, "Абрамов Иван"), BookPupil(2, "Ёлкин Пётр", "с 05.11.2026")]
    return BookCourse("Алгебра", ["Иванова"], pupils, lessons(*days), periods, **values)


def shape(found):
    return [
        (step.lesson.day if step.lesson else None, [p.name for p in step.results]) for step in found
    ]


def test_the_results_of_a_period_stand_after_its_last_lesson():
    found = steps(course(day(1), day(24, 10), day(3, 11)), [8, 8, 8])
    assert shape(found) == [
        (day(1), []),
        (day(24, 10), ["1 четверть"]),
        (day(3, 11), ["Год"]),
    ]


def test_results_without_lessons_stand_alone():
    assert shape(steps(course(), [])) == [(None, ["1 четверть", "Год"])]


def test_results_of_a_period_before_the_first_lesson_come_first():
    found = steps(course(day(3, 11)), [8])
    assert shape(found) == [(None, ["1 четверть"]), (day(3, 11), ["Год"])]


@pytest.mark.parametrize(
    ("heights", "room", "expected"),
    [
        ([], 100, []),
        ([8] * 3, 100, [3]),
        ([8] * MOST_LESSONS, 1000, [MOST_LESSONS]),
        ([8] * (MOST_LESSONS + 1), 1000, [MOST_LESSONS, 1]),
        ([40, 40, 40], 80, [2, 1]),
        ([40, 200, 40], 80, [1, 1, 1]),  # what is higher than a page stands alone
    ],
)
def test_a_spread_has_as_many_lessons_as_both_pages_hold(heights, room, expected):
    rows = [Step(BookLesson(n, FIRST), (), height) for n, height in enumerate(heights)]
    assert [len(part) for part in spreads(rows, room)] == expected


def test_a_lesson_and_the_results_after_it_are_not_parted():
    rows = [Step(BookLesson(n, FIRST)) for n in range(MOST_LESSONS - 1)]
    rows.append(Step(BookLesson(99, FIRST), (QUARTER, YEAR)))
    assert [len(part) for part in spreads(rows, 1000)] == [MOST_LESSONS - 1, 1]


@pytest.mark.parametrize(
    ("stays", "note"),
    [
        ([Span(FIRST)], ""),
        ([Span(FIRST, LAST)], ""),
        ([Span(dt.date(2025, 9, 1))], ""),
        ([Span(day(5, 11))], "с 05.11.2026"),
        ([Span(FIRST, day(12, 10))], "по 12.10.2026"),
        ([Span(day(5, 11)), Span(FIRST, day(12, 10))], "по 12.10.2026 с 05.11.2026"),
        ([], ""),
    ],
)
def test_who_was_not_there_all_year_has_the_days_beside_the_name(sqlite_app, stays, note):
    assert stay_note(stays, FIRST, LAST) == note


@pytest.mark.req("P5")
def test_of_the_other_pupils_nothing_is_left_but_empty_rows():
    whole = course(
        day(1),
        cells={(1, 1): "5", (1, 2): "2"},
        results={(1, 1): "4", (1, 2): "3"},
    )
    single = {1: "для Абрамова", 2: "для Ёлкина"}
    lesson = BookLesson(1, day(1), "Дроби", "№ 5", single=single)
    whole = BookCourse(**{**vars(whole), "lessons": [lesson]})
    own = blanked(whole, 1)
    assert [(pupil.name, pupil.note) for pupil in own.pupils] == [("Абрамов Иван", ""), ("", "")]
    assert (own.cells, own.results) == ({(1, 1): "5"}, {(1, 1): "4"})
    assert own.lessons == [BookLesson(1, day(1), "Дроби", "№ 5", single={1: "для Абрамова"})]
