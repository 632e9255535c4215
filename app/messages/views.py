"""The page of one's own notices [T5 K3]."""

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.db import unit_of_work
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.messages.enums import NoticeKind, NoticeWay
from app.messages.operations import choose_notices, read_notices
from app.messages.queries import chosen_ways, notices_of
from app.messages.rules import chosen_kinds, ways_of


class NoticePage(Page):
    """What the person was told; read ones stay below the unread."""

    route_base = "/notices"
    private = True

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The newest hundred, the unread first."""
        return self.render_template(
            "messages/notices.html",
            title=_("Notices"),
            notices=notices_of(current()),
            shown=shown,
        )

    @expose("/read", methods=["POST"])
    @has_access
    @permission_name("view")
    def read(self) -> ResponseReturnValue:
        """Mark the named notices as read."""
        ids = [int(key) for key in request.form.getlist("id") if key.isdecimal()]
        with unit_of_work("page"):
            read_notices(current(), ids=ids, now=clock.now())
        return redirect(url_for("NoticePage.index"))

    @expose("/choice")
    @has_access
    @permission_name("view")
    def choice(self) -> ResponseReturnValue:
        """How each kind of notices comes."""
        actor = current()
        ways = chosen_ways([actor.user_id])
        lines = [
            (kind, ways_of(kind), ways.get((actor.user_id, kind), NoticeWay.LETTER))
            for kind in chosen_kinds(actor.roles)
        ]
        return self.render_template(
            "messages/choice.html",
            title=_("Which notices come"),
            lines=lines,
            letters=bool(current_app.config["SMTP_HOST"]),
            works_here=actor.staff_id is not None or not actor.has("pupil", "parent"),
        )

    @expose("/choice", methods=["POST"])
    @has_access
    @permission_name("view")
    def choose(self) -> ResponseReturnValue:
        """Save the choice; what the form does not name stays a letter."""
        kinds = {kind.value: kind for kind in NoticeKind}
        known = {way.value: way for way in NoticeWay}
        ways = {
            kinds[name]: known[value]
            for name, value in request.form.items()
            if name in kinds and value in known
        }
        status, faults = enter(lambda: choose_notices(current(), ways=ways))
        if status != SAVED:
            for fault in faults:
                flash(str(fault.text), "warning")
            return self.choice(), status
        flash(_("Saved."), "success")
        return redirect(url_for("NoticePage.choice"))
