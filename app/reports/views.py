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
from app.core.db import unit_of_work
from app.core.errors import NotFound
from app.core.pages import Page, expose
from app.core.picture import svg, table_of
from app.reports.asked import Kind
from app.reports.catalogue import kind_of, kinds_of
from app.reports.enums import Group
from app.reports.forms import answered, parse_asked
from app.reports.operations import keep_answers
from app.reports.paper import report_pdf
from app.reports.queries.choices import Choices, choices_for
from app.reports.queries.kept import kept_answers
from app.reports.rules.document import Report, counted_at, heads, shown
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
        """The reports that the person may make, by their groups."""
        kinds = kinds_of(current())
        groups = [(group.label, [kind for kind in kinds if kind.group == group]) for group in Group]
        return self.render_template(
            "reports/list.html",
            title=self.title,
            groups=[(label, found) for label, found in groups if found],
        )

    @expose("/<name>")
    @has_access
    @permission_name("view")
    def report(self, name: str) -> ResponseReturnValue:
        """A report on the page; its parameters are in the address, at first those of last time."""
        actor, kind, today = current(), kind_of(current(), name), clock.today()
        kept, today_already = kept_answers(actor, name, today)
        answers = answered(request.args)
        asked = parse_asked(answers if request.args else kept, today)
        choices = choices_for(actor, kind, asked)
        begin = _begin(choices, kept)
        if begin:
            return redirect(url_for(".report", name=name, **begin))
        report = None if choices.incomplete else kind.gather(actor, asked)
        if report and not (answers == kept and today_already):
            with unit_of_work("page"):
                keep_answers(actor, report=name, answers=answers, today=today)
        return self._page(kind, choices, answers, report)

    def _page(
        self, kind: Kind, choices: Choices, answers: dict[str, str], report: Report | None
    ) -> str:
        address: dict[str, Any] = {"name": kind.name, **answers}
        here = url_for(".report", **address)
        place = request.args.get("at", "")
        return self.render_template(
            "reports/report.html",
            title=kind.title,
            kind=kind,
            choices=choices,
            report=report,
            counted=counted_at(report, place) if report and place else None,
            here=f"{here}{'&' if answers else '?'}",
            query=answers,
            shown=shown,
            heads=heads,
            svg=svg,
            table_of=table_of,
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


def _begin(choices: Choices, kept: dict[str, str]) -> dict[str, Any]:
    """The parameters to begin with, where the address has none, or not those that are needed."""
    if not request.args:
        return {**choices.offered(kept), **choices.first}
    return {**answered(request.args), **choices.first} if choices.first else {}


def _file_name(kind: Kind, now: dt.datetime, ending: str) -> str:
    return _("%(title)s %(day)s.%(ending)s", title=kind.title, day=f"{now:%Y-%m-%d}", ending=ending)
