"""Tables as people bring them, XLSX and CSV: headings in any order, rows of text [S8]."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.core.errors import Refused
from app.core.files import decoded, require_size
from app.core.sheet.cells import clean, unescaped
from app.core.sheet.workbook import MAX_COLUMNS, Grid, is_workbook, require_rows, workbook_grids

_HEADING_ROWS = 20
_DELIMITERS = ";,\t"


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


def read_sheet(data: bytes, columns: Sequence[Column], *, careful: bool = False) -> Sheet:
    """Rows of an XLSX or CSV file below the first line that has the required headings [S8].

    `careful`: see `workbook_grids`.
    """
    require_size(data)
    best: tuple[int, Grid, str, str] | None = None
    for title, grid, encoding in _grids(data, careful=careful):
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


def _grids(data: bytes, *, careful: bool) -> Iterable[tuple[str, Grid, str]]:
    if is_workbook(data):
        yield from ((title, grid, "xlsx") for title, grid in workbook_grids(data, careful=careful))
        return
    text, encoding = decoded(data)
    for delimiter in _DELIMITERS:
        yield "", _csv_grid(text, delimiter), encoding


def _csv_grid(text: str, delimiter: str) -> Grid:
    grid: Grid = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            grid.append([unescaped(clean(cell)) for cell in row[:MAX_COLUMNS]])
            require_rows(len(grid))
    except csv.Error as error:
        raise Refused(
            _("Line %(line)s of the table cannot be read.", line=len(grid) + 1)
        ) from error
    return grid


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
