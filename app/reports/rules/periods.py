"""Which period of a class is meant by a period of the school [S1 R4]."""

import datetime as dt
from collections.abc import Sequence

from app.school.enums import PeriodKind
from app.school.rules.periods import Period

_CLOSE = dt.timedelta(days=14)  # quarters and half-years that end together end within these days


def own_period(periods: Sequence[Period], grade: int, chosen: Period) -> Period | None:
    """The period of a grade that closes with the chosen one: half-year 1 for quarter 2.

    None where nothing of the grade closes then; a year is matched by a year only.
    """
    own = [
        period
        for period in periods
        if period.first_grade <= grade <= period.last_grade
        and (period.kind == PeriodKind.YEAR) == (chosen.kind == PeriodKind.YEAR)
        and abs(period.ends - chosen.ends) <= _CLOSE
    ]
    return min(own, key=lambda period: abs(period.ends - chosen.ends), default=None)
