"""Reading pages of a generated view: list, one row, CSV, pick lists."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from flask import abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from markupsafe import Markup

from app.core.errors import NotFound
from app.core.pages.address import asked, back_to, here, searched
from app.core.pages.display import shown, value_of
from app.core.pages.export import csv_file
from app.core.pages.fields import LONGEST_LIST
from app.core.pages.search import Related, RelatedMany, Search
from app.core.pages.setup import Declared
from app.core.pages.table import Rights, Table, TableRow, headings, row_urls


class Reading(Declared):
    """What a generated view shows, all of it inside the row filter."""

    def row(self, pk: Any) -> Any:
        """The row with this key; 404 when it is not there or not to be seen."""
        found = self.datamodel.get(pk, self._base_filters)
        if found is None:
            raise NotFound
        return found

    def may(self, permission: str) -> bool:
        """True when the person's role has this permission here."""
        access = self.appbuilder.sm.has_access(permission, self.class_permission_name)
        return permission in self.base_permissions and access

    def rights(self) -> Rights:
        """What the person may do here."""
        return Rights(*(self.may(f"can_{what}") for what in Rights.__dataclass_fields__))

    def cell(self, row: Any, column: str) -> Any:
        """A value as the page shows it."""
        value = value_of(row, column)
        formatter = self.formatters_columns.get(column)
        return formatter(value) if formatter else shown(value)

    def table(self, filters: Search, add_args: Mapping[str, Any] | None = None) -> Table:
        """One page of the list with these filters, as the address asks."""
        name, orders = type(self).__name__, self.orders()
        want = asked(name, orders, self.page_size)
        column, direction = want.order or self.base_order or ("", "")
        both = filters.joined(self._base_filters)
        count, rows = self.datamodel.query(both, column, direction, want.page, want.page_size)
        return Table(
            view=name,
            title=self.list_title,
            headings=headings(name, self.list_columns, self.label_columns, orders, want),
            rows=[
                TableRow(
                    self.datamodel.get_pk_value(row),
                    str(row),
                    [self.cell(row, column) for column in self.list_columns],
                )
                for row in rows
            ],
            rights=self.rights(),
            actions=[a for a in self.actions.values() if a.multiple and self._may_act(a.name)],
            count=count,
            page=want.page,
            page_size=want.page_size,
            add_args={**(add_args or {}), "next": here()},
            row_urls=row_urls(name, here()),
        )

    @expose("/list/")
    @has_access
    def list(self) -> ResponseReturnValue:
        """The rows that the person may see, searched and sorted."""
        filters = searched(self.search)
        return self.render_template(
            self.list_template,
            title=self.list_title,
            table=self.table(filters),
            search=self.search_form(request.args, prefix="_") if self.search_columns else None,
            searching=bool(filters.values),
        )

    @expose("/show/<pk>", methods=["GET"])
    @has_access
    def show(self, pk: str) -> ResponseReturnValue:
        """One row with its related lists."""
        row = self.row(pk)
        cells = {column: self.cell(row, column) for column in self.show_columns}
        return self.render_template(
            self.show_template,
            title=self.show_title or str(row),
            pk=pk,
            row=row,
            cells=cells,
            groups=self._groups("show"),
            labels=self.label_columns,
            rights=self.rights(),
            view=type(self).__name__,
            list_title=self.list_title,
            back=back_to(self._list_url()),
            actions=[a for a in self.actions.values() if a.single and self._may_act(a.name)],
            related=[found for view in self._related_views if (found := view.table_of(row))],
        )

    def table_of(self, owner: Any) -> Table | None:
        """This list, of the rows that belong to `owner`; nothing without the right to list."""
        column = self.datamodel.get_related_fk(type(owner))
        if column is None or not self.may("can_list"):
            return None
        many = self.datamodel.is_relation_many_to_many(column)
        filters, key = self.search.empty(), owner.id
        filters.add_filter(column, RelatedMany if many else Related, key)
        return self.table(filters, {f"_flt_0_{column}": key} if column in self.add_columns else {})

    @expose("/export")
    @has_access
    def export(self) -> ResponseReturnValue:
        """The whole list as it is searched and sorted, as a CSV file."""
        want = asked(type(self).__name__, self.orders(), self.page_size)
        filters = searched(self.search).joined(self._base_filters)
        rows = self.datamodel.all_rows(filters, want.order or self.base_order or ("", ""))
        lines = ([self._exported(row, column) for column in self.list_columns] for row in rows)
        labels = [str(self.label_columns[column]) for column in self.list_columns]
        return csv_file(str(self.list_title), labels, lines)

    def _exported(self, row: Any, column: str) -> Any:
        value = value_of(row, column)
        if column not in self.formatters_columns and isinstance(value, (float, int, Decimal)):
            return value
        cell = self.cell(row, column)
        return cell.striptags() if isinstance(cell, Markup) else cell

    @expose("/pick/<form>/<column>")
    def pick(self, form: str, column: str) -> ResponseReturnValue:
        """Rows for a pick list by what is typed (`q`): JSON for the select on the page."""
        forms: dict[str, Callable[[], Any]] = {
            "add": lambda: self.add_form(meta={"csrf": False})[column],
            "edit": lambda: self.edit_form(meta={"csrf": False})[column],
            "list": lambda: self.search_form()[f"flt_0_{column}"],
        }
        known = {"add": self.add_columns, "edit": self.edit_columns, "list": self.search_columns}
        if column not in known.get(form, ()) or not self.datamodel.is_relation(column):
            raise NotFound
        if not self.may(f"can_{form}"):
            abort(403)
        page = asked("pick", (), LONGEST_LIST).page
        text, start = request.args.get("q", ""), page * LONGEST_LIST
        field = forms[form]()
        if not hasattr(field, "picked"):  # boxes to tick, not a list to search
            raise NotFound
        rows = field.picked(text, offset=start, limit=LONGEST_LIST + 1)
        results = [{"id": row.id, "text": str(row)} for row in rows[:LONGEST_LIST]]
        return jsonify(results=results, pagination={"more": len(rows) > LONGEST_LIST})

    def _groups(self, form: str) -> Any:
        """Columns under their headings, as the view declares them."""
        columns = getattr(self, f"{form}_columns")
        return getattr(self, f"{form}_fieldsets") or [(None, {"fields": columns})]

    def _list_url(self) -> str:
        return url_for(f"{self.endpoint}.list")

    def _may_act(self, name: str) -> bool:
        permission = self.get_action_permission_name(name)
        return bool(self.appbuilder.sm.has_access(permission, self.class_permission_name))
