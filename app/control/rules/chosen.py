"""Which part of what is due a person looks at [K1]."""

import datetime as dt
from dataclasses import dataclass

from app.control.rules.item import Item
from app.control.rules.tally import Span

_WEEKS = 4
LONGEST = 120  # days


@dataclass(frozen=True)
class Chosen:
    """A span, and a term, class, teacher or course where one is asked for."""

    span: Span
    check: str = ""
    class_id: int | None = None
    staff_id: int | None = None
    course_id: int | None = None

    def keeps(self, item: Item) -> bool:
        """True for an item of the choice, in the span or still not done."""
        place = item.place
        wanted = (
            (self.check, item.check),
            (self.class_id, place.class_id),
            (self.staff_id, place.staff_id),
            (self.course_id, place.course_id),
        )
        return all(not want or want == has for want, has in wanted)


def usual_span(today: dt.date) -> Span:
    """The last four weeks with that of today, from a Monday."""
    monday = today - dt.timedelta(days=today.weekday())
    return Span(monday - dt.timedelta(weeks=_WEEKS - 1), today)


def span_of(first: dt.date | None, last: dt.date | None, today: dt.date) -> Span:
    """The days that are asked for, at most 120 and none ahead; else the usual ones."""
    usual = usual_span(today)
    end = min(last or today, today)
    begin = min(first or usual.first, end)
    return Span(max(begin, end - dt.timedelta(days=LONGEST - 1)), end)
