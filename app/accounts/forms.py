"""Forms of logins."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectMultipleField, StringField
from wtforms.validators import EqualTo, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.roles import ROLES
from app.core.pages.forms import EntryForm


class RoleBoxes(SelectMultipleField):  # type: ignore[misc]
    """The roles of a login as boxes to tick; the value is a list of role codes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=list(ROLES.items()), **kwargs)

    def process_data(self, value: Sequence[Any] | None) -> None:
        """From the rows of the login to their codes."""
        self.data = [getattr(role, "name", role) for role in value or ()]


class LoginForm(EntryForm):
    """Name and password."""

    username = StringField(
        _l("Login name"),
        [InputRequired()],
        render_kw={"autocomplete": "username", "autofocus": True},
    )
    password = PasswordField(
        _l("Password"), [InputRequired()], render_kw={"autocomplete": "current-password"}
    )


def new_password(label: Any) -> PasswordField:
    """A field for a password that is being set."""
    return PasswordField(label, [InputRequired()], render_kw={"autocomplete": "new-password"})


class FactorForm(EntryForm):
    """A code of the second factor."""

    code = StringField(
        _l("Code"),
        [InputRequired()],
        render_kw={"autocomplete": "one-time-code", "autofocus": True, "maxlength": 20},
    )


class PasswordForm(EntryForm):
    """The own password, before something that matters."""

    password = PasswordField(
        _l("Present password"), [InputRequired()], render_kw={"autocomplete": "current-password"}
    )


class NewPasswordForm(EntryForm):
    """A password that the administrator gives."""

    password = new_password(_l("New password"))


class OwnPasswordForm(EntryForm):
    """The own password: the present one, and the new one twice."""

    old = PasswordField(
        _l("Present password"), [InputRequired()], render_kw={"autocomplete": "current-password"}
    )
    password = new_password(_l("New password"))
    again = PasswordField(
        _l("New password again"),
        [InputRequired(), EqualTo("password", _l("The two new passwords differ."))],
        render_kw={"autocomplete": "new-password"},
    )


class ActivationForm(EntryForm):
    """The code of the slip, and the own password twice."""

    code = StringField(
        _l("Code"),
        [InputRequired()],
        description=_l("12 letters and digits; dashes and small letters do not matter."),
        render_kw={"autocomplete": "off", "autofocus": True, "maxlength": 40},
    )
    password = new_password(_l("Own password"))
    again = PasswordField(
        _l("The password again"),
        [InputRequired(), EqualTo("password", _l("The two passwords differ."))],
        render_kw={"autocomplete": "new-password"},
    )


class ForgottenForm(EntryForm):
    """Whose password is forgotten."""

    name = StringField(
        _l("Login or e-mail address"),
        [InputRequired(), Length(max=64)],
        render_kw={"autocomplete": "username", "autofocus": True, "maxlength": 64},
    )


class PersonLoginForm(EntryForm):
    """A new login for a person, with a name and password proposed."""

    username = StringField(_l("Login name"), [InputRequired()])
    password = StringField(
        _l("Starting password"),
        description=_l(
            "Leave it empty to join a login that is there already: a teacher who is a parent "
            "has one login."
        ),
    )
    roles = RoleBoxes(_l("Roles"))
