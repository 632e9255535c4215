"""Lessons and topics of courses as the placement of a lesson plan wants them [J4]."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from app.core.db import db
from app.plan.models import Course, PlanTopic
from app.plan.rules.placement import Place, TopicHours
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


def planned_courses(course_ids: Iterable[int]) -> list[int]:
    """Those of the courses that have a lesson plan."""
    wanted = select(Course.id).where(Course.id.in_(course_ids), Course.lesson_plan_id.is_not(None))
    return list(db.session.scalars(wanted))


def topics_of(course_ids: Iterable[int]) -> dict[int, list[TopicHours]]:
    """Topics of each course's plan with their hours, in order: one statement."""
    topics: dict[int, list[TopicHours]] = defaultdict(list)
    rows = db.session.execute(
        select(Course.id, PlanTopic.id, PlanTopic.hours)
        .join(PlanTopic, PlanTopic.plan_id == Course.lesson_plan_id)
        .where(Course.id.in_(course_ids))
        .order_by(Course.id, PlanTopic.position)
    )
    for course_id, topic, hours in rows:
        topics[course_id].append(TopicHours(topic, hours))
    return topics


def places_of(course_ids: Iterable[int]) -> dict[int, list[Place]]:
    """Held lessons of each course in order, with planned topic: one statement."""
    places: dict[int, list[Place]] = defaultdict(list)
    rows = db.session.execute(
        select(
            Lesson.course_id,
            Lesson.id,
            Lesson.day,
            Lesson.plan_topic_id,
            Lesson.topic != "",
            Lesson.number,
        )
        .where(Lesson.course_id.in_(course_ids), Lesson.status == LessonStatus.HELD)
        .order_by(Lesson.course_id, Lesson.day, Lesson.number, Lesson.id)
    )
    for course_id, lesson, day, topic, given, number in rows:
        places[course_id].append(Place(lesson, day, topic, bool(given), number))
    return places
