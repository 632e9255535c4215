"""Which of the last parameters of a report are still wanted [R4]."""

import datetime as dt
from collections.abc import Mapping

_A_WEEK = dt.timedelta(days=7)
_WHEN = frozenset({"year_id", "period_id", "day", "first", "last"})


def still_wanted(answers: Mapping[str, str], used_on: dt.date, today: dt.date) -> dict[str, str]:
    """Class, teacher, subject stay; dates and periods for a week: then the usual ones are meant."""
    fresh = today - used_on < _A_WEEK
    return {name: value for name, value in answers.items() if fresh or name not in _WHEN}
