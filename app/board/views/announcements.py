"""Announcements: what concerns one today; writing, changing, withdrawing [M2]."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _

from app.board.access import may_put_up_again, require_may_put_up_again, told_audiences
from app.board.enums import Audience
from app.board.forms import AnnouncementForm
from app.board.operations import announcements as operations
from app.board.operations.announcements import Card
from app.board.queries import announcements as queries
from app.board.views.told import FIELDS, told
from app.core import clock
from app.core.actor import current
from app.core.errors import Conflict, Refused
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
            may_change=lambda row: may_put_up_again(actor, row),
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
            "board/announcement.html",
            title=row.title,
            row=row,
            history=[told(entry) for entry in queries.history(current(), row)],
            shown=shown,
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
        status = self._entered(
            form, lambda: operations.announce(current(), card=_card(form), now=clock.now())
        )
        return self._answered(form, status, _("New announcement"))

    @expose("/<int:announcement_id>/change")
    @has_access
    @permission_name("edit")
    def change(self, announcement_id: int) -> ResponseReturnValue:
        """Put an announcement right."""
        row = queries.kept_announcement(current(), announcement_id)
        require_may_put_up_again(current(), row)
        form = _form(obj=row)
        form.classes.data = [one.id for one in row.classes]
        return self._form_page(form, _("Change the announcement"))

    @expose("/<int:announcement_id>/change", methods=["POST"])
    @has_access
    @permission_name("edit")
    def save(self, announcement_id: int) -> ResponseReturnValue:
        """Save the changes."""
        queries.kept_announcement(current(), announcement_id)
        form = _form()
        status = self._entered(
            form,
            lambda: operations.change_announcement(
                current(),
                announcement_id=announcement_id,
                card=_card(form),
                seen=_seen(form),
                now=clock.now(),
            ),
        )
        if status == Conflict.status:
            _show_stored(form, queries.kept_announcement(current(), announcement_id))
        return self._answered(form, status, _("Change the announcement"))

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

    def _entered(self, form: AnnouncementForm, write: Callable[[], Any]) -> int:
        status, faults = enter(write) if form.validate() else (Refused.status, [])
        for fault in faults:
            form.put_fault(fault.text, fault.field)
        return status

    def _answered(self, form: AnnouncementForm, status: int, title: str) -> ResponseReturnValue:
        if status != SAVED:
            return self._form_page(form, title), status
        flash(_("The announcement is saved."), "success")
        return redirect(url_for("AnnouncementsPage.index", kept=1))

    def _form_page(self, form: AnnouncementForm, title: str) -> str:
        return self.render_template("board/announce.html", title=title, form=form)

    def _writes(self) -> bool:
        return bool(self.appbuilder.sm.has_access("can_edit", "AnnouncementsPage"))


def _form(obj: Any = None) -> AnnouncementForm:
    """The form with the audiences and classes that the person may tell."""
    actor = current()
    form = AnnouncementForm(obj=obj)
    form.audience.choices = [(one.value, one.label) for one in told_audiences(actor)]
    classes = queries.classes_to_tell(actor, clock.today())
    form.classes.choices = [(one.id, one.name) for one in classes]
    return form


def _seen(form: AnnouncementForm) -> int:
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdigit() else 0


def _show_stored(form: AnnouncementForm, row: Any) -> None:
    """After a conflict: beside each differing field what is stored, and its version."""
    for name in FIELDS:
        stored = getattr(row, name)
        if form[name].data != stored:
            form.put_fault(_("Stored now: %(value)s", value=shown(stored)), name)
    form.version.raw_data, form.version.data = None, str(row.version)


def _card(form: AnnouncementForm) -> Card:
    return Card(
        title=form.title.data,
        text=form.text.data,
        audience=Audience(form.audience.data),
        starts=form.starts.data,
        ends=form.ends.data,
        class_ids=tuple(form.classes.data or ()),
    )
