import csv
import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest

from app.plan.rules.lines import Kind, PlanLine, plan_lines
from app.plan.rules.matching import StoredTopic, matching
from app.plan.rules.placement import Place, TopicHours, place, shift_all, shift_faults, shift_one
from app.plan.rules.progress import HoursOfCourse, hours_remarks, progress
from tests.conftest import shared_file

D = dt.date
KINDS = [Kind(1, "К", "контрольная"), Kind(2, "П", "практическая"), Kind(3, "С", "самостоятельная")]


def read(*rows, grade=7):
    return plan_lines([(number, row) for number, row in enumerate(rows, 2)], KINDS, grade)


@pytest.mark.req("J4")
@pytest.mark.parametrize(
    ("row", "line"),
    [
        ({"title": "Дроби"}, PlanLine(2, "", "Дроби")),
        ({"title": "Дроби", "hours": "3"}, PlanLine(2, "", "Дроби", hours=3)),
        ({"title": "Дроби", "hours": "2,0"}, PlanLine(2, "", "Дроби", hours=2)),
        ({"title": "Дроби", "kind": "к"}, PlanLine(2, "", "Дроби", kind=1)),
        ({"title": "Дроби", "kind": "Контрольная работа"}, PlanLine(2, "", "Дроби", kind=1)),
        ({"title": "Дроби", "kind": "самост"}, PlanLine(2, "", "Дроби", kind=3)),
        ({"title": "Дроби", "practical": "1"}, PlanLine(2, "", "Дроби", kind=2)),
        ({"title": "Дроби", "practical": "0"}, PlanLine(2, "", "Дроби")),
        ({"title": "Дроби", "homework": "§ 1"}, PlanLine(2, "", "Дроби", homework="§ 1")),
        ({"title": "Дроби", "date": "01.09.2026"}, PlanLine(2, "", "Дроби", on=D(2026, 9, 1))),
        ({"title": "Дроби", "grade": "7 класс"}, PlanLine(2, "", "Дроби")),
    ],
)
def test_row_becomes_a_line(row, line):
    found = read(row)
    assert (found.lines, found.faults) == ((line,), ())


@pytest.mark.req("J4", "S8")
@pytest.mark.parametrize(
    ("row", "texts"),
    [
        ({"title": "", "hours": "1"}, ["the topic is missing"]),
        (
            {"title": "Дроби", "hours": "0"},
            ["hours must be a whole number from 1 to 200, not «0»"],
        ),
        (
            {"title": "Дроби", "hours": "0,5"},
            ["hours must be a whole number from 1 to 200, not «0,5»"],
        ),
        (
            {"title": "Дроби", "kind": "зз", "date": "1 сентября"},
            [
                (
                    "kind of work «зз» is unknown; known are: К — контрольная, П — практическая, "
                    "С — самостоятельная"
                ),
                "the date must look like 01.09.2026, not «1 сентября»",
            ],
        ),
        ({"title": "я" * 1001}, ["the topic is longer than 1000 characters"]),
        (
            {"title": "Дроби", "section": "я" * 501},
            ["the section is longer than 500 characters"],
        ),
    ],
)
def test_every_fault_of_a_row_is_told(row, texts):
    found = read(row)
    assert found.lines == ()
    assert [(fault.row, str(fault.text)) for fault in found.faults] == [(2, t) for t in texts]


@pytest.mark.req("J6")
@pytest.mark.parametrize("row", [{"homework": "§ 1"}, {"kind": "К"}, {"practical": "1"}])
def test_plan_of_class_1_has_no_homework_and_no_marked_works(row):
    found = read({"title": "Счёт", **row}, grade=1)
    assert [str(f.text) for f in found.faults] == ["class 1 has no homework and no marked works"]
    assert read({"title": "Счёт", **row}, grade=2).faults == ()


@pytest.mark.req("J4")
def test_section_holds_for_the_rows_below():
    found = read(
        {"section": "Числа"},
        {"title": "Дроби"},
        {"title": "Степени", "section": ""},
        {"title": "Графики", "section": "Функции"},
    )
    assert [(line.section, line.title) for line in found.lines] == [
        ("Числа", "Дроби"),
        ("Числа", "Степени"),
        ("Функции", "Графики"),
    ]


@pytest.mark.req("J4")
def test_rows_of_other_grades_are_counted_and_left_out():
    found = read({"title": "A", "grade": "7"}, {"title": "B", "grade": "8"})
    assert ([line.title for line in found.lines], found.other_grades) == (["A"], 1)
    nothing = read({"title": "B", "grade": "8"})
    assert [str(f.text) for f in nothing.faults] == ["the file has no topics for grade 7"]


@pytest.mark.req("J4", "S8")
@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("lessons_geografiya-ooo_8.csv", 68),
        ("lessons_istoriya-ooo_5.csv", 102),
        ("lessons_russkij-yazyk-ooo_5.csv", 170),
        ("lessons_russkij-yazyk-ooo_6_v1.csv", 204),
        ("lessons_russkij-yazyk-ooo_6_v2.csv", 170),
        ("lessons_russkij-yazyk-ooo_7.csv", 136),
    ],
)
def test_federal_plans_are_read_to_the_last_topic(file, count):
    text = shared_file(f"ktp/{file}").read_text("utf-8-sig")
    rows = list(csv.reader(text.splitlines()[1:], delimiter=";"))
    found = read(*({"title": title, "practical": practical} for _n, title, practical in rows))
    assert (len(found.lines), found.faults) == (count, ())
    assert sum(line.kind == 2 for line in found.lines) == sum(row[2] != "0" for row in rows)


def topic(key, title, position=None, **values):
    defaults = {"section": "", "hours": 1, "kind": None, "homework": ""}
    return StoredTopic(key, position or key, title=title, **{**defaults, **values})


def line(title, **values):
    return PlanLine(1, values.pop("section", ""), title, **values)


def pairs(stored, lines):
    return [(p.stored and p.stored.key, p.position, p.changed) for p in matching(stored, lines)]


@pytest.mark.req("J4", "S8")
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["A", "B", "C"], [(1, 1, False), (2, 2, False), (3, 3, False)]),
        (["A", "x", "B", "C"], [(1, 1, False), (None, 2, False), (2, 3, True), (3, 4, True)]),
        (["A", "C"], [(1, 1, False), (2, None, False), (3, 2, True)]),
        (["A", "b2", "C"], [(1, 1, False), (2, 2, True), (3, 3, False)]),
        ([], [(1, None, False), (2, None, False), (3, None, False)]),
    ],
)
def test_topic_keeps_its_identity_when_others_come_and_go(lines, expected):
    stored = [topic(1, "A"), topic(2, "B"), topic(3, "C")]
    assert pairs(stored, [line(title) for title in lines]) == expected


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    "values", [{"hours": 2}, {"kind": 1}, {"homework": "§ 2"}, {"section": "Числа"}]
)
def test_every_changed_cell_is_a_change(values):
    assert pairs([topic(1, "A")], [line("A", **values)]) == [(1, 1, True)]


def lessons(*topics, given=0):
    """Lessons 1, 2, … on 1, 2, … September; the first `given` have their topics filled."""
    return [
        Place(number, D(2026, 9, number), key, number <= given)
        for number, key in enumerate(topics, 1)
    ]


def after(places, changes):
    return [changes.get(place.lesson, place.topic) for place in places]


@pytest.mark.req("J4")
@pytest.mark.parametrize(
    ("topics", "places", "expected", "without"),
    [
        ([(1, 1), (2, 1)], lessons(None, None, None), [1, 2, None], 0),
        ([(1, 2), (2, 1)], lessons(None, None, None), [1, 1, 2], 0),
        ([(1, 1), (2, 3)], lessons(None, None), [1, 2], 2),
        # what was given is not planned again, what was left out comes first
        ([(1, 1), (2, 1), (3, 1)], lessons(1, None, None, given=1), [1, 2, 3], 0),
        ([(1, 1), (2, 1), (3, 1)], lessons(2, 3, None, given=1), [2, 1, 3], 0),
        ([(1, 2), (2, 1)], lessons(1, None, None, given=1), [1, 1, 2], 0),
        ([(1, 1), (2, 1)], lessons(1, 1, None, given=2), [1, 1, 2], 0),
        ([], lessons(1, 2), [None, None], 0),
    ],
)
def test_topics_take_the_free_lessons_in_order(topics, places, expected, without):
    plan = place([TopicHours(*topic) for topic in topics], places)
    assert (after(places, plan.changes), plan.without_lesson) == (expected, without)


@pytest.mark.req("J4")
def test_topic_with_a_date_takes_the_lesson_of_that_date():
    places = lessons(None, None, None)
    topics = [TopicHours(1), TopicHours(2, on=D(2026, 9, 1)), TopicHours(3, on=D(2026, 12, 31))]
    assert after(places, place(topics, places).changes) == [2, 1, 3]


@pytest.mark.req("J4")
@pytest.mark.parametrize(
    ("order", "places", "expected", "without"),
    [
        ([1, None, 2], lessons(None, None, None, None), [1, None, 2, 3], 0),
        ([2, 1, 3, None, None], lessons(None, None, None, None), [2, 1, 3, None], 0),
        ([1, 2, 3], lessons(1, None, None, given=1), [1, 2, 3], 0),
        ([9, 1, 2], lessons(None, None, None), [1, 2, 3], 0),  # 9 is no longer in the plan
        ([1, None, 2, 3], lessons(None, None), [1, None], 2),
        ([1, 1, 2], lessons(None, None, None), [1, 2, 3], 0),  # one hour of 1 was taken away
    ],
)
def test_shifts_outlive_a_change_of_the_timetable(order, places, expected, without):
    plan = place([TopicHours(1), TopicHours(2), TopicHours(3)], places, order)
    assert (after(places, plan.changes), plan.without_lesson) == (expected, without)


@pytest.mark.req("J4")
def test_placing_again_changes_nothing():
    topics = [TopicHours(1, 2), TopicHours(2)]
    assert place(topics, lessons(1, 1, 2, None)).changes == {}


@pytest.mark.req("J4")
@pytest.mark.parametrize(
    ("places", "start", "by", "expected", "without"),
    [
        (lessons(1, 2, 3, None), 2, 1, [1, None, 2, 3], 0),
        (lessons(1, 2, 3), 2, 1, [1, None, 2], 1),
        (lessons(1, None, 2, 3), 3, -1, [1, 2, 3, None], 0),
        (lessons(9, 1, 2, None, given=1), 2, 1, [9, None, 1, 2], 0),
    ],
)
def test_shift_of_all(places, start, by, expected, without):
    plan = shift_all(places, start, by)
    assert (after(places, plan.changes), plan.without_lesson) == (expected, without)


@pytest.mark.req("J4")
@pytest.mark.parametrize(
    ("start", "by", "expected"), [(2, 1, [1, 3, 2, None]), (2, -1, [2, 1, 3, None])]
)
def test_shift_of_one_topic_changes_places_with_its_neighbour(start, by, expected):
    places = lessons(1, 2, 3, None)
    assert after(places, shift_one(places, start, by).changes) == expected


@pytest.mark.req("J4")
@pytest.mark.parametrize(
    ("places", "start", "by", "every", "text"),
    [
        (lessons(1, 2, None), 2, 1, False, None),
        (lessons(1, 2, None), 2, 1, True, None),
        (lessons(1, None, 2), 2, 1, True, None),  # a further free lesson in front
        (lessons(1, 2, given=1), 1, 1, False, "The topic of this lesson is already filled in"),
        (lessons(1, None), 2, -1, False, "This lesson has no planned topic."),
        (lessons(1, 2), 2, 1, False, "There is no lesson to move the topic to."),
        (lessons(1, 2), 1, -1, True, "There is no lesson to move the topic to."),
        (lessons(1, 2), 2, -1, True, "The lesson before already has a topic"),
        (lessons(1, 2), 99, 1, True, "The topic of this lesson is already filled in"),
    ],
)
def test_shift_is_refused_with_the_reason(places, start, by, every, text):
    faults = shift_faults(places, start, by, every=every)
    assert [str(f.text).startswith(text or "-") for f in faults] == ([True] if text else [])


@pytest.mark.req("J4")
@pytest.mark.parametrize(
    ("total", "past", "given", "lag", "late"),
    [
        (68, 0, 0, 0, False),
        (68, 3, 2, 1, False),
        (68, 3, 0, 3, True),
        (68, 3, 5, 0, False),
        (2, 9, 0, 2, False),  # more lessons than the plan has hours
        (0, 9, 0, 0, False),  # no plan: nothing to lag behind
    ],
)
def test_plan_against_fact(total, past, given, lag, late):
    found = progress(total, past=past, given=given)
    assert (found.lag, found.late) == (lag, late)


@pytest.mark.req("S3")
@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ({}, []),
        ({"by_curriculum_week": None}, ["The subject is not in the curriculum of the class."]),
        (
            {"by_timetable_week": Decimal("2.5")},
            ["Timetable: 2,5 h a week, curriculum: 2."],
        ),
        ({"lessons_year": 65}, ["Lessons in the year: 65, curriculum: 68."]),
        ({"lessons_year": 66}, []),
        ({"lessons_year": 70}, []),
        ({"by_plan": 70}, ["Lesson plan: 70 h, curriculum: 68."]),
        ({"by_plan": None}, ["No lesson plan is attached."]),
    ],
)
def test_hours_are_checked_against_the_curriculum(values, texts):
    usual = {
        "by_curriculum_week": Decimal("2.0"),
        "by_curriculum_year": 68,
        "by_timetable_week": Decimal(2),
        "lessons_year": 68,
        "by_plan": 68,
    }
    assert [str(t) for t in hours_remarks(HoursOfCourse(**{**usual, **values}))] == texts


@pytest.mark.req("J4")
def test_real_plan_is_placed_hour_by_hour():
    text = shared_file("ktp/thematic_fizika-ooo-bazovyj.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    found = read(
        *(
            {"grade": r["Класс"], "section": r["Раздел"], "title": r["Тема"], "hours": r["Часов"]}
            for r in rows
        )
    )
    topics = [TopicHours(n, line.hours) for n, line in enumerate(found.lines)]
    year = [Place(n, D(2026, 9, 1) + dt.timedelta(n)) for n in range(70)]
    plan = place(topics, year)
    assert Counter(plan.changes.values()) == {t.topic: t.hours for t in topics}
    assert sum(t.hours for t in topics) == 68
