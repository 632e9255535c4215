"""Which period of a class is meant by a period of the school [S1 R4]."""

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence

from app.school.rules.periods import Period

_CLOSE = dt.timedelta(days=14)  # quarters and half-years that end together end within these days


def own_period(periods: Sequence[Period], grade: int, chosen: Period) -> Period | None:
    """The period of a grade that closes with the chosen one: half-year 1 for quarter 2.

    None where nothing of the grade closes then; year, exam and the like are matched by their
    own kind only.
    """
    own = [
        period
        for period in periods
        if period.first_grade <= grade <= period.last_grade
        and (period.kind == chosen.kind or (period.kind.is_part and chosen.kind.is_part))
        and abs(period.ends - chosen.ends) <= _CLOSE
    ]
    return min(own, key=lambda period: abs(period.ends - chosen.ends), default=None)


def month_spans(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """The months of a span, the first and the last as far as they belong to it."""
    begins = first
    while begins <= last:
        end = begins.replace(day=calendar.monthrange(begins.year, begins.month)[1])
        yield begins, min(end, last)
        begins = end + dt.timedelta(days=1)
