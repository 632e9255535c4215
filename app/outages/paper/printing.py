"""The PDF of a class's forms [U1]."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, render_template
from flask_babel import gettext as _
from reportlab.lib.units import mm

from app.core.pdf.document import render
from app.core.pdf.fonts import SERIF, face
from app.core.pdf.grid import JournalGrid
from app.core.pdf.wrapping import wrapped
from app.outages.enums import Paper
from app.outages.paper import grids
from app.outages.paper.pages import CODE, FOOT, FOOT_BELOW, FORMATS, PageFormat
from app.outages.rules.forms import ClassForm, Room, Sheet, spreads

_LINE = 1.325  # height of a line of PT Serif, in font sizes
_SIDE = CODE + 8  # mm, left and right of the title
_TITLE, _SCHOOL, _UNDER, _YEAR = 12, 9.5, 6, 9.5  # font sizes of the title's lines
_NOTE = 5  # mm, the line above the right page
_SPARE = 1  # mm, for what the engine rounds otherwise than we do


@dataclass(frozen=True)
class PrintedSpread:
    """A spread as the template places it; `part` of `parts` when the sheet has several."""

    sheet: Sheet
    left: str
    right: str
    part: int
    parts: int
    address: str


def pdf_of(form: ClassForm, paper: Paper) -> bytes:
    """The forms of a class: a spread for each sheet, pages numbered, the same bytes each time."""
    page = FORMATS[paper]
    placed: dict[str, JournalGrid] = {}
    printed = [spread for sheet in form.sheets for spread in _printed(form, page, sheet, placed)]
    html = render_template(
        "outages/form_pdf.html",
        form=form,
        pages=_pages(page, printed, placed),
        page=page,
        spreads=printed,
        code=CODE,
        side=_SIDE,
        foot=FOOT,
        foot_below=FOOT_BELOW,
        sizes={"title": _TITLE, "school": _SCHOOL, "under": _UNDER, "year": _YEAR},
        title=title_of(form),
    )
    return render(html, placed, title=title_of(form))


def title_of(form: ClassForm) -> str:
    """Title of the document."""
    if not form.class_name:
        return _("Temporary class journal")
    return _("Temporary journal of class %(name)s", name=form.class_name)


def _pages(
    page: PageFormat, printed: list[PrintedSpread], placed: dict[str, JournalGrid]
) -> int | None:
    """How many pages there will be; unknown where a single row is higher than its page.

    What is known need not be counted by the engine, which lays everything out twice for that.
    """
    room = page.halves[0].height - _SPARE
    if any(sum(grid.heights) > room for grid in placed.values()):
        return None
    return len(printed) * (1 if page.one_sheet else 2)


def sheet_address(number: int | None) -> str:
    """Address of the page of a sheet, for its QR code."""
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}/outages/sheet/{number}"


def _printed(
    form: ClassForm, page: PageFormat, sheet: Sheet, placed: dict[str, JournalGrid]
) -> Iterator[PrintedSpread]:
    room = _room(form, page, sheet)
    found = spreads(
        sheet, room, grids.pupil_heights(page, sheet), grids.lesson_heights(page, sheet)
    )
    for part, spread in enumerate(found, 1):
        left, right = f"{len(placed)}l", f"{len(placed)}r"
        placed[left] = grids.left_grid(page, sheet, spread, room.pupils)
        placed[right] = grids.right_grid(page, sheet, spread, room.lessons)
        yield PrintedSpread(sheet, left, right, part, len(found), sheet_address(sheet.number))


def _room(form: ClassForm, page: PageFormat, sheet: Sheet) -> Room:
    left, right = grids.head_heights(page, sheet)
    return Room(
        page.halves[0].height - _title_height(form, page) - left - _SPARE,
        page.halves[1].height - _NOTE - right - _SPARE,
        page.columns,
    )


def _title_height(form: ClassForm, page: PageFormat) -> float:
    """Height of the title, which grows with the name of the school, mm."""
    width = (page.halves[0].width - 2 * _SIDE) * mm
    lines = max(1, len(wrapped(form.school, face(SERIF), _SCHOOL, width)))
    return max((_TITLE + lines * _SCHOOL + _UNDER + _YEAR) * _LINE / mm, CODE)
