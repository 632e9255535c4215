"""The second factor: switched on with the telephone, shown recovery codes, switched off [P7]."""

from typing import Any

from flask import current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_login import current_user
from pyotp import TOTP

from app.accounts import operations, queries, rules
from app.accounts.forms import FactorForm, PasswordForm
from app.accounts.views.form_page import FormPage
from app.core import clock
from app.core.actor import current
from app.core.db import unit_of_work
from app.core.pages import Page, back_to, expose
from app.core.pages.door import SAVED, enter
from app.core.qr import qr_svg


class SecondFactorPage(FormPage):
    """One's own second factor."""

    route_base = "/second-factor"

    @expose("/", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def index(self) -> ResponseReturnValue:
        """What to do with the telephone; with the first right code it is on."""
        factor = queries.second_factor(current_user.id)
        if factor is not None:
            return self._on(factor)
        form, status, codes = FactorForm(), SAVED, []
        if form.validate_on_submit():
            status, faults = enter(
                lambda: codes.extend(
                    operations.confirm_factor(current(), typed=form.code.data, now=clock.now())
                )
            )
            for fault in faults:
                form.put_fault(fault.text, fault.field)
            if status == SAVED:
                session.pop("enrol", None)
                return self._codes(codes)
        return self._setting_up(form), status if request.method == "POST" else SAVED

    def _setting_up(self, form: Any) -> str:
        with unit_of_work(way="page"):
            secret = operations.prepare_factor(current_user.id).secret
        name = current_app.config["APP_NAME"]
        address = TOTP(secret).provisioning_uri(name=current_user.username, issuer_name=name)
        return self.render_template(
            "accounts/second_factor.html",
            title=_("Second factor"),
            form=form,
            secret=rules.code_shown(secret),
            picture=qr_svg(address),
            needed="enrol" in session,
        )

    def _codes(self, codes: list[str]) -> str:
        return self.render_template(
            "accounts/recovery.html",
            title=_("Recovery codes"),
            codes=[rules.code_shown(code) for code in codes],
        )

    def _on(self, factor: Any) -> str:
        return self.render_template(
            "accounts/second_factor_on.html",
            title=_("Second factor"),
            since=factor.since,
            left=len(factor.recovery),
        )

    @expose("/off", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def off(self) -> ResponseReturnValue:
        """Switch it off, with the password."""
        form = PasswordForm()
        return self.answer(
            _("Switch the second factor off"),
            form,
            lambda: operations.switch_off(current(), password=form.password.data),
            _("The second factor is off."),
            url_for(".index"),
        )


class FactorOffPage(Page):
    """The administrator takes the second factor off a login whose telephone is lost [P7]."""

    route_base = "/logins/second-factor"

    @expose("/<int:user_id>/off", methods=["POST"])
    @has_access
    @permission_name("edit")
    def off(self, user_id: int) -> ResponseReturnValue:
        """Without it the password alone opens the login again."""
        with unit_of_work(way="page"):
            operations.take_off(current(), user_id=user_id)
        flash(_("The second factor is off."), "success")
        return redirect(back_to(url_for("LoginView.show", pk=user_id)))
