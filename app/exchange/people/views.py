"""The page of people lists: upload, preview, commit; export and templates [S8 P8]."""

from collections.abc import Iterable

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.errors import Fault
from app.core.pages import Page, expose
from app.exchange import forms, previews
from app.exchange.people.columns import PUPILS, STAFF
from app.exchange.people.display import changed_people, new_by_class
from app.exchange.people.export import people_file, template_file
from app.exchange.people.jobs import LARGE, enter, importing, since_of, words
from app.exchange.people.operations import preview_people
from app.exchange.people.reading import faults_of, read_people
from app.exchange.people.stored import class_names
from app.jobs.views import begun

_NAMES = {PUPILS: "ученики", STAFF: "сотрудники"}  # of the files


class PeopleImportPage(Page):
    """A list of pupils with their parents, or of staff, looked at before it is entered [S8]."""

    route_base = "/import/people"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Choose a file; take a template or the present list."""
        return self._upload_form([])

    @expose("/", methods=["POST"])
    @has_access
    @permission_name("edit")
    def upload(self) -> ResponseReturnValue:
        """Keep the file for its preview; what cannot be read is said beside the field."""
        file = request.files.get("file")
        data = file.read() if file else b""
        kind = STAFF if request.form.get("kind") == STAFF else PUPILS
        faults = faults_of(data, kind)
        if faults:
            return self._upload_form(faults), 422
        token = previews.keep(
            current().user_id or 0,
            name=(file.filename if file else "") or "",
            data=data,
            asked={"kind": kind, "since": forms.asked_of(request.form)["since"]},
        )
        return redirect(url_for(".preview", token=token))

    @expose("/template-<any(pupils, staff):kind>.<any(xlsx, csv):form>")
    @has_access
    @permission_name("view")
    def template(self, kind: str, form: str) -> ResponseReturnValue:
        """An empty list with the right headings."""
        file = template_file(kind, form, class_names(clock.today()))
        return send_file(file, as_attachment=True, download_name=f"{_NAMES[kind]} шаблон.{form}")

    @expose("/list-<any(pupils, staff):kind>.<any(xlsx, csv):form>")
    @has_access
    @permission_name("view")
    def export(self, kind: str, form: str) -> ResponseReturnValue:
        """The present list: changed in a spreadsheet, it can be entered again."""
        today = clock.today()
        file = people_file(current(), kind, form, today)
        name = f"{_NAMES[kind]} {today:%d.%m.%Y}.{form}"
        return send_file(file, as_attachment=True, download_name=name)

    @expose("/<token>")
    @has_access
    @permission_name("view")
    def preview(self, token: str) -> ResponseReturnValue:
        """What the import would do; nothing is written."""
        kept = previews.kept(current().user_id or 0, token)
        table = read_people(kept.data, kept.asked["kind"])
        change = preview_people(
            current(), table=table, since=since_of(kept.asked), today=clock.today()
        )
        return self.render_template(
            "exchange/people_preview.html",
            title=_("Import of people"),
            kept=kept,
            change=change,
            pupils=table.kind == PUPILS,
            new=new_by_class(change),
            changed=changed_people(change),
        )

    @expose("/<token>/commit", methods=["POST"])
    @has_access
    @permission_name("edit")
    def commit(self, token: str) -> ResponseReturnValue:
        """Enter the list as it was previewed; a long one is long work."""
        kept = previews.kept(current().user_id or 0, token)
        seen = request.form.get("seen", "")
        if request.form.get("changes", 0, int) > LARGE:
            params, way_back = {"token": token, "seen": seen}, url_for(".preview", token=token)
            return begun(importing, params, detail=kept.name, address=way_back)
        flash(words(enter(current(), token, seen)), "success")
        return redirect(url_for(".index"))

    def _upload_form(self, faults: Iterable[Fault]) -> str:
        return self.render_template(
            "exchange/people_upload.html",
            title=_("Import of people"),
            faults=list(faults),
            kind=request.form.get("kind", PUPILS),
        )
