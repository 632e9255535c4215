import datetime as dt

import pytest

from app.exchange.timetable.detect import read_timetable
from app.exchange.timetable.document import Part, Skipped, Weeks
from tests.exchange.files import sgo, sgo_week

MONDAY = '<Lesson timeId="1"><csg id="13" roomid="5"/><csg id="21" roomid="5"/></Lesson>'


def read(placements, **values):
    return read_timetable(sgo(placements, **values).encode("cp1251"))


@pytest.mark.req("S8")
def test_classes_plan_rows_and_placements_of_the_day_are_read():
    found = read(sgo_week(MONDAY))
    assert found.counts() == {
        "classes": 2,
        "teachers": 2,
        "subjects": 2,
        "rooms": 1,
        "groups": 2,
        "lessons": 4,
        "placements": 2,
    }
    assert [(p.lesson, p.weekdays, p.numbers, p.rooms) for p in found.placements] == [
        ("13", (1,), (0,), ("5",)),
        ("21", (1,), (0,), ("5",)),
    ]
    assert found.weekdays == (1,)
    assert found.starts == dt.date(2026, 9, 28)
    assert [bell.number for bell in found.bells] == [0, 1]


@pytest.mark.req("S8")
def test_groups_are_read_from_the_names_of_plan_rows():
    found = read(sgo_week(MONDAY))
    assert [(g.class_key, g.name) for g in found.groups] == [
        ("a", "Англ (п.1)"),
        ("a", "Англ (п.2)"),
    ]
    assert found.lessons[0].parts == (Part("a", found.groups[0].key),)
    assert found.lessons[2].parts == (Part("a"),)


@pytest.mark.req("S8")
def test_a_group_number_shared_by_two_classes_is_two_groups():
    plan = '<csg id="22" tid="1" sid="1" name="Английский язык/Англ (п.1)" groupid="7"/>'
    found = read(sgo_week(MONDAY), plan=plan)
    assert [g.class_key for g in found.groups] == ["a", "a", "b"]


@pytest.mark.req("S8")
def test_two_weeks_alternate_and_a_third_is_listed():
    one = '<Lesson timeId="2"><csg id="13" roomid="5"/></Lesson>'
    found = read(sgo_week(one) + sgo_week(one) + sgo_week(one))
    assert [p.weeks for p in found.placements] == [Weeks.A, Weeks.B]
    assert found.skipped == (
        Skipped(
            "Физическая культура, 2а, понедельник", "a third week: the journal alternates two", 0, 1
        ),
    )


@pytest.mark.req("S8")
def test_what_is_not_in_the_plan_or_has_no_time_is_listed():
    placements = (
        '<Lesson timeId="9"><csg id="13"/></Lesson><Lesson timeId="1"><csg id="99"/></Lesson>'
    )
    plan = '<csg id="22" tid="1" sid="77" name="Нечто"/>'
    found = read(sgo_week(placements), plan=plan)
    assert [(s.what, s.reason, s.lessons, s.placements) for s in found.skipped] == [
        ("2Б, Нечто", "the subject is not in the file", 1, 0),
        ("Физическая культура, 2а, понедельник", "no day or lesson number is given", 0, 1),
        ("plan row 99, понедельник", "it is not in the plan of the file", 0, 1),
    ]
