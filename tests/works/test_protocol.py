"""The protocol and the comparison, with figures that are worked out by hand [R5 D3.2 R4]."""

import datetime as dt
from decimal import Decimal

import pytest

from app.core.actor import SYSTEM
from app.core.errors import NotFound
from app.journal.models import Mark, Task
from app.reports.asked import Asked
from app.reports.catalogue import kind_of
from app.results.models import Result
from tests import factories as make
from tests.works.scene import as_teacher, give, make_plan, make_work

pytestmark = [pytest.mark.req("R5", "R4"), pytest.mark.usefixtures("app")]
LATER = dt.date(2026, 10, 1)


@pytest.fixture
def work(school):
    """Абрамов 10 of 10, Ёлкин 7, Жуков 4; two more: one not complete, one absent."""
    work = make_work(make_plan(school.algebra.subject), school.lessons[1], school.kinds["К"])
    first, second, third = school.pupils
    fourth, fifth = (make.make_pupil(school.class_7a, name) for name in ("Зуев", "Яшин"))
    give(work, first, "2 2 3 3", variant=1)
    give(work, second, "2 1 3 1", variant=2)
    give(work, third, "2 1 1 0", variant=1)
    give(work, fourth, "2 – – –")
    give(work, fifth, absent=True)
    # Other marks of the quarter: 4 and 4 → 4,00; 5 → 5,00; none. Results: 5, 4, none.
    for lesson, values in ((school.lessons[0], "45"), (school.lessons[2], "4")):
        task = make.save(Task(lesson=lesson, kind=school.kinds["О"], position=1))
        for pupil, value in zip(school.pupils, values, strict=False):
            make.save(Mark(task=task, pupil=pupil, value=value))
    make.save(Mark(task=work.task, pupil=first, value="2"))  # the work's own mark is left out
    for pupil, value in ((first, "5"), (second, "4")):
        period = school.periods[0]
        make.save(Result(course=school.algebra, period=period, pupil=pupil, value=value))
    return work


def made(name, actor=SYSTEM, **asked):
    return kind_of(actor, name).gather(actor, Asked(LATER, **asked))


def lines(report, section):
    return [list(line.values) for line in report.sections[section].lines]


def d(text):
    return Decimal(text)


def test_the_items_are_done_as_worked_out_by_hand(work):
    """Three wrote: 6 of 6, 4 of 6, 7 of 9, 4 of 9."""
    report = made("control-work", work_id=work.id)
    assert lines(report, 0) == [
        ["1", "Линейные уравнения", "Б", 2, d("100.0"), 0, ""],
        ["2", "Степени", "Б", 2, d("66.7"), 0, ""],
        ["3", "Линейные уравнения", "П", 3, d("77.8"), 1, "Жуков Иван"],
        ["4", "Задача на движение", "В", 3, d("44.4"), 2, "Ёлкин Иван, Жуков Иван"],
    ]


def test_the_matrix_has_sum_share_and_mark(work):
    """21 of 30 points are 70 %."""
    assert lines(made("control-work", work_id=work.id), 1) == [
        [1, "Абрамов Иван", 1, 2, 2, 3, 3, 10, d("100.0"), "5"],
        [2, "Ёлкин Иван", 2, 2, 1, 3, 1, 7, d("70.0"), "4"],
        [3, "Жуков Иван", 1, 2, 1, 1, 0, 4, d("40.0"), "2"],
        [
            "",
            "Выполнено, %",
            None,
            *map(d, ("100.0", "66.7", "77.8", "44.4")),
            None,
            d("70.0"),
            None,
        ],
    ]


def test_the_results_are_those_of_the_formulas(work):
    """5, 4, 2: success 2/3, quality 2/3, СОУ (100 + 64 + 16) / 3, mean 11/3."""
    expected = [3, 1, 1, 0, 1, d("66.7"), d("66.7"), d("60.0"), d("3.67")]
    assert lines(made("control-work", work_id=work.id), 2) == [expected]


def test_marks_stand_against_the_other_marks_and_the_result(work):
    assert lines(made("control-work", work_id=work.id), 3) == [
        [1, "Абрамов Иван", "5", d("4.00"), "повышение", "5", "подтверждение"],
        [2, "Ёлкин Иван", "4", d("5.00"), "понижение", "4", "подтверждение"],
        [3, "Жуков Иван", "2", None, "", None, ""],
        ["", "подтвердили", None, None, 0, None, 2],
        ["", "повысили", None, None, 1, None, 0],
        ["", "понизили", None, None, 1, None, 0],
    ]


def test_what_is_below_a_half_is_repeated_with_the_pupils(work):
    report = made("control-work", work_id=work.id)
    names = "Ёлкин Иван, Жуков Иван"
    assert lines(report, 4) == [["Задача на движение", "4", d("44.4"), 2, names]]
    assert [str(note) for note in report.notes] == [
        "Отсутствовали: Яшин Иван.",
        "Не учтены, введены не все баллы: Зуев Иван.",
    ]


def test_a_work_without_points_is_an_empty_protocol(school):
    work = make_work(make_plan(school.algebra.subject), school.lessons[1], school.kinds["К"])
    report = made("control-work", work_id=work.id)
    assert [len(section.lines) for section in report.sections] == [4, 0, 0, 0, 0]
    assert report.pictures == []


def test_classes_teachers_years_and_variants_of_a_plan_are_compared(school, work):
    """7Б: 9 and 5 of 10; with 7А 35 of 50 points, marks 5 4 2 5 3."""
    of = make.make_class(school.year, "7Б")
    course = make.make_course(of, school.algebra.subject, school.other)
    lesson = make.make_lesson(course, dt.date(2026, 9, 4))
    beside = make_work(work.plan, lesson, school.kinds["К"])
    give(beside, make.make_pupil(of, "Белов"), "2 2 3 2", variant=2)
    give(beside, make.make_pupil(of, "Волков"), "1 1 3 0")
    report = made("control-work-comparison", plan_id=work.plan_id)
    classes = lines(report, 0)
    assert [line[0] for line in classes] == ["7А, Алгебра", "7Б, Алгебра", "Всего"]
    assert classes[2][4:] == [5, 2, 1, 1, 1, *map(d, ("80.0", "60.0", "63.2", "3.80", "70.0"))]
    assert [(line[0], line[1]) for line in lines(report, 1)] == [
        (school.teacher.short_name, 3),
        (school.other.short_name, 2),
    ]
    assert [(line[0], line[1]) for line in lines(report, 2)] == [(school.year.name, 5)]
    assert [(line[0], line[1]) for line in lines(report, 3)] == [
        ("Вариант не указан", 1),
        ("Вариант 1", 2),
        ("Вариант 2", 2),
    ]
    assert lines(report, 4)[3][2:] == [d("44.4"), d("33.3")]
    own = made("control-work-comparison", as_teacher(school.teacher), plan_id=work.plan_id)
    assert [line[0] for line in lines(own, 0)] == ["7А, Алгебра"]


@pytest.mark.parametrize("who", ["other", "pupil", "secretary"])
def test_a_stranger_has_no_protocol(school, work, who):
    actor = {
        "other": as_teacher(school.other),
        "pupil": make.actor("pupil", pupil_id=school.pupils[0].id),
        "secretary": make.actor("secretary"),
    }[who]
    for name, asked in (
        ("control-work", {"work_id": work.id}),
        ("control-work-comparison", {"plan_id": work.plan_id}),
    ):
        with pytest.raises(NotFound):
            made(name, actor, **asked)


@pytest.mark.parametrize("role", ["class_teacher", "deputy", "director"])
def test_the_class_teacher_and_the_leaders_read_it(school, work, role):
    staff_id = school.head.id if role == "class_teacher" else None
    actor = make.actor(role, staff_id=staff_id)
    assert len(lines(made("control-work", actor, work_id=work.id), 0)) == 4


def test_the_number_of_statements_does_not_grow_with_pupils(school, work, statements):
    sent = statements()
    made("control-work", work_id=work.id)
    before = len(sent)
    for number in range(5):
        give(work, make.make_pupil(school.class_7a, f"Новый{number}"), "1 1 1 1")
    sent.clear()
    made("control-work", work_id=work.id)
    assert (before, len(sent)) == (10, 10)
