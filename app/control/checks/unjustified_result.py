"""«unjustified-result»: a result set with too few marks, or with none of the written works [R2].

Late when it is set; settled by marks, or by taking the result back [A5.1 A5.2].
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.control.checks.check import Check
from app.control.enums import Responsible
from app.control.queries.basis import bases, least_of
from app.control.queries.sources import Sources
from app.control.rules.item import Address, Item
from app.control.rules.terms import end_of
from app.journal.rules.cell import DIGITS
from app.results.rules.justification import justification_faults
from app.school.enums import PeriodKind

NAME = "unjustified-result"
_MOST = 2  # periods: that of today, and the one before it


def find(sources: Sources, _number: int) -> Iterator[Item]:
    """Courses with such results in the last periods that began: four statements for each."""
    begun = [p for p in sources.periods if p.kind.is_part and p.starts <= sources.today]
    halves = [p for p in begun if p.kind is PeriodKind.HALF_YEAR][-_MOST:]
    quarters = [p for p in begun if p.kind is PeriodKind.QUARTER][-_MOST:]
    for period in (*quarters, *halves):
        yesterday = sources.today - dt.timedelta(days=1)
        least, unjustified = least_of(sources), Counter[int]()
        for pupil in bases(sources, period, DIGITS):
            unjustified[pupil.course_id] += bool(justification_faults(pupil.basis, least))
        for course_id, count in unjustified.items():
            place = sources.courses.get(course_id)
            if count and place:
                yield Item(
                    NAME,
                    f"{NAME}-{course_id}-{period.id}",
                    place,
                    min(period.ends, sources.today),
                    end_of(min(period.ends, yesterday), sources.now.tzinfo),
                    None,
                    _l(
                        "%(period)s, not justified: %(pupils)s",
                        period=period.name,
                        pupils=ngettext("%(num)s pupil", "%(num)s pupils", count),
                    ),
                    Address("ResultSheetPage.course", {"course_id": course_id}),
                )


CHECK = Check(NAME, _l("Result not justified"), "A5.1 A5.2", Responsible.TEACHER, find)
