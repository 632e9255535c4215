"""Spreadsheets in and out: XLSX and CSV as rows of text, headings in any order [S8]."""

from app.core.sheet.cells import as_text
from app.core.sheet.reading import Column, Row, Sheet, read_pasted, read_sheet
from app.core.sheet.workbook import MAX_COLUMNS, MAX_ROWS, is_workbook
from app.core.sheet.writing import cell_of, csv_lines, template, write_csv, write_xlsx

__all__ = [
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Column",
    "Row",
    "Sheet",
    "as_text",
    "cell_of",
    "csv_lines",
    "is_workbook",
    "read_pasted",
    "read_sheet",
    "template",
    "write_csv",
    "write_xlsx",
]
