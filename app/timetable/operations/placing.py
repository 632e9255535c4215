"""Writes of planned topics on lessons [J4]."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound, refuse_if
from app.plan.access import require_may_place
from app.plan.rules.placement import (
    Place,
    Placed,
    place,
    shift_all,
    shift_faults,
    shift_one,
)
from app.timetable.models import Lesson
from app.timetable.queries.making import batched
from app.timetable.queries.placing import places_of, planned_courses, topics_of

Order = Mapping[int, Sequence[Place]]


def place_plan(actor: Actor, *, course_id: int, today: dt.date) -> int:
    """Put the course's plan on its lessons anew; returns the hours that found no lesson [J4].

    Lessons whose topic is filled in keep it; shifts are forgotten.
    """
    require_may_place(actor, course_id, today)
    return place_courses([course_id]).get(course_id, 0)


def place_courses(
    course_ids: Sequence[int], dates: Mapping[int, dt.date] | None = None
) -> dict[int, int]:
    """Place the plans of the courses; by course the hours that found no lesson [J4].

    `dates`: topics that a file gave a date. Two reads whatever the number of courses.
    """
    all_topics, places, without = topics_of(course_ids), places_of(course_ids), {}
    changes: Placed = {}
    for course, topics in all_topics.items():
        dated = [replace(topic, on=(dates or {}).get(topic.topic)) for topic in topics]
        placement = place(dated, places.get(course, ()))
        changes |= placement.changes
        if placement.without_lesson:
            without[course] = placement.without_lesson
    write_places(changes)
    return without


def shift_topic(
    actor: Actor, *, course_id: int, lesson_id: int, by: int, every: bool, today: dt.date
) -> int:
    """Move a planned topic (or it and all after it) by one lesson, `by` 1 or −1 [J4].

    Returns the hours that lost their lesson at the end of the year.
    """
    require_may_place(actor, course_id, today)
    places = places_of([course_id]).get(course_id, [])
    if all(found.lesson != lesson_id for found in places):
        raise NotFound
    refuse_if(shift_faults(places, lesson_id, by, every=every))
    placement = (shift_all if every else shift_one)(places, lesson_id, by)
    write_places(placement.changes)
    return placement.without_lesson


def orders_of(course_ids: Sequence[int]) -> Order:
    """How plans stand on the lessons now: read before the timetable changes, see `carry_plans`."""
    return places_of(planned_courses(course_ids))


def carry_plans(before: Order, course_ids: Sequence[int]) -> None:
    """After lessons came and went: the plans of these courses follow, shifts included [J4]."""
    write_places(carried(before, course_ids, {}))


def carried(before: Order, course_ids: Sequence[int], coming: Order) -> Placed:
    """Where the plans of the courses stand with the lessons stored now and those `coming` [J4]."""
    planned = planned_courses(course_ids)
    if not planned:
        return {}
    topics, places = topics_of(planned), places_of(planned)
    changes: Placed = {}
    for course in planned:
        lessons = sorted([*places.get(course, ()), *coming.get(course, ())], key=_in_time)
        order = [lesson.topic for lesson in before.get(course, ()) if not lesson.given]
        changes |= place(topics.get(course, ()), lessons, order).changes
    return changes


def _in_time(lesson: Place) -> tuple[dt.date, int, int]:
    return lesson.day, lesson.number, lesson.lesson


def write_places(changes: Placed) -> None:
    """Lessons get the planned topics of `changes` [J4]."""
    for part in batched(changes):
        for lesson in db.session.scalars(select(Lesson).where(Lesson.id.in_(part))):
            lesson.plan_topic_id = changes[lesson.id]
