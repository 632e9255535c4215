"""Where a pupil's marks lead, and what would change it [R3]."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.journal.queries.courses import title_of
from app.journal.rules.average import format_average, weighted_average
from app.journal.views.shape import Link, course_url
from app.results.queries.outlook import Outlook, PupilOutlook, pupil_outlook


class OutlookPage(Page):
    """A pupil's marks of a course in a period, the expected result, the way to a higher one."""

    route_base = "/results/outlook"
    title = _l("Forecast")

    @expose("/<int:course_id>/<int:pupil_id>")
    @has_access
    @permission_name("view")
    def pupil(self, course_id: int, pupil_id: int) -> ResponseReturnValue:
        """The part of the year of `?period=`, by default that of today."""
        period = request.args.get("period", type=int)
        found = pupil_outlook(current(), course_id, pupil_id, period, clock.today())
        return self.render_template(
            "results/outlook.html",
            title=found.pupil.name,
            course=title_of(found.head.course),
            found=found,
            outlook=found.outlook,
            average=_average(found.outlook),
            as_text=format_average,
            periods=_periods(found),
            journal=course_url(course_id),
            sheet=url_for("ResultSheetPage.course", course_id=course_id),
        )


def _average(outlook: Outlook) -> str:
    marks = ((str(mark.value), mark.weight) for mark in outlook.digits)
    return format_average(weighted_average(marks))


def _periods(found: PupilOutlook) -> list[Link]:
    course, pupil = found.head.course.id, found.pupil.id
    return [
        Link(
            p.name,
            url_for("OutlookPage.pupil", course_id=course, pupil_id=pupil, period=p.id),
            p is found.period,
        )
        for p in found.periods
    ]
