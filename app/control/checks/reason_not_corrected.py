"""«reason-not-corrected»: absences whose reason is not that of a received document [T2 C2.9].

Term: 2 working days after receipt.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from app.attendance.queries.dues import Due, uncorrected_documents
from app.attendance.queries.settled import Settled, corrected_documents
from app.control.checks.check import Check
from app.control.enums import Responsible
from app.control.queries.heads import heads_of
from app.control.queries.sources import Sources
from app.control.rules.item import Address, Item, Place
from app.control.rules.terms import end_of

NAME = "reason-not-corrected"


def find(sources: Sources, _number: int) -> Iterator[Item]:
    """Documents that the journal does not follow yet, and those of the span that it does now: up
    to twelve statements.
    """
    dues = uncorrected_documents(sources.actor, sources.today)
    waiting = {due.document_id for due in dues}
    found: list[Settled] = []
    if span := sources.span:
        found = corrected_documents(sources.actor, sources.today, span.first, span.last)
    done = [one for one in found if one.due.document_id not in waiting]
    places = heads_of({due.class_id for due in (*dues, *(one.due for one in done))})
    for due in dues:
        yield _item(sources, due, places[due.class_id], None)
    for one in done:
        if sources.wants(one.due.first, one.done):
            yield _item(sources, one.due, places[one.due.class_id], one.done)


def _item(sources: Sources, due: Due, place: Place, done: dt.datetime | None) -> Item:
    return Item(
        NAME,
        f"{NAME}-{due.document_id}",
        place,
        due.first,
        end_of(due.by, sources.now.tzinfo),
        done,
        words(due),
        Address("DocumentPage.lessons", {"document_id": due.document_id}),
    )


def words(due: Due) -> Any:
    """«Иванов Иван, 3 урока»; put into words only where it is shown."""
    return LazyString(_words, due)


def _words(due: Due) -> str:
    return f"{due.pupil}, {ngettext('%(num)s lesson', '%(num)s lessons', due.count)}"


CHECK = Check(
    NAME,
    _l("Reason of absence not corrected by the document"),
    "C2.9 A4.6.5",
    Responsible.CLASS_TEACHER,
    find,
    traced=True,
    mine=False,
)
