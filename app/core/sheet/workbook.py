"""XLSX files as rows of text [S8]."""

import io
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

from defusedxml.ElementTree import iterparse
from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from app.core.errors import Refused
from app.core.sheet.cells import as_text

MAX_ROWS = 20_000
MAX_COLUMNS = 200
_MAX_UNPACKED = 64 * 1024 * 1024
_MAX_PARTS = 3_000
_MAX_TAGS = 3_000_000  # of all parts together: 20,000 rows of 30 cells have 2,400,000
_MAX_MERGED = 20 * MAX_ROWS  # rows that merged cells fill
_MARKS = (b"mergeCell ", b"<f", b":f")  # of what is looked for in the XML

Grid = list[list[str]]


def is_workbook(data: bytes) -> bool:
    """True for a file that is packed as XLSX is."""
    return data.startswith(b"PK\x03\x04")


def workbook_grids(data: bytes, *, careful: bool = False) -> Iterable[tuple[str, Grid]]:
    """Title and cells of each sheet.

    `careful`: cells merged over several rows have their value in each of them, and a formula
    whose result is not in the file is refused: it would be read as an empty cell.
    """
    _require_sane_archive(data)
    count = 0
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
            grid = [[as_text(value) for value in row] for row in rows]
            count += len(grid)
            require_rows(count)
            if careful:
                with sheet._get_source() as part:  # noqa: SLF001  # its part of the archive
                    _complete(part.read(), grid)
            yield str(sheet.title), grid
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever the damaged part makes it stumble on
        raise Refused(_damaged()) from error


def _require_sane_archive(data: bytes) -> None:
    """Refuse an archive of more than can be read in seconds, or that is no workbook [P7].

    What is counted is in the parts themselves: the numbers of rows that a sheet declares are not
    believed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
                raise Refused(_too_much())
            tags = sum(archive.read(part).count(b"<") for part in parts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise Refused(_damaged()) from error
    if tags > _MAX_TAGS:
        raise Refused(_too_much())
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Refused(_("This is not an Excel workbook. XLSX and CSV are read."))


def _damaged() -> str:
    return str(_("The Excel file is damaged. Open it and save it again as XLSX."))


def _too_much() -> str:
    return str(_("The Excel file unpacks to too much data. Save only the needed sheet."))


def _complete(sheet: bytes, grid: Grid) -> None:
    """Merged cells and formulas as the sheet's own part has them.

    The library would make a row of its own for each of a million merged cells.
    """
    if not any(mark in sheet for mark in _MARKS):
        return
    blocks = []
    for _event, element in iterparse(io.BytesIO(sheet)):
        tag = element.tag.rpartition("}")[2]
        if tag == "c":
            _require_result(element)
            element.clear()
        elif tag == "mergeCell":
            left, top, _right, bottom = range_boundaries(element.get("ref"))
            blocks.append((left - 1, grid[top - 1 : top], grid[top:bottom]))
    if sum(len(rows) for _column, _first, rows in blocks) > _MAX_MERGED:
        raise Refused(_too_much())
    for column, first, rows in blocks:
        for row in rows:
            if column < len(row):
                row[column] = first[0][column]


def _require_result(cell: Any) -> None:
    parts = {part.tag.rpartition("}")[2]: part.text for part in cell}
    # The empty text that a formula gives has the type of a text.
    if "f" in parts and not parts.get("v") and cell.get("t") != "str":
        raise Refused(
            _(
                "The formula in cell %(cell)s has no result in the file. Open the file in Excel and"
                " save it, or put the value in place of the formula.",
                cell=cell.get("r", "?"),
            )
        )


def require_rows(count: int) -> None:
    """Refuse a table that is longer than any school needs."""
    if count > MAX_ROWS:
        raise Refused(_("The table has more than %(rows)s rows.", rows=MAX_ROWS))
