"""A report as a workbook: the same figures, numbers as numbers [R4]."""

import datetime as dt
import io
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from app.core.picture import Chart, table_of
from app.core.sheet import cell_of
from app.reports.rules.document import Kind, Report, Section, Weight

_FORMATS = {Kind.PERCENT: "0.0", Kind.MARK: "0.00"}
_LETTER = 2.2  # characters of a width of one share


def report_xlsx(report: Report, made_on: dt.datetime) -> bytes:
    """One sheet: title, facts, the tables one below the other, notes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(report.title)[:31])
    _set_widths(sheet, report)
    sheet.append([cell_of(sheet, str(report.title), bold=True)])
    for name, value in report.facts:
        sheet.append([cell_of(sheet, f"{name}: {value}")])
    for section in report.sections:
        _append(sheet, section)
    for chart in report.pictures:
        _append_figures(sheet, chart)
    for note in report.notes:
        sheet.append([cell_of(sheet, str(note))])
    sheet.append([cell_of(sheet, _("Made on %(date)s", date=f"{made_on:%d.%m.%Y %H:%M}"))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _append(sheet: Any, section: Section) -> None:
    sheet.append([])
    if section.title:
        sheet.append([cell_of(sheet, str(section.title), bold=True)])
    if not section.lines:
        sheet.append([cell_of(sheet, str(section.empty))])
        return
    if any(str(column.over) for column in section.columns):
        sheet.append([cell_of(sheet, str(c.over), bold=True) for c in section.columns])
    sheet.append([cell_of(sheet, str(c.title), bold=True) for c in section.columns])
    for line in section.lines:
        row = [cell_of(sheet, value, bold=line.weight != Weight.USUAL) for value in line.values]
        for column, made in zip(section.columns, row, strict=True):
            if column.kind in _FORMATS and not isinstance(made.value, str):
                made.number_format = _FORMATS[column.kind]
        sheet.append(row)


def _append_figures(sheet: Any, chart: Chart) -> None:
    """The figures of a picture."""
    headings, rows = table_of(chart)
    sheet.append([])
    sheet.append([cell_of(sheet, str(chart.title), bold=True)])
    sheet.append([cell_of(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([cell_of(sheet, value) for value in row])


def _set_widths(sheet: Any, report: Report) -> None:
    for section in report.sections:
        for at, column in enumerate(section.columns, 1):
            room = sheet.column_dimensions[get_column_letter(at)]
            wide = max(8, column.width * _LETTER * 2)
            room.width = max(wide, room.width or 0) if section is not report.sections[0] else wide
