"""All courses with their plans, and the hours of a class against the curriculum [J4 S3]."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.plan import queries
from app.school.queries import year_on
from app.timetable.queries.hours import CourseHours, hours_of

_MANY = 60  # rows that one looks through without choosing a class


class PlansPage(Page):
    """The person's courses: which plan they follow and how far they are."""

    route_base = "/plans"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """A row for each course; those that lag can be shown alone."""
        rows = _hours()
        names = _class_names(rows)
        late = [row for row in rows if row.progress.late]
        only_late = "late" in request.args
        chosen = request.args.get("class", names[0] if len(rows) > _MANY and not only_late else "")
        of_class = [row for row in rows if row.course.school_class.name == chosen] or rows
        return self.render_template(
            "plan/overview.html",
            title=_("Lesson plans"),
            rows=late if only_late else of_class,
            names=names,
            chosen=chosen,
            late=len(late),
            only_late=only_late,
        )


class CurriculumPage(Page):
    """Hours of the classes by curriculum, timetable, lessons and plans."""

    route_base = "/curriculum"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """One class, or every course with remarks."""
        rows = _hours()
        names = _class_names(rows)
        chosen = request.args.get("class", "")
        shown = [
            row
            for row in rows
            if (row.course.school_class.name == chosen if chosen in names else row.remarks)
        ]
        return self.render_template(
            "plan/curriculum.html",
            title=_("Hours against the curriculum"),
            rows=shown,
            names=names,
            chosen=chosen if chosen in names else "",
            count=len(rows),
        )


def _class_names(rows: list[CourseHours]) -> list[str]:
    return list(dict.fromkeys(row.course.school_class.name for row in rows))


def _hours() -> list[CourseHours]:
    today = clock.today()
    year = year_on(today)
    courses = queries.seen_courses(current(), year.id, today) if year else []
    return hours_of(courses, today)
