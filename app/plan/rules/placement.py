"""Topics of a plan on the dated lessons of a course: place, shift one, shift all [J4]."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

Placed = dict[int, int | None]  # lesson → its planned topic, only for lessons that change


@dataclass(frozen=True)
class TopicHours:
    """A topic and the hours it takes; `on` is the date that the file gave it, if any."""

    topic: int
    hours: int = 1
    on: dt.date | None = None


@dataclass(frozen=True)
class Place:
    """A lesson in the order of the year (`day`, `number`) with its planned topic.

    `given`: its own topic is filled, so the plan must not move it. Cancelled lessons are not
    in the sequence.
    """

    lesson: int
    day: dt.date
    topic: int | None = None
    given: bool = False
    number: int = 0


@dataclass(frozen=True)
class Placement:
    """`changes` for the lessons, and how many hours of the plan found no lesson."""

    changes: Placed
    without_lesson: int = 0


def place(
    topics: Sequence[TopicHours],
    lessons: Sequence[Place],
    order: Sequence[int | None] = (),
) -> Placement:
    """Put the hours that were not given yet on the free lessons, in order [J4].

    Topics with a date take the lessons of that date first. `order` is how the hours stood
    before (None: a lesson kept free by a shift); it goes first, so that shifts outlive a change
    of the timetable.
    """
    given = Counter(lesson.topic for lesson in lessons if lesson.given)
    left = {t.topic: max(0, t.hours - given[t.topic]) for t in topics}
    free = [lesson for lesson in lessons if not lesson.given]
    fixed = _on_their_dates(topics, left, free)
    queue = _queue(topics, left, order)
    rest = [lesson.lesson for lesson in free if lesson.lesson not in fixed]
    wanted: Placed = dict.fromkeys(rest) | dict(zip(rest, queue, strict=False)) | fixed
    lost = sum(topic is not None for topic in queue[len(rest) :])
    return Placement(_changes(free, wanted), lost)


def _queue(
    topics: Sequence[TopicHours], left: dict[int, int], order: Sequence[int | None]
) -> list[int | None]:
    """Hours still to be given: as they stood, then what is new in the plan."""
    queue: list[int | None] = []
    last = max((at for at, topic in enumerate(order, 1) if topic is not None), default=0)
    for topic in order[:last]:
        if topic is None:
            queue.append(None)
        elif left.get(topic):
            queue.append(topic)
            left[topic] -= 1
    return queue + [t.topic for t in topics for _hour in range(left[t.topic])]


def shift_all(lessons: Sequence[Place], start: int, by: int) -> Placement:
    """Move the planned topics of lesson `start` and all after it by one lesson [J4].

    Later (`by` 1): `start` becomes free and the last topic may lose its lesson. Earlier (`by` −1):
    the free lesson before `start` is filled, the last one becomes free.
    """
    free = [lesson for lesson in lessons if not lesson.given]
    at = _index(free, start)
    topics = [lesson.topic for lesson in free]
    if by > 0:
        moved = [*topics[:at], None, *topics[at:]]
        lost = moved.pop()
    else:
        moved = [*topics[: at - 1], *topics[at:], None]
        lost = None
    wanted = dict(zip((lesson.lesson for lesson in free), moved, strict=True))
    return Placement(_changes(free, wanted), int(lost is not None))


def shift_one(lessons: Sequence[Place], start: int, by: int) -> Placement:
    """Let the topic of lesson `start` change places with the next or previous free lesson [J4]."""
    free = [lesson for lesson in lessons if not lesson.given]
    at = _index(free, start)
    one, other = free[at], free[at + by]
    return Placement(_changes([one, other], {one.lesson: other.topic, other.lesson: one.topic}))


def shift_faults(lessons: Sequence[Place], start: int, by: int, *, every: bool) -> list[Fault]:
    """Why a shift cannot be made: the topic was given, or there is nowhere to move it [J4]."""
    free = [lesson for lesson in lessons if not lesson.given]
    at = _index(free, start)
    if at < 0:
        return [Fault(_l("The topic of this lesson is already filled in, so it stays."))]
    if free[at].topic is None and not (every and by > 0):
        return [Fault(_l("This lesson has no planned topic."))]
    if not 0 <= at + by < len(free):
        return [Fault(_l("There is no lesson to move the topic to."))]
    if every and by < 0 and free[at - 1].topic is not None:
        return [Fault(_l("The lesson before already has a topic: move that one first."))]
    return []


def _on_their_dates(
    topics: Sequence[TopicHours], left: dict[int, int], free: Sequence[Place]
) -> dict[int, int]:
    """Lessons taken by topics with a date; their hours leave `left`."""
    fixed: dict[int, int] = {}
    for topic in topics:
        for lesson in free:
            if lesson.day == topic.on and lesson.lesson not in fixed and left[topic.topic]:
                fixed[lesson.lesson] = topic.topic
                left[topic.topic] -= 1
    return fixed


def _changes(lessons: Sequence[Place], wanted: Mapping[int, int | None]) -> Placed:
    return {p.lesson: wanted[p.lesson] for p in lessons if p.topic != wanted[p.lesson]}


def _index(free: Sequence[Place], lesson: int) -> int:
    return next((at for at, place in enumerate(free) if place.lesson == lesson), -1)
