"""Plan against fact, and hours against the curriculum [J4 S3]."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

LAG_HOURS = 3  # rules, «plan-lag»


@dataclass(frozen=True)
class Progress:
    """Hours of the whole plan, hours that should be given by now, and hours that were."""

    total: int
    planned: int
    given: int

    @property
    def lag(self) -> int:
        """Hours behind the plan, never below 0."""
        return max(0, self.planned - self.given)

    @property
    def late(self) -> bool:
        """True when the lag is one that the deputy must see (rules, «plan-lag»)."""
        return self.lag >= LAG_HOURS


def progress(total: int, *, past: int, given: int) -> Progress:
    """Plan against fact [J4].

    Every lesson of the timetable before today was to take an hour, cancelled ones too; of
    today's lessons `past` counts those that are filled in already. `given` are lessons with a
    topic.
    """
    return Progress(total, min(total, past), given)


@dataclass(frozen=True)
class HoursOfCourse:
    """Hours of a course by each source; None where the source says nothing."""

    by_curriculum_week: Decimal | None
    by_curriculum_year: int | None
    by_timetable_week: Decimal
    lessons_year: int
    by_plan: int | None


def hours_remarks(hours: HoursOfCourse) -> list[Any]:
    """Where timetable, lessons and КТП depart from the curriculum [S3]."""
    week, year = hours.by_curriculum_week, hours.by_curriculum_year
    if week is None or year is None:
        return [_l("The subject is not in the curriculum of the class.")]
    remarks: list[Any] = []
    if hours.by_timetable_week != week:
        remarks.append(
            _l(
                "Timetable: %(have)s h a week, curriculum: %(want)s.",
                have=_plain(hours.by_timetable_week),
                want=_plain(week),
            )
        )
    if year - hours.lessons_year >= LAG_HOURS:
        remarks.append(
            _l(
                "Lessons in the year: %(have)s, curriculum: %(want)s.",
                have=hours.lessons_year,
                want=year,
            )
        )
    if hours.by_plan is None:
        remarks.append(_l("No lesson plan is attached."))
    elif hours.by_plan != year:
        remarks.append(
            _l("Lesson plan: %(have)s h, curriculum: %(want)s.", have=hours.by_plan, want=year)
        )
    return remarks


def _plain(hours: Decimal) -> str:
    return f"{hours.normalize():f}".replace(".", ",")
