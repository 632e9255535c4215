"""The weekly slip of a pupil for parents without the internet [R8]."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class SlipLesson:
    """A lesson of a class; `homework` for the class, `single` for single pupils by their ids."""

    id: int
    course: int
    subject: str
    part: int | None
    day: dt.date
    homework: str = ""
    single: Mapping[int, str] = field(default_factory=dict)

    def homework_of(self, pupil: int) -> str:
        """What the pupil has to do at home after this lesson."""
        return "\n".join(filter(None, (self.homework, self.single.get(pupil, ""))))


@dataclass(frozen=True)
class SlipLine:
    """A subject: what stands on each day, and the average of the period."""

    subject: str
    days: Mapping[dt.date, str]
    average: str = ""


@dataclass(frozen=True)
class Slip:
    """The slip of one pupil; `homework`: (day for which it is, subject, text).

    `missed`: lessons by the words for the reason; being `late` is no absence.
    """

    name: str
    lines: Sequence[SlipLine]
    homework: Sequence[tuple[dt.date, str, str]] = ()
    missed: Mapping[str, int] = field(default_factory=dict)
    late: int = 0


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the day's week."""
    return day - dt.timedelta(days=day.weekday())


def lines_of(
    lessons: Iterable[SlipLesson], cells: Mapping[int, str], averages: Mapping[int, str]
) -> list[SlipLine]:
    """The subjects of a pupil's lessons of the week, by name.

    `cells`: what the pupil has in a lesson; `averages`: by course.
    """
    found: dict[str, dict[dt.date, str]] = {}
    shown: dict[str, str] = {}
    for lesson in lessons:
        days = found.setdefault(lesson.subject, {})
        days[lesson.day] = ", ".join(filter(None, (days.get(lesson.day), cells.get(lesson.id))))
        shown[lesson.subject] = averages.get(lesson.course) or shown.get(lesson.subject, "")
    return [SlipLine(name, found[name], shown[name]) for name in sorted(found)]


def next_homework(
    lessons: Sequence[SlipLesson], pupil: int, sunday: dt.date
) -> list[tuple[dt.date, str, str]]:
    """Homework for the first lesson of each course after the week: that of the lesson before.

    `lessons` of the pupil in their order, some weeks around `sunday`, the last day of the week.
    """
    before: dict[int, SlipLesson] = {}
    after: dict[int, SlipLesson] = {}
    for lesson in lessons:
        if lesson.day <= sunday:
            before[lesson.course] = lesson
        else:
            after.setdefault(lesson.course, lesson)
    found = [
        (after[course].day, lesson.subject, lesson.homework_of(pupil))
        for course, lesson in before.items()
        if course in after
    ]
    return sorted(one for one in found if one[2])
