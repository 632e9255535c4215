"""Hours of courses by curriculum, timetable, lessons and plan, and plan against fact [S3 J4]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from app.core.db import db
from app.plan.models import Course, CurriculumHours, PlanTopic
from app.plan.rules.progress import HoursOfCourse, Progress, hours_remarks, progress
from app.timetable.enums import LessonStatus, WeekKind
from app.timetable.models import Lesson, Slot


@dataclass(frozen=True)
class CourseHours:
    """A course with its hours by every source and with plan against fact."""

    course: Course
    hours: HoursOfCourse
    progress: Progress

    @property
    def remarks(self) -> list[Any]:
        """Where the sources disagree."""
        return hours_remarks(self.hours)


def hours_of(courses: Sequence[Course], today: dt.date) -> list[CourseHours]:
    """Hours of the courses: four statements whatever their number [S3 J4]."""
    ids = [course.id for course in courses]
    curriculum, plans = _curriculum(courses), _plan_hours(courses)
    weekly, lessons = _weekly(ids, _in_year(courses, today)), _lessons(ids, today)
    found = []
    for course in courses:
        week, year = curriculum.get((course.class_id, course.subject_id), (None, None))
        by_plan = plans.get(course.lesson_plan_id)
        held, past, given = lessons.get(course.id, (0, 0, 0))
        hours = HoursOfCourse(week, year, weekly.get(course.id, Decimal(0)), held, by_plan)
        found.append(CourseHours(course, hours, progress(by_plan or 0, past=past, given=given)))
    return found


def _curriculum(courses: Sequence[Course]) -> dict[tuple[int, int], tuple[Decimal, int]]:
    rows = db.session.execute(
        select(
            CurriculumHours.class_id,
            CurriculumHours.subject_id,
            CurriculumHours.hours_week,
            CurriculumHours.hours_year,
        ).where(CurriculumHours.class_id.in_({course.class_id for course in courses}))
    )
    return {(class_id, subject_id): (week, year) for class_id, subject_id, week, year in rows}


def _plan_hours(courses: Sequence[Course]) -> dict[int | None, int]:
    """Hours of the plans; a plan without topics has none."""
    wanted = {course.lesson_plan_id for course in courses} - {None}
    rows = db.session.execute(
        select(PlanTopic.plan_id, func.sum(PlanTopic.hours))
        .where(PlanTopic.plan_id.in_(wanted))
        .group_by(PlanTopic.plan_id)
    )
    return dict.fromkeys(wanted, 0) | {plan: int(hours) for plan, hours in rows}


def _weekly(course_ids: Sequence[int], on: dt.date) -> dict[int, Decimal]:
    """Hours a week by the slots in force; a slot of every second week is half an hour."""
    half = case((Slot.week == WeekKind.EVERY, 2), else_=1)
    rows = db.session.execute(
        select(Slot.course_id, func.sum(half))
        .where(
            Slot.course_id.in_(course_ids),
            Slot.valid_from <= on,
            or_(Slot.valid_to.is_(None), Slot.valid_to >= on),
        )
        .group_by(Slot.course_id)
    )
    return {course: Decimal(int(halves)) / 2 for course, halves in rows}


def _lessons(course_ids: Sequence[int], today: dt.date) -> dict[int, tuple[int, int, int]]:
    """Lessons held in the year, lessons that were due by now, lessons with a topic by now."""
    given = and_(Lesson.topic != "", Lesson.day <= today)
    rows = db.session.execute(
        select(
            Lesson.course_id,
            func.sum(case((Lesson.status == LessonStatus.HELD, 1), else_=0)),
            func.sum(case((or_(Lesson.day < today, given), 1), else_=0)),
            func.sum(case((given, 1), else_=0)),
        )
        .where(Lesson.course_id.in_(course_ids))
        .group_by(Lesson.course_id)
    )
    return {course: (int(held), int(past), int(done)) for course, held, past, done in rows}


def _in_year(courses: Sequence[Course], today: dt.date) -> dt.date:
    """Today, or the nearest day of the courses' year: its timetable is looked at."""
    if not courses:
        return today
    year = courses[0].school_class.year
    return min(max(today, year.starts), year.ends)
