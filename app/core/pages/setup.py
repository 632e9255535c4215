"""What a generated view must declare, checked when the application starts."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from flask_appbuilder import AppBuilder, ModelView
from flask_babel import lazy_gettext as _l
from sqlalchemy import inspect
from sqlalchemy.orm import joinedload, selectinload
from wtforms import Form

from app.core.pages.forms import EntryForm, FieldMaker
from app.core.pages.interface import Interface
from app.core.pages.page import Guarded
from app.core.pages.rows import Visible, register_rows, row_rule
from app.core.pages.search import Search

_COLUMNS = ("list_columns", "show_columns", "add_columns", "edit_columns", "search_columns")
# Title of each table's list, to name what forbids a deletion.
titles: dict[str, Any] = {}


class Declared(Guarded, ModelView):  # type: ignore[misc]
    """The declarations of a generated view; see `JournalModelView` for what it does."""

    model: ClassVar[type[Any]]
    """The table."""
    visible: ClassVar[Visible]
    """Row filter from the feature's access.py: `visible_x(actor, on)` → WHERE clause."""
    eager: ClassVar[tuple[Any, ...]] = ()
    """Loader options that the text of a row needs; relations in `list_columns` load anyway."""
    pick_by: ClassVar[tuple[str, ...]] = ()
    """Columns (dotted through relations) that order and search pick lists of this table."""
    narrow: ClassVar[Mapping[str, Any]] = {}
    """Relation column of the forms → function giving a further WHERE clause for its pick list."""
    page_size = 25
    related_views: Any = None
    """Generated views whose rows belong to this one: shown below it."""
    exclude_route_methods: ClassVar[set[str]] = {"download"}
    add_row_message = edit_row_message = _l("Saved.")
    delete_row_message = _l("Deleted.")

    add_form: type[EntryForm]
    edit_form: type[EntryForm]
    search_form: type[Form]

    def __init__(self, **kwargs: Any) -> None:
        kind = type(self)
        if not hasattr(kind, "model") or not hasattr(kind, "visible"):
            raise TypeError(f"{kind.__name__} names no `model` or no `visible`")
        register_rows(kind.model, kind.visible, eager=kind.eager, pick_by=kind.pick_by)
        self.datamodel = Interface(kind.model)
        super().__init__(**kwargs)
        self.datamodel.options = self._loads(self.list_columns)
        titles.setdefault(kind.model.__tablename__, self.list_title)

    @property
    def versioned(self) -> bool:
        """True when the table counts versions: a stale form is noticed."""
        return "version" in inspect(self.model).columns

    def _init_properties(self) -> None:
        name = type(self).__name__
        for fieldsets, columns in (
            ("show_fieldsets", "show_columns"),
            ("add_fieldsets", "add_columns"),
            ("edit_fieldsets", "edit_columns"),
        ):
            if getattr(self, fieldsets):
                groups = [group["fields"] for _title, group in getattr(self, fieldsets)]
                setattr(self, columns, [column for group in groups for column in group])
        missing = [columns for columns in _COLUMNS if getattr(self, columns) is None]
        if missing or self.datamodel.is_pk_composite():
            raise TypeError(f"{name} declares no {', '.join(missing) or 'single key'}")
        for mapping in (
            "label_columns",
            "description_columns",
            "validators_columns",
            "formatters_columns",
            "add_form_extra_fields",
            "edit_form_extra_fields",
        ):
            setattr(self, mapping, dict(getattr(self, mapping) or {}))
        self.related_views = list(self.related_views or ())
        self._related_views: list[Any] = []
        used = {column for columns in _COLUMNS for column in getattr(self, columns)}
        if unlabelled := sorted(used - set(self.label_columns)):
            raise TypeError(f"{name} has no label for {', '.join(unlabelled)}")
        self.search: Search = self.datamodel.get_filters(self.search_columns)
        filters = self.datamodel.get_filters()
        self._base_filters = filters.add_filter_list(self.base_filters or [])

    def _init_forms(self) -> None:
        def maker(extra: Mapping[str, Any]) -> FieldMaker:
            return FieldMaker(
                self.datamodel,
                type(self).__name__,
                labels=self.label_columns,
                descriptions=self.description_columns,
                validators=self.validators_columns,
                extra=extra,
                narrow=self.narrow,
            )

        adding, changing = self.add_form_extra_fields, self.edit_form_extra_fields
        self.add_form = maker(adding).entry_form("add", self.add_columns)
        self.edit_form = maker(changing).entry_form("edit", self.edit_columns)
        self.search_form = maker({}).search_form(self.search_columns)

    def _init_titles(self) -> None:
        if not self.list_title:
            raise TypeError(f"{type(self).__name__} has no list_title")
        self.title = self.list_title

    def _loads(self, columns: Iterable[str]) -> tuple[Any, ...]:
        """Relations on the way to the listed columns, loaded with the rows."""
        found = []
        for column in columns:
            entity, load = self.model, None
            for name in column.split("."):
                relation = inspect(entity).relationships.get(name)
                if relation is None:
                    break
                how = "selectinload" if relation.uselist else "joinedload"
                start = {"selectinload": selectinload, "joinedload": joinedload}[how]
                attribute = getattr(entity, name)
                load = getattr(load, how)(attribute) if load else start(attribute)
                entity = relation.mapper.class_
            if load is not None:
                found.append(load)
        return tuple(found)

    def orders(self) -> list[str]:
        """Columns that a click sorts by: `order_columns`, or every listed column that can."""
        if self.order_columns is not None:
            return list(self.order_columns)
        return [column for column in self.list_columns if self._sorts(column)]

    def _sorts(self, column: str) -> bool:
        at = self.datamodel
        if at.is_relation_many_to_one(column):
            return bool(row_rule(at.get_related_model(column)).pick_by)
        return at.column_type(column) is not None


def check(appbuilder: AppBuilder) -> None:
    """Stop the start when a pick list shows a table that has no row filter."""
    for view in appbuilder.baseviews:
        if isinstance(view, Declared):
            at = view.datamodel
            own = {*view.add_form_extra_fields, *view.edit_form_extra_fields}
            used = {*view.add_columns, *view.edit_columns} - own | {*view.search_columns}
            for column in used:
                if at.is_relation(column):
                    row_rule(at.get_related_model(column))
            view.orders()
