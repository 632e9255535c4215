"""Spreadsheets in and out: XLSX and CSV as rows of text, headings in any order [S8].

CSV is written as Russian Excel reads it: UTF-8 with BOM, `;`, ДД.ММ.ГГГГ, decimal comma.
"""

import codecs
import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from app.core.errors import Refused
from app.core.files import decoded, require_size

MAX_ROWS = 20_000
MAX_COLUMNS = 200
_MAX_UNPACKED = 200 * 1024 * 1024
_MAX_PARTS = 3_000
_HEADING_ROWS = 20
_DELIMITERS = ";,\t"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Grid = list[list[str]]


@dataclass(frozen=True)
class Column:
    """A column that an import knows: `key` in the row, its Russian heading and other spellings."""

    key: str
    heading: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    example: str = ""


@dataclass(frozen=True)
class Row:
    """One filled row: its number in the file (from 1) and the text by column key."""

    number: int
    values: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")


@dataclass(frozen=True)
class Sheet:
    """What was read: filled rows, headings that nobody knows, and where it stood."""

    rows: tuple[Row, ...]
    unknown: tuple[str, ...]
    encoding: str
    title: str = ""


def is_workbook(data: bytes) -> bool:
    """True for a file that is packed as XLSX is."""
    return data.startswith(b"PK\x03\x04")


def read_sheet(data: bytes, columns: Sequence[Column]) -> Sheet:
    """Rows of an XLSX or CSV file below the first line that has the required headings [S8]."""
    require_size(data)
    best: tuple[int, Grid, str, str] | None = None
    for title, grid, encoding in _grids(data):
        found = max((_recognised(row, columns) for row in grid[:_HEADING_ROWS]), default=0)
        if best is None or found > best[0]:
            best = (found, grid, encoding, title)
    if best is None:
        raise Refused(_("The file has no sheet with data."))
    return _table(best[1], columns, encoding=best[2], title=best[3])


def read_pasted(text: str, columns: Sequence[Column]) -> Sheet:
    """Rows pasted from a spreadsheet; without a heading line the columns stand in their order."""
    grid = _csv_grid(text, "\t" if "\t" in text else ";")
    if grid and _recognised(grid[0], columns) < 2:  # noqa: PLR2004
        grid.insert(0, [column.heading for column in columns])
        return _table(grid, columns, encoding="", title="", offset=1)
    return _table(grid, columns, encoding="", title="")


def _grids(data: bytes) -> Iterable[tuple[str, Grid, str]]:
    if is_workbook(data):
        yield from ((title, grid, "xlsx") for title, grid in _workbook_grids(data))
        return
    text, encoding = decoded(data)
    for delimiter in _DELIMITERS:
        yield "", _csv_grid(text, delimiter), encoding


def _csv_grid(text: str, delimiter: str) -> Grid:
    grid: Grid = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            grid.append([_unescaped(_clean(cell)) for cell in row[:MAX_COLUMNS]])
            _require_rows(len(grid))
    except csv.Error as error:
        raise Refused(
            _("Line %(line)s of the table cannot be read.", line=len(grid) + 1)
        ) from error
    return grid


def _workbook_grids(data: bytes) -> Iterable[tuple[str, Grid]]:
    _require_sane_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
            grid = [[as_text(value) for value in row] for row in rows]
            _require_rows(len(grid))
            yield str(sheet.title), grid
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever the damaged part makes it stumble on
        raise Refused(_("The Excel file is damaged. Open it and save it again as XLSX.")) from error


def _require_sane_archive(data: bytes) -> None:
    """Refuse an archive that unpacks to more than memory should hold, or is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Refused(_("The Excel file is damaged. Open it and save it again as XLSX.")) from error
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise Refused(_("The Excel file unpacks to too much data. Save only the needed sheet."))
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Refused(_("This is not an Excel workbook. XLSX and CSV are read."))


def _require_rows(count: int) -> None:
    if count > MAX_ROWS:
        raise Refused(_("The table has more than %(rows)s rows.", rows=MAX_ROWS))


def as_text(value: Any) -> str:
    """A cell as a Russian reader writes it: 3, 0,5, 01.09.2026, 08:30."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, (float, Decimal)):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, dt.date):
        clock = isinstance(value, dt.datetime) and value.time() != dt.time()
        return value.strftime("%d.%m.%Y %H:%M" if clock else "%d.%m.%Y")
    return f"{value:%H:%M}" if isinstance(value, dt.time) else _clean(str(value))


def _clean(text: str) -> str:
    return text.replace("\xa0", " ").replace("\x00", "").strip()


def _unescaped(text: str) -> str:
    """Take back the apostrophe that `write_csv` puts before what Excel would calculate."""
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def _heading_key(text: str) -> str:
    return re.sub(r"[^\w№]+", "", text.casefold().replace("ё", "е"))


def _keys(columns: Sequence[Column]) -> dict[str, str]:
    return {
        _heading_key(name): column.key
        for column in columns
        for name in (column.heading, *column.aliases)
    }


def _recognised(row: Sequence[str], columns: Sequence[Column]) -> int:
    keys = _keys(columns)
    return len({keys[key] for cell in row if (key := _heading_key(cell)) in keys})


def _table(
    grid: Grid, columns: Sequence[Column], *, encoding: str, title: str, offset: int = 0
) -> Sheet:
    """The rows below the best heading line; `offset` lines of `grid` are not in the file."""
    start = max(
        range(min(len(grid), _HEADING_ROWS)),
        key=lambda index: (_recognised(grid[index], columns), -index),
        default=0,
    )
    places, unknown = _places(grid[start] if grid else [], columns)
    _require_headings(places, columns)
    rows = tuple(
        Row(number, values)
        for number, line in enumerate(grid[start + 1 :], start + 2 - offset)
        if any(values := {key: line[at] for key, at in places.items() if at < len(line)})
        and any(values.values())
    )
    return Sheet(rows, unknown, encoding, title)


def _places(
    line: Sequence[str], columns: Sequence[Column]
) -> tuple[dict[str, int], tuple[str, ...]]:
    keys = _keys(columns)
    places: dict[str, int] = {}
    unknown = []
    for index, cell in enumerate(line):
        key = keys.get(_heading_key(cell))
        if key is not None:
            places.setdefault(key, index)
        elif cell:
            unknown.append(cell)
    return places, tuple(unknown)


def _require_headings(places: dict[str, int], columns: Sequence[Column]) -> None:
    missing = [column.heading for column in columns if column.required and column.key not in places]
    if missing:
        names = ", ".join(f"«{name}»" for name in missing)
        raise Refused(
            _("The table lacks: %(names)s. Take the template and keep its headings.", names=names)
        )


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file that Russian Excel opens right; no cell of it is calculated as a formula."""
    return b"".join(csv_lines(headings, rows))


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The same file line by line, for a list that is too long for memory."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    yield codecs.BOM_UTF8
    for row in chain((headings,), rows):
        writer.writerow([_escaped(value) for value in row])
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()


def _escaped(value: Any) -> str:
    text = as_text(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


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
    """A cell of a workbook: a text is never a formula, a date is written ДД.ММ.ГГГГ."""
    cell = WriteOnlyCell(sheet, value)
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
