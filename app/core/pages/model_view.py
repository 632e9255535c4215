"""Base of the generated pages: list, show, add, edit, delete, search, CSV of one table.

A view names its `model`, its row filter (`visible`, from the feature's access.py) and every
column it shows; nothing is shown, searched or sorted by default. Writes go through the hooks
`create`, `change` and `remove`, which a regulated table turns into calls of operations.
"""

from hashlib import sha256
from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from app.core.actor import Actor, current
from app.core.db import db
from app.core.errors import Conflict, Fault, NotFound, Refused
from app.core.pages.address import back_to, here, related_keys
from app.core.pages.display import shown, value_of
from app.core.pages.door import SAVED, enter
from app.core.pages.forms import EntryForm
from app.core.pages.reading import Reading
from app.core.pages.setup import titles
from app.core.pages.storing import linked_tables

_MOST_ROWS_AT_ONCE = 100


class JournalModelView(Reading):
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

    def after_saving(self, row: Any, way: str) -> str:  # noqa: ARG002  # for overriders
        """Address of the page that follows; `way`: where the person came from, or the next form."""
        return way

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
            saved: list[Any] = []
            status = self._enter(
                form, data, lambda: saved.append(self.create(current(), data or {}))
            )
            if status == SAVED:
                flash(str(self.add_row_message), "success")
                way = here() if "again" in request.form else back_to(self._list_url())
                return redirect(self.after_saving(saved[0], way))
        title = self.add_title or _("%(list)s: new record", list=self.list_title)
        return self._form_page(self.add_template, title, form, self._groups("add")), status

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> ResponseReturnValue:
        """The form of a row that is there."""
        row = self.row(pk)
        form = self.edit_form(obj=row)
        form.row_key = self.datamodel.get_pk_value(row)
        if request.method == "GET":
            form.seen.data = self._state(row)
        status = SAVED
        if request.method == "POST":
            data = form.values(self.edit_columns) if form.validate() else None
            status = self._enter(form, data, lambda: self._change(pk, form, data or {}))
            if status == SAVED:
                flash(str(self.edit_row_message), "success")
                return redirect(self.after_saving(row, back_to(self._list_url())))
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
        seen = form.seen.data
        if seen != self._state(row) and (seen or self.versioned):
            raise Conflict(
                _("Somebody else has changed this record. See what is stored now, and save again.")
            )
        self.change(current(), row, data)

    def _show_stored(self, pk: str, form: EntryForm) -> None:
        """After a conflict: beside each differing field what is stored, and its state."""
        row = self.row(pk)
        for column in self.edit_columns:
            stored = value_of(row, column)
            if hasattr(row, column) and stored != form[column].data:
                form.put_fault(_("Stored now: %(value)s", value=shown(stored) or "—"), column)
        form.seen.raw_data, form.seen.data = None, self._state(row)

    def _state(self, row: Any) -> str:
        """By what a stale save is noticed: the version of the row, else all that its form shows."""
        if self.versioned:
            return str(row.version)
        told = [getattr(row, column, None) for column in self.edit_columns]
        plain = [sorted(map(str, one)) if isinstance(one, list) else str(one) for one in told]
        return sha256(repr(plain).encode()).hexdigest()[:16]

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
