"""Summary sheets in a bound journal: the reports of the same name [R6 R4]."""

from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from app.binding.paper.front import line, middle
from app.core.pdf.lines import Lines
from app.core.pdf.pages import OUTER, WIDTH
from app.reports.paper import section_grid
from app.reports.rules.document import Report, Section

_LYING = A4[1] / mm - 2 * OUTER  # mm inside of a lying page
_NOTE, _TEXT = 9.0, 10.0


def sheet(report: Report) -> list[Flowable]:
    """Title, facts, tables, remarks, and lines for who signs."""
    room = _LYING if report.landscape else WIDTH
    items: list[Flowable] = [middle(str(report.title), 14, bold=True, after=3)]
    items += [line(f"{name}: {value}", size=_TEXT) for name, value in report.facts]
    for section in report.sections:
        items += _table(section, room)
    items += [line(str(note), before=2, size=_NOTE) for note in report.notes]
    blank = "_" * 22
    items += [line(f"{who} {blank} / {blank} /", before=6, size=_TEXT) for who in report.signed_by]
    return items


def _table(section: Section, room: float) -> Sequence[Flowable]:
    title: list[Lines] = [line("", before=2)]
    if section.title:
        title = [line(str(section.title), before=4)]
    if not section.lines:
        return [*title, line(str(section.empty), size=_TEXT)]
    return [*title, section_grid(section, room)]
