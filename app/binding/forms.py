"""The forms: what of a journal is printed, what is signed [R6]."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, PasswordField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput

from app.binding.enums import Part
from app.core.pages.forms import EntryForm
from app.people.models import Pupil


class BookForm(EntryForm):
    """Parts of the journal, whose family the copy is for, and whether it is signed."""

    parts = SelectMultipleField(
        _l("Parts of the journal"),
        choices=[(part.value, part.label) for part in Part],
        default=[part.value for part in Part],
        option_widget=CheckboxInput(),
    )
    pupil = SelectField(
        _l("For whom"),
        coerce=int,
        description=_l("In a copy for a family the names and entries of the others are left out."),
    )
    sign = BooleanField(_l("Sign electronically as the director"))

    def offer(self, pupils: Sequence[Pupil], *, may_sign: bool) -> None:
        """Fill the choice; who may not sign is not asked."""
        whole = (0, _l("For the school: the whole class"))
        family = _l("Copy for a family")
        self.pupil.choices = {"": [whole], family: [(p.id, p.full_name) for p in pupils]}
        if not may_sign:
            del self.sign


class SignForm(EntryForm):
    """A made file, the director's certificate and its password; none of them is kept."""

    file = FileField(_l("File to sign (PDF)"), [FileRequired()])
    certificate = FileField(_l("Certificate of the director (.p12)"), [FileRequired()])
    password = PasswordField(_l("Password of the certificate"))
