"""«lesson-not-filled»: a lesson of the day without a topic; term: the end of its day.

Attendance has no sign of its own: without an entry a pupil is present, so that the topic tells
that the lesson was filled.
"""

import datetime as dt
from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from app.control.checks.check import Check, Number
from app.control.enums import Responsible
from app.control.queries.sources import Sources, in_journal, place_of
from app.control.rules.item import Item
from app.control.rules.terms import end_of
from app.control.rules.words import of_lesson

NAME = "lesson-not-filled"


def find(sources: Sources, days: int) -> Iterator[Item]:
    """Lessons up to today; those of an outage have the term of their transfer."""
    for row in sources.lessons:
        done = filled_at(row)
        if not row.on_paper and sources.wants(row.day, done):
            yield Item(
                NAME,
                f"{NAME}-{row.id}",
                place_of(row),
                row.day,
                end_of(row.day, sources.now.tzinfo, days),
                done,
                of_lesson(row.number),
                in_journal(row),
            )


def filled_at(row: object) -> dt.datetime | None:
    """When the topic was written; of what was loaded at once: before the term."""
    return (row.topic_at or BEFORE) if row.topic else None  # type: ignore[attr-defined]


BEFORE = dt.datetime.min.replace(tzinfo=dt.UTC)
CHECK = Check(
    NAME,
    _l("Lesson not filled on its day"),
    "A4.6.5 A4.4.1",
    Responsible.TEACHER,
    find,
    Number(0, 0, 7, _l("days after the lesson")),
    traced=True,
    remind=dt.timedelta(hours=6),
)
