"""A week of the diary, put together: the leading days, the others, what is unusual [M5]."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.diary.access import require_own
from app.diary.models import PupilRemark
from app.diary.queries.family import classes_between
from app.diary.queries.remarks import remarks_between
from app.diary.queries.week import DiaryLesson, filled, lessons_between, next_day
from app.diary.rules.days import leading_days, shown_days, week_of
from app.school.queries import calendar_of
from app.school.rules.calendar import school_day


@dataclass(frozen=True)
class DiaryDay:
    """A day with the pupil's lessons; `note`: why there are none, or what is unusual."""

    on: dt.date
    note: Any
    lessons: list[DiaryLesson] = field(default_factory=list)
    remarks: list[PupilRemark] = field(default_factory=list)


@dataclass(frozen=True)
class DiaryWeek:
    """A pupil's week: the leading days, the others, and where there are lessons if none here.

    `school_class` is that of the pupil in the week; None: in none.
    """

    dates: list[dt.date]
    leading: list[DiaryDay]
    others: list[DiaryDay]
    school_class: SchoolClass | None
    next_lessons: dt.date | None


def diary_week(actor: Actor, pupil_id: int, day: dt.date, today: dt.date) -> DiaryWeek:
    """The week of the pupil that holds the day; NotFound for others' pupils [P5].

    Seven statements, whatever the number of lessons; one more where the week has none.
    """
    require_own(actor, pupil_id)
    week = week_of(day)
    last = week[-1] + dt.timedelta(7 if today in week else 0)
    rows = lessons_between(pupil_id, week[0], last)
    taught = {row.Lesson.day for row in rows}
    leading = leading_days(week, taught, today)
    remarks = remarks_between(pupil_id, week[0], last)
    days = shown_days(week, {*taught, *remarks})
    wanted = {*leading, *days}
    lessons = filled(actor, pupil_id, [row for row in rows if row.Lesson.day in wanted])
    school_class = next(reversed(classes_between(pupil_id, week[0], week[-1])), None)
    notes = _notes(school_class, wanted)
    found = {
        on: DiaryDay(
            on,
            notes.get(on, ""),
            [one for one in lessons if one.place.day == on],
            remarks.get(on, []),
        )
        for on in wanted
    }
    return DiaryWeek(
        week,
        [found[on] for on in leading],
        [found[on] for on in days if on not in leading],
        school_class,
        None if taught else next_day(pupil_id, max(week[-1], today)),
    )


def _notes(school_class: SchoolClass | None, days: set[dt.date]) -> dict[dt.date, Any]:
    """What is unusual about each day for the class: vacation, day off, shortened day."""
    if school_class is None:
        return {}
    calendar = calendar_of(school_class.year)
    grade, week_days = school_class.grade, school_class.days_per_week
    return {on: school_day(calendar, on, grade=grade, week_days=week_days).note for on in days}
