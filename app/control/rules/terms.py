"""Moments at which terms of filling end (rules, «Terms of filling») [K1]."""

import datetime as dt

from app.school.rules.calendar import Calendar, previous_school_day

_DAY = dt.timedelta(days=1)


def end_of(day: dt.date, zone: dt.tzinfo | None, days: int = 0) -> dt.datetime:
    """The midnight after the day, or after so many days more: from then on it is late."""
    return dt.datetime.combine(day + (days + 1) * _DAY, dt.time.min, zone)


def after_last_lesson(
    day: dt.date, ends: dt.time | None, minutes: int, zone: dt.tzinfo | None
) -> dt.datetime:
    """So many minutes after the class's last lesson; without bells the end of the day [C2.8]."""
    if ends is None:
        return end_of(day, zone)
    return dt.datetime.combine(day, ends, zone) + dt.timedelta(minutes=minutes)


def marked_by(
    day: dt.date,
    next_day: dt.date | None,
    zone: dt.tzinfo | None,
    *,
    needs_week: bool,
    week: int,
) -> dt.datetime | None:
    """When a written work must be marked: the end of the day of the course's next lesson, `week`
    days after the work where its kind needs a week; none while no lesson follows [A4.4.5].
    """
    if needs_week:
        return end_of(day, zone, week)
    return end_of(next_day, zone) if next_day else None


def results_by(
    ends: dt.date,
    ordered: dt.date | None,
    calendar: Calendar,
    zone: dt.tzinfo | None,
    *,
    grade: int,
    week_days: int = 6,
) -> dt.datetime:
    """The end of the day of the school's order, else of the last school day of the period [R1]."""
    if ordered:
        return end_of(ordered, zone)
    last = previous_school_day(calendar, ends + _DAY, grade=grade, week_days=week_days)
    return end_of(last or ends, zone)
