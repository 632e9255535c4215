"""Who a reopening can be for [J8]."""

from sqlalchemy import or_, select

from app.classes.models import SchoolClass
from app.core.db import db
from app.people.models import Staff
from app.plan.models import Course, CourseTeacher
from app.timetable.models import Lesson


def is_concerned(course: Course, staff: Staff) -> bool:
    """True when the person teaches or taught the course, substituted in it, or heads the class."""
    ways = (
        select(CourseTeacher.id).where(
            CourseTeacher.course_id == course.id, CourseTeacher.staff_id == staff.id
        ),
        select(Lesson.id).where(Lesson.course_id == course.id, Lesson.substitute_id == staff.id),
        select(SchoolClass.id).where(
            SchoolClass.id == course.class_id, SchoolClass.teacher_id == staff.id
        ),
    )
    return db.session.scalar(select(or_(*(way.exists() for way in ways)))) is True
