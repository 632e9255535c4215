import io
import zipfile

import pytest
from openpyxl import Workbook

from app.core.errors import Refused, TooLarge
from app.core.files import MAX_BYTES
from app.core.sheet import write_csv, write_xlsx
from app.exchange.people.reading import faults_of, read_people
from tests.conftest import shared_file
from tests.exchange.people.lists import HEADS, PUPILS, STAFF, as_file, read, told


@pytest.mark.req("S8")
@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_a_csv_of_any_encoding_is_read(sqlite_app, delimiter, encoding):
    lines = ["Фамилия;Имя;Отчество;Класс", "Ёлкина-Палкина; Анна ;;7А", ";;;"]
    data = "\r\n".join(lines).replace(";", delimiter).encode(encoding)
    (row,) = read_people(data, PUPILS).rows
    assert row.card == {"last_name": "Ёлкина-Палкина", "first_name": "Анна"}
    assert (row.line, row.place) == (2, {"class": "7А"})


@pytest.mark.req("S8")
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_full_name_in_one_column_and_parents_in_blocks(sqlite_app, write):
    heads = ["ФИО", "Родитель 1: ФИО", "Родитель 1: телефон", "Родитель 2: фамилия"]
    line = ["Алиев Рустам Мурад оглы", "Алиева Зарина", "+7 900 000-00-01", "Алиев"]
    (row,) = read_people(as_file(line, heads=heads, write=write), PUPILS).rows
    assert row.card == {
        "last_name": "Алиев",
        "first_name": "Рустам",
        "middle_name": "Мурад оглы",
    }
    assert [(one.number, one.card) for one in row.guardians] == [
        (1, {"last_name": "Алиева", "first_name": "Зарина", "phone": "+7 900 000-00-01"}),
        (2, {"last_name": "Алиев"}),
    ]


@pytest.mark.req("S8")
def test_cells_that_cannot_be_read_are_told_by_line_and_column(sqlite_app):
    table = read(
        ["Абрамов", "Иван", "", "13.13.2013", "7А"],
        ["", "", "", "", ""],
        ["Б" * 61, "Пётр", "", "01.02.2013", "7А"],
    )
    assert told(table.faults) == [(2, "Дата рождения"), (4, "Фамилия")]
    assert str(table.faults[0]) == (
        "строка 2, «Дата рождения»: «13.13.2013» — не дата. Пишите так: 01.09.2026."
    )


@pytest.mark.req("S8")
def test_the_class_of_a_merged_cell_is_that_of_every_row(sqlite_app):
    book = Workbook()
    for row in (HEADS, ["Абрамов", "Иван", "", "", "7А"], ["Ёлкин", "Пётр", "", "", None]):
        book.active.append(row)
    book.active.merge_cells("E2:E3")
    out = io.BytesIO()
    book.save(out)
    rows = read_people(out.getvalue(), PUPILS).rows
    assert [row.place["class"] for row in rows] == ["7А", "7А"]


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"", PUPILS, "Файл не выбран или пуст."),
        (b"%PDF-1.7", PUPILS, "Читаются только файлы XLSX и CSV."),
        (b"PK\x03\x04junk", PUPILS, "Файл Excel повреждён"),
        (as_file(), PUPILS, "ни одной заполненной строки"),
        (as_file(["7А"], heads=["Класс"]), PUPILS, "нет столбца «Фамилия»"),
        (as_file(["А", "Б"], heads=["Фамилия", "Должность"]), PUPILS, "список сотрудников"),
        (as_file(["А", "Б"], heads=["Фамилия", "Класс"]), STAFF, "список учеников"),
    ],
)
def test_a_file_that_is_no_list_is_refused(sqlite_app, data, kind, reason):
    assert reason in str(faults_of(data, kind)[0].text)


@pytest.mark.req("S8")
def test_a_file_that_is_too_large_is_refused(sqlite_app):
    with pytest.raises(TooLarge):
        read_people(b"x" * (MAX_BYTES + 1), PUPILS)
    assert "Файл больше" in str(faults_of(b"x" * (MAX_BYTES + 1), PUPILS)[0].text)


@pytest.mark.req("S8")
def test_the_users_of_a_oneroster_file_are_read_without_their_passwords(sqlite_app):
    archive = shared_file("oneroster/moodle_Test_full_data_set.zip")
    table = read_people(zipfile.ZipFile(archive).read("users.csv"), STAFF)
    assert table.rows[0].card == {
        "last_name": "Doe",
        "first_name": "John",
        "middle_name": "Michael",
        "phone": "6032221111",
        "email": "john.doe@myschool.com",
    }
    assert "password" in table.unknown


@pytest.mark.req("S8")
@pytest.mark.parametrize("kind", [PUPILS, STAFF])
@pytest.mark.parametrize(
    "path",
    [
        "ktp/thematic_algebra-ooo-bazovyj.csv",
        "marks/uci_student-mat.csv",
        "marks/excel_gradebook_weighted.xlsx",
        "oneroster/moodle_Test_full_data_set.zip",
        "timetable/ru_spb_asc_web_export_classes_summary_2021.xlsx",
        "timetable/sgo_ExportCm_excerpt_cp1251.xml",
    ],
)
def test_a_real_file_of_another_kind_is_refused_in_words(sqlite_app, path, kind):
    with pytest.raises(Refused):
        read_people(shared_file(path).read_bytes(), kind)
