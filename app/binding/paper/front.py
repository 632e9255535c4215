"""What stands before the pages of the subjects: title, contents with the signs, list of pupils."""

import datetime as dt
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from reportlab.platypus import Flowable

from app.binding.queries.class_year import ClassYear
from app.binding.rules.book import BookPupil
from app.core.pdf.cells import Cell, Row
from app.core.pdf.fonts import SERIF
from app.core.pdf.grid import JournalGrid
from app.core.pdf.lines import Lines
from app.core.pdf.pages import WIDTH

_TEXT, _NOTE = 10.0, 9.0
_CONTENTS = [12.0, WIDTH - 12.0 - 24.0, 24.0]
_LIST = [12.0, WIDTH - 12.0 - 60.0, 60.0]


def middle(
    text: str, size: float, *, bold: bool = False, before: float = 0, after: float = 0
) -> Lines:
    """A line of a title, in the middle of the page."""
    cell = Cell(text, size=size, family=SERIF, bold=bold, align="center")
    return Lines(cell, before=before, after=after)


def line(text: str, *, before: float = 0, size: float = _TEXT) -> Lines:
    """A line of text from the left edge on."""
    return Lines(Cell(text, size=size, family=SERIF), before=before)


def title_page(year: ClassYear, *, for_family_of: str, made_on: dt.date) -> list[Flowable]:
    """School, class, year, class teacher; whose family the copy is for [R6 P5]."""
    teacher = year.of.teacher.full_name if year.of.teacher else "_" * 40
    items = [
        middle(year.school.name, 14, before=25),
        middle(_("Class journal"), 30, bold=True, before=60),
        middle(_("of class %(name)s", name=year.of.name), 22, before=8),
        middle(_("%(year)s school year", year=year.of.year.name), 16, before=6),
        middle(_("Class teacher: %(name)s", name=teacher), 12, before=20),
    ]
    if for_family_of:
        items.append(
            middle(_("Copy for the family of: %(name)s", name=for_family_of), 12, before=8)
        )
        text = _("Names and entries of the other pupils are left out.")
        items.append(middle(text, _NOTE, before=2))
    told = _("Made from the electronic journal on %(day)s", day=f"{made_on:%d.%m.%Y}")
    return [*items, middle(told, _NOTE, before=40)]


def contents(chapters: Sequence[tuple[str, int | str]]) -> list[Flowable]:
    """The chapters with their first pages."""
    titles = (_("No."), _("Part of the journal"), _("Page"))
    head = Row({at: Cell(text, size=_NOTE, align="center") for at, text in enumerate(titles)}, 7)
    rows = [
        Row(
            {
                0: Cell(str(number), size=_TEXT, align="center"),
                1: Cell(title, size=_TEXT),
                2: Cell(str(page), size=_TEXT, align="center"),
            },
            6.5,
        )
        for number, (title, page) in enumerate(chapters, 1)
    ]
    heading = middle(_("Contents"), 14, bold=True, after=4)
    return [heading, JournalGrid(_CONTENTS, [head, *rows], head=1)]


def signs(letters: Mapping[str, str], kinds: Sequence[tuple[str, str]]) -> list[Flowable]:
    """What the letters in the cells and over the columns mean."""
    absences = "; ".join(f"{letter} — {label}" for label, letter in letters.items())
    works = "; ".join(f"{code} — {name}" for code, name in kinds)
    return [
        line(_("Signs in the cells: %(signs)s.", signs=absences), before=6, size=_NOTE),
        line(_("Works under the dates: %(signs)s.", signs=works), before=2, size=_NOTE),
    ]


def list_of_pupils(pupils: Sequence[BookPupil]) -> list[Flowable]:
    """Full names, and the dates of whoever came or left during the year [S6]."""
    titles = ("№", _("Last name, first name, patronymic"), _("In the class"))
    head = Row({at: Cell(text, size=_NOTE, align="center") for at, text in enumerate(titles)}, 7)
    rows = [
        Row(
            {
                0: Cell(str(number), size=_TEXT, align="center"),
                1: Cell(pupil.name, size=_TEXT),
                2: Cell(pupil.note, size=_NOTE, align="center"),
            },
            7,
        )
        for number, pupil in enumerate(pupils, 1)
    ]
    heading = middle(_("List of pupils"), 14, bold=True, after=4)
    return [heading, JournalGrid(_LIST, [head, *rows], head=1)]
