"""Where a person is logged in: seen by the owner, and ended [P7]."""

from typing import Any

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.accounts import operations, queries
from app.core import clock
from app.core.actor import current
from app.core.db import unit_of_work
from app.core.pages import Page, expose
from app.core.pages.display import shown

# What a browser's long name for itself holds, the more special first.
_BROWSERS = (
    ("YaBrowser", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_words(agent: Any) -> str:
    """«Chrome, Windows» of what a browser says it is."""
    text = str(agent or "")
    found = [
        next((name for sign, name in names if sign in text), "") for names in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or _("unknown device")


class SessionsPage(Page):
    """One's own sessions."""

    route_base = "/sessions"

    @expose("/")
    @has_access
    @permission_name("edit")
    def index(self) -> ResponseReturnValue:
        """The browsers in which the person is logged in now."""
        return self.render_template(
            "accounts/sessions.html",
            title=_("Where you are logged in"),
            sessions=queries.live_sessions(g.login_session.user_id, clock.now()),
            this=g.login_session.id,
            device=device_words,
            shown=shown,
        )

    @expose("/<int:session_id>/end", methods=["POST"])
    @has_access
    @permission_name("edit")
    def end(self, session_id: int) -> ResponseReturnValue:
        """Log out there."""
        with unit_of_work(way="page"):
            operations.end_own_session(current(), session_id=session_id, now=clock.now())
        flash(_("Nobody is logged in there any more."), "success")
        return redirect(url_for(".index"))

    @expose("/others/end", methods=["POST"])
    @has_access
    @permission_name("edit")
    def end_others(self) -> ResponseReturnValue:
        """Log out everywhere but here."""
        used = g.login_session
        with unit_of_work(way="page"):
            operations.end_sessions(used.user_id, now=clock.now(), but=used.id)
        flash(_("You are logged in only here now."), "success")
        return redirect(url_for(".index"))
