"""Pages of logins: come in, own password, logins and roles of everybody [P1 P6 P7]."""

from typing import Any

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_appbuilder.security.sqla.models import Role, User
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user, logout_user

from app.accounts import access, operations, queries, rules
from app.accounts.forms import (
    LoginForm,
    NewPasswordForm,
    OwnPasswordForm,
    PersonLoginForm,
    RoleBoxes,
    new_password,
)
from app.accounts.roles import ROLES, level, table_pages
from app.core import clock
from app.core.actor import Actor, current
from app.core.db import unit_of_work
from app.core.pages import JournalModelView, Page, back_to, expose
from app.core.pages.door import SAVED, enter
from app.people import queries as people


class LoginPage(Page):
    """Come in and go out."""

    route_base = ""
    default_view = "login"
    public = frozenset({"login", "logout"})

    @expose("/login/", methods=["GET", "POST"])
    def login(self) -> ResponseReturnValue:
        """Name and password; afterwards the page that was asked for [P7]."""
        if current_user.is_authenticated:
            return redirect(back_to("/"))
        form = LoginForm()
        if form.validate_on_submit():
            user = queries.login_by_name(form.username.data)
            right = operations.is_owner(user, form.password.data)
            if user is not None:
                with unit_of_work(way="page"):
                    operations.record_login(user, right=right, now=clock.now())
            if user is not None and right:
                session.clear()
                login_user(user)
                return redirect(back_to("/"))
            form.form_errors.append(_("The login or the password is wrong."))
        status = 422 if request.method == "POST" else SAVED
        return self.render_template("accounts/login.html", title=_("Log in"), form=form), status

    @expose("/logout/", methods=["POST"])
    def logout(self) -> ResponseReturnValue:
        """Leave."""
        logout_user()
        session.clear()
        return redirect(url_for("LoginPage.login"))


class _FormPage(Page):
    """A page with one form that is entered through an operation."""

    def answer(self, title: str, form: Any, write: Any, done: str, back: str) -> Any:
        """Show the form; when it is sent and right, write and go back."""
        status = SAVED
        if request.method == "POST":
            status, faults = enter(write) if form.validate() else (422, [])
            for fault in faults:
                form.put_fault(fault.text, fault.field)
            if status == SAVED:
                flash(done, "success")
                return redirect(back)
        names = [field.name for field in form if field.name != "csrf_token"]
        page = self.render_template(
            "appbuilder/general/model/edit.html",
            title=title,
            form=form,
            groups=[(None, {"fields": names})],
            back=back,
        )
        return page, status


class OwnPasswordPage(_FormPage):
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
                current(), old=form.old.data, new=form.password.data
            ),
            _("The password is changed."),
            back_to("/"),
        )


class NewPasswordPage(_FormPage):
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
                current(), user_id=user_id, password=form.password.data
            ),
            _("The password is changed."),
            back_to(url_for("LoginView.list")),
        )


def role_labels(roles: list[Role]) -> str:
    """Roles in Russian."""
    return ", ".join(str(ROLES.get(role.name, role.name)) for role in roles)


class LoginView(JournalModelView):
    """Logins: who comes in, with which roles [P1 P6]."""

    model = User
    visible = access.visible_logins
    pick_by = ("last_name", "first_name")
    route_base = "/logins"
    base_permissions = ["can_list", "can_show", "can_export", "can_add", "can_edit"]
    list_title = _l("Logins")
    base_order = ("last_name", "asc")
    list_columns = [
        "last_name",
        "first_name",
        "username",
        "roles",
        "active",
        "last_login",
    ]
    show_columns = [*list_columns, "login_count", "fail_login_count"]
    add_columns = ["last_name", "first_name", "username", "password", "roles"]
    edit_columns = ["last_name", "first_name", "roles", "active"]
    search_columns = ["last_name", "first_name", "username", "active"]
    label_columns = {
        "last_name": _l("Last name"),
        "first_name": _l("First name and patronymic"),
        "username": _l("Login name"),
        "password": _l("Starting password"),
        "roles": _l("Roles"),
        "active": _l("May log in"),
        "last_login": _l("Last login"),
        "login_count": _l("Logins so far"),
        "fail_login_count": _l("Failed tries since"),
    }
    formatters_columns = {"roles": role_labels}
    add_form_extra_fields = {
        "roles": RoleBoxes(_l("Roles")),
        "password": new_password(_l("Starting password")),
    }
    edit_form_extra_fields = {"roles": RoleBoxes(_l("Roles"))}
    show_template = "accounts/login_card.html"

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """A new login."""
        return operations.add_login(actor, **data)

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Name, roles, block."""
        operations.change_login(actor, user=item, **data)


class PersonLoginPage(_FormPage):
    """The administrator gives a person a login, with a name and a password proposed [P6]."""

    route_base = "/logins/for"
    usual_roles = {"staff": ["teacher"], "pupil": ["pupil"], "guardian": ["parent"]}

    @expose("/<kind>/<int:person_id>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def index(self, kind: str, person_id: int) -> ResponseReturnValue:
        """Login, starting password and roles of a «staff», «pupil» or «guardian»."""
        person = people.person_card(kind, person_id)
        form = PersonLoginForm(
            data={
                "username": rules.suggested_name(person.last_name, person.first_name),
                "password": operations.proposed_password(),
                "roles": self.usual_roles[kind],
            }
        )
        return self.answer(
            _("Login for %(person)s", person=person),
            form,
            lambda: operations.add_login_for(
                current(),
                person=people.person_card(kind, person_id),
                **form.values(("username", "password", "roles")),
            ),
            _("The login is made. Write down the starting password: it is not shown again."),
            back_to(url_for("LoginView.list")),
        )


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
