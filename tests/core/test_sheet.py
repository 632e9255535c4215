import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from app.core.errors import Refused
from app.core.sheet import (
    MAX_ROWS,
    Column,
    Row,
    read_pasted,
    read_sheet,
    template,
    write_csv,
    write_xlsx,
)
from app.core.sheet.cells import FORMULA, escaped, unescaped

COLUMNS = (
    Column("day", "День", ("День недели",), required=True, example="Пн"),
    Column("class", "Класс", required=True, example="7А"),
    Column("room", "Кабинет", example="=1+1"),
)


def values(data):
    return [row.values for row in read_sheet(data, COLUMNS).rows]


@pytest.mark.req("S8")
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_headings_are_recognised_in_any_order_and_spelling(delimiter, encoding):
    lines = ["КЛАСС :|день недели", "7А|Пн", "|", "8Б|Вт"]
    data = "\r\n".join(lines).replace("|", delimiter).encode(encoding)
    assert values(data) == [{"class": "7А", "day": "Пн"}, {"class": "8Б", "day": "Вт"}]


@pytest.mark.req("S8")
def test_rows_keep_their_number_in_the_file():
    sheet = read_sheet("Расписание\n\nДень;Класс\nПн;7А\n;\nВт;8Б\n".encode(), COLUMNS)
    assert [row.number for row in sheet.rows] == [4, 6]


@pytest.mark.req("S8")
def test_unknown_columns_are_named():
    assert read_sheet("День;Класс;Цвет\nПн;7А;синий".encode(), COLUMNS).unknown == ("Цвет",)


@pytest.mark.req("S8")
def test_a_missing_required_column_is_refused_by_name():
    with pytest.raises(Refused) as refused:
        read_sheet("День;Кабинет\nПн;12".encode(), COLUMNS)
    assert "«Класс»" in str(refused.value)
    assert "«День»" not in str(refused.value)


@pytest.mark.req("S8")
def test_cells_become_the_text_that_a_russian_reader_writes():
    book = Workbook()
    book.active.append(["День", "Класс", "Кабинет"])
    book.active.append([dt.date(2026, 9, 1), 7, 0.5])
    book.active.append([dt.time(8, 30), 3.0, True])
    out = io.BytesIO()
    book.save(out)
    assert values(out.getvalue()) == [
        {"day": "01.09.2026", "class": "7", "room": "0,5"},
        {"day": "08:30", "class": "3", "room": "yes"},
    ]


@pytest.mark.req("S8")
def test_the_sheet_with_the_headings_is_read_whichever_it_is():
    book = Workbook()
    book.active.append(["Титул"])
    book.create_sheet("Данные").append(["День", "Класс"])
    book["Данные"].append(["Пн", "7А"])
    out = io.BytesIO()
    book.save(out)
    assert values(out.getvalue()) == [{"day": "Пн", "class": "7А"}]


@pytest.mark.req("S8")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_template_is_read_back_and_its_formula_is_a_text(kind):
    assert values(template(COLUMNS, kind)) == [{"day": "Пн", "class": "7А", "room": "=1+1"}]


@pytest.mark.req("S8")
def test_csv_is_what_russian_excel_opens():
    assert write_csv(["Дата", "Балл"], [[dt.date(2026, 9, 1), 4.5]]) == (
        b"\xef\xbb\xbf" + "Дата;Балл\r\n01.09.2026;4,5\r\n".encode()
    )


@pytest.mark.req("S8")
@pytest.mark.parametrize("text", ["=cmd()", "+7 900", "-1+1", "@sum", "  =1+1"])
def test_no_text_is_calculated_by_a_spreadsheet(text):
    line = write_csv(["A"], [[text]]).decode("utf-8-sig").splitlines()[1]
    assert line.lstrip('"').startswith("'")
    book = load_workbook(io.BytesIO(write_xlsx(["A"], [[text]])))
    assert book.active["A2"].data_type == "s"


@pytest.mark.req("S8")
@pytest.mark.parametrize("text", ["=1", "'=1", "''+1", "'ёлка", "-"])
def test_a_text_for_a_spreadsheet_comes_back_as_it_was(text):
    kept = escaped(text)
    assert (unescaped(kept), kept[:1] in FORMULA) == (text, False)


@pytest.mark.req("S8")
def test_a_control_character_is_left_out_of_a_workbook():
    (sheet,) = load_workbook(io.BytesIO(write_xlsx(["День"], [["Пн\x0b\x01"]])))
    assert [row[0] for row in sheet.values] == ["День", "Пн"]


@pytest.mark.req("S8")
def test_a_pasted_table_needs_no_heading():
    assert read_pasted("Пн\t7А\nВт\t8Б", COLUMNS).rows == (
        Row(1, {"day": "Пн", "class": "7А"}),
        Row(2, {"day": "Вт", "class": "8Б"}),
    )


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 this is no archive",
        archive(readme="nothing of a workbook"),
        archive(xl__workbook_xml="<broken"),
        archive(xl__workbook_xml="<workbook/>", bomb=b"0" * 210_000_000),
    ],
    ids=["no archive", "no workbook", "broken", "bomb"],
)
def test_a_bad_archive_is_refused(data):
    assert len(data) < 1_000_000
    with pytest.raises(Refused):
        read_sheet(data, COLUMNS)


@pytest.mark.req("S8")
def test_entities_in_a_workbook_are_not_expanded():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{of};" * 10}">'
        for of, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    good = write_xlsx(["День", "Класс"], [["Пн", "7А"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/workbook.xml":
                content = f"{laughs}]><workbook>&i;</workbook>".encode()
            new.writestr(part, content)
    with pytest.raises(Refused):
        read_sheet(out.getvalue(), COLUMNS)


@pytest.mark.req("S8")
def test_a_table_of_too_many_rows_is_refused():
    with pytest.raises(Refused):
        read_sheet(b"a;b\n" * (MAX_ROWS + 1), COLUMNS)


def workbook(*rows, merged=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for block in merged:
        book.active.merge_cells(block)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.req("S8")
def test_a_careful_reader_gives_each_row_of_a_merged_cell_its_value():
    data = workbook(["День", "Класс"], ["Пн", "7А"], ["Вт", None], ["Ср", "8Б"], merged=["B2:B3"])
    rows = read_sheet(data, COLUMNS, careful=True).rows
    assert [(row["day"], row["class"]) for row in rows] == [
        ("Пн", "7А"),
        ("Вт", "7А"),
        ("Ср", "8Б"),
    ]


@pytest.mark.req("S8")
def test_a_careful_reader_refuses_a_formula_without_a_result():
    data = workbook(["День", "Класс"], ["Пн", "7А"], ["Вт", '=CONCATENATE("7";"А")'])
    with pytest.raises(Refused) as refusal:
        read_sheet(data, COLUMNS, careful=True)
    assert "B3" in str(refusal.value)
