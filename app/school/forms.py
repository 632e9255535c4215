"""Form fields of the school's structure."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from app.school.rules.weekdays import WEEKDAYS


def weekday_field(label: Any, *, required: bool, last: int = 7) -> SelectField:
    """A weekday by its name, Monday to the day `last`; the value is the ISO number or None."""
    choices: list[tuple[Any, Any]] = [(n, WEEKDAYS[n]) for n in range(1, last + 1)]
    if not required:
        choices.insert(0, ("", _l("the usual one")))
    return SelectField(
        label,
        [InputRequired() if required else Optional()],
        choices=choices,
        coerce=lambda value: int(value) if value else None,
    )


def weekday_name(number: int | None) -> str:
    """«понедельник», or nothing."""
    return str(WEEKDAYS[number]) if number else ""
