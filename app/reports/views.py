"""The list of reports, a report on the page, and the same as a file [R4]."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.actor import current
from app.core.errors import NotFound
from app.core.pages import Page, expose
from app.reports.asked import Kind
from app.reports.catalogue import kind_of, kinds_of
from app.reports.forms import parse_asked
from app.reports.paper import report_pdf
from app.reports.queries.choices import choices_for
from app.reports.rules.document import Report, heads, shown
from app.reports.workbook import report_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES: dict[str, tuple[Callable[[Report, dt.datetime], bytes], str]] = {
    "pdf": (report_pdf, "application/pdf"),
    "xlsx": (report_xlsx, _XLSX),
}


class ReportsPage(Page):
    """Reports of the school [R4]."""

    route_base = "/reports"
    title = _l("Reports")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The reports that the person may make."""
        return self.render_template(
            "reports/list.html", title=self.title, kinds=kinds_of(current())
        )

    @expose("/<name>")
    @has_access
    @permission_name("view")
    def report(self, name: str) -> ResponseReturnValue:
        """A report on the page; its parameters are in the address."""
        actor, kind, today = current(), kind_of(current(), name), clock.today()
        asked = parse_asked(request.args, today)
        choices = choices_for(actor, kind.asks, asked)
        if choices.incomplete and choices.first:
            chosen: dict[str, Any] = {**request.args.to_dict(), **choices.first, "name": name}
            return redirect(url_for(".report", **chosen))
        return self.render_template(
            "reports/report.html",
            title=kind.title,
            kind=kind,
            choices=choices,
            report=None if choices.incomplete else kind.gather(actor, asked),
            shown=shown,
            heads=heads,
            query=request.args.to_dict(),
        )

    @expose("/<name>/<string:ending>")
    @has_access
    @permission_name("view")
    def file(self, name: str, ending: str) -> ResponseReturnValue:
        """The same figures as PDF or XLSX."""
        actor, kind, now = current(), kind_of(current(), name), clock.now()
        if ending not in _FILES:
            raise NotFound
        make, mimetype = _FILES[ending]
        report = kind.gather(actor, parse_asked(request.args, now.date()))
        return send_file(
            BytesIO(make(report, now)),
            mimetype,
            as_attachment=True,
            download_name=_file_name(kind, now, ending),
        )


def _file_name(kind: Kind, now: dt.datetime, ending: str) -> str:
    return _("%(title)s %(day)s.%(ending)s", title=kind.title, day=f"{now:%Y-%m-%d}", ending=ending)
