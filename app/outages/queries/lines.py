"""The lessons of an outage as its pages list them: by class, by course, by teacher [U3]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.core.actor import Actor
from app.outages.queries.lessons import PaperLesson
from app.outages.rules.outages import Progress, progress_by


@dataclass(frozen=True)
class CourseLine:
    """The lessons of one course; `filled`: how many of those that wait are filled in already."""

    course_id: int
    subject: str
    teachers: str
    days: tuple[dt.date, ...]
    progress: Progress
    filled: int
    own: bool


@dataclass(frozen=True)
class ClassPart:
    """A class with its courses; `own`: the person holds lessons of it."""

    name: str
    progress: Progress
    courses: list[CourseLine]
    own: bool


def class_parts(actor: Actor, lessons: Sequence[PaperLesson]) -> list[ClassPart]:
    """Classes of an outage, those with own lessons first, then in school order."""
    parts = []
    for (_grade, name), group in groupby(lessons, key=lambda one: one.place):
        of_class = list(group)
        courses = [
            _course(actor, list(own))
            for _key, own in groupby(of_class, key=lambda one: one.course_id)
        ]
        courses.sort(key=lambda line: not line.own)
        parts.append(
            ClassPart(name, _progress(of_class), courses, any(line.own for line in courses))
        )
    return sorted(parts, key=lambda part: not part.own)


def teacher_lines(lessons: Sequence[PaperLesson]) -> dict[str, Progress]:
    """How far each teacher is, by name."""
    return progress_by(lessons, lambda one: one.teacher)


def _course(actor: Actor, lessons: list[PaperLesson]) -> CourseLine:
    progress = _progress(lessons)
    return CourseLine(
        course_id=lessons[0].course_id,
        subject=lessons[0].subject,
        teachers=", ".join(dict.fromkeys(one.teacher for one in lessons if one.teacher)),
        days=tuple(dict.fromkeys(one.day for one in lessons)),
        progress=progress,
        filled=sum(one.filled and one.waits for one in lessons),
        own=any(actor.staff_id is not None and one.staff_id == actor.staff_id for one in lessons),
    )


def _progress(lessons: Sequence[PaperLesson]) -> Progress:
    return Progress(sum(not one.waits for one in lessons), len(lessons))
