"""Reports of a small class with every edge, against figures worked out by hand [R4]."""

import datetime as dt
from decimal import Decimal

import pytest

from app.core.db import db
from app.core.errors import Forbidden, NotFound
from app.core.picture import table_of
from app.reports.catalogue import KINDS
from app.reports.enums import Ask
from app.reports.rules.document import Weight
from app.results.models import Result
from tests import factories as make
from tests.journal.entries import as_actor
from tests.reports.small import d, lines, made

pytestmark = pytest.mark.req("R4")
# A report of one control work needs one: tests/works looks at them.
OF_JOURNALS = [kind for kind in KINDS if not {Ask.WORK, Ask.WORK_PLAN} & set(kind.asks)]
# Reports of the whole school and the statements that each takes, whatever the number of classes.
SCHOOL_WIDE = {
    "totals": 10,
    "subject": 12,
    "movement": 5,
    "arrivals": 4,
    "occupancy": 4,
    "marks": 14,
    "taught": 4,
    "substitutions": 2,
    "changes": 6,
    "activity": 6,
}


def test_progress_of_a_class_by_hand(small):
    """Algebra: 5 pupils, N = 5: success 4/5, quality 3/5, СОУ (200 + 64 + 36 + 7) / 5, mean 17/4.

    Together: 10 results, N = 10 - 1 exempt - 1 without: success 7/8, quality 5/8,
    СОУ (300 + 128 + 72 + 7) / 8, mean 29/7. Whoever left in the quarter is not counted.
    """
    report = made("class-summary", class_id=small.of.id, period_id=small.quarter.id)
    assert lines(report) == [
        ["Алгебра", "Иванова А. П.", 5, 2, 1, 1, 0, 0, 1, 0, 0, *d("80.0", "60.0", "61.4", "4.25")],
        ["Английский язык (1 группа)", "Петрова А. П.", 2, 1, 0, 1, 0, 0, 0, 0, 0,
         *d("100.0", "50.0", "68.0", "4.00")],
        ["Английский язык (2 группа)", "Сидорова А. П.", 3, 0, 1, 0, 0, 0, 0, 1, 1,
         *d("100.0", "100.0", "64.0", "4.00")],
        ["Всего", "", 10, 3, 2, 2, 0, 0, 1, 1, 1, *d("87.5", "62.5", "63.4", "4.14")],
    ]  # fmt: skip
    assert report.sections[0].lines[-1].weight == Weight.GRAND


def test_summary_of_the_pupils_by_hand(small):
    """Абрамов and Дмитриев excellent, Борисова good, Громова with threes, Егоров not attested."""
    report = made("totals", period_id=small.quarter.id)
    figures = d("80.0", "60.0", "63.4", "4.14")
    numbers = [5, 4, 1, 0, 0, 2, 0, 1, 0, 1, 0]
    assert lines(report) == [["7А", *numbers, *figures], ["Школа", *numbers, *figures]]


def test_report_of_the_class_teacher_by_hand(small):
    report = made("class-teacher", class_id=small.of.id, period_id=small.quarter.id)
    assert lines(report) == [
        [1, "Абрамов Иван", "5", "5", Decimal("5.00")],
        [2, "Борисова Иван", "4", "4", Decimal("4.00")],
        [3, "Громова Иван", "3", "3", Decimal("3.00")],
        [4, "Дмитриев Иван", "5", "осв", Decimal("5.00")],
        [5, "Егоров Иван", "н/а", None, None],
    ]
    assert [line[1:] for line in lines(report, 1)] == [
        [2, "Абрамов Иван; Дмитриев Иван"],
        [0, ""],
        [1, "Борисова Иван"],
        [0, ""],
        [0, ""],
        [1, "Егоров Иван (Алгебра)"],
    ]
    assert lines(report, 2) == [[5, *d("80.0", "60.0", "63.4", "4.14")]]
    assert lines(report, 3) == []


def test_occupancy_on_a_day_counts_who_is_there_that_day(small):
    before = made("occupancy", day=dt.date(2026, 9, 20))
    after = made("occupancy", day=dt.date(2026, 10, 20))
    assert lines(before)[0] == ["7А", "Иванова А. П.", 5, 4, 1, 5, 0, None]  # Власов, not Громова
    assert lines(after)[0] == ["7А", "Иванова А. П.", 5, 3, 2, 5, 0, None]


def test_totals_are_the_sums_of_their_parts(small):
    other = make.make_class(small.year, "7Б", capacity=20)
    make.make_class(small.year, "10А")
    for _each in range(3):
        make.make_pupil(other)
    rows = {line[0]: line for line in lines(made("occupancy"))}
    assert [rows[name][2] for name in ("7А", "7Б", "10А", "Параллель 7", "Школа")] == [
        5,
        3,
        0,
        8,
        8,
    ]
    assert rows["Параллель 7"][5:] == [25, -17, Decimal("4.0")]


def test_a_half_year_class_has_nothing_in_quarter_1_and_its_half_year_in_quarter_2(small):
    tenth = make.make_class(small.year, "10А")
    pupil = make.make_pupil(tenth)
    course = make.make_course(tenth, make.make_subject("Физика"))
    half = next(period for period in small.periods if period.name == "1 полугодие")
    make.save(Result(course=course, period=half, pupil=pupil, value="4"))
    first, second = (made("totals", period_id=small.periods[n].id) for n in (0, 1))
    assert [line[0] for line in lines(first)] == ["7А", "Школа"]
    assert [line[:3] for line in lines(second) if line[0] == "10А"] == [["10А", 1, 1]]


def test_class_1_has_no_results(small):
    make.make_pupil(make.make_class(small.year, "1А"))
    assert [line[0] for line in lines(made("totals", period_id=small.quarter.id))] == [
        "7А",
        "Школа",
    ]


def test_a_subject_over_the_school_and_a_teachers_own_report_agree(small):
    subject = made("subject", subject_id=small.algebra.subject_id, period_id=small.quarter.id)
    teacher = made("teacher", staff_id=small.teacher.id, period_id=small.quarter.id)
    assert lines(subject) == lines(teacher)
    assert [line[:3] for line in lines(teacher)] == [["7А, Алгебра", "Иванова А. П.", 5]]


def test_nothing_to_count_makes_an_empty_report(app):
    make.make_school()
    year = make.make_year()
    make.make_periods(year)
    of = make.make_class(year, "7А")
    for kind in OF_JOURNALS:
        asked = {"class_id": of.id, "subject_id": make.make_subject(kind.name).id}
        asked["staff_id"] = make.make_staff(kind.name).id
        asked["pupil_id"] = make.make_pupil(of).id if kind.name == "pupil" else None
        report = made(kind.name, **asked)
        assert report.sections, kind.name
        assert str(report.sections[0].empty) or report.sections[0].lines, kind.name


@pytest.mark.req("P2", "P3")
def test_who_makes_reports_of_what(small):
    stranger = as_actor(make.make_staff("Чужова"), "teacher", "class_teacher")
    head = as_actor(small.teacher, "teacher", "class_teacher")
    parent = as_actor(make.make_staff("Родитель"), "parent")
    asked = {"class_id": small.of.id, "period_id": small.quarter.id}
    for name in ("class-teacher", "class-teacher-preliminary", "class-summary", "attendance"):
        assert made(name, head, **asked).sections
        with pytest.raises(NotFound):
            made(name, stranger, **asked)
    with pytest.raises(NotFound):
        made("teacher", stranger, staff_id=small.teacher.id)
    for name in ("totals", "subject", "occupancy"):
        with pytest.raises((NotFound, Forbidden)):
            made(name, head, subject_id=small.algebra.subject_id)
    assert [kind.name for kind in KINDS if kind.may(parent)] == []


@pytest.mark.parametrize("classes", [1, 3])
def test_statements_do_not_grow_with_the_classes(small, statements, classes):
    for number in range(classes):
        other = make.make_class(small.year, f"8{'АБВ'[number]}")
        course = make.make_course(other, make.make_subject(f"Предмет {number}"), small.teacher)
        pupil = make.make_pupil(other)
        make.save(Result(course=course, period=small.quarter, pupil=pupil, value="4"))
        make.make_lesson(course, dt.date(2026, 10, 7))
    quarter, subject = small.quarter.id, small.algebra.subject_id
    counts = {}
    for name in SCHOOL_WIDE:
        db.session.expire_all()
        sent = statements()
        before = len(sent)
        made(name, period_id=quarter, subject_id=subject, last=dt.date(2026, 10, 31))
        counts[name] = len(sent) - before
    assert counts == SCHOOL_WIDE


def test_a_figure_counts_whom_it_names(small):
    """In every report: as many as the list behind the figure has."""
    asked = {"class_id": small.of.id, "period_id": small.quarter.id, "staff_id": small.teacher.id}
    asked |= {"subject_id": small.algebra.subject_id, "pupil_id": small["Абрамов"].id}
    named = 0
    for kind in OF_JOURNALS:
        for section in made(kind.name, **asked).sections:
            for line in section.lines:
                for at, who in line.who.items():
                    assert line.values[at] == len(who), (kind.name, line.values)
                    named += len(who)
    assert named > 100


def test_quality_over_the_periods_by_hand(small):
    """Quarter 1 as above: 3 of 5 in algebra, 2 of 3 in English; quarter 2: 1 of 1 in algebra."""
    second = small.periods[1]
    make.save(Result(course=small.algebra, period=second, pupil=small["Абрамов"], value="4"))
    report = made("class-summary", class_id=small.of.id, period_id=second.id)
    quality = report.pictures[-1]
    assert table_of(quality) == (
        ["Предмет", "1 четверть", "2 четверть"],
        [
            ["Алгебра", *d("60.0", "100.0")],
            ["Английский язык", Decimal("66.7"), None],
        ],
    )
    counts = report.pictures[0]
    assert [list(series.values) for series in counts.series] == [[0, 1, 0, 0]]
    # In quarter 2 nobody has all results yet: there is no quality of pupils to show.
    (classes,) = made("totals", period_id=second.id).pictures[1:]
    assert table_of(classes)[1] == [["7А", Decimal("60.0")]]
