"""«few-marks»: pupils with fewer marks than the result needs, from 14 days before the period's end.

Shown while it can still be mended; afterwards «unjustified-result» tells of it [R2 A5.1].
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.control.checks.check import Check, Number
from app.control.enums import Responsible
from app.control.queries.basis import bases, least_of
from app.control.queries.sources import Sources
from app.control.rules.item import Address, Item
from app.control.rules.terms import end_of
from app.results.rules.justification import marks_needed

NAME = "few-marks"


def find(sources: Sources, days: int) -> Iterator[Item]:
    """Courses of the periods that end within `days`: four statements for each."""
    for period in sources.periods:
        since = period.ends - dt.timedelta(days=days)
        if not period.kind.is_part or not since <= sources.today <= period.ends:
            continue
        least, few = least_of(sources), Counter[int]()
        for pupil in bases(sources, period):
            few[pupil.course_id] += pupil.basis.marks < marks_needed(pupil.basis.hours, least)
        for course_id, count in few.items():
            place = sources.courses.get(course_id)
            if count and place:
                yield Item(
                    NAME,
                    f"{NAME}-{course_id}-{period.id}",
                    place,
                    period.ends,
                    end_of(since - dt.timedelta(days=1), sources.now.tzinfo),
                    None,
                    _l(
                        "%(period)s, too few marks: %(pupils)s",
                        period=period.name,
                        pupils=ngettext("%(num)s pupil", "%(num)s pupils", count),
                    ),
                    Address("ResultSheetPage.course", {"course_id": course_id}),
                )


CHECK = Check(
    NAME,
    _l("Too few marks for a result"),
    "A5.1 A4.6.2",
    Responsible.TEACHER,
    find,
    Number(14, 1, 30, _l("days before the end of the period")),
)
