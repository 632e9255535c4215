"""Search filters of the generated lists: few, typed, and blind to case and ё."""

import datetime as dt
from collections.abc import Iterable
from copy import copy
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_appbuilder.models.filters import BaseFilter, FilterRelation, Filters
from flask_appbuilder.models.sqla.filters import SQLAFilterConverter
from flask_babel import gettext as _
from sqlalchemy.orm import Query
from werkzeug.exceptions import BadRequest

from app.core import clock
from app.core.actor import current
from app.core.db import fold, folded
from app.core.pages.rows import Visible

_LARGEST = 2**31 - 1


def _refuse(value: Any) -> BadRequest:
    return BadRequest(_("The search does not understand «%(value)s».", value=value))


class _Search(BaseFilter):  # type: ignore[misc]
    """A filter of one column; `value` is the text from the address."""

    @property
    def column(self) -> Any:
        """The model's attribute."""
        return getattr(self.model, self.column_name)


class Contains(_Search):
    """Every word of the text stands in the column."""

    arg_name = "ct"

    def apply(self, query: Query[Any], value: str) -> Query[Any]:
        """Narrow the query."""
        for word in fold(value).split():
            query = query.filter(folded(self.column).contains(word, autoescape=True))
        return query


class SameNumber(_Search):
    """Equal number; a decimal comma is understood."""

    arg_name = "eq"

    def apply(self, query: Query[Any], value: str) -> Query[Any]:
        """Narrow the query."""
        try:
            number = Decimal(str(value).strip().replace(",", "."))
        except InvalidOperation as error:
            raise _refuse(value) from error
        if not number.is_finite() or abs(number) > _LARGEST:
            raise _refuse(value)
        whole = self.datamodel.is_integer(self.column_name)
        if whole and number != number.to_integral_value():
            raise _refuse(value)
        return query.filter(self.column == (int(number) if whole else number))


class SameCode(_Search):
    """Equal enumerated value, given by its code."""

    arg_name = "eq"

    def apply(self, query: Query[Any], value: str) -> Query[Any]:
        """Narrow the query."""
        kind = self.datamodel.list_columns[self.column_name].type.enum_class
        if value not in {member.value for member in kind}:
            raise _refuse(value)
        return query.filter(self.column == kind(value))


class YesNo(_Search):
    """Yes (`y`) or no (`n`)."""

    arg_name = "eq"

    def apply(self, query: Query[Any], value: str) -> Query[Any]:
        """Narrow the query."""
        if value not in {"y", "n"}:
            raise _refuse(value)
        return query.filter(self.column.is_(True) if value == "y" else self.column.is_not(True))


class _Day(_Search):
    def day(self, value: str) -> dt.date:
        """The date in the address, 2026-09-01 or 01.09.2026."""
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                return dt.datetime.strptime(value.strip(), form).date()  # noqa: DTZ007  # a day
            except ValueError:
                continue
        raise _refuse(value)

    def start(self, day: dt.date) -> Any:
        """What the column is compared with: the day, or its first moment at the school."""
        if self.datamodel.is_date(self.column_name):
            return day
        return dt.datetime.combine(day, dt.time(), clock.now().tzinfo)


class SameDay(_Day):
    """On this day."""

    arg_name = "eq"

    def apply(self, query: Query[Any], value: str) -> Query[Any]:
        """Narrow the query."""
        day = self.day(value)
        after = self.start(min(day, dt.date.max - dt.timedelta(1)) + dt.timedelta(1))
        return query.filter(self.column >= self.start(day), self.column < after)


class NotBefore(_Day):
    """On this day or later."""

    arg_name = "gte"

    def apply(self, query: Query[Any], value: str) -> Query[Any]:
        """Narrow the query."""
        return query.filter(self.column >= self.start(self.day(value)))


class NotAfter(_Day):
    """On this day or earlier."""

    arg_name = "lte"

    def apply(self, query: Query[Any], value: str) -> Query[Any]:
        """Narrow the query."""
        day = min(self.day(value), dt.date.max - dt.timedelta(1))
        return query.filter(self.column < self.start(day + dt.timedelta(1)))


class Related(FilterRelation):  # type: ignore[misc]
    """Related to this row (many to one), which the person must be able to see."""

    arg_name = "rel_o_m"

    def apply(self, query: Query[Any], value: Any) -> Query[Any]:
        """Narrow the query."""
        row = self.datamodel.get_related_obj(self.column_name, value)
        return query.filter(getattr(self.model, self.column_name) == row)


class RelatedMany(FilterRelation):  # type: ignore[misc]
    """This row is among the related ones, and the person must be able to see it."""

    arg_name = "rel_m_m"

    def apply(self, query: Query[Any], value: Any) -> Query[Any]:
        """Narrow the query."""
        row = self.datamodel.get_related_obj(self.column_name, value)
        return query.filter(getattr(self.model, self.column_name).contains(row))


class Narrowed(_Search):
    """A view's own rows among the visible ones: `base_filters = [["id", Narrowed, visible_x]]`."""

    arg_name = "narrowed"

    def apply(self, query: Query[Any], value: Visible) -> Query[Any]:
        """Narrow the query to what the person of this request may see here today."""
        return query.filter(value(current(), clock.today()))


class SearchFilters(SQLAFilterConverter):  # type: ignore[misc]
    """Which filters a column offers; the place in the list is the number in `_flt_0_name`."""

    conversion_table = (
        ("is_relation_many_to_one", [Related]),
        ("is_relation_one_to_one", [Related]),
        ("is_relation_many_to_many", [RelatedMany]),
        ("is_relation_one_to_many", [RelatedMany]),
        ("is_enum", [SameCode]),
        ("is_text", [Contains]),
        ("is_string", [Contains]),
        ("is_integer", [SameNumber]),
        ("is_numeric", [SameNumber]),
        ("is_float", [SameNumber]),
        ("is_date", [SameDay, NotBefore, NotAfter]),
        ("is_boolean", [YesNo]),
        ("is_datetime", [SameDay, NotBefore, NotAfter]),
    )

    def convert(self, col_name: str) -> list[Any]:
        """The filters of a column; none for one that cannot be searched."""
        for test, kinds in self.conversion_table:
            if getattr(self.datamodel, test)(col_name):
                return [kind(col_name, self.datamodel) for kind in kinds]
        return []


class Search(Filters):  # type: ignore[misc]
    """Filters with the values of one request; only the declared columns can be searched."""

    def __init__(
        self, converter: type[SearchFilters], datamodel: Any, columns: Iterable[str] = ()
    ) -> None:
        self.filter_converter = converter
        self.datamodel = datamodel
        self.search_columns = list(columns)
        self._search_filters = {c: converter(datamodel).convert(c) for c in self.search_columns}
        self._all_filters = self._search_filters
        self.clear_filters()

    def empty(self) -> "Search":
        """The same filters without values, for one request."""
        found = copy(self)
        found.clear_filters()
        return found

    def joined(self, other: Filters) -> "Search":
        """These values and those of `other`."""
        found = self.empty()
        found.filters, found.values = self.filters + other.filters, self.values + other.values
        return found
