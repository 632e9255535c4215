"""The page of one's own notices [T5 K3]."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.db import unit_of_work
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.messages.operations import read_notices
from app.messages.queries import notices_of


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
