"""«Сведения о прибывших и выбывших» [R4 S6]."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.reports.access import require_lists, sees_lists
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group, Where
from app.reports.kinds.shared import school_facts, span_fact
from app.reports.queries.movement import YearStays, stays_of_year
from app.reports.queries.scope import asked_span, asked_year
from app.reports.rules.document import Column, Line, Report, Section, Weight
from app.reports.rules.document import Kind as Written
from app.reports.rules.movement import Move


def gather(actor: Actor, asked: Asked) -> Report:
    """Everybody who came or left on the days, with order and place: four statements."""
    require_lists(actor)
    first, last = asked_span(asked)
    found = stays_of_year(asked_year(asked))
    moves = [move for move in found.moves if first <= move.day <= last]
    lines = [_line(number, move, found) for number, move in enumerate(moves, 1)]
    came = sum(move.where.arrives for move in moves)
    if lines:
        text = _("came: %(came)s, left: %(left)s", came=came, left=len(moves) - came)
        lines.append(Line(["", _("Together"), None, "", text, None, "", ""], Weight.GRAND))
    return Report(
        KIND.title,
        [*school_facts(None), span_fact(first, last)],
        [Section(_COLUMNS, lines, empty=_l("Nobody came or left on these days."))],
        notes=[_l("The date of leaving is the last day in the class.")],
        signed_by=[_l("Director")],
    )


def _line(number: int, move: Move, found: YearStays) -> Line:
    row = found.rows[move.stay.key]
    came = move.where.arrives
    place = row.came_from if came else row.left_to
    other = found.classes[move.other].name if move.other else ""
    said = "" if move.where == Where.UNKNOWN or other else str(move.where.label)
    return Line(
        [
            number,
            row.pupil.full_name,
            row.pupil.birth_date,
            found.classes[move.stay.of].name,
            _("came") if came else _("left"),
            move.day,
            row.arrival_order if came else row.departure_order,
            place or other or said,
        ]
    )


_COLUMNS = [
    Column("№", width=0.8),
    Column(_l("Full name"), Written.TEXT, width=6),
    Column(_l("Date of birth"), width=2),
    Column(_l("Class"), Written.TEXT, width=1.5),
    Column(_l("Came or left"), Written.TEXT, width=2.4),
    Column(_l("Date"), width=2),
    Column(_l("Order No."), Written.TEXT, width=2),
    Column(_l("From where, to where"), Written.TEXT, width=5),
]
KIND = Kind(
    name="arrivals",
    title=_l("Pupils who came and left"),
    about=_l("Names, dates, numbers of orders, where they came from and went to."),
    group=Group.MOVEMENT,
    asks=(Ask.SPAN,),
    gather=gather,
    may=sees_lists,
)
