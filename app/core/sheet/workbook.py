"""XLSX files as rows of text [S8]."""

import io
import zipfile
from collections.abc import Iterable

from flask_babel import gettext as _
from openpyxl import load_workbook

from app.core.errors import Refused
from app.core.sheet.cells import as_text

MAX_ROWS = 20_000
MAX_COLUMNS = 200
_MAX_UNPACKED = 200 * 1024 * 1024
_MAX_PARTS = 3_000

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
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
            grid = [[as_text(value) for value in row] for row in rows]
            require_rows(len(grid))
            if careful and _mentions(data, b"<mergeCell ", b"<f>", b"<f "):
                _complete(data, str(sheet.title), grid)
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


def _mentions(data: bytes, *marks: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(mark in archive.read(part) for part in parts for mark in marks)


def _complete(data: bytes, title: str, grid: Grid) -> None:
    sheet = load_workbook(io.BytesIO(data), keep_links=False)[title]
    for row in sheet.iter_rows(max_row=len(grid), max_col=MAX_COLUMNS):
        for cell in row:
            if cell.data_type == "f" and not grid[cell.row - 1][cell.column - 1]:
                raise Refused(
                    _(
                        "The formula in cell %(cell)s has no result in the file. Open the file in"
                        " Excel and save it, or put the value in place of the formula.",
                        cell=cell.coordinate,
                    )
                )
    for block in sheet.merged_cells.ranges:
        column = block.min_col - 1
        for row in grid[block.min_row : block.max_row]:
            if column < len(row):
                row[column] = grid[block.min_row - 1][column]


def require_rows(count: int) -> None:
    """Refuse a table that is longer than any school needs."""
    if count > MAX_ROWS:
        raise Refused(_("The table has more than %(rows)s rows.", rows=MAX_ROWS))
