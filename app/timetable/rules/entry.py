"""What is wrong with a slot or a lesson as a person enters it, clashes aside [S5]."""

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault
from app.school.rules.calendar import SchoolDay

_LAST_NUMBER = 15


def slot_faults(
    *,
    weekday: int,
    number: int,
    span: tuple[dt.date, dt.date | None],
    year: tuple[dt.date, dt.date],
    week_days: int,
) -> list[Fault]:
    """Faults of a slot: `span` its dates, `week_days` the days of its class's week [S5]."""
    faults = []
    if not 1 <= weekday <= week_days:
        faults.append(Fault(_l("The class has no lessons on this weekday."), "weekday"))
    faults += _number_faults(number, "lesson_number")
    first, last = span
    if last is not None and last < first:
        faults.append(Fault(_l("The end must not be earlier than the beginning."), "valid_to"))
    if first > year[1] or (last or year[1]) < year[0]:
        faults.append(Fault(_l("The dates must lie inside the academic year."), "valid_from"))
    return faults


def slot_change_faults(*, moved: bool, has_past_lessons: bool) -> list[Fault]:
    """A slot with lessons that were held stays in its place: history must agree with them [S5]."""
    if moved and has_past_lessons:
        text = _l("Lessons of this slot were held. End it by a date and add a new slot instead.")
        return [Fault(text, "valid_to")]
    return []


def lesson_faults(*, number: int, day: SchoolDay, class_name: Any) -> list[Fault]:
    """Faults of a single lesson's date and number."""
    faults = _number_faults(number, "number")
    if not day.works:
        text = _l(
            "%(day)s is no school day of %(name)s: %(reason)s.",
            day=f"{day.on:%d.%m.%Y}",
            name=class_name,
            reason=day.note,
        )
        faults.append(Fault(text, "day"))
    return faults


def moving_faults(*, moved: bool, cancelled: bool, records: bool) -> list[Fault]:
    """A lesson with records is neither moved nor cancelled [S5 J9]."""
    if not records:
        return []
    faults = []
    if moved:
        text = _l("The lesson has records (topic, marks, absences): it cannot be moved.")
        faults.append(Fault(text, "day"))
    if cancelled:
        text = _l("The lesson has records (topic, marks, absences): it cannot be cancelled.")
        faults.append(Fault(text, "status"))
    return faults


def _number_faults(number: int, field: str) -> list[Fault]:
    if 0 <= number <= _LAST_NUMBER:
        return []
    return [Fault(_l("The lesson number must be from 0 to %(last)s.", last=_LAST_NUMBER), field)]
