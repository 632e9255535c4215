"""A report as a PDF: title and facts in HTML, the tables as drawn grids [R4]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from reportlab.platypus import Flowable

from app.core.pdf.cells import Cell, Row
from app.core.pdf.document import render
from app.core.pdf.grid import JournalGrid
from app.core.pdf.picture import pictures
from app.reports.rules.document import (
    Column,
    Head,
    Kind,
    Line,
    Report,
    Section,
    Weight,
    heads,
    shown,
)

_WIDTHS = {True: 273.0, False: 186.0}  # mm between the margins of A4, landscape and portrait
_LEAST = 7.0  # mm of a column
_SIZE = 8.5
_LETTER, _TALLEST = 1.8, 40.0  # mm of a letter and of a heading row


@dataclass(frozen=True)
class _Placed:
    """A section with the name of its grid, or a picture with its panels; none: it is empty."""

    title: Any
    empty: Any
    names: Sequence[str]


def report_pdf(report: Report, made_on: dt.datetime) -> bytes:
    """The report on A4: headings repeated, pages numbered, lines for date and signature."""
    placed: dict[str, Flowable] = {}
    sections = []
    for number, section in enumerate(report.sections):
        name = f"s{number}" if section.lines else ""
        if name:
            placed[name] = section_grid(section, _WIDTHS[report.landscape])
        sections.append(_Placed(section.title, section.empty, [name] if name else []))
    charts = []
    for number, chart in enumerate(report.pictures):
        panels = {f"p{number}-{at}": panel for at, panel in enumerate(pictures(chart))}
        placed |= panels
        charts.append(_Placed(chart.title, "", list(panels)))
    html = render_template(
        "reports/report_pdf.html",
        report=report,
        sections=sections,
        charts=charts,
        made_on=made_on,
    )
    return render(html, placed, title=str(report.title))


def section_grid(section: Section, room: float) -> JournalGrid:
    """The table of a section, `room` mm wide at most."""
    head = _head(section.columns)
    body = [_row(section.columns, line) for line in section.lines]
    return JournalGrid(_widths(section.columns, room), [*head, *body], head=len(head))


def _widths(columns: Sequence[Column], room: float) -> list[float]:
    """Shares of the page's width; a narrow table stays narrow, a column is wide enough to read.

    What the narrowest columns get more than their share, the wider ones give.
    """
    whole = max(sum(column.width for column in columns), room / 25)
    widths = [max(_LEAST, room * column.width / whole) for column in columns]
    over, spare = sum(widths) - room, sum(width - _LEAST for width in widths)
    given = max(0.0, over / spare) if spare else 0.0
    return [width - (width - _LEAST) * given for width in widths]


def _head(columns: Sequence[Column]) -> list[Row]:
    rows = heads(columns)
    turned = max((len(head.text) for row in rows for head in row if head.turned), default=0)
    high = min(_TALLEST, turned * _LETTER)  # so that no word of a turned heading is broken
    return [
        Row({head.at: _heading(head) for head in row}, high * (at == len(rows) - 1))
        for at, row in enumerate(rows)
    ]


def _heading(head: Head) -> Cell:
    return Cell(
        head.text,
        size=_SIZE,
        bold=True,
        align="center",
        rows=head.rows,
        columns=head.columns,
        turned=head.turned,
    )


def _row(columns: Sequence[Column], line: Line) -> Row:
    bold = line.weight != Weight.USUAL
    return Row(
        {
            at: Cell(
                shown(value),
                size=_SIZE,
                bold=bold,
                align="left" if column.kind == Kind.TEXT else "center",
                rows=line.rows if column.joined else 1,
            )
            for at, (column, value) in enumerate(zip(columns, line.values, strict=True))
            if line.rows or not column.joined
        }
    )
