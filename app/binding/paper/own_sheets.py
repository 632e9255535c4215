"""Results and missed lessons of one pupil, for the family's copy of a journal [R6 P5]."""

from collections.abc import Sequence

from flask_babel import gettext as _
from reportlab.platypus import Flowable

from app.attendance.enums import AbsenceKind
from app.attendance.queries.missed import days_of_absence
from app.attendance.rules.missed import Missed, missed
from app.binding.enums import Part
from app.binding.paper.front import middle
from app.binding.queries.class_year import ClassYear
from app.core.pdf.cells import Cell, Row
from app.core.pdf.grid import JournalGrid
from app.core.pdf.pages import WIDTH
from app.outages.queries.forms import subject_title
from app.school.enums import PeriodKind
from app.school.rules.periods import Period

_FIRST, _SIZE = 60.0, 9.0  # mm, points


def own_results(year: ClassYear, pupil: int) -> list[Flowable]:
    """The pupil's result in every period, by subjects [R1]."""
    found = {
        (period, course): value
        for course, values in year.results.items()
        for (period, one), value in values.items()
        if one == pupil
    }
    set_for = {period for period, _course in found}
    periods = [period for period in _periods(year) if period.key in set_for]
    rows = [
        [subject_title(course), *(found.get((one.key or 0, course.id), "") for one in periods)]
        for course in year.courses
        if pupil in year.stays(course) or pupil in year.entered.get(course.id, ())
    ]
    heads = [_("Subject"), *(str(period.name) for period in periods)]
    return _sheet(str(Part.PROGRESS.label), heads, rows)


def own_absences(year: ClassYear, pupil: int) -> list[Flowable]:
    """What the pupil missed in every period and in the year [T1]."""
    days = days_of_absence([year.of.id], *year.days)[year.of.id].absences
    rows = []
    for period in _periods(year):
        if period.kind.is_part or period.kind == PeriodKind.YEAR:
            inside = (one for one in days if period.starts <= one.day <= period.ends)
            own = missed(inside).get(pupil, Missed())
            ill = own.by_kind[AbsenceKind.ILL]
            rows.append([str(period.name), *map(str, (own.days, own.lessons, ill, own.late))])
    heads = [
        *(_("Period"), _("Days missed"), _("Lessons missed")),
        *(_("of them ill, lessons"), _("Times late")),
    ]
    return _sheet(str(Part.ATTENDANCE.label), heads, rows)


def _periods(year: ClassYear) -> list[Period]:
    grade = year.of.grade
    own = (one for one in year.periods if one.first_grade <= grade <= one.last_grade)
    order = list(PeriodKind)
    return sorted(own, key=lambda period: (period.ends, order.index(period.kind)))


def _sheet(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Flowable]:
    narrow = (WIDTH - _FIRST) / max(1, len(heads) - 1)
    head = Row({at: _cell(at, text) for at, text in enumerate(heads)}, 8)
    body = [Row({at: _cell(at, text) for at, text in enumerate(row)}, 7) for row in rows]
    widths = [_FIRST, *([narrow] * (len(heads) - 1))]
    return [middle(title, 14, bold=True, after=4), JournalGrid(widths, [head, *body], head=1)]


def _cell(column: int, text: str) -> Cell:
    return Cell(text, size=_SIZE, align="center" if column else "left")
