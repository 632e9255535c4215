"""From a table's columns to forms: to add, to change, to search."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import get_translations
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import validators as check
from wtforms.widgets import CheckboxInput, DateInput, DateTimeLocalInput, TextArea, TimeInput

from app.core.db import cleaner
from app.core.pages.fields import (
    CodeField,
    CommaField,
    DayField,
    MomentField,
    PickField,
    PickManyField,
    YesNoField,
)
from app.core.pages.interface import Interface
from app.core.text import in_lines

_LARGEST = 2**31 - 1
# Test of the data interface → field; an enumeration is a string too and is asked first.
_PLAIN: tuple[tuple[str, type[Field]], ...] = (
    ("is_text", TextAreaField),
    ("is_string", StringField),
    ("is_integer", IntegerField),
    ("is_numeric", CommaField),
    ("is_float", CommaField),
    ("is_boolean", BooleanField),
    ("is_date", DayField),
    ("is_datetime", MomentField),
    ("is_time", TimeField),
)
_LONG_STRING = 200


class OurWords:
    """WTForms' messages out of the product's own catalogue."""

    @staticmethod
    def gettext(text: str) -> str:
        """A message; WTForms fills its placeholders."""
        return str(get_translations().gettext(text))

    @staticmethod
    def ngettext(singular: str, plural: str, number: int) -> str:
        """A message with a number."""
        return str(get_translations().ngettext(singular, plural, number))


class RussianForm(Form):  # type: ignore[misc]
    """A form that is not entered: a search."""

    class Meta(Form.Meta):  # type: ignore[misc]
        """Where the messages come from."""

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002  # WTForms' signature
            """The product's catalogue."""
            return OurWords


class EntryForm(FlaskForm):  # type: ignore[misc]
    """A generated form to add or change a row.

    `row_key` is the key of the row that is changed; `seen` the state that the person saw.
    """

    row_key: Any = None

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where the messages come from, and what counts as the form's data."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """A form is sent as a form: JSON is nothing entered."""
            return (
                ImmutableMultiDict() if request.is_json else super().wrap_formdata(form, formdata)
            )

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002  # WTForms' signature
            """The product's catalogue."""
            return OurWords

    def put_fault(self, text: Any, field: str | None) -> None:
        """Show a fault at its field, or above the form when it has none here."""
        name = (field or "").removesuffix("_id")
        if field in self._fields or name in self._fields:
            target = self._fields[field if field in self._fields else name]
            target.errors = [*target.errors, str(text)]
        else:
            self.form_errors.append(str(text))

    def values(self, columns: Sequence[str]) -> dict[str, Any]:
        """What was entered, by column."""
        return {column: self._fields[column].data for column in columns}


class FieldMaker:
    """Makes the fields of one view's forms."""

    def __init__(  # what a view says about its columns
        self,
        interface: Interface,
        view: str,
        *,
        labels: Mapping[str, Any],
        descriptions: Mapping[str, Any],
        validators: Mapping[str, Sequence[Any]],
        extra: Mapping[str, Any],
        narrow: Mapping[str, Any],
    ) -> None:
        self.interface, self.view = interface, view
        self.labels, self.descriptions = labels, descriptions
        self.validators, self.extra, self.narrow = validators, extra, narrow

    def entry_form(self, form: str, columns: Sequence[str]) -> type[EntryForm]:
        """The form `add` or `edit`; the latter with what the person saw of the row."""
        fields: dict[str, Any] = {
            column: self.extra[column] if column in self.extra else self._field(form, column)
            for column in columns
        }
        if form == "edit":
            fields["seen"] = HiddenField()
        return type("GeneratedForm", (EntryForm,), fields)

    def search_form(self, columns: Sequence[str]) -> type[Form]:
        """The form above a list; its fields are named as the address has them."""
        fields = {}
        for column in columns:
            for number in self._search_numbers(column):
                fields[f"flt_{number}_{column}"] = self._search_field(column)
        return type("SearchForm", (RussianForm,), fields)

    def _search_numbers(self, column: str) -> tuple[int, ...]:
        spans = self.interface.is_date(column) or self.interface.is_datetime(column)
        return (1, 2) if spans else (0,)

    def _common(self, column: str, required: bool) -> dict[str, Any]:
        needed = check.Optional()
        if required:
            typed = self.interface.is_string(column) and not self.interface.is_enum(column)
            needed = check.DataRequired() if typed else check.InputRequired()
        return {
            "label": self.labels[column],
            "description": self.descriptions.get(column, ""),
            "validators": [needed, *self.validators.get(column, ())],
        }

    def _field(self, form: str, column: str) -> Any:
        at = self.interface
        required = not (
            at.is_nullable(column) or self._has_empty_default(column) or self._many(column)
        )
        options = self._common(column, required)
        if at.is_relation(column):
            return self._pick(form, column, options, blank=not required)
        options["default"] = at.get_col_default(column)
        if at.is_enum(column):
            kind = at.list_columns[column].type.enum_class
            return CodeField(kind=kind, blank=not required, **options)
        if at.is_string(column):
            options["filters"] = [_tidy(at.list_columns[column])]
        self._limit(column, options)
        return self._plain(column)(**options)

    def _has_empty_default(self, column: str) -> bool:
        """A text column that is «» when nothing is said need not be filled."""
        is_text = self.interface.is_string(column) and not self.interface.is_enum(column)
        return is_text and self.interface.get_col_default(column) == ""

    def _plain(self, column: str) -> type[Field]:
        for test, field in _PLAIN:
            if getattr(self.interface, test)(column):
                return field
        raise TypeError(f"{self.view}.{column}: no form field for this type")

    def _limit(self, column: str, options: dict[str, Any]) -> None:
        at = self.interface
        length = at.get_max_length(column)
        if length > 0:
            options["validators"].append(check.Length(max=length))
            options["render_kw"] = {"maxlength": length}
            if length > _LONG_STRING:
                options["widget"] = TextArea()
                options["render_kw"]["rows"] = 3
        if at.is_integer(column):
            options["validators"].append(check.NumberRange(-_LARGEST, _LARGEST))
        if at.is_unique(column):
            options["validators"].append(Unique(at, column))

    def _many(self, column: str) -> bool:
        """Several related rows, or none."""
        at = self.interface
        return bool(at.is_relation_many_to_many(column) or at.is_relation_one_to_many(column))

    def _pick(self, form: str, column: str, options: dict[str, Any], *, blank: bool) -> Any:
        at = self.interface
        return (PickManyField if self._many(column) else PickField)(
            interface=at.get_related_interface(column),
            address=(self.view, form, column),
            blank=blank,
            narrow=self.narrow.get(column),
            **options,
        )

    def _search_field(self, column: str) -> Any:
        at, options = self.interface, {"label": self.labels[column]}
        if at.is_relation(column):
            return PickField(
                interface=at.get_related_interface(column),
                address=(self.view, "list", column),
                **options,
            )
        if at.is_enum(column):
            return CodeField(kind=at.list_columns[column].type.enum_class, blank=True, **options)
        if at.is_boolean(column):
            return YesNoField(**options)
        day = at.is_date(column) or at.is_datetime(column)
        return StringField(widget=DateInput() if day else None, **options)


def _tidy(column: Any) -> Callable[[str | None], str | None]:
    """Without outer spaces and without what is not stored, so that nothing else is judged."""
    clean = cleaner(column) or in_lines
    return lambda text: text and clean(text).strip()


class Unique:
    """No other row that the person sees has this value; the rest the database refuses."""

    def __init__(self, interface: Interface, column: str) -> None:
        self.interface, self.column = interface, column

    def __call__(self, form: EntryForm, field: Field) -> None:
        """Refuse a value that is there already."""
        filters = self.interface.get_filters()
        filters.add_filter(self.column, self.interface.FilterEqual, field.data)
        _count, rows = self.interface.query(filters, page=0, page_size=2)
        if any(self.interface.get_pk_value(row) != form.row_key for row in rows):
            raise check.ValidationError(field.gettext("Already exists."))


def input_kind(field: Field) -> str:
    """How the template lays the field out: box, text, date or choice."""
    if isinstance(field.widget, CheckboxInput):
        return "box"
    dated = (DateInput, DateTimeLocalInput, TimeInput)
    return "date" if isinstance(field.widget, dated) else "text"
