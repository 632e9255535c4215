"""«Наполняемость классов» on a date [R4]."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.people.enums import Sex
from app.reports.access import require_lists, sees_lists
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.shared import by_parts, school_facts
from app.reports.queries.people import Headed, headed_on
from app.reports.queries.scope import asked_year
from app.reports.rules.document import Column, Line, Report, Section, Weight, Who
from app.reports.rules.document import Kind as Written

_ALL, _BOYS, _GIRLS = 2, 3, 4  # columns
_USUAL_DAY = (9, 20)  # month and day of the school's yearly report


def gather(actor: Actor, asked: Asked) -> Report:
    """Pupils of each class on a day, with means by parallel, level and school: two statements."""
    require_lists(actor)
    year = asked_year(asked)
    day = asked.day or _usual_day(year.starts)
    rows = headed_on(year.id, day)
    lines = [_line(*part) for part in by_parts(rows, lambda row: row.grade)]
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


def _line(name: str | None, classes: Sequence[Headed], weight: Weight) -> Line:
    """A class, or the classes of a part together with their mean."""
    who = {_ALL: [Who(one.name, of.name) for of in classes for one in of.pupils]}
    for place, sex in ((_BOYS, Sex.MALE), (_GIRLS, Sex.FEMALE)):
        who[place] = [Who(p.name, of.name) for of in classes for p in of.pupils if p.sex == sex]
    pupils, places = len(who[_ALL]), sum(of.places for of in classes)
    mean = (Decimal(pupils) / len(classes)).quantize(Decimal("0.1")) if name else None
    begin = [name, ""] if name else [classes[0].name, classes[0].teacher]
    numbers = [pupils, len(who[_BOYS]), len(who[_GIRLS]), places, pupils - places]
    return Line([*begin, *numbers, mean], weight, who)


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


KIND = Kind(
    name="occupancy",
    title=_l("Occupancy of classes"),
    about=_l("Pupils, boys, girls and places of every class on a day."),
    group=Group.MOVEMENT,
    asks=(Ask.YEAR, Ask.DAY),
    gather=gather,
    may=sees_lists,
)
