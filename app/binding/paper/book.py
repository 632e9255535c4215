"""A class's journal for the year as one file [R6]."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from app.attendance.enums import AbsenceKind
from app.attendance.rules import letters_of
from app.binding.enums import Part
from app.binding.paper.closing import last_page, remarks
from app.binding.paper.front import contents, list_of_pupils, signs, title_page
from app.binding.paper.own_sheets import own_absences, own_results
from app.binding.paper.sheets import sheet
from app.binding.paper.spreads import draw_course
from app.binding.queries.class_year import ClassYear, class_year, director, used_kinds
from app.binding.queries.entries import book_course
from app.binding.rules.book import BookPupil, blank_names, blanked, stay_note
from app.control.queries.inspections import remarks_of_class
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.pdf.archival import as_pdfa
from app.core.pdf.pages import HEIGHT, WIDTH, Pages, paged
from app.outages.queries.forms import subject_title
from app.plan.models import Course
from app.reports.asked import Asked, Kind
from app.reports.kinds import attendance_sheet, progress_sheet

Progress = Callable[[int, int, str], None]
OwnSheet = Callable[[ClassYear, int], list[Flowable]]


@dataclass(frozen=True)
class Order:
    """Which journal is wanted: the class, its parts, and for a family's copy their child."""

    class_id: int
    parts: Collection[Part] = tuple(Part)
    pupil_id: int | None = None


@dataclass(frozen=True)
class _Chapter:
    title: str
    draw: Callable[[Pages], None]


def bound_journal(
    actor: Actor, order: Order, *, made_on: dt.date, progress: Progress | None = None
) -> bytes:
    """The journal as PDF/A-2b: the same data and day give the same bytes [R6].

    404 for a class that the person may not make reports of, or a pupil who was not in it; raises
    `PaperError` for what cannot be printed whole. `progress` is told (chapters done, all, title).
    """
    return as_pdfa(drawn_journal(actor, order, made_on=made_on, progress=progress), made_on=made_on)


def drawn_journal(
    actor: Actor, order: Order, *, made_on: dt.date, progress: Progress | None = None
) -> bytes:
    """The journal as it is drawn, before it is made and checked as PDF/A; raises the same."""
    tell = progress or _silent
    book = _Book(actor, order, class_year(actor, order.class_id, made_on), made_on)
    chapters = book.chapters()
    total = len(chapters) + 1
    book.begin([chapter.title for chapter in chapters])
    for done, chapter in enumerate(chapters):
        tell(done, total, chapter.title)
        chapter.draw(book.pages)
    tell(total - 1, total, _("The file is checked"))
    return book.end()


def _silent(_done: int, _total: int, _words: str) -> None:
    """Nobody watches."""


class _Book:
    """The file while it is drawn."""

    def __init__(self, actor: Actor, order: Order, year: ClassYear, made_on: dt.date) -> None:
        if order.pupil_id is not None and order.pupil_id not in year.in_class:
            raise NotFound
        self.actor, self.order, self.year, self.made_on = actor, order, year, made_on
        self.reserved: list[int] = []
        self.pages = Pages(title=self._title(), foot=self._title(), empty=_("An empty page"))

    def _title(self) -> str:
        names = {"name": self.year.of.name, "year": self.year.of.year.name}
        return _("Journal of class %(name)s, %(year)s school year", **names)

    def chapters(self) -> list[_Chapter]:
        """The chosen chapters, but for the front and the last page."""
        parts = self.order.parts
        found = []
        if Part.LIST in parts:
            found.append(_Chapter(str(Part.LIST.label), self._draw_list))
        if Part.COURSES in parts:
            found += [self._course(course) for course in self.year.courses]
        if Part.PROGRESS in parts:
            found.append(_Chapter(str(Part.PROGRESS.label), self._draw_progress))
        if Part.ATTENDANCE in parts:
            found.append(_Chapter(str(Part.ATTENDANCE.label), self._draw_attendance))
        if Part.REMARKS in parts:
            found.append(_Chapter(str(Part.REMARKS.label), self._draw_remarks))
        return [*found, _Chapter(_("Last page"), self._draw_last)]

    def begin(self, titles: Sequence[str]) -> None:
        """Title and room for the contents, whose page numbers are known at the end."""
        child = self.order.pupil_id
        family = self.year.full[child] if child is not None else ""
        self.pages.flow(title_page(self.year, for_family_of=family, made_on=self.made_on))
        front = self._front([(title, "") for title in titles])
        self.reserved = [self.pages.reserve() for _page in front]

    def end(self) -> bytes:
        """The contents are drawn, the file is whole."""
        front = self._front(self.pages.chapters)
        for number, items in zip(self.reserved, front, strict=True):
            self.pages.fill(number, items)
        return self.pages.pdf()

    def _front(self, chapters: Sequence[tuple[str, int | str]]) -> list[list[Any]]:
        """Contents and signs by page; the numbers change nothing in the layout."""
        letters = letters_of(self.year.school.letters)
        labels = {str(kind.label): letters[kind] for kind in AbsenceKind}
        items = [*contents(chapters), *signs(labels, used_kinds())]
        return list(paged(items, WIDTH * mm, HEIGHT * mm))

    def _draw_list(self, pages: Pages) -> None:
        rows = [
            BookPupil(key, self.year.full[key], stay_note(stays, *self.year.days))
            for key, stays in _in_order(self.year)
        ]
        pages.flow(list_of_pupils(self._shown(rows)), chapter=str(Part.LIST.label))

    def _shown(self, rows: list[BookPupil]) -> list[BookPupil]:
        child = self.order.pupil_id
        return rows if child is None else blank_names(rows, child)

    def _course(self, course: Course) -> _Chapter:
        def draw(pages: Pages) -> None:
            whole = book_course(self.year, course, self.made_on)
            child = self.order.pupil_id
            draw_course(pages, whole if child is None else blanked(whole, child))

        return _Chapter(subject_title(course), draw)

    def _draw_progress(self, pages: Pages) -> None:
        self._draw_sheet(pages, Part.PROGRESS, progress_sheet.KIND, own_results)

    def _draw_attendance(self, pages: Pages) -> None:
        self._draw_sheet(pages, Part.ATTENDANCE, attendance_sheet.KIND, own_absences)

    def _draw_sheet(self, pages: Pages, part: Part, kind: Kind, own: OwnSheet) -> None:
        """A summary sheet of the class, or that of the one pupil."""
        if self.order.pupil_id is not None:
            pages.flow(own(self.year, self.order.pupil_id), chapter=str(part.label))
            return
        report = kind.gather(self.actor, Asked(self.made_on, class_id=self.year.of.id))
        pages.flow(sheet(report), lying=report.landscape, chapter=str(part.label))

    def _draw_remarks(self, pages: Pages) -> None:
        """What was noted to teachers is not for a family."""
        made = [] if self.order.pupil_id is not None else remarks_of_class(self.year.of.id)
        pages.flow(remarks(made), chapter=str(Part.REMARKS.label))

    def _draw_last(self, pages: Pages) -> None:
        """Counts itself."""
        pages.flow(last_page(pages=pages.number + 1, director=director()), chapter=_("Last page"))


def _in_order(year: ClassYear) -> list[tuple[int, Any]]:
    return [(key, year.in_class[key]) for key in year.full if key in year.in_class]
