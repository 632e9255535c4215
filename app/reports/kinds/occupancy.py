"""«Наполняемость классов» on a date [R4]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.reports.access import require_lists, sees_school
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask
from app.reports.kinds.shared import by_parts, school_facts
from app.reports.queries.people import Headed, headed_on
from app.reports.queries.scope import asked_year
from app.reports.rules.document import Column, Line, Report, Section, Weight
from app.reports.rules.document import Kind as Written

_USUAL_DAY = (9, 20)  # month and day of the school's yearly report


@dataclass(frozen=True)
class _Part:
    """Classes together: how many there are, their pupils, boys and places."""

    classes: int
    pupils: int
    boys: int
    places: int

    @classmethod
    def of(cls, rows: Sequence[Headed]) -> "_Part":
        return cls(
            len(rows),
            sum(row.pupils for row in rows),
            sum(row.boys for row in rows),
            sum(row.places for row in rows),
        )


def gather(actor: Actor, asked: Asked) -> Report:
    """Pupils of each class on a day, with means by parallel, level and school: two statements."""
    require_lists(actor)
    year = asked_year(asked)
    day = asked.day or _usual_day(year.starts)
    rows = headed_on(year.id, day)
    lines = [
        _line(rows_of[0]) if name is None else _together(name, _Part.of(rows_of), weight)
        for name, rows_of, weight in by_parts(rows, lambda row: row.grade)
    ]
    return Report(
        KIND.title,
        [
            *school_facts(None),
            (_("On the date"), f"{day:%d.%m.%Y}"),
            (_("Academic year"), year.name),
        ],
        [Section(_COLUMNS, lines, empty=_l("There are no classes in this year."))],
        signed_by=[_l("Director")],
        landscape=False,
    )


def _usual_day(starts: dt.date) -> dt.date:
    month, day = _USUAL_DAY
    return starts.replace(month=month, day=day)


def _line(row: Headed) -> Line:
    girls = row.pupils - row.boys
    numbers = [row.pupils, row.boys, girls, row.places, row.pupils - row.places]
    return Line([row.name, row.teacher, *numbers, None])


def _together(name: str, part: _Part, weight: Weight) -> Line:
    numbers = [part.pupils, part.boys, part.pupils - part.boys, part.places]
    mean = (Decimal(part.pupils) / part.classes).quantize(Decimal("0.1"))
    return Line([name, "", *numbers, part.pupils - part.places, mean], weight)


_COLUMNS = [
    Column(_l("Class"), Written.TEXT, width=2.5),
    Column(_l("Class teacher"), Written.TEXT, width=5),
    Column(_l("Pupils"), width=1.6),
    Column(_l("Boys"), width=1.8),
    Column(_l("Girls"), width=1.8),
    Column(_l("Places"), width=1.6),
    Column(_l("Difference"), width=1.8),
    Column(_l("Mean of a class"), Written.PERCENT, width=1.8),
]


def may(actor: Actor) -> bool:
    """Those who see the whole school, and the secretary."""
    return sees_school(actor) or actor.has("secretary")


KIND = Kind("occupancy", _l("Occupancy of classes"), (Ask.YEAR, Ask.DAY), gather, may)
