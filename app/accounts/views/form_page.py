"""A page with one form, and from where a person asks."""

from typing import Any

from flask import flash, redirect, request

from app.accounts.operations import Visit
from app.core import clock
from app.core.pages import Page
from app.core.pages.door import SAVED, enter


def visit() -> Visit:
    """From where and when this request comes."""
    return Visit(request.remote_addr or "", request.user_agent.string, clock.now())


class FormPage(Page):
    """A page with one form that is entered through an operation."""

    def answer(self, title: str, form: Any, write: Any, done: str, back: str) -> Any:
        """Show the form; when it is sent and right, write and go back."""
        status = SAVED
        if request.method == "POST":
            status, faults = enter(write) if form.validate() else (422, [])
            for fault in faults:
                form.put_fault(fault.text, fault.field)
            if status == SAVED:
                flash(done, "success")
                return redirect(back)
        names = [field.name for field in form if field.name != "csrf_token"]
        page = self.render_template(
            "appbuilder/general/model/edit.html",
            title=title,
            form=form,
            groups=[(None, {"fields": names})],
            back=back,
        )
        return page, status
