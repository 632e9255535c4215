"""The page of consents: the classes, who is missing, the forms to print [P9]."""

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.classes.forms import parse_key
from app.consents import queries
from app.consents.enums import Covers
from app.consents.queries import PupilConsents
from app.core import clock
from app.core.actor import current
from app.core.errors import Fault, refuse_if
from app.core.pages import Page, expose
from app.core.pdf.document import render
from app.school.queries import the_school


class ConsentsPage(Page):
    """Who has given a consent, and the forms for those who have not [P9]."""

    route_base = "/consents"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The classes with the numbers of missing consents; the pupils of the chosen one."""
        actor, today = current(), clock.today()
        counts = queries.class_counts(actor, today)
        chosen = parse_key(request.args.get("class_id", ""))
        if chosen is None and counts:
            chosen = counts[0].school_class.id
        rows = queries.class_consents(actor, chosen, today) if chosen is not None else []
        return self.render_template(
            "consents/classes.html",
            title=_("Consents"),
            counts=counts,
            chosen=chosen,
            rows=rows,
            missing=sum(not row.given for row in rows),
            papers=Covers.PAPERS,
        )

    @expose("/class/<int:class_id>/<any(missing, all):who>.pdf")
    @has_access
    @permission_name("view")
    def of_class(self, class_id: int, who: str) -> ResponseReturnValue:
        """Forms for a class: for those without a consent, or for all."""
        rows = queries.class_consents(current(), class_id, clock.today())
        rows = [row for row in rows if who == "all" or not row.given]
        refuse_if([] if rows else [Fault(_("Every pupil of the class has a consent."))])
        return _printed(rows)

    @expose("/pupil/<int:pupil_id>.pdf")
    @has_access
    @permission_name("view")
    def of_pupil(self, pupil_id: int) -> ResponseReturnValue:
        """The form for one pupil."""
        return _printed([queries.pupil_consents(current(), pupil_id, clock.today())])

    @expose("/blank.pdf")
    @has_access
    @permission_name("view")
    def blank(self) -> ResponseReturnValue:
        """The form to fill in by hand."""
        return _printed([None])


def _printed(rows: Sequence[PupilConsents | None]) -> Response:
    html = render_template("consents/form_pdf.html", rows=rows, school=_operator())
    answer = Response(
        render(html, title=_("Consent to process personal data")), mimetype="application/pdf"
    )
    answer.headers["Content-Disposition"] = "attachment; filename=consent.pdf"
    return answer


def _operator() -> Any:
    school = the_school()
    return school.name if school else ""
