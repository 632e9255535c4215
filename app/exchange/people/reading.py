"""A file of people as rows of values, with every cell that cannot be read [S8]."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.core.errors import Fault, Refused, TooLarge
from app.core.files import require_size
from app.core.sheet import Row, is_workbook, read_sheet
from app.exchange.people.columns import (
    MOST_GUARDIANS,
    OF_THE_OTHER,
    PUPILS,
    Field,
    fields_of,
    guardian_fields,
)

_NAMES = ("last_name", "first_name", "middle_name")
_PLACE = frozenset({"class", "since", "came_from", "arrival_order"})
_FOREIGN = (b"%PDF", b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff", b"\x89PNG", b"Rar!", b"7z\xbc\xaf")


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a line of the file (from 1), and in which column, if in one."""

    line: int
    heading: str
    text: str

    def __str__(self) -> str:
        where = _("line %(line)s", line=self.line)
        place = f"{where}, «{self.heading}»" if self.heading else where
        return f"{place}: {self.text}"


@dataclass(frozen=True)
class GuardianRow:
    """A guardian in a line: the block's number, the code, the filled columns of the card."""

    number: int
    code: int | None
    card: dict[str, Any]
    relation: str


@dataclass(frozen=True)
class PersonRow:
    """A line of the file: only what was filled in; an empty cell changes nothing."""

    line: int
    code: int | None
    card: dict[str, Any]
    place: dict[str, Any] = field(default_factory=dict)
    guardians: tuple[GuardianRow, ...] = ()


@dataclass(frozen=True)
class Table:
    """What a file holds."""

    kind: str
    rows: tuple[PersonRow, ...]
    faults: tuple[RowFault, ...]
    unknown: tuple[str, ...]
    encoding: str


def read_people(data: bytes, kind: str) -> Table:
    """The rows of an XLSX or CSV file of pupils or staff; `Refused` says what is wrong with it."""
    require_size(data)
    if data.startswith(_FOREIGN):
        raise Refused(_("Only XLSX and CSV files are read. Save the list as one of these."))
    fields = fields_of(kind)
    sheet = read_sheet(data, [one.column for one in fields], careful=True)
    if OF_THE_OTHER[kind] in sheet.unknown:
        raise Refused(_wrong_list(kind))
    if not any(row["last_name"] or row["full_name"] for row in sheet.rows):
        raise Refused(_nobody(bool(sheet.rows)))
    reader = _Reader(fields)
    rows = tuple(reader.row(row, kind) for row in sheet.rows)
    encoding = "" if is_workbook(data) else sheet.encoding
    return Table(kind, rows, tuple(reader.faults), sheet.unknown, encoding)


def faults_of(data: bytes, kind: str) -> list[Fault]:
    """Why the file cannot be read, for the upload form; nothing when it can."""
    try:
        read_people(data, kind)
    except Refused as error:
        return error.faults
    except TooLarge as error:
        return [Fault(error.text)]
    return []


def _wrong_list(kind: str) -> str:
    if kind == PUPILS:
        return str(_("This looks like a list of staff: choose «Staff»."))
    return str(_("This looks like a list of pupils: choose «Pupils»."))


def _nobody(has_rows: bool) -> str:
    if has_rows:
        return str(_("The table has no column «Фамилия» or «ФИО». Take the template."))
    return str(_("The table has no filled row below its headings."))


class _Reader:
    """Reads the cells of rows and gathers what cannot be read."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = {one.key: one for one in fields}
        self.blocks = [
            (number, [one.key for one in guardian_fields(number)])
            for number in range(1, MOST_GUARDIANS + 1)
        ]
        self.of_guardians = {key for _number, keys in self.blocks for key in keys}
        self.faults: list[RowFault] = []

    def row(self, row: Row, kind: str) -> PersonRow:
        """The values of a row."""
        found = dict(self._values(row))
        guardians = tuple(self._guardians(found)) if kind == PUPILS else ()
        own = {key: value for key, value in found.items() if key not in self.of_guardians}
        place = {key: own.pop(key) for key in _PLACE & own.keys()}
        code = own.pop("code", None)
        return PersonRow(row.number, code, _named(own), place, guardians)

    def _values(self, row: Row) -> Any:
        for key, text in row.values.items():
            if text:
                try:
                    yield key, self.fields[key].read(text)
                except Refused as error:
                    heading = self.fields[key].heading
                    self.faults.append(RowFault(row.number, heading, str(error)))

    def _guardians(self, found: Mapping[str, Any]) -> Any:
        for number, keys in self.blocks:
            card = {key.partition("_")[2]: found[key] for key in keys if key in found}
            if card:
                code, relation = card.pop("code", None), card.pop("relation", "")
                yield GuardianRow(number, code, _named(card), relation)


def _named(card: dict[str, Any]) -> dict[str, Any]:
    """A full name in one column becomes three; columns of their own go before it."""
    words = str(card.pop("full_name", "")).split(maxsplit=len(_NAMES) - 1)
    return {**dict(zip(_NAMES, words, strict=False)), **card}
