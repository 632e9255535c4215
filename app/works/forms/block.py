"""Points out of a file or off the clipboard, and the template that is filled in [R5 S8]."""

import re
from collections.abc import Sequence
from io import BytesIO

from app.core.sheet import Column, Sheet, read_pasted, read_sheet, write_xlsx
from app.works.rules.analysis import Item
from app.works.rules.block import Pupils, Source
from app.works.rules.points import Row, variant_text

_NAME = Column(
    "name",
    "Ученик",
    ("ФИО", "Ф.И.О.", "Фамилия", "Фамилия Имя", "Фамилия, имя", "Фамилия и имя", "Обучающийся"),
    required=True,
)
_FIRST = Column("first", "Имя")
_VARIANT = Column("variant", "Вариант", ("Вар.", "Вар", "В"))
_LETTERS = re.compile(r"[^\W\d_]{3,}")


def columns_of(items: Sequence[Item]) -> list[Column]:
    """The columns of a file: the pupil, the variant, every item."""
    own = [
        Column(
            str(at),
            f"{item.number} (макс. {item.most})",
            (item.number, f"№ {item.number}", f"Задание {item.number}", f"Зад. {item.number}"),
        )
        for at, item in enumerate(items)
    ]
    return [_NAME, _FIRST, _VARIANT, *own]


def block_from_file(data: bytes, items: Sequence[Item]) -> list[Source]:
    """Lines of an XLSX or CSV file with headings."""
    return _sources(read_sheet(data, columns_of(items)), items)


def block_from_text(
    text: str, items: Sequence[Item], pupils: Pupils, start: tuple[int | None, int]
) -> list[Source]:
    """Lines off the clipboard; without names they go to the pupils in order from `start` on.

    `start`: the pupil and the item's place of the cell that they were pasted into.
    """
    lines = [line.split("\t") for line in text.strip("\r\n").replace("\r", "").split("\n")]
    if _is_heading(lines[0]):
        return _sources(read_pasted(text.strip("\r\n"), columns_of(items)), items)
    lines = [[cell.strip() for cell in line] for line in lines]
    if all(len(line) > 1 and line[0].isdecimal() and _is_name(line[1]) for line in lines):
        lines = [line[1:] for line in lines]
    if any(_is_name(line[0]) for line in lines):
        return [_named(at, line, len(items)) for at, line in enumerate(lines, 1) if any(line)]
    return _in_order(lines, len(items), list(pupils.names), start)


def as_text(sources: Sequence[Source], items: Sequence[Item]) -> str:
    """Lines as `block_from_text` reads them: what the preview showed is what is stored."""
    headings = [_NAME.heading, _VARIANT.heading, *(i.heading for i in columns_of(items)[3:])]
    rows = [
        [one.name, one.variant, *(one.texts.get(at, "") for at in range(len(items)))]
        for one in sources
    ]
    return "\n".join("\t".join(row) for row in [headings, *rows])


def template_file(pupils: Pupils, items: Sequence[Item]) -> BytesIO:
    """A workbook with the pupils of the work and what is entered already."""
    headings = [_NAME.heading, _VARIANT.heading, *(i.heading for i in columns_of(items)[3:])]
    rows = [[name, *_cells(pupils.rows[pupil])] for pupil, name in pupils.names.items()]
    return BytesIO(write_xlsx(headings, rows))


def _cells(row: Row) -> list[str | int | None]:
    return [row.variant or variant_text(row), *row.points]


def _is_name(text: str) -> bool:
    return _LETTERS.search(text) is not None


def _is_heading(line: Sequence[str]) -> bool:
    known = {_NAME.heading.lower(), *(alias.lower() for alias in _NAME.aliases)}
    return any(cell.strip().lower() in known for cell in line)


def _sources(sheet: Sheet, items: Sequence[Item]) -> list[Source]:
    return [
        Source(
            row.number,
            f"{row['name']} {row['first']}".strip(),
            row["variant"],
            {at: row[str(at)] for at in range(len(items)) if row[str(at)]},
        )
        for row in sheet.rows
    ]


def _named(number: int, line: Sequence[str], items: int) -> Source:
    """A name, then the variant where there is a cell more than items, then the items."""
    name, *cells = line
    with_variant = len(cells) > items
    variant = cells[0] if with_variant else ""
    points = cells[1:] if with_variant else cells
    texts = {at: text for at, text in enumerate(points[:items]) if text}
    return Source(number, name, variant, texts)


def _in_order(
    lines: Sequence[Sequence[str]],
    items: int,
    pupils: Sequence[int],
    start: tuple[int | None, int],
) -> list[Source]:
    pupil, first = start
    begin = pupils.index(pupil) if pupil in pupils else 0
    found = []
    for at, line in enumerate(lines):
        texts = {first + n: text for n, text in enumerate(line) if text and first + n < items}
        whose = pupils[begin + at] if begin + at < len(pupils) else None
        if texts or any(line):
            found.append(Source(at + 1, "", "", texts, pupil_id=whose))
    return found
