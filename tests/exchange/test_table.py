import pytest

from app.core.errors import Refused
from app.core.sheet import read_sheet, write_csv, write_xlsx
from app.exchange.timetable.detect import read_timetable
from app.exchange.timetable.document import Skipped, Weeks
from app.exchange.timetable.table import COLUMNS, template_file

HEADINGS = ["День", "Урок", "Класс", "Предмет", "Подгруппа", "Учитель", "Кабинет"]


def read(*rows, headings=HEADINGS, write=write_csv):
    return read_timetable(write(headings, rows))


@pytest.mark.req("S8")
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_rows_of_one_lesson_come_together(write):
    found = read(
        ["Понедельник", 1, "7А", "Алгебра", "", "Иванова А.П.", "12"],
        ["Ср", 2, "7а", "алгебра", "", "Иванова А. П.", "12"],
        ["Ср", 2, "7Б", "Физика", "", "Петров П.", ""],
        write=write,
    )
    assert found.counts() == {
        "classes": 2,
        "teachers": 2,
        "subjects": 2,
        "rooms": 1,
        "groups": 0,
        "lessons": 2,
        "placements": 3,
    }
    assert [(p.weekdays, p.numbers) for p in found.placements] == [
        ((1,), (1,)),
        ((3,), (2,)),
        ((3,), (2,)),
    ]


@pytest.mark.req("S8")
def test_columns_stand_in_any_order_and_spelling():
    found = read(
        ["7А", "Пт", "3", "Алгебра"], headings=["КЛАСС", "День недели", "№ урока", "Предмет"]
    )
    assert found.placements[0].weekdays == (5,)
    assert found.placements[0].numbers == (3,)


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("Понедельник", 1),
        ("пн", 1),
        ("Вт.", 2),
        ("среда", 3),
        ("ЧЕТВЕРГ", 4),
        ("чт", 4),
        ("6", 6),
        ("7", 7),
    ],
)
def test_days_are_known_by_name_beginning_and_number(text, weekday):
    assert read([text, 1, "7А", "Алгебра", "", "", ""]).placements[0].weekdays == (weekday,)


@pytest.mark.req("S8")
def test_an_empty_day_is_that_of_the_row_above():
    found = read(["Вт", 1, "7А", "Алгебра", "", "", ""], ["", 2, "7А", "Физика", "", "", ""])
    assert [p.weekdays for p in found.placements] == [(2,), (2,)]


@pytest.mark.req("S8")
def test_several_classes_teachers_and_rooms_stand_in_one_cell():
    found = read(["Пн", 1, "7А, 7Б", "Хор", "", "Ким А. А.; Ли Б. Б.", "акт, 12"])
    assert len(found.lessons[0].parts) == 2
    assert len(found.lessons[0].teachers) == 2
    assert len(found.placements[0].rooms) == 2


@pytest.mark.req("S8")
def test_groups_belong_to_their_class_and_the_whole_class_is_none():
    found = read(
        ["Пн", 1, "7А", "Английский язык", "1 группа", "", ""],
        ["Пн", 1, "7Б", "Английский язык", "1 группа", "", ""],
        ["Пн", 2, "7Б", "Алгебра", "весь класс", "", ""],
    )
    assert [(g.class_key, g.name) for g in found.groups] == [("7а", "1 группа"), ("7б", "1 группа")]
    assert found.lessons[2].parts[0].group is None


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("", Weeks.EVERY),
        ("А", Weeks.A),
        ("B", Weeks.B),
        ("Б", Weeks.B),
        ("нечётная", Weeks.A),
        ("чётные", Weeks.B),
    ],
)
def test_weeks_may_stand_in_a_column(text, weeks):
    found = read(["Пн", 1, "7А", "Алгебра", text], headings=[*HEADINGS[:4], "Недели"])
    assert found.placements[0].weeks is weeks


@pytest.mark.req("S8")
def test_every_row_that_cannot_be_taken_is_listed_with_its_reason():
    found = read(
        ["Пн", 1, "7А", "Алгебра", "", "", ""],
        ["Пн", 1, "", "Алгебра", "", "", ""],
        ["Пн", 1, "7А", "", "", "", ""],
        ["Завтра", 1, "7А", "Алгебра", "", "", ""],
        ["Пн", "первый", "7А", "Алгебра", "", "", ""],
        ["Пн", 99, "7А", "Алгебра", "", "", ""],
    )
    assert len(found.placements) == 1
    assert found.skipped == (
        Skipped("row 3: Пн, 1, Алгебра", "empty: Класс", 0, 1),
        Skipped("row 4: Пн, 1, 7А", "empty: Предмет", 0, 1),
        Skipped("row 5: Завтра, 1, 7А, Алгебра", "the day «Завтра» is not known", 0, 1),
        Skipped("row 6: Пн, первый, 7А, Алгебра", "the lesson number «первый» is not known", 0, 1),
        Skipped("row 7: Пн, 99, 7А, Алгебра", "the lesson number «99» is not known", 0, 1),
    )


@pytest.mark.req("S8")
def test_unknown_columns_are_told():
    found = read(["Пн", 1, "7А", "Алгебра", "x"], headings=[*HEADINGS[:4], "Цвет"])
    assert "Columns not read: Цвет." in found.problems


@pytest.mark.req("S8")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_is_a_file_that_can_be_imported(kind):
    data = template_file(kind).getvalue()
    assert len(read_sheet(data, COLUMNS).rows) == 1
    assert read_timetable(data).counts()["placements"] == 1


@pytest.mark.req("S8")
def test_a_table_with_nothing_to_take_says_why():
    with pytest.raises(Refused) as refused:
        read(["Завтра", 1, "7А", "Алгебра", "", "", ""])
    assert [fault.text for fault in refused.value.faults] == [
        "The file holds no class.",
        "row 2: Завтра, 1, 7А, Алгебра: the day «Завтра» is not known",
    ]
