"""Pages of temporary journals: print forms, put them into the folder, see a sheet [U1 U2]."""

from io import BytesIO
from pathlib import Path
from typing import Any

from flask import current_app, flash, jsonify, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import has_access_api, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import Page, expose
from app.core.pdf.joining import joined
from app.outages import folder, runs
from app.outages.access import may_prepare, require_may_prepare
from app.outages.enums import Filling, Paper
from app.outages.forms import EVERYTHING, WEEK, PrintForm
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
        made = list(_issued(actor, form, form.scope))
        if len(made) == 1:
            (of_class, pdf) = made[0]
            return _file(pdf, title_of(of_class))
        return _file(joined(pdf for _of_class, pdf in made), _("Temporary journals"))

    @expose("/steps", methods=["POST"])
    @has_access_api
    @permission_name("view")
    def steps(self) -> ResponseReturnValue:
        """How the page prints everything with a progress bar: one address for each class."""
        actor, form = current(), _form(current())
        form.require_ready()
        key = runs.start(actor.user_id or 0, now=clock.now())
        classes = _classes(actor)
        steps = [
            {
                "url": url_for(".step", key=key, position=at, class_id=row.id),
                "title": row.name,
            }
            for at, row in enumerate(classes)
        ]
        return jsonify(steps=steps, file=url_for(".whole", key=key))

    @expose("/run/<key>/<int:position>/<int:class_id>", methods=["POST"])
    @has_access_api
    @permission_name("view")
    def step(self, key: str, position: int, class_id: int) -> ResponseReturnValue:
        """Print one class of a run."""
        actor, form = current(), _form(current())
        form.require_ready()
        scope = Scope(form.first.data, form.last.data, class_id=class_id)
        for _of_class, pdf in _issued(actor, form, scope):
            runs.keep(actor.user_id or 0, key, position, pdf)
        return jsonify(done=True)

    @expose("/run/<key>")
    @has_access
    @permission_name("view")
    def whole(self, key: str) -> ResponseReturnValue:
        """The file of a finished run."""
        return _file(runs.finish(current().user_id or 0, key), _("Temporary journals"))

    @expose("/folder", methods=["POST"])
    @has_access
    @permission_name("edit")
    def folder(self) -> ResponseReturnValue:
        """Put the forms of the coming days into the folder, all at once."""
        report = folder.prepare(current(), _days(), _folder(), way="page", now=clock.now())
        count = len(report.written)
        if count:
            text = ngettext("%(num)s file is written.", "%(num)s files are written.", count)
            flash(text, "success")
        for name, reason in report.failed:
            flash(_("Class %(name)s: %(reason)s", name=name, reason=reason), "danger")
        if not count and not report.failed:
            flash(_("There are no school days ahead."), "warning")
        return redirect(url_for(".index"))

    @expose("/folder/steps", methods=["POST"])
    @has_access_api
    @permission_name("edit")
    def folder_steps(self) -> ResponseReturnValue:
        """The same with a progress bar: one address for each class."""
        actor = current()
        require_may_prepare(actor)
        spans = queries.coming_days(actor, _days(), today=clock.today())
        steps = [
            {"url": url_for(".folder_step", class_id=span.class_id), "title": span.class_name}
            for span in spans
        ]
        done = ngettext("%(num)s file is written.", "%(num)s files are written.", len(steps))
        return jsonify(steps=steps, text=done if steps else _("There are no school days ahead."))

    @expose("/folder/<int:class_id>", methods=["POST"])
    @has_access_api
    @permission_name("edit")
    def folder_step(self, class_id: int) -> ResponseReturnValue:
        """Put the forms of one class into the folder."""
        actor, now = current(), clock.now()
        span = queries.coming_days_of(actor, class_id, _days(), today=now.date())
        folder.write_class(actor, span, _folder(), way="page", now=now)
        return jsonify(done=True)

    def _page(self, form: PrintForm) -> str:
        return self.render_template(
            "outages/forms.html",
            title=self.title,
            form=form,
            may_prepare=may_prepare(current()),
            folder=_folder(),
            days=folder.USUAL_DAYS,
            everything=EVERYTHING,
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
    name = f"{name} {clock.today():%Y-%m-%d}.pdf"
    return send_file(BytesIO(pdf), _PDF, as_attachment=True, download_name=name)
