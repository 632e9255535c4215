"""The page of the timetable import: upload, preview, commit, then lessons [S5 S8]."""

from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.errors import Fault, refuse_if
from app.core.pages import Page, expose
from app.exchange import forms, previews
from app.exchange.timetable.detect import faults_of, read_timetable
from app.exchange.timetable.display import kind_names, previewed
from app.exchange.timetable.jobs import LARGE, enter, importing, words
from app.exchange.timetable.queries import autumn_of, preview_timetable, the_year
from app.exchange.timetable.table import template_file
from app.jobs.views import begun
from app.school.queries import get_year, years
from app.timetable.jobs import making_lessons
from app.timetable.operations.making import span_faults
from app.timetable.queries.making import Scope
from app.timetable.views.making import asked


class TimetableImportPage(Page):
    """A file of a timetabling program, looked at before it is entered [S5 S8]."""

    route_base = "/import/timetable"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Choose a file."""
        return self._upload_form([])

    @expose("/", methods=["POST"])
    @has_access
    @permission_name("edit")
    def upload(self) -> ResponseReturnValue:
        """Keep the file for its preview; what cannot be read is said beside the field."""
        file = request.files.get("file")
        data = file.read() if file else b""
        faults = faults_of(data)
        if faults:
            return self._upload_form(faults), 422
        token = previews.keep(
            current().user_id or 0,
            name=(file.filename if file else "") or "",
            data=data,
            asked=forms.asked_of(request.form),
        )
        return redirect(url_for(".preview", token=token))

    @expose("/template.<any(xlsx, csv):kind>")
    @has_access
    @permission_name("view")
    def template(self, kind: str) -> ResponseReturnValue:
        """An empty table with the right headings and an example row."""
        return send_file(
            template_file(kind), as_attachment=True, download_name=f"расписание.{kind}"
        )

    @expose("/<token>")
    @has_access
    @permission_name("view")
    def preview(self, token: str) -> ResponseReturnValue:
        """What the import would change; nothing is written."""
        kept = previews.kept(current().user_id or 0, token)
        document = read_timetable(kept.data)
        change = preview_timetable(document, **forms.arguments(kept.asked), today=clock.today())
        return self.render_template(
            "exchange/timetable_preview.html",
            title=_("Timetable import"),
            kept=kept,
            change=change,
            view=previewed(change),
            answer=forms.ANSWER,
            kinds=kind_names(),
        )

    @expose("/<token>/again", methods=["POST"])
    @has_access
    @permission_name("edit")
    def again(self, token: str) -> ResponseReturnValue:
        """Keep the person's decisions and compare anew."""
        owner = current().user_id or 0
        kept = previews.kept(owner, token)
        asked = forms.asked_of(request.form)
        previews.keep(owner, name=kept.name, data=kept.data, asked=asked, token=token)
        return redirect(url_for(".preview", token=token))

    @expose("/<token>/commit", methods=["POST"])
    @has_access
    @permission_name("edit")
    def commit(self, token: str) -> ResponseReturnValue:
        """Enter the file as it was previewed; many changes are long work."""
        decided: dict[str, Any] = {
            "asked": forms.asked_of(request.form),
            "seen": request.form.get("seen", ""),
            "accept_clashes": request.form.get("accept_clashes") == "yes",
        }
        kept = previews.kept(current().user_id or 0, token)
        if request.form.get("changes", 0, int) > LARGE:
            params = {"token": token, "decided": decided}
            way_back = url_for(".preview", token=token)
            return begun(importing, params, detail=kept.name, address=way_back)
        change = enter(current(), token, **decided)
        flash(words(change), "success")
        return redirect(url_for(".done", year=change.year.id, since=change.since.isoformat()))

    @expose("/done/<int:year>/<since>")
    @has_access
    @permission_name("view")
    def done(self, year: int, since: str) -> ResponseReturnValue:
        """After the import: make the lessons of the rest of the year."""
        found = get_year(year)
        first = max(forms.day(since), found.starts)
        return self.render_template(
            "exchange/timetable_done.html",
            title=_("Timetable import"),
            year=found,
            first=first,
        )

    @expose("/lessons/<int:year>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def lessons(self, year: int) -> ResponseReturnValue:
        """Make the lessons of a span from the timetable: long work [S5]."""
        scope = Scope(
            get_year(year),
            forms.day(request.form.get("first", "")),
            forms.day(request.form.get("last", "")),
        )
        refuse_if(span_faults(scope))
        return begun(making_lessons, asked(scope), address=url_for("MakeLessonsPage.index"))

    def _upload_form(self, faults: Iterable[Fault]) -> str:
        return self.render_template(
            "exchange/timetable_upload.html",
            title=_("Timetable import"),
            faults=list(faults),
            autumns=_autumns(),
            chosen=_chosen(),
        )


def _autumns() -> dict[int, str]:
    """The years that may be chosen, the latest first: those not closed, and the one to come."""
    known = {year.starts.year: year for year in years()}
    coming = autumn_of(clock.today())
    names = {autumn: year.name for autumn, year in known.items() if not year.closed_on}
    if coming not in known:
        names[coming] = _("%(year)s, will be made", year=f"{coming}/{coming + 1}")
    return dict(sorted(names.items(), reverse=True))


def _chosen() -> int:
    today = clock.today()
    year = the_year(None, today)
    return year.starts.year if year else autumn_of(today)
