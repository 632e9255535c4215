"""Form fields of the generated pages: native dates, codes with labels, pick lists of rows."""

import datetime as dt
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import DateField, DecimalField, Field, SelectField, ValidationError
from wtforms import fields as wtf
from wtforms.widgets import DateTimeLocalInput, html_params

from app.core import clock
from app.core.pages.display import at_school
from app.core.pages.interface import Interface

# A longer pick list is not put into the page: it is searched on the server.
LONGEST_LIST = 60
BLANK = ""


class DayField(DateField):  # type: ignore[misc]
    """A date: the browser's own calendar, and typed ДД.ММ.ГГГГ where it has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)


class CommaField(DecimalField):  # type: ignore[misc]
    """A number with a decimal comma or point."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, places=None, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read «0,5» as 0.5."""
        super().process_formdata([text.strip().replace(",", ".") for text in valuelist])

    def _value(self) -> str:
        return super()._value().replace(".", ",") if not self.raw_data else str(self.raw_data[0])


class MomentField(wtf.DateTimeField):  # type: ignore[misc]
    """Date and time on the school's clock; the value has a zone."""

    widget = DateTimeLocalInput()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"]
        super().__init__(*args, format=forms, **kwargs)

    def process_data(self, value: dt.datetime | None) -> None:
        """From the database to the school's clock."""
        self.data = value and at_school(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """From the page, with the school's zone."""
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = self.data.replace(tzinfo=clock.now().tzinfo)


class CodeField(SelectField):  # type: ignore[misc]
    """One of the codes of an enumeration, shown by their labels; blank where nothing is allowed."""

    def __init__(self, label: Any = None, *, kind: type[Enum], blank: bool, **kwargs: Any) -> None:
        choices = [(member.value, getattr(member, "label", member.value)) for member in kind]
        if blank:
            choices.insert(0, (BLANK, "—"))
        super().__init__(
            label, coerce=lambda code: kind(code) if code else None, choices=choices, **kwargs
        )

    def pre_validate(self, form: Any) -> None:
        """A required code must be given."""
        super().pre_validate(form)
        if self.data is None and not any(value == BLANK for value, _label in self.choices):
            raise ValidationError(self.gettext("This field is required."))


class YesNoField(SelectField):  # type: ignore[misc]
    """Yes, no, or not asked: the search for a boolean."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, coerce=lambda code: code or None, **kwargs)

    def iter_choices(self) -> Iterator[tuple[Any, ...]]:
        """In the language of the request."""
        for code, text in ((BLANK, "—"), ("y", _("yes")), ("n", _("no"))):
            yield code, text, (code or None) == self.data, {}

    def pre_validate(self, form: Any) -> None:
        """Any other text is found out by the filter."""


class PickWidget:
    """A select of rows; a long one is searched on the server by what is typed."""

    def __call__(self, field: "PickField", **kwargs: Any) -> Markup:
        """HTML of the field."""
        options, more = field.options()
        kwargs.setdefault("id", field.id)
        kwargs["class"] = f"{kwargs.get('class', 'form-control')} pick"
        if more:
            kwargs["data-pick-url"] = field.pick_url()
        if field.many:
            kwargs["multiple"] = True
        head = Markup("<select %s>") % Markup(html_params(name=field.name, **kwargs))  # noqa: S704
        return head + Markup().join(options) + Markup("</select>")


def _option(value: Any, text: str, selected: bool) -> Markup:
    mark = Markup(" selected") if selected else Markup()
    return Markup('<option value="%s"%s>%s</option>') % (value, mark, text)


class PickField(Field):  # type: ignore[misc]
    """One row of a related table, out of those that the person may see."""

    widget = PickWidget()
    many = False

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        interface: Interface,
        address: tuple[str, str, str],
        blank: bool = True,
        narrow: Callable[[], Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """`address`: view, form and column, by which the server answers what is typed."""
        super().__init__(label, validators, **kwargs)
        self.interface, self.address, self.blank = interface, address, blank
        self.narrow = narrow
        self.unknown = False

    def picked(self, text: str = "", *, offset: int = 0, limit: int = LONGEST_LIST) -> list[Any]:
        """Rows to choose from, whose text has the typed words."""
        narrow = self.narrow() if self.narrow else None
        return self.interface.picked(text, offset=offset, limit=limit, narrow=narrow)

    def pick_url(self) -> str:
        """Where the server answers what is typed."""
        view, form, column = self.address
        return url_for(f"{view}.pick", form=form, column=column)

    def chosen(self) -> list[Any]:
        """The rows that are selected now."""
        return [] if self.data is None else [self.data]

    def options(self) -> tuple[list[Markup], bool]:
        """The options, and whether there are more than the page should hold."""
        rows, chosen = self.picked(limit=LONGEST_LIST + 1), self.chosen()
        more = len(rows) > LONGEST_LIST
        rows = chosen if more else [*rows, *(row for row in chosen if row not in rows)]
        blank = not self.many and (self.blank or not chosen)
        found = [_option(BLANK, "—", not chosen)] if blank else []
        key = self.interface.get_pk_value
        return found + [_option(key(row), str(row), row in chosen) for row in rows], more

    def find(self, key: str) -> Any:
        """The row with this key, if it may be chosen; the present one always may."""
        if self.object_data is not None and key == str(
            self.interface.get_pk_value(self.object_data)
        ):
            return self.object_data
        row = self.interface.get(key)
        if row is None or self.narrow is None:
            return row
        key_column = self.interface.get_pk()
        narrowed = self.narrow() & (key_column == self.interface.get_pk_value(row))
        return next(iter(self.interface.picked("", offset=0, limit=1, narrow=narrowed)), None)

    def process_formdata(self, valuelist: list[str]) -> None:
        """From the key in the form to the row."""
        if not valuelist:
            return
        self.data = None if valuelist[0] == BLANK else self.find(valuelist[0])
        self.unknown = valuelist[0] != BLANK and self.data is None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  # WTForms' signature
        """Refuse what is not there or not to be seen."""
        if self.unknown:
            raise ValidationError(self.gettext("Not a valid choice."))


class PickManyField(PickField):
    """Several rows of a related table."""

    many = True

    def chosen(self) -> list[Any]:
        """The rows that are selected now."""
        return list(self.data or [])

    def find(self, key: str) -> Any:
        """The row with this key, if it may be chosen; one that is chosen already always may."""
        present = {str(self.interface.get_pk_value(row)): row for row in self.object_data or []}
        return present.get(key) or self.interface.get(key)

    def process_formdata(self, valuelist: list[str]) -> None:
        """From the keys in the form to the rows."""
        rows = [self.find(key) for key in valuelist if key != BLANK]
        self.unknown = None in rows
        self.data = [row for row in rows if row is not None]
