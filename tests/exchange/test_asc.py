import re

import pytest

from app.exchange.timetable.detect import read_timetable
from app.exchange.timetable.document import Part, Skipped, Weeks
from tests.exchange.files import IVANOVA, PETROV, Card, Lesson, asc, school


def read(lessons, cards, encoding="cp1251", **values):
    return read_timetable(asc(lessons, cards, **values).encode(encoding))


def places(document):
    return [(p.lesson, *at, p.weeks) for p in document.placements for at in p.places()]


@pytest.mark.req("S8")
@pytest.mark.parametrize("dialect", [2008, 2012])
def test_both_dialects_are_read(dialect):
    found = read([Lesson("Алгебра", "7А", IVANOVA)], [Card(1, 3, 0, "12")], dialect=dialect)
    assert found.kind == f"aSc Timetables {dialect}"
    assert found.counts() == {
        "classes": 1,
        "teachers": 1,
        "subjects": 1,
        "rooms": 1,
        "groups": 0,
        "lessons": 1,
        "placements": 1,
    }
    assert places(found) == [("1", 3, 0, Weeks.EVERY)]
    assert found.classes[0].grade == 7
    assert found.bells[0].number == 0


@pytest.mark.req("S8")
@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="utf-8"?>\n'])
def test_cp1251_without_or_with_a_lying_declaration_is_read(declaration):
    found = read([Lesson("Алгебра", "7А", IVANOVA)], [Card(1, 1, 1)], declaration=declaration)
    assert found.encoding == "cp1251"
    assert found.teachers[0].name == IVANOVA


@pytest.mark.req("S8")
def test_several_teachers_and_joint_classes_are_one_lesson():
    found = read([Lesson("Хор", "7А;7Б", f"{IVANOVA};{PETROV}")], [Card(1, 1, 1)])
    lesson = found.lessons[0]
    assert lesson.parts == (Part("c7А"), Part("c7Б"))
    assert lesson.teachers == (f"t{IVANOVA}", f"t{PETROV}")


@pytest.mark.req("S8")
def test_a_lesson_without_a_class_is_listed_with_its_cards():
    lessons = [Lesson("Дежурство", "", IVANOVA), Lesson("Алгебра", "7А", IVANOVA)]
    found = read(lessons, [Card(1, 1, 1), Card(1, 2, 1), Card(2, 3, 1)])
    assert found.skipped == (Skipped(f"Дежурство, {IVANOVA}", "no class is given", 1, 2),)
    assert (len(found.lessons), len(found.placements)) == (1, 1)


@pytest.mark.req("S8")
def test_taken_and_skipped_add_up_to_what_the_file_holds():
    lessons = [Lesson("Алгебра", "7А"), Lesson("", "7А"), Lesson("Хор", "")]
    cards = [
        Card(1, 1, 1),
        Card(1, 9, 1),
        Card(1, 1, "x"),
        Card(2, 1, 2),
        Card(3, 1, 3),
        Card(8, 1, 4),
    ]
    found = read(lessons, cards)
    assert len(found.lessons) + sum(s.lessons for s in found.skipped) == 3
    assert len(found.placements) + sum(s.placements for s in found.skipped) == 6
    assert [s.reason for s in found.skipped] == [
        "no day or lesson number is given",
        "no subject is given",
        "no class is given",
        "the lesson is not in the file",
    ]


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("mask", "weeks"),
    [
        ("1", Weeks.EVERY),
        ("", Weeks.EVERY),
        ("11", Weeks.EVERY),
        ("10", Weeks.A),
        ("01", Weeks.B),
        ("1010", Weeks.A),
    ],
)
def test_weeks_alternate(mask, weeks):
    found = read([Lesson("Алгебра", "7А")], [Card(1, 1, 1, weeks=mask)])
    assert places(found) == [("1", 1, 1, weeks)]


@pytest.mark.req("S8")
def test_one_week_of_four_cannot_be_taken_and_is_said():
    found = read([Lesson("Алгебра", "7А")], [Card(1, 1, 1, weeks="1000")])
    assert found.placements == ()
    assert found.skipped == (
        Skipped("Алгебра, 7А", "the weeks «1000» are not two alternating weeks", 0, 1),
    )


@pytest.mark.req("S8")
def test_half_hours_without_weeks_alternate_in_one_place():
    lessons = [Lesson("ОБЖ", "7А", hours="0.5"), Lesson("Черчение", "7А", hours="0.5")]
    found = read(lessons, [Card(1, 1, 7), Card(2, 1, 7)])
    assert places(found) == [("1", 1, 7, Weeks.A), ("2", 1, 7, Weeks.B)]


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ([Card(1, 1, 3)], [(1, 3), (1, 4)]),  # one card for the double lesson
        ([Card(1, 1, 3), Card(1, 1, 4)], [(1, 3), (1, 4)]),  # one for each of its periods
    ],
)
def test_a_double_lesson_takes_two_periods_either_way(cards, expected):
    found = read([Lesson("Труд", "7А", hours="2.0", per_card="2")], cards)
    assert [(day, number) for _lesson, day, number, _weeks in places(found)] == expected
    assert len(found.placements) == len(cards)


@pytest.mark.req("S8")
def test_hours_that_are_not_placed_are_told():
    found = read([Lesson("Алгебра", "7А", hours="3.0")], [Card(1, 1, 1, "12")])
    assert "Алгебра, 7А: 3 h a week, in the grid 1." in found.problems


@pytest.mark.req("S8")
def test_a_card_without_a_room_and_one_in_two_rooms_are_taken_and_told():
    lessons = [Lesson("Алгебра", "7А", IVANOVA), Lesson("Труд", "7Б", PETROV)]
    found = read(lessons, [Card(1, 1, 1), Card(2, 1, 1, "м1;м2")])
    assert [p.rooms for p in found.placements] == [(), ("rм1", "rм2")]
    assert found.problems == (
        "Труд: in several rooms at once (м1, м2), 1 times; the timetable shows м1.",
        "1 placement without a room.",
    )


@pytest.mark.req("S8")
def test_subjects_with_one_short_name_stay_apart_and_equal_names_are_one():
    lessons = [
        Lesson("История", "7А"),
        Lesson("Историческое краеведение", "7А"),
        Lesson("ИСТОРИЯ ", "7Б"),
    ]
    found = read(lessons, [])
    assert [subject.name for subject in found.subjects] == ["История", "Историческое краеведение"]
    assert [lesson.subject for lesson in found.lessons] == [
        "sИстория",
        "sИсторическое краеведение",
        "sИстория",
    ]


@pytest.mark.req("S8")
def test_two_teachers_of_one_name_stay_two():
    found = read([Lesson("Алгебра", "7А", "Ким Анна")], [], extra_teachers="КИМ  АННА")
    assert [teacher.name for teacher in found.teachers] == ["Ким Анна", "КИМ АННА II"]
    assert (
        "Two teachers are named «КИМ АННА»; the second is taken as «КИМ АННА II»." in found.problems
    )


@pytest.mark.req("S8")
def test_a_subject_without_a_name_gets_one():
    text = asc([Lesson("Алгебра", "7А")], [Card(1, 1, 1, "1")])
    text = text.replace('name="Алгебра" short="Алг"', 'name="" short=""')
    found = read_timetable(text.encode("cp1251"))
    assert found.subjects[0].name == "(no name)"
    assert len(found.lessons) == 1


@pytest.mark.req("S8")
@pytest.mark.parametrize("value", ["nan", "inf", "-1", "1e12", "999999999999", "x", ""])
@pytest.mark.parametrize("name", ["period", "periodsperweek", "periodspercard", "days", "weeks"])
def test_odd_numbers_lose_no_card(name, value):
    found = read_timetable(
        re.sub(rf'\b{name}="[^"]*"', f'{name}="{value}"', school()).encode("cp1251")
    )
    assert len(found.placements) + sum(item.placements for item in found.skipped) == 5
    assert len(found.lessons) == 4
