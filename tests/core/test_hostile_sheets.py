"""Spreadsheets made to harm: each is refused, or read within bounds, in seconds [P7 S8]."""

import io
import time
import zipfile
from collections.abc import Callable
from zlib import crc32

import pytest
from openpyxl import Workbook

from app.core.errors import Refused
from app.core.files import scan_type
from app.core.sheet import MAX_ROWS, Column, read_sheet, write_xlsx
from app.exchange.people.columns import PUPILS
from app.exchange.people.reading import read_people

pytestmark = [pytest.mark.req("P7", "S8"), pytest.mark.usefixtures("sqlite_app")]
COLUMNS = (Column("day", "День"), Column("class", "Класс", required=True))
GOOD = write_xlsx(["День", "Класс"], [["Пн", "7А"]])
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>День</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>Класс</t></is></c></row>'
)
SECONDS = 10


def changed(**parts: str | Callable[[str], str]) -> bytes:
    """The good workbook with other parts; `sheet`, `book` or a name with «__» for «/»."""
    names = {"sheet": SHEET, "book": BOOK}
    wanted = {names.get(name, name.replace("__", "/")): part for name, part in parts.items()}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), *wanted}:
            part = wanted.get(name)
            stored = old.read(name).decode() if part is None or callable(part) else ""
            new.writestr(name, part(stored) if callable(part) else part or stored)
    return out.getvalue()


def sheet(rows: str, after: str = "") -> str:
    """The XML of a sheet with headings."""
    return f"<worksheet {MAIN}><sheetData>{HEAD}{rows}</sheetData>{after}</worksheet>"


def cell(row: int, text: str = "7А") -> str:
    return f'<row r="{row}"><c r="B{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def many_sheets() -> bytes:
    book = Workbook()
    book.active.append(["День", "Класс"])
    for number in range(60):
        book.create_sheet(f"Лист {number}").cell(MAX_ROWS, 1, "x")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BAD = {
    "a row of a million": lambda: changed(sheet=sheet(cell(1_048_576))),
    "a row beyond any": lambda: changed(sheet=sheet(cell(10**12))),
    "many sheets of many rows": many_sheets,
    "millions of rows": lambda: changed(sheet=sheet("<row/>" * 3_000_001)),
    "millions of texts": lambda: changed(
        xl__sharedStrings=f"<sst {MAIN}>" + "<si><t/></si>" * 1_000_000 + "</sst>"
    ),
    "a part of a gigabyte": lambda: changed(xl__media__x=" " * 70_000_000),
    "an ODS": lambda: changed(book=" ", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
}


@pytest.mark.parametrize("made", BAD.values(), ids=BAD)
def test_what_is_too_much_is_refused_at_once(made):
    data, began = made(), time.monotonic()
    assert len(data) < 1_000_000
    with pytest.raises(Refused):
        read_sheet(data, COLUMNS, careful=True)
    assert time.monotonic() - began < SECONDS


ODD = {
    "dimensions of a million": (
        sheet(cell(2)).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    ),
    "everything merged": sheet(
        cell(2), '<mergeCells count="1"><mergeCell ref="B2:XFD1048576"/></mergeCells>'
    ),
    "a far column": sheet(cell(2).replace("</row>", '<c r="XFD2"><v>1</v></c></row>')),
}


@pytest.mark.parametrize("part", ODD.values(), ids=ODD)
def test_what_a_sheet_only_declares_is_not_believed(part):
    began = time.monotonic()
    rows = read_sheet(changed(sheet=part), COLUMNS, careful=True).rows
    assert ([row["class"] for row in rows], time.monotonic() - began < SECONDS) == (["7А"], True)


def test_merged_cells_that_fill_more_than_the_table_are_refused():
    blocks = f'<mergeCell ref="B2:B{MAX_ROWS}"/>' * 50
    part = sheet(cell(2) + cell(MAX_ROWS), f"<mergeCells>{blocks}</mergeCells>")
    with pytest.raises(Refused):
        read_sheet(changed(sheet=part), COLUMNS, careful=True)


@pytest.mark.parametrize(
    ("formula", "refused"),
    [
        ('<c r="B2"><f>1+1</f><v/></c>', True),
        ('<c r="B2"><f>WEBSERVICE("http://127.0.0.1/")</f></c>', True),
        ('<c r="B2" t="str"><f>IF(1,"","x")</f><v></v></c>', False),
        ('<c r="B2" t="str"><f>"7"&amp;"А"</f><v>7А</v></c>', False),
    ],
)
def test_a_formula_is_its_stored_result_and_never_calculated(formula, refused):
    data = changed(sheet=sheet(f'<row r="2">{formula}</row>'))
    if refused:
        with pytest.raises(Refused, match="B2"):
            read_sheet(data, COLUMNS, careful=True)
    else:
        rows = read_sheet(data, COLUMNS, careful=True).rows
        assert [row["class"] for row in rows] in ([], ["7А"])


@pytest.mark.parametrize("name", ["=1+1", "&lt;script&gt;", "x" * 5000, "../../etc/passwd", " "])
def test_the_name_of_a_sheet_is_a_text(name):
    data = changed(book=lambda book: book.replace('name="Sheet"', f'name="{name}"'))
    assert [row["class"] for row in read_sheet(data, COLUMNS).rows] == ["7А"]


@pytest.mark.parametrize(
    "data",
    [
        b";" * 4_000_000,
        "Класс\r\n".encode() + b'"' + b"x" * 1_000_000,
        b"\xff\xfe" + b"\x00" * 1_000_000,
        b"a;b\n" * (MAX_ROWS + 1),
    ],
    ids=["one line of millions", "an endless cell", "nothing but NUL", "too many lines"],
)
def test_a_hostile_csv_is_refused(data):
    began = time.monotonic()
    with pytest.raises(Refused):
        read_people(data, PUPILS)
    assert time.monotonic() - began < SECONDS


def png(width: int, height: int) -> bytes:
    """The head of a picture that claims a size, and its end."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + crc32(kind + body).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


def test_a_picture_of_absurd_dimensions_is_no_picture():
    assert scan_type(png(100, 100)) == "image/png"
    assert [scan_type(png(*size)) for size in ((60_000, 60_000), (2**31 - 1, 2**31 - 1))] == [
        None,
        None,
    ]
    data = changed(xl__media__image1=png(60_000, 60_000).decode("latin-1"))
    assert [row["class"] for row in read_sheet(data, COLUMNS).rows] == ["7А"]
