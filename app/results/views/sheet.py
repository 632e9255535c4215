"""The sheet of results of a course: pupils × periods, filled by keyboard [R1 R2]."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.core import clock
from app.core.actor import current
from app.core.errors import Fault
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter
from app.results.forms import parse_ids
from app.results.operations.orders import set_order
from app.results.queries.orders import results_with_orders
from app.results.rules.order import Order
from app.results.views.class_sheet import entry_addresses
from app.results.views.sheet_page import sheet_page
from app.timetable.forms import parse_date

_LONGEST_NUMBER = 40


class ResultSheetPage(Page):
    """Averages, proposals and results of a course, period by period."""

    route_base = "/results/sheet"
    title = _l("Results of a course")

    @expose("/<int:course_id>")
    @has_access
    @permission_name("view")
    def course(self, course_id: int) -> ResponseReturnValue:
        """The sheet; entries go the way of the journal page."""
        return self._page(course_id)

    @expose("/<int:course_id>/order", methods=["POST"])
    @has_access
    @permission_name("edit")
    def order(self, course_id: int) -> ResponseReturnValue:
        """Write the order of the form to the ticked results [R1]."""
        form, counts = request.form, []
        number = form.get("number", "")[:_LONGEST_NUMBER]
        order = Order(number, parse_date(form.get("date", ""), None))
        status, faults = enter(
            lambda: counts.append(
                set_order(
                    current(),
                    course_id=course_id,
                    result_ids=parse_ids(form.getlist("result")),
                    order=order,
                    today=clock.today(),
                )
            )
        )
        if status != SAVED:
            return self._page(course_id, faults), status
        text = ngettext(
            "The order is written to %(num)s result.",
            "The order is written to %(num)s results.",
            counts[0],
        )
        flash(text, "success")
        return redirect(url_for("ResultSheetPage.course", course_id=course_id))

    def _page(self, course_id: int, faults: Sequence[Fault] = ()) -> str:
        page = sheet_page(current(), course_id, clock.today())
        return self.render_template(
            "results/sheet.html",
            page=page,
            orders=results_with_orders(course_id) if page["columns"] else (),
            faults=faults,
            form=request.form,
            today=clock.today(),
            **entry_addresses(),
        )
