"""What each role may open, and the journal as another person sees it [P1]."""

from typing import Any

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.accounts import operations
from app.accounts.roles import ROLES, level, table_pages
from app.accounts.views.form_page import visit
from app.core.actor import current
from app.core.db import unit_of_work
from app.core.pages import Page, expose


class RolesPage(Page):
    """What each role may open: the table of the product, to read [P1]."""

    route_base = "/roles"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Pages × roles."""
        views = {view.class_permission_name: view for view in self.appbuilder.baseviews}
        labels = {page: _label(self.appbuilder, views[page]) for page in table_pages()}
        rows = [
            (label, [level(role, page) for role in ROLES])
            for page, label in labels.items()
            if label
        ]
        return self.render_template(
            "accounts/roles.html", title=_("Roles and rights"), roles=ROLES, rows=rows
        )


def _label(appbuilder: Any, view: Any) -> Any:
    """How the menu or the page itself calls it."""
    item = appbuilder.menu.find(type(view).__name__)
    return item.label if item else getattr(view, "title", None)


class SeeAsPage(Page):
    """The administrator looks at the journal as another person, changing nothing [P1]."""

    route_base = "/logins/see"
    public = frozenset({"stop"})  # whose pages are shown has no right to this page

    @expose("/<int:user_id>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def begin(self, user_id: int) -> ResponseReturnValue:
        """From now on the pages of this person; recorded with the name of who looks."""
        with unit_of_work(way="page"):
            operations.see_as(
                current(), session_id=g.login_session.id, user_id=user_id, visit=visit()
            )
        return redirect("/")

    @expose("/stop", methods=["POST"])
    def stop(self) -> ResponseReturnValue:
        """The own pages again."""
        seen = g.get("login_session")
        if seen is not None and seen.shown_user_id is not None:
            with unit_of_work(way="page"):
                operations.stop_seeing(seen.id)
            flash(_("These are your own pages again."), "info")
        return redirect(url_for("LoginView.list") if seen else "/")
