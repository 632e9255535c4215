"""«entry-window»: a lesson that was not filled before it was closed to entries [J8].

The entry is refused then, not only reported: the administrator opens the lesson again.
"""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from app.control.checks.check import Check
from app.control.checks.lesson_not_filled import filled_at
from app.control.enums import Responsible
from app.control.queries.sources import Sources, in_journal, place_of
from app.control.rules.item import Item
from app.control.rules.terms import end_of
from app.control.rules.words import of_closed_lesson

NAME = "entry-window"
_USUAL_DAYS = 14


def find(sources: Sources, _number: int) -> Iterator[Item]:
    """Lessons whose span of entry ended before they were filled, and those of the span that were
    filled before: the school's `entry_days`.
    """
    days = sources.school.entry_days if sources.school else _USUAL_DAYS
    for row in sources.lessons:
        due, done = end_of(row.day, sources.now.tzinfo, days), filled_at(row)
        waits = done is None and sources.now < due  # «lesson-not-filled» tells of it
        if not waits and not row.on_paper and sources.wants(row.day, done):
            yield Item(
                NAME,
                f"{NAME}-{row.id}",
                place_of(row),
                row.day,
                due,
                done,
                of_closed_lesson(row.number),
                in_journal(row),
            )


CHECK = Check(
    NAME,
    _l("Lesson closed before it was filled"),
    "A5.3",
    Responsible.TEACHER,
    find,
    traced=True,
    remind=None,
)
