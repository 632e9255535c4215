"""«Контроль ведения журналов»: the figures of the dashboard, as a report [K1 A4.6.5]."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.control.queries.board import Row, board_of, share_by_week
from app.control.rules.chosen import Chosen, span_of
from app.core import clock
from app.core.actor import Actor
from app.reports.access import require_school, sees_school
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.shared import school_facts
from app.reports.rules.document import Column, Line, Report, Section
from app.reports.rules.document import Kind as Written


def gather(actor: Actor, asked: Asked) -> Report:
    """Late now, late in the span and the share kept in time; by term, class, teacher and week."""
    require_school(actor)
    span = span_of(asked.first, asked.last, asked.today)
    chosen = Chosen(span, class_id=asked.class_id, staff_id=asked.staff_id)
    board = board_of(actor, chosen, clock.now())
    days = f"{span.first:%d.%m.%Y}–{span.last:%d.%m.%Y}"
    return Report(
        KIND.title,
        [*school_facts(None), (_("Days"), days)],
        [
            _section(_l("Term"), board.checks),
            _section(_l("Class"), board.classes),
            _section(_l("Teacher"), board.teachers),
        ],
        pictures=[share_by_week(board)],
        signed_by=[_l("Deputy director")],
        landscape=False,
    )


def _section(of: object, rows: Sequence[Row]) -> Section:
    columns = [
        Column(of, Written.TEXT, width=6),
        Column(_l("Late now"), width=1.5),
        Column(_l("Late in the span"), width=1.5),
        Column(_l("Kept in time, %"), Written.PERCENT, width=1.5),
    ]
    lines = [Line([str(row.title), row.tally.now, row.tally.late, row.tally.share]) for row in rows]
    return Section(columns, lines, empty=_l("Nothing was due in these days."))


KIND = Kind(
    name="control",
    title=_l("Keeping of journals"),
    about=_l("What is late now and was late, by term, class and teacher"),
    group=Group.KEEPING,
    asks=(Ask.SPAN,),
    narrowed_by=(Ask.CLASS, Ask.TEACHER),
    gather=gather,
    may=sees_school,
)
