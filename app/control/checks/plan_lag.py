"""«plan-lag»: hours taught behind the КТП, 3 or more [J4 A4.6.5]."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from app.control.checks.check import Check, Number
from app.control.enums import Responsible
from app.control.queries.sources import Sources
from app.control.rules.item import Address, Item
from app.control.rules.terms import end_of
from app.core.db import db
from app.plan.models import Course
from app.plan.rules.progress import LAG_HOURS
from app.timetable.queries.hours import hours_of

NAME = "plan-lag"


def find(sources: Sources, hours: int) -> Iterator[Item]:
    """Courses that follow a plan and lag by so many hours: five statements."""
    followed = select(Course).where(sources.taught(), Course.lesson_plan_id.is_not(None))
    courses = db.session.scalars(followed).unique().all()
    for of_course in hours_of(courses, sources.today) if courses else ():
        lag, course = of_course.progress.lag, of_course.course
        place = sources.courses.get(course.id)
        if lag >= hours and place:
            yield Item(
                NAME,
                f"{NAME}-{course.id}-{sources.today:%Y-%m}",
                place,
                sources.today,
                end_of(sources.today, sources.now.tzinfo, -1),
                None,
                _l(
                    "behind the lesson plan: %(hours)s",
                    hours=ngettext("%(num)s hour", "%(num)s hours", lag),
                ),
                Address("CoursePlanPage.index", {"course_id": course.id}),
            )


CHECK = Check(
    NAME,
    _l("Hours behind the lesson plan"),
    "A4.4.7 A4.6.5",
    Responsible.TEACHER,
    find,
    Number(LAG_HOURS, 1, 30, _l("hours")),
    mine=False,
)
