"""What stands after the pages of the subjects: remarks of inspections, the last page [R6 A6.4]."""

from collections.abc import Sequence

from flask_babel import gettext as _
from reportlab.platypus import Flowable

from app.binding.paper.front import line, middle
from app.control.models import Remark
from app.core.pdf.cells import Cell, Row
from app.core.pdf.grid import JournalGrid
from app.core.pdf.pages import WIDTH
from app.outages.queries.forms import subject_title

_REMARKS = [24.0, WIDTH - 24.0 - 66.0, 34.0, 32.0]
_LINES, _SPARE, _LINE = 24, 6, 9.5  # lines, at least so many empty for the pen, height in mm
_BLANK = "_" * 14


def remarks(made: Sequence[Remark]) -> list[Flowable]:
    """The remarks of the year's checks, and empty lines for whoever inspects on paper [A6.4]."""
    titles = (
        _("Date"),
        _("Remarks and proposals"),
        _("Signature of the inspector"),
        _("Note of fulfilment"),
    )
    head = Row({at: Cell(text, size=9, align="center") for at, text in enumerate(titles)}, 7)
    heading = middle(
        _("Remarks and proposals on the keeping of the journal"), 14, bold=True, after=4
    )
    empty = [Row({}, _LINE)] * max(_LINES - len(made), _SPARE)
    return [heading, JournalGrid(_REMARKS, [head, *map(_remark, made), *empty], head=1)]


def _remark(remark: Remark) -> Row:
    where = (
        subject_title(remark.course),
        remark.lesson and f"{remark.lesson.day:%d.%m}",
        remark.period and remark.period.name,
        remark.pupil and remark.pupil.short_name,
    )
    texts = (
        f"{remark.made_at:%d.%m.%Y}",
        f"{', '.join(filter(None, where))}: {remark.text}",
        remark.inspection.inspector,
        _fulfilment(remark),
    )
    return Row({at: Cell(text, size=9) for at, text in enumerate(texts)}, _LINE)


def _fulfilment(remark: Remark) -> str:
    """What the teacher answered, and that it was mended."""
    mended = _("mended") if remark.mended else ""
    return "; ".join(filter(None, (mended, remark.answer)))


def last_page(*, pages: int, director: str) -> list[Flowable]:
    """How many leaves are bound; who certifies it, by pen and stamp or by electronic signature.

    The place of the electronic signature is `core.pdf.signing.PLACE`.
    """
    signed = _("Director %(blank)s / %(name)s /", blank="_" * 22, name=director or "_" * 24)
    return [
        line(
            _(
                "In this journal %(blank)s leaves are laced, numbered and sealed.",
                blank=_BLANK,
            ),
            before=40,
            size=12,
        ),
        line(_("Pages numbered: %(pages)s.", pages=pages), before=6, size=12),
        line(signed, before=20, size=12),
        line(_("Place of the stamp"), before=12, size=12),
        line(_("Date %(blank)s", blank=_BLANK), before=12, size=12),
        line(_("Class teacher %(blank)s", blank="_" * 22), before=20, size=12),
    ]
