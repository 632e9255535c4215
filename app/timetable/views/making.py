"""Making lessons from the timetable: look first, then make [S5]."""

import datetime as dt
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.classes.access import visible_classes
from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter
from app.jobs.views import begun
from app.school.models import AcademicYear
from app.school.queries import year_on
from app.timetable.jobs import SEVERAL, making_lessons
from app.timetable.operations.making import make_lessons, span_faults
from app.timetable.queries import weeks
from app.timetable.queries.clashing import year_clashes
from app.timetable.queries.making import Scope, remaking_of
from app.timetable.queries.reporting import ReportPage, report_page
from app.timetable.rules.remaking import Report, report_of


class MakeLessonsPage(Page):
    """Which lessons are made from the timetable, with a report before and after."""

    route_base = "/make-lessons"

    @expose("/", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def index(self) -> ResponseReturnValue:
        """The span and the classes; what would change; then the making."""
        year = year_on(clock.today())
        if year is None:
            text = _("No academic year is entered yet.")
            return self.render_template("timetable/empty.html", title=_("Make lessons"), text=text)
        scope = _scope(year)
        report, status, faults = None, SAVED, []
        if request.method == "POST":
            faults = span_faults(scope)
            if not faults and "make" in request.form and _is_long(scope):
                return begun(making_lessons, asked(scope), address=url_for(".index"))
            if not faults and "make" in request.form:
                done: list[Report] = []
                status, faults = enter(lambda: done.append(_make(scope)))
                report = report_page(done[0]) if done else None
            elif not faults:
                report = report_page(report_of(remaking_of(scope)))
        if report and "make" in request.form:
            flash(_("The lessons are made."), "success")
        return self._page(scope, report, faults), 422 if faults else status

    def _page(self, scope: Scope, report: ReportPage | None, faults: list[Any]) -> str:
        classes = weeks.classes_of(scope.year.id, visible_classes(current(), clock.today()))
        return str(
            self.render_template(
                "timetable/making.html",
                title=_("Make lessons"),
                scope=scope,
                classes=classes,
                report=report,
                clashes=year_clashes(scope.year.id) if report else [],
                made="make" in request.form,
                faults=faults,
            )
        )


def _is_long(scope: Scope) -> bool:
    return len(scope.class_ids or weeks.classes_of(scope.year.id)) > SEVERAL


def asked(scope: Scope) -> dict[str, Any]:
    """The scope as the parameters of long work."""
    return {
        "year": scope.year.id,
        "first": scope.first.isoformat(),
        "last": scope.last.isoformat(),
        "classes": list(scope.class_ids),
    }


def _make(scope: Scope) -> Report:
    year = year_on(clock.today())
    fresh = Scope(year or scope.year, scope.first, scope.last, scope.class_ids)
    return make_lessons(current(), scope=fresh, today=clock.today())


def _scope(year: AcademicYear) -> Scope:
    """What the form asks for; at first everything from today (or the year's beginning) on."""
    start = max(clock.today(), year.starts)
    first = request.form.get("first", default=start, type=dt.date.fromisoformat)
    last = request.form.get("last", default=year.ends, type=dt.date.fromisoformat)
    chosen = request.form.getlist("class", type=int)
    return Scope(year, max(first, year.starts), min(last, year.ends), tuple(chosen))
