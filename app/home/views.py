"""The first page."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose


class HomePage(Page):
    """What is today, and what waits for me."""

    route_base = ""
    public = frozenset({"index"})

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Before login: to the login page."""
        if not current_user.is_authenticated:
            return redirect(url_for("LoginPage.login"))
        return self.render_template(
            "home/page.html", title=_("Today"), actor=current(), today=clock.today()
        )
