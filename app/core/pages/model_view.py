"""Base of the generated pages: list, show, add, edit, delete, search, CSV of one table.

A view names its `model`, its row filter (`visible`, from the feature's access.py) and every
column it shows; nothing is shown, searched or sorted by default. Writes go through the hooks
`create`, `change` and `remove`, which a regulated table turns into calls of operations.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from markupsafe import Markup

from app.core.actor import Actor, current
from app.core.db import db
from app.core.errors import Conflict, Fault, NotFound, Refused
from app.core.pages.address import asked, back_to, here, related_keys, searched
from app.core.pages.display import shown, value_of
from app.core.pages.door import SAVED, enter
from app.core.pages.export import csv_file
from app.core.pages.fields import LONGEST_LIST
from app.core.pages.forms import EntryForm
from app.core.pages.search import Related, RelatedMany, Search
from app.core.pages.setup import Declared, titles
from app.core.pages.storing import linked_tables
from app.core.pages.table import Rights, Table, TableRow, headings, row_urls

_MOST_ROWS_AT_ONCE = 100


class JournalModelView(Declared):
    """Generated pages of one table, narrowed to the rows that the person may see."""

    # What a write does: overridden by tables that the regulations speak of.

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:  # noqa: ARG002  # for overriders
        """Add a row from the validated form; runs in the unit of work."""
        row = self.model(**data)
        db.session.add(row)
        return row

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:  # noqa: ARG002
        """Change the row as the validated form says; runs in the unit of work."""
        for column, value in data.items():
            setattr(item, column, value)

    def remove(self, actor: Actor, item: Any) -> None:  # noqa: ARG002
        """Delete the row; refused while other records belong to it."""
        if tables := linked_tables(item):
            names = sorted({str(titles[table]) for table in tables if table in titles})
            where = f": {', '.join(names)}" if names else ""
            text = _("There are records that belong to «%(row)s»%(where)s.", row=item, where=where)
            raise Refused([Fault(text)])
        db.session.delete(item)

    # Reading.

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
        rows = forms[form]().picked(text, offset=start, limit=LONGEST_LIST + 1)
        results = [{"id": row.id, "text": str(row)} for row in rows[:LONGEST_LIST]]
        return jsonify(results=results, pagination={"more": len(rows) > LONGEST_LIST})

    # Writing.

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> ResponseReturnValue:
        """The form of a new row."""
        given = {
            column: self.datamodel.get_related_obj(column, key)
            for column, key in related_keys(self.add_columns).items()
        }
        form = self.add_form(data=given)
        status = SAVED
        if request.method == "POST":
            data = form.values(self.add_columns) if form.validate() else None
            status = self._enter(form, data, lambda: self.create(current(), data or {}))
            if status == SAVED:
                flash(str(self.add_row_message), "success")
                again = "again" in request.form
                return redirect(here() if again else back_to(self._list_url()))
        title = self.add_title or _("%(list)s: new record", list=self.list_title)
        return self._form_page(self.add_template, title, form, self._groups("add")), status

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> ResponseReturnValue:
        """The form of a row that is there."""
        row = self.row(pk)
        form = self.edit_form(obj=row)
        form.row_key = self.datamodel.get_pk_value(row)
        if self.versioned and request.method == "GET":
            form.seen.data = str(row.version)
        status = SAVED
        if request.method == "POST":
            data = form.values(self.edit_columns) if form.validate() else None
            status = self._enter(form, data, lambda: self._change(pk, form, data or {}))
            if status == SAVED:
                flash(str(self.edit_row_message), "success")
                return redirect(back_to(self._list_url()))
            if status == Conflict.status:
                self._show_stored(pk, form)
        title = self.edit_title or str(self.row(pk))
        return self._form_page(self.edit_template, title, form, self._groups("edit")), status

    @expose("/delete/<pk>", methods=["POST"])
    @has_access
    def delete(self, pk: str) -> ResponseReturnValue:
        """Delete a row."""
        self.row(pk)
        status, faults = enter(lambda: self.remove(current(), self.row(pk)))
        for fault in faults:
            flash(str(fault.text), "danger")
        if status == SAVED:
            flash(str(self.delete_row_message), "success")
        return redirect(back_to(self._list_url()))

    def _groups(self, form: str) -> Any:
        """Columns under their headings, as the view declares them."""
        columns = getattr(self, f"{form}_columns")
        return getattr(self, f"{form}_fieldsets") or [(None, {"fields": columns})]

    def _list_url(self) -> str:
        return url_for(f"{self.endpoint}.list")

    def _enter(self, form: EntryForm, data: dict[str, Any] | None, write: Any) -> int:
        """Run the write of a valid form; faults go to the form's fields."""
        if data is None:
            return Refused.status
        status, faults = enter(write)
        for fault in faults:
            form.put_fault(fault.text, fault.field)
        return status

    def _change(self, pk: str, form: EntryForm, data: dict[str, Any]) -> None:
        row = self.row(pk)
        if self.versioned and form.seen.data != str(row.version):
            raise Conflict(
                _("Somebody else has changed this record. See what is stored now, and save again.")
            )
        self.change(current(), row, data)

    def _show_stored(self, pk: str, form: EntryForm) -> None:
        """After a conflict: beside each differing field what is stored, and its version."""
        row = self.row(pk)
        for column in self.edit_columns:
            stored = value_of(row, column)
            if hasattr(row, column) and stored != form[column].data:
                form.put_fault(_("Stored now: %(value)s", value=shown(stored) or "—"), column)
        if self.versioned:
            form.seen.raw_data, form.seen.data = None, str(row.version)

    def _form_page(self, template: str, title: Any, form: EntryForm, groups: Any) -> str:
        return str(
            self.render_template(
                template,
                title=title,
                form=form,
                groups=groups,
                back=back_to(self._list_url()),
                adding=template == self.add_template,
            )
        )

    # Actions on rows.

    def _may_act(self, name: str) -> bool:
        permission = self.get_action_permission_name(name)
        return bool(self.appbuilder.sm.has_access(permission, self.class_permission_name))

    def _allowed_action(self, name: str) -> Any:
        if name not in self.actions:
            raise NotFound
        if not self._may_act(name):
            abort(403)
        return self.actions[name]

    @expose("/action/<string:name>/<pk>", methods=["POST"])
    def action(self, name: str, pk: str) -> ResponseReturnValue:
        """An action on one row."""
        action = self._allowed_action(name)
        return self._answered(action.func(self.row(pk)))

    @expose("/action_post", methods=["POST"])
    def action_post(self) -> ResponseReturnValue:
        """An action on the rows that are ticked in the list."""
        action = self._allowed_action(request.form.get("action", ""))
        rows = [self.row(key) for key in request.form.getlist("rowid")[:_MOST_ROWS_AT_ONCE]]
        if not rows:
            flash(_("Tick the rows first."), "warning")
            return redirect(back_to(self._list_url()))
        return self._answered(action.func(rows))

    def _answered(self, answer: Any) -> ResponseReturnValue:
        response: ResponseReturnValue = answer or redirect(back_to(self._list_url()))
        return response


class ReadOnlyView(JournalModelView):
    """Generated pages that only show."""

    base_permissions = ["can_list", "can_show", "can_export"]  # noqa: RUF012  # FAB appends to it
    add_columns: list[str] = []  # noqa: RUF012
    edit_columns: list[str] = []  # noqa: RUF012
