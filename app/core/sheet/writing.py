"""Tables given out: CSV as Russian Excel reads it, XLSX, templates of imports [S8].

CSV is UTF-8 with BOM, `;`, ДД.ММ.ГГГГ, decimal comma.
"""

import codecs
import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from app.core.sheet.cells import as_text, escaped
from app.core.sheet.reading import Column


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file that Russian Excel opens right; no cell of it is calculated as a formula."""
    return b"".join(csv_lines(headings, rows))


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The same file line by line, for a list that is too long for memory."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    yield codecs.BOM_UTF8
    for row in chain((headings,), rows):
        writer.writerow([escaped(value) for value in row])
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()


def write_xlsx(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "Лист1"
) -> bytes:
    """An XLSX file with a bold heading line that stays in sight; texts are never formulas."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    lines = [list(row) for row in rows]
    for index, heading in enumerate(headings):
        widest = max([len(heading), *(len(as_text(row[index])) for row in lines[:200])])
        sheet.column_dimensions[get_column_letter(index + 1)].width = min(60, widest + 3)
    sheet.append([cell_of(sheet, heading, bold=True) for heading in headings])
    for row in lines:
        sheet.append([cell_of(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    """A cell of a workbook: a text is never a formula, a date is written ДД.ММ.ГГГГ.

    Control characters, which no workbook may hold, are left out.
    """
    known = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, known)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes a text with «=» for a formula
    elif isinstance(value, dt.date):
        cell.number_format = "DD.MM.YYYY"
    if bold:
        cell.font = Font(bold=True)
    return cell


def template(columns: Sequence[Column], kind: str) -> bytes:
    """The template of an import, `kind` xlsx or csv, with a filled example row."""
    headings = [column.heading for column in columns]
    write = write_xlsx if kind == "xlsx" else write_csv
    return write(headings, [[column.example for column in columns]])
