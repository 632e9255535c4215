"""Coming in and going out: password, second factor, codes of slips and letters [P6 P7]."""

import datetime as dt
from collections.abc import Callable, Collection
from math import ceil
from typing import Any

from flask import current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_user, logout_user
from markupsafe import Markup

from app.accounts import operations, queries, rules
from app.accounts.enums import FAILED, LoginOutcome
from app.accounts.forms import ActivationForm, FactorForm, ForgottenForm, LoginForm
from app.accounts.operations import Visit
from app.accounts.views.form_page import visit
from app.core import clock
from app.core.db import unit_of_work
from app.core.pages import Page, back_to, expose
from app.core.pages.door import SAVED, enter

_TOO_MANY, _REFUSED = 429, 422
_HALF = dt.timedelta(minutes=5)  # from the password to the second factor


class LoginPage(Page):
    """Come in and go out."""

    route_base = ""
    default_view = "login"
    public = frozenset({"login", "factor", "activate", "forgotten", "restore", "logout"})

    @expose("/login/", methods=["GET", "POST"])
    def login(self) -> ResponseReturnValue:
        """Name and password; afterwards the second factor, or the page that was asked for [P7]."""
        if current_user.is_authenticated:
            return redirect(back_to("/"))
        form, status = LoginForm(), SAVED
        if form.validate_on_submit():
            status = self._with_password(form)
            if status == SAVED:
                return redirect(self._way())
        elif request.method == "POST":
            status = _REFUSED
        return self.render_template("accounts/login.html", title=_("Log in"), form=form), status

    def _with_password(self, form: Any) -> int:
        name, at = form.username.data.strip().lower(), visit()
        if _must_wait(form, name, at):
            return _TOO_MANY
        user = queries.login_by_name(name)
        right = operations.is_owner(user, form.password.data)
        if user is not None and right and queries.second_factor(user.id):
            session.clear()
            session["half"] = [user.id, at.now.timestamp()]
            return SAVED
        if user is not None and right:
            _come_in(user, LoginOutcome.RIGHT, at)
            return SAVED
        with unit_of_work(way="page"):
            operations.record_try(user, name=name, outcome=LoginOutcome.WRONG, visit=at)
        form.form_errors.append(_("The login or the password is wrong."))
        return _REFUSED

    def _way(self) -> str:
        """The next page: the second factor, or where the person wanted to go."""
        way = back_to("/")
        return url_for(".factor", next=way) if "half" in session else way

    @expose("/login/code", methods=["GET", "POST"])
    def factor(self) -> ResponseReturnValue:
        """The code of the telephone, or a recovery code [P7]."""
        user = _half()
        if user is None:
            return redirect(url_for(".login", next=back_to("/")))
        form, at = FactorForm(), visit()
        status = _REFUSED if request.method == "POST" else SAVED
        if form.validate_on_submit() and not _must_wait(form, user.username.lower(), at):
            with unit_of_work(way="page"):
                right = operations.check_factor(user.id, typed=form.code.data, now=at.now)
            if right:
                _come_in(user, LoginOutcome.RIGHT, at)
                return redirect(back_to("/"))
            with unit_of_work(way="page"):
                operations.record_try(
                    user,
                    name=user.username.lower(),
                    outcome=LoginOutcome.WRONG_SECOND,
                    visit=at,
                )
            form.form_errors.append(_("The code is wrong or was used already."))
        page = self.render_template(
            "accounts/factor.html", title=_("Second factor"), form=form, back=url_for(".login")
        )
        return page, status

    @expose("/activate/", methods=["GET", "POST"])
    def activate(self) -> ResponseReturnValue:
        """The own password, by the code of the slip or the letter [P6]."""
        title = _("The first login")
        return self._by_code(
            "accounts/activate.html", title, operations.use_code, LoginOutcome.CODE
        )

    @expose("/login/forgotten", methods=["GET", "POST"])
    def forgotten(self) -> ResponseReturnValue:
        """Ask for a letter with a code: the same answer, whoever is asked about [P6]."""
        letters = bool(current_app.config["SMTP_HOST"])
        form, status = ForgottenForm(), _REFUSED if request.method == "POST" else SAVED
        if letters and form.validate_on_submit():
            name, at = form.name.data.strip().lower(), visit()
            if not _must_wait(form, name, at, (LoginOutcome.ASKED,)):
                with unit_of_work(way="page"):
                    operations.ask_for_reset(name=name, visit=at)
                return redirect(url_for(".restore", sent=1))
            status = _TOO_MANY
        page = self.render_template(
            "accounts/forgotten.html", title=_("Forgotten password"), form=form, letters=letters
        )
        return page, status

    @expose("/login/password", methods=["GET", "POST"])
    def restore(self) -> ResponseReturnValue:
        """A new password, by the code of the letter; to open the page changes nothing [P6]."""
        title = _("New password")
        return self._by_code(
            "accounts/restore.html", title, operations.use_reset, LoginOutcome.RESET
        )

    def _by_code(
        self, template: str, title: str, use: Callable[..., Any], outcome: LoginOutcome
    ) -> ResponseReturnValue:
        form, at = ActivationForm(), visit()
        status = _REFUSED if request.method == "POST" else SAVED
        if form.validate_on_submit() and not _must_wait(form, "", at):
            users: list[Any] = []
            sent = {"typed": form.code.data, "password": form.password.data, "now": at.now}
            status, faults = enter(lambda: users.append(use(**sent)), way="page")
            if status == SAVED:
                return self._opened(users[0], outcome, at)
            for fault in faults:
                form.put_fault(fault.text, fault.field)
            if any(fault.field == "code" for fault in faults):
                with unit_of_work(way="page"):
                    operations.record_try(None, name="", outcome=LoginOutcome.WRONG_CODE, visit=at)
        return self.render_template(template, title=title, form=form), status

    def _opened(self, user: Any, outcome: LoginOutcome, at: Visit) -> ResponseReturnValue:
        flash(_("The password is set. Your login is %(name)s.", name=user.username), "success")
        if queries.second_factor(user.id):
            session.clear()
            session["half"] = [user.id, at.now.timestamp()]
            return redirect(url_for(".factor"))
        _come_in(user, outcome, at)
        return redirect("/")

    @expose("/logout/", methods=["POST"])
    def logout(self) -> ResponseReturnValue:
        """Leave: the session ends on the server too."""
        if current_user.is_authenticated:
            with unit_of_work(way="page"):
                operations.end_token(session.get("sid", ""), now=clock.now())
        logout_user()
        session.clear()
        return redirect(url_for("LoginPage.login"))


def _half() -> Any:
    """Who has shown the right password a moment ago."""
    user_id, since = session.get("half", [0, 0])
    late = clock.now().timestamp() - since > _HALF.total_seconds()
    found = queries.logins([user_id]).get(user_id)
    return None if late or found is None or not found.active else found


def _must_wait(
    form: Any, name: str, at: Visit, outcomes: Collection[LoginOutcome] = FAILED
) -> bool:
    """True after too many failures, or other outcomes: the form says for how long."""
    counted = queries.failures(name, at.address, at.now, outcomes)
    left = rules.pause(**counted, now=at.now)
    if not left:
        return False
    with unit_of_work(way="page"):
        operations.record_try(None, name=name, outcome=LoginOutcome.WAITING, visit=at)
    minutes = ceil(left.total_seconds() / 60)
    text = ngettext(
        "Too many failed tries. Try again in %(num)d minute.",
        "Too many failed tries. Try again in %(num)d minutes.",
        minutes,
    )
    form.form_errors.append(text)
    return True


def _come_in(user: Any, outcome: LoginOutcome, at: Visit) -> None:
    """Begin a session in this browser; tell of others that are open."""
    user_id, roles = user.id, {role.name for role in user.roles}
    others = queries.live_sessions(user_id, at.now)
    elsewhere = any((one.address, one.device) != (at.address, at.device[:200]) for one in others)
    with unit_of_work(way="page"):
        token = operations.begin_session(user_id, visit=at)
        operations.record_try(user, name=user.username.lower(), outcome=outcome, visit=at)
    messages = session.get("_flashes", [])
    session.clear()
    session["sid"], session["_flashes"] = token, messages
    login_user(user)
    if roles & current_app.config["SECOND_FACTOR_ROLES"] and not queries.second_factor(user_id):
        session["enrol"] = True
    if elsewhere:
        _tell_of_others()


def _tell_of_others() -> None:
    text = _("You are logged in on another device too.")
    link = Markup('<a href="{}">{}</a>').format(url_for("SessionsPage.index"), _("See where"))
    flash(Markup("{} {}").format(text, link), "info")
