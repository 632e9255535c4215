"""Logins and roles of everybody; what came of each try to come in [P1 P6 P7]."""

from typing import Any, ClassVar

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_appbuilder.security.sqla.models import Role, User
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import access, operations, rules
from app.accounts.forms import PersonLoginForm, RoleBoxes, new_password
from app.accounts.models import LoginRecord
from app.accounts.roles import ROLES
from app.accounts.views.form_page import FormPage
from app.accounts.views.sessions import device_words
from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import JournalModelView, ReadOnlyView, back_to, expose
from app.people import queries as people


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
        operations.change_login(actor, user=item, now=clock.now(), **data)


class PersonLoginPage(FormPage):
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


class LoginRecordView(ReadOnlyView):
    """Every try to come in: who, when, from where, with what end [P7]."""

    model = LoginRecord
    visible = access.visible_records
    route_base = "/logins/records"
    list_title = _l("Record of logins")
    base_order = ("at", "desc")
    page_size = 50
    list_columns: ClassVar = ["at", "name", "user", "outcome", "address", "device", "note"]
    show_columns: ClassVar = list_columns
    search_columns: ClassVar = ["at", "name", "user", "outcome", "address"]
    label_columns: ClassVar = {
        "at": _l("When"),
        "name": _l("Login name"),
        "user": _l("Person"),
        "outcome": _l("What happened"),
        "address": _l("Address"),
        "device": _l("Device"),
        "note": _l("Note"),
    }
    formatters_columns: ClassVar = {"device": device_words}
