"""«no-absence-reason»: absences whose reason nobody found out within 5 working days [T1]."""

import datetime as dt
from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from app.attendance.queries.dues import Due, unknown_reasons
from app.attendance.queries.settled import Settled, known_reasons
from app.control.checks.check import Check
from app.control.checks.reason_not_corrected import words
from app.control.enums import Responsible
from app.control.queries.heads import heads_of
from app.control.queries.sources import Sources
from app.control.rules.item import Address, Item, Place
from app.control.rules.terms import end_of

NAME = "no-absence-reason"


def find(sources: Sources, _number: int) -> Iterator[Item]:
    """Days of pupils without a known reason, and those of the span that got one: up to seven
    statements.
    """
    dues = unknown_reasons(sources.actor, sources.today)
    found: list[Settled] = []
    if span := sources.span:
        found = known_reasons(sources.actor, sources.today, span.first, span.last)
    places = heads_of({due.class_id for due in (*dues, *(one.due for one in found))})
    for due in dues:
        yield _item(sources, due, places[due.class_id], None)
    for one in found:
        yield _item(sources, one.due, places[one.due.class_id], one.done)


def _item(sources: Sources, due: Due, place: Place, done: dt.datetime | None) -> Item:
    return Item(
        NAME,
        f"{NAME}-{due.pupil_id}-{due.first:%Y-%m-%d}",
        place,
        due.first,
        end_of(due.by, sources.now.tzinfo),
        done,
        words(due),
        Address("WeekCheckPage.week", {"class_id": due.class_id, "day": due.first.isoformat()}),
    )


CHECK = Check(
    NAME,
    _l("Reason of absence not known"),
    "A4.3.1 A4.6.5",
    Responsible.CLASS_TEACHER,
    find,
    traced=True,
    mine=False,
)
