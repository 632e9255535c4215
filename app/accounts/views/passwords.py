"""Passwords: one's own, and those that the administrator gives [P6 P7]."""

from flask import g, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.accounts import operations
from app.accounts.forms import NewPasswordForm, OwnPasswordForm
from app.accounts.views.form_page import FormPage
from app.core import clock
from app.core.actor import current
from app.core.pages import back_to, expose


class OwnPasswordPage(FormPage):
    """Everybody replaces the own password [P7]."""

    route_base = "/password"

    @expose("/", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def index(self) -> ResponseReturnValue:
        """The present password and the new one."""
        form = OwnPasswordForm()
        return self.answer(
            _("Own password"),
            form,
            lambda: operations.change_own_password(
                current(),
                old=form.old.data,
                new=form.password.data,
                session_id=g.login_session.id,
                now=clock.now(),
            ),
            _("The password is changed."),
            back_to("/"),
        )


class NewPasswordPage(FormPage):
    """The administrator gives a login a new password [P6]."""

    route_base = "/logins/password"

    @expose("/<int:user_id>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def index(self, user_id: int) -> ResponseReturnValue:
        """The new password."""
        form = NewPasswordForm()
        return self.answer(
            _("New password"),
            form,
            lambda: operations.set_password(
                current(), user_id=user_id, password=form.password.data, now=clock.now()
            ),
            _("The password is changed."),
            back_to(url_for("LoginView.list")),
        )
