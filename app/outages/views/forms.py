"""Pages of temporary journals: print forms, put them into the folder, see a sheet [U1 U2]."""

from io import BytesIO
from pathlib import Path
from typing import Any

from flask import current_app, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import Page, expose
from app.core.pdf.joining import joined
from app.core.text import one_line
from app.jobs.views import begun
from app.outages import folder
from app.outages.access import may_prepare, require_may_prepare
from app.outages.enums import Filling, Paper
from app.outages.forms import EVERYTHING, WEEK, PrintForm
from app.outages.jobs import SEVERAL, preparing, printing
from app.outages.paper.issue import issued, issued_empty
from app.outages.paper.printing import title_of
from app.outages.queries import forms as queries
from app.outages.queries.forms import Scope
from app.plan.access import SEES_ALL_JOURNALS
from app.plan.queries import seen_courses
from app.school.queries import year_on

_PDF = "application/pdf"


class FormsPage(Page):
    """Temporary journals to print: a course, a class, or everything that the person may print."""

    route_base = "/outages/forms"
    title = _l("Temporary journals")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """What to print, for which days, on what paper."""
        return self._page(_form(current()))

    @expose("/print", methods=["POST"])
    @has_access
    @permission_name("view")
    def print(self) -> ResponseReturnValue:
        """One PDF of everything that was chosen."""
        actor, form = current(), _form(current())
        if not form.ready():
            return self._page(form), 422
        if form.filling.data == Filling.EMPTY:
            count = form.count.data
            pdf = issued_empty(actor, count, Paper(form.paper.data), now=clock.now())
            return _file(pdf, _("Temporary journal"))
        if form.what.data == EVERYTHING and len(_classes(actor)) > SEVERAL:
            return begun(printing, _asked(form), address=url_for(".index"))
        made = list(_issued(actor, form, form.scope))
        if len(made) == 1:
            (of_class, pdf) = made[0]
            return _file(pdf, title_of(of_class))
        return _file(joined(pdf for _of_class, pdf in made), _("Temporary journals"))

    @expose("/folder", methods=["POST"])
    @has_access
    @permission_name("edit")
    def folder(self) -> ResponseReturnValue:
        """Put the forms of the coming days into the folder: long work."""
        require_may_prepare(current())
        return begun(preparing, {"days": _days()}, address=url_for(".index"))

    def _page(self, form: PrintForm) -> str:
        return self.render_template(
            "outages/forms.html",
            title=self.title,
            form=form,
            may_prepare=may_prepare(current()),
            folder=_folder(),
            days=folder.USUAL_DAYS,
        )


def _form(actor: Actor) -> PrintForm:
    """The form with what the person may print."""
    today = clock.today()
    form = PrintForm(first=today, last=today + WEEK)
    year = year_on(today)
    everything = _("Whole school") if actor.has(*SEES_ALL_JOURNALS) else _("All my courses")
    courses = seen_courses(actor, year.id, today) if year else []
    form.offer(everything, list(dict.fromkeys(c.school_class for c in courses)), courses)
    return form


def _asked(form: PrintForm) -> dict[str, str]:
    """The form as the parameters of long work."""
    return {
        "first": form.first.data.isoformat(),
        "last": form.last.data.isoformat(),
        "filling": form.filling.data,
        "paper": form.paper.data,
    }


def _classes(actor: Actor) -> list[Any]:
    year = year_on(clock.today())
    return queries.classes(actor, year.id, today=clock.today()) if year else []


def _issued(actor: Actor, form: PrintForm, scope: Scope) -> Any:
    filling, paper = Filling(form.filling.data), Paper(form.paper.data)
    return issued(actor, scope, filling, paper, way="page", now=clock.now())


def _days() -> int:
    """For how many school days the folder is filled."""
    return min(max(request.form.get("days", folder.USUAL_DAYS, type=int), 1), 30)


def _folder() -> Path:
    return Path(current_app.config["FORMS_DIR"])


def _file(pdf: bytes, name: str) -> ResponseReturnValue:
    name = one_line(f"{name} {clock.today():%Y-%m-%d}.pdf")
    return send_file(BytesIO(pdf), _PDF, as_attachment=True, download_name=name)
