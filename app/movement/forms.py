"""What the forms of movement and of the lists send [S6]."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.classes.forms import parse_key
from app.classes.models import SchoolClass
from app.core.pages.fields import DayField
from app.core.pages.forms import EntryForm
from app.movement.enums import Wish
from app.movement.queries.requests import Choices
from app.movement.rules import LONGEST_NAME, LONGEST_WORDS, Asked


def plain(text: str | None) -> str:
    """Without outer spaces and NUL."""
    return (text or "").replace("\0", "").strip()


def one_name(text: str | None) -> str:
    """A name with single spaces."""
    return " ".join(plain(text).split())


class AskForm(EntryForm):
    """A request about a pupil of one class."""

    pupil = SelectField(_l("Pupil"), coerce=parse_key)
    name = StringField(
        _l("Full name of the pupil"),
        [Length(max=LONGEST_NAME)],
        filters=[one_name],
        render_kw={"maxlength": LONGEST_NAME},
    )
    to_class = SelectField(_l("To which class"), coerce=parse_key)
    day = DayField(_l("First day in the class"), [InputRequired()])
    words = TextAreaField(
        _l("Comment"),
        [Length(max=LONGEST_WORDS)],
        filters=[plain],
        render_kw={"maxlength": LONGEST_WORDS, "rows": 3},
        description=_l("Number of the order, where from or where to, phone of the parents."),
    )


_NEEDED = {
    Wish.ENTER: ("name", "day", "words"),
    Wish.REMOVE: ("pupil", "day", "words"),
    Wish.MOVE: ("pupil", "to_class", "day", "words"),
}
_DAYS: Mapping[Wish, Any] = {
    Wish.ENTER: _l("First day in the class"),
    Wish.REMOVE: _l("Last day in the class"),
    Wish.MOVE: _l("First day in the new class"),
}


def ask_form(wish: Wish, choices: Choices, today: dt.date) -> AskForm:
    """The form with the fields that this wish needs."""
    form = AskForm(day=today)
    empty = ("", _l("choose"))
    form.pupil.choices = [empty, *((str(one.id), one.full_name) for one in choices.pupils)]
    form.to_class.choices = [empty, *((str(one.id), one.name) for one in choices.others)]
    form.day.label.text = _DAYS[wish]
    for name in ("pupil", "name", "to_class"):
        if name not in _NEEDED[wish]:
            delattr(form, name)
    return form


def asked_in(form: AskForm, wish: Wish, school_class: SchoolClass) -> Asked:
    """What was filled in."""
    given = {name: form[name].data for name in _NEEDED[wish]}
    return Asked(
        class_id=school_class.id,
        wish=wish,
        day=given["day"],
        pupil_id=given.get("pupil"),
        name=given.get("name", ""),
        to_class_id=given.get("to_class"),
        words=given["words"],
    )
