"""A lesson plan (КТП) from a file or from the clipboard [J4 S8]."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from app.core.sheet import Column, Sheet, read_pasted, read_sheet, template
from app.plan.rules.lines import Kind, Lines, PlanLine, plan_lines

# The template's columns first; then what the federal plans have instead.
COLUMNS = (
    Column("number", "№", ("№ п/п", "№ урока", "№ темы", "Номер"), example="1"),
    Column("section", "Раздел", ("Раздел программы",), example="Дроби"),
    Column(
        "title",
        "Тема",
        ("Тема урока", "Темы", "Название темы"),
        required=True,
        example="Обыкновенные дроби",
    ),
    Column("hours", "Часы", ("Часов", "Кол-во часов", "Количество часов", "Час"), example="2"),
    Column("kind", "Вид работы", ("Вид", "Контроль", "Форма контроля"), example="К"),
    Column("homework", "Домашнее задание", ("ДЗ", "Д/з"), example="§ 1, № 5"),
    Column("date", "Дата", ("Дата урока", "Дата по плану", "План"), example="01.09.2026"),
)
_FEDERAL = (
    Column("practical", "Практических", ("Практических работ",)),
    Column("grade", "Класс"),
    Column("section_hours", "Часов в разделе"),
)


@dataclass(frozen=True)
class ReadPlan:
    """What was read: lines and faults, and headings that nobody knows."""

    lines: Lines
    unknown: tuple[str, ...] = ()


def plan_from_file(data: bytes, kinds: Sequence[Kind], grade: int) -> ReadPlan:
    """Lines of an XLSX or CSV file [S8]."""
    return _read(read_sheet(data, (*COLUMNS, *_FEDERAL)), kinds, grade)


def plan_from_text(text: str, kinds: Sequence[Kind], grade: int) -> ReadPlan:
    """Lines pasted from a spreadsheet; without headings the template's columns in order [J4]."""
    columns = (*COLUMNS, *_FEDERAL)
    return _read(read_pasted(text.strip("\r\n"), columns), kinds, grade)


def as_text(lines: Sequence[PlanLine], kinds: Sequence[Kind]) -> str:
    """Lines as `plan_from_text` reads them: what the preview showed is what is stored."""
    codes = {kind.key: kind.code for kind in kinds}
    rows = [[column.heading for column in COLUMNS]]
    rows += [
        [
            str(number),
            line.section,
            line.title,
            str(line.hours),
            codes.get(line.kind or 0, ""),
            line.homework,
            f"{line.on:%d.%m.%Y}" if line.on else "",
        ]
        for number, line in enumerate(lines, 1)
    ]
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def template_file(kind: str) -> BytesIO:
    """The template of the import, `kind` xlsx or csv, with a filled example row."""
    return BytesIO(template(COLUMNS, kind))


def _quoted(text: str) -> str:
    """As a spreadsheet copies a cell with quotes, tabs or line breaks."""
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & set('"\t\n\r') else text


def _read(sheet: Sheet, kinds: Sequence[Kind], grade: int) -> ReadPlan:
    rows = ((row.number, row.values) for row in sheet.rows)
    return ReadPlan(plan_lines(rows, kinds, grade), sheet.unknown)
