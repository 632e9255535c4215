"""Which weeks have to be reconciled, until when, and how a week stands [T3]."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.attendance.enums import Change, Contradiction, Decision
from app.attendance.rules.week import Found
from app.school.rules.calendar import Calendar, add_working_days

_WEEK = dt.timedelta(days=7)
_DUE_AFTER = dt.timedelta(days=9)  # from Monday to the Wednesday of the next week


@dataclass(frozen=True)
class Due:
    """A week that is not reconciled; `late`: its term has passed, `reopened`: it was once."""

    monday: dt.date
    until: dt.date
    late: bool
    reopened: bool = False


@dataclass(frozen=True)
class Answer:
    """What was asked or said about a contradiction, of the cell as it was `seen`."""

    about: Contradiction
    lesson: int
    pupil: int | None
    change: Change
    seen: int
    state: Decision


def monday_of(day: dt.date) -> dt.date:
    """The Monday of a date's week."""
    return day - dt.timedelta(days=day.weekday())


def due_on(monday: dt.date, calendar: Calendar) -> dt.date:
    """The last day to reconcile a week: Wednesday of the next one, moved on from days off.

    (rules, «week-not-reconciled»)
    """
    return add_working_days(calendar, monday + _DUE_AFTER - dt.timedelta(days=1), 1)


def open_weeks(
    days: Iterable[dt.date],
    confirmed: Mapping[dt.date, bool],
    calendar: Calendar,
    today: dt.date,
) -> list[Due]:
    """Weeks that are over, had lessons on `days` and are not reconciled, the earliest first.

    `confirmed`: Monday → whether the week was changed after it was reconciled.
    """
    mondays = sorted({monday_of(day) for day in days})
    waiting = [
        monday for monday in mondays if monday + _WEEK <= today and confirmed.get(monday, True)
    ]
    dues = [(monday, due_on(monday, calendar)) for monday in waiting]
    return [Due(monday, until, today > until, monday in confirmed) for monday, until in dues]


def answer_to(found: Found, version: int, answers: Sequence[Answer]) -> Answer | None:
    """The answer that settles a contradiction: asked and waiting, or left as it is with a word.

    One about a cell that has changed since (`version`) settles nothing.
    """
    return next(
        (
            answer
            for answer in answers
            if (answer.about, answer.lesson, answer.pupil)
            == (found.about, found.lesson, found.pupil)
            and answer.seen == version
            and answer.state is not Decision.ACCEPTED
        ),
        None,
    )
