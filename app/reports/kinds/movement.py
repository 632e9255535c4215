"""«Динамика движения обучающихся по школе» [R4 S6]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.reports.access import require_lists, sees_lists
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group, Where
from app.reports.kinds.shared import by_parts, school_facts
from app.reports.queries.movement import YearStays, stays_of_year
from app.reports.queries.scope import asked_year, chosen_period
from app.reports.rules.document import Column, Line, Report, Section, Value, Weight, Who
from app.reports.rules.document import Kind as Written
from app.reports.rules.movement import in_span
from app.school.queries import periods_of_year

_START, _FIRST = 1, 2  # columns
_WHERE = tuple(Where)
_END = _FIRST + len(_WHERE)

Counts = Mapping[int, Mapping[int, Sequence[Who]]]  # class → column → pupils


def gather(actor: Actor, asked: Asked) -> Report:
    """Pupils at the beginning, who came, who left, pupils at the end: for classes and school."""
    require_lists(actor)
    year = asked_year(asked)
    period = chosen_period(periods_of_year(year.id), asked)
    first, last = (period.starts, period.ends) if period else (year.starts, year.ends)
    last = max(first, min(last, asked.today))
    found = stays_of_year(year)
    counts = _counts(found, first, last)
    lines = [
        _line(name or found.classes[of[0]].name, of, counts, weight)
        for name, of, weight in by_parts(list(found.classes), lambda key: found.classes[key].grade)
    ]
    return Report(
        KIND.title,
        [
            *school_facts(period),
            (_("Academic year"), year.name),
            (_("Counted on"), f"{first:%d.%m.%Y}, {last:%d.%m.%Y}"),
        ],
        [Section(_columns(lines), _shown(lines), empty=_l("There are no classes in this year."))],
        notes=[_l("A move between classes counts as one who left and one who came.")],
        signed_by=[_l("Director")],
    )


def _counts(found: YearStays, first: dt.date, last: dt.date) -> Counts:
    counts: dict[int, dict[int, list[Who]]] = defaultdict(lambda: defaultdict(list))
    for stay in found.stays:
        who = Who(found.name(stay), found.classes[stay.of].name)
        for day, column in ((first, _START), (last, _END)):
            if stay.holds(day):
                counts[stay.of][column].append(who)
    for move in in_span(found.moves, first, last):
        note = f"{found.classes[move.stay.of].name}, {move.day:%d.%m.%Y}"
        column = _FIRST + _WHERE.index(move.where)
        counts[move.stay.of][column].append(Who(found.name(move.stay), note))
    return counts


def _line(name: str, classes: Sequence[int], counts: Counts, weight: Weight) -> Line:
    who = {
        column: [one for of in classes for one in counts[of].get(column, ())]
        for column in range(_START, _END + 1)
    }
    values: list[Value] = [name, *(len(who[column]) for column in range(_START, _END + 1))]
    return Line(values, weight, who)


def _kept(lines: Sequence[Line]) -> list[int]:
    """All columns; that of those of whom nothing is said only where there is somebody."""
    unknown = _FIRST + _WHERE.index(Where.UNKNOWN)
    told = any(line.values[unknown] for line in lines)
    return [at for at in range(_END + 1) if told or at != unknown]


def _shown(lines: Sequence[Line]) -> list[Line]:
    kept = _kept(lines)
    return [
        Line(
            [line.values[at] for at in kept],
            line.weight,
            {place: line.who[at] for place, at in enumerate(kept) if at in line.who},
        )
        for line in lines
    ]


def _columns(lines: Sequence[Line]) -> list[Column]:
    columns = [
        Column(_l("Class"), Written.TEXT, width=2.5),
        Column(_l("At the beginning"), width=1.6),
        *(
            Column(where.label, over=_l("Came") if where.arrives else _l("Left"), width=1.6)
            for where in _WHERE
        ),
        Column(_l("At the end"), width=1.6),
    ]
    return [columns[at] for at in _kept(lines)]


KIND = Kind(
    name="movement",
    title=_l("Movement of pupils in the school"),
    about=_l("How many there were, came and left, in classes, parallels, levels and the school."),
    group=Group.MOVEMENT,
    asks=(Ask.YEAR, Ask.PERIOD),
    gather=gather,
    may=sees_lists,
)
