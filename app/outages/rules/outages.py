"""Outages: what falls into one, until when it is transferred, what a transfer needs [U3 C3.2].

Moments are given on the school's clock, without a zone, as lessons have theirs.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault
from app.outages.enums import TransferState
from app.school.rules.calendar import Calendar, add_working_days

TERM_DAYS = 2  # working days
LONGEST = dt.timedelta(days=62)
_AHEAD = dt.timedelta(days=31)
_DAY = dt.timedelta(days=1)
_USUAL_HOURS = dt.time(8), dt.time(15)  # of a school whose lessons have no bells
Times = tuple[dt.time | None, dt.time | None]


@dataclass(frozen=True)
class Hours:
    """When a lesson is held, or lessons of a day from the first to the last; None without bells."""

    day: dt.date
    starts: dt.time | None = None
    ends: dt.time | None = None


@dataclass(frozen=True)
class Progress:
    """How many of the lessons of a class or course are transferred or were not held."""

    done: int
    total: int

    @property
    def complete(self) -> bool:
        """True when nothing is left."""
        return self.done == self.total


def falls_into(hours: Hours, starts: dt.datetime, ends: dt.datetime) -> bool:
    """True for a lesson of which a part lies in the outage; without bells the day decides [U3]."""
    first, last = _moments(hours, (dt.time.min, None))
    return first < ends and last > starts


def gap_matters(
    starts: dt.datetime, ends: dt.datetime, school_days: Iterable[Hours], least: dt.timedelta
) -> bool:
    """True when the server was away for longer than `least` in the school time of a day [U3].

    `school_days`: each day's lessons from the first to the last. Nights and holidays do not count.
    """
    spans = (_moments(day, _USUAL_HOURS) for day in school_days)
    return any(min(ends, last) - max(starts, first) > least for first, last in spans)


def _moments(hours: Hours, otherwise: Times) -> tuple[dt.datetime, dt.datetime]:
    known = (hours.starts, hours.ends) if hours.starts and hours.ends else otherwise
    first = dt.datetime.combine(hours.day, known[0] or dt.time.min)
    last = dt.datetime.combine(hours.day, known[1]) if known[1] else first + _DAY
    return first, last


def deadline_of(ended_on: dt.date, calendar: Calendar) -> dt.date:
    """The last day of the term: 2 working days after the outage's end (transfer-late) [C3.2]."""
    return add_working_days(calendar, ended_on, TERM_DAYS)


def is_late(state: TransferState, deadline: dt.date, today: dt.date) -> bool:
    """True for a lesson that is not transferred although its term is over (transfer-late)."""
    return state == TransferState.WAITING and today > deadline


def progress_by(items: Sequence[Any], key: Any) -> dict[Any, Progress]:
    """How far each group of lessons is; `items` have a `state`, groups stand in their order."""
    found = {}
    for name, group in groupby(sorted(items, key=key), key=key):
        states = [item.state for item in group]
        waiting = states.count(TransferState.WAITING)
        found[name] = Progress(len(states) - waiting, len(states))
    return found


def outage_faults(
    starts: dt.datetime, ends: dt.datetime, reason: str, now: dt.datetime
) -> list[Fault]:
    """What is wrong with an outage as it is entered; one may be entered ahead [U3]."""
    faults = []
    if ends <= starts:
        faults.append(Fault(_l("The end must be later than the beginning."), "ends"))
    if ends - starts > LONGEST:
        faults.append(Fault(_l("Choose at most %(days)s days.", days=LONGEST.days), "ends"))
    if ends > now + _AHEAD:
        faults.append(Fault(_l("Choose an end at most a month ahead."), "ends"))
    if not reason.strip():
        faults.append(Fault(_l("Say what happened."), "reason"))
    return faults


def transfer_faults(*, held: bool, topic: str, day: dt.date, today: dt.date) -> list[Fault]:
    """Why a lesson cannot be called transferred yet [U3]."""
    when = f"{day:%d.%m.%Y}"
    if not held:
        return [Fault(_l("%(day)s: the lesson was not held.", day=when))]
    if day > today:
        return [Fault(_l("%(day)s: the lesson has not been held yet.", day=when))]
    if not topic:
        return [Fault(_l("%(day)s: write the topic of the lesson first.", day=when))]
    return []


def closing_faults(left: Iterable[str]) -> list[Fault]:
    """Why an outage cannot be closed: each course with lessons that are left [U3]."""
    return [Fault(_l("Not transferred yet: %(lessons)s.", lessons=text)) for text in left]


def sheet_faults(number: str, *, known: bool) -> list[Fault]:
    """Why a sheet cannot be the source of entries; none (empty) is allowed [U3]."""
    if not number or known:
        return []
    return [Fault(_l("There is no sheet No. %(number)s of this course.", number=number), "sheet")]
