"""«no-absence-reason»: absences whose reason nobody found out within 5 working days [T1]."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from app.attendance.queries.dues import unknown_reasons
from app.control.checks.check import Check
from app.control.checks.reason_not_corrected import words
from app.control.enums import Responsible
from app.control.queries.heads import heads_of
from app.control.queries.sources import Sources
from app.control.rules.item import Address, Item
from app.control.rules.terms import end_of

NAME = "no-absence-reason"


def find(sources: Sources, _number: int) -> Iterator[Item]:
    """Days of pupils without a known reason: up to five statements."""
    dues = unknown_reasons(sources.actor, sources.today)
    places = heads_of({due.class_id for due in dues})
    for due in dues:
        address = {"class_id": due.class_id, "day": due.first.isoformat()}
        yield Item(
            NAME,
            f"{NAME}-{due.pupil_id}-{due.first:%Y-%m-%d}",
            places[due.class_id],
            due.first,
            end_of(due.by, sources.now.tzinfo),
            None,
            words(due),
            Address("WeekCheckPage.week", address),
        )


CHECK = Check(
    NAME,
    _l("Reason of absence not known"),
    "A4.3.1 A4.6.5",
    Responsible.CLASS_TEACHER,
    find,
    mine=False,
)
