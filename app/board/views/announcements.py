"""Announcements: what concerns one today; writing, changing, withdrawing [M2]."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _

from app.board.access import told_audiences
from app.board.enums import Audience
from app.board.forms import AnnouncementForm
from app.board.operations import announcements as operations
from app.board.operations.announcements import Card
from app.board.queries import announcements as queries
from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter


class AnnouncementsPage(Page):
    """The board of announcements."""

    route_base = "/announcements"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """What is announced today; with `?kept=1` what the person has announced or keeps."""
        actor = current()
        writes = self._writes()
        keeps = writes and request.args.get("kept") == "1"
        rows = queries.kept(actor) if keeps else queries.current_announcements(actor, clock.today())
        return self.render_template(
            "board/announcements.html",
            title=_("Announcements"),
            rows=rows,
            keeps=keeps,
            writes=writes,
            today=clock.today(),
            shown=shown,
        )

    @expose("/<int:announcement_id>")
    @has_access
    @permission_name("view")
    def one(self, announcement_id: int) -> ResponseReturnValue:
        """One announcement."""
        row = queries.announcement_of(current(), announcement_id, clock.today())
        return self.render_template(
            "board/announcement.html", title=row.title, row=row, shown=shown
        )

    @expose("/write")
    @has_access
    @permission_name("edit")
    def write(self) -> ResponseReturnValue:
        """A new announcement."""
        return self._form_page(_form(), _("New announcement"))

    @expose("/write", methods=["POST"])
    @has_access
    @permission_name("edit")
    def add(self) -> ResponseReturnValue:
        """Put it up."""
        form = _form()
        return self._saved(
            form,
            lambda: operations.announce(current(), card=_card(form), now=clock.now()),
            _("New announcement"),
        )

    @expose("/<int:announcement_id>/change")
    @has_access
    @permission_name("edit")
    def change(self, announcement_id: int) -> ResponseReturnValue:
        """Put an announcement right."""
        row = queries.kept_announcement(current(), announcement_id)
        form = _form(obj=row, classes=[one.id for one in row.classes])
        return self._form_page(form, _("Change the announcement"))

    @expose("/<int:announcement_id>/change", methods=["POST"])
    @has_access
    @permission_name("edit")
    def save(self, announcement_id: int) -> ResponseReturnValue:
        """Save the changes."""
        queries.kept_announcement(current(), announcement_id)
        form = _form()
        return self._saved(
            form,
            lambda: operations.change_announcement(
                current(), announcement_id=announcement_id, card=_card(form), now=clock.now()
            ),
            _("Change the announcement"),
        )

    @expose("/<int:announcement_id>/withdraw", methods=["POST"])
    @has_access
    @permission_name("edit")
    def withdraw(self, announcement_id: int) -> ResponseReturnValue:
        """Take it down."""
        enter(
            lambda: operations.withdraw_announcement(
                current(), announcement_id=announcement_id, now=clock.now()
            )
        )
        flash(_("The announcement is withdrawn."), "success")
        return redirect(url_for("AnnouncementsPage.index", kept=1))

    def _saved(self, form: AnnouncementForm, write: object, title: str) -> ResponseReturnValue:
        status, faults = enter(write) if form.validate() else (422, [])  # type: ignore[arg-type]
        for fault in faults:
            form.put_fault(fault.text, fault.field)
        if status != SAVED:
            return self._form_page(form, title), status
        flash(_("The announcement is saved."), "success")
        return redirect(url_for("AnnouncementsPage.index", kept=1))

    def _form_page(self, form: AnnouncementForm, title: str) -> str:
        return self.render_template("board/announce.html", title=title, form=form)

    def _writes(self) -> bool:
        return bool(self.appbuilder.sm.has_access("can_edit", "AnnouncementsPage"))


def _form(**values: object) -> AnnouncementForm:
    """The form with the audiences and classes that the person may tell."""
    actor = current()
    form = AnnouncementForm(**values)
    form.audience.choices = [(one.value, one.label) for one in told_audiences(actor)]
    classes = queries.classes_to_tell(actor, clock.today())
    form.classes.choices = [(one.id, one.name) for one in classes]
    return form


def _card(form: AnnouncementForm) -> Card:
    return Card(
        title=form.title.data,
        text=form.text.data,
        audience=Audience(form.audience.data),
        starts=form.starts.data,
        ends=form.ends.data,
        class_ids=tuple(form.classes.data or ()),
    )
