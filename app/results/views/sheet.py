"""The sheet of results of a course: pupils × periods, filled by keyboard [R1 R2]."""

from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.results.views.class_sheet import entry_addresses
from app.results.views.sheet_page import sheet_page


class ResultSheetPage(Page):
    """Averages, proposals and results of a course, period by period."""

    route_base = "/results/sheet"
    title = _l("Results of a course")

    @expose("/<int:course_id>")
    @has_access
    @permission_name("view")
    def course(self, course_id: int) -> ResponseReturnValue:
        """The sheet; entries go the way of the journal page."""
        return self.render_template(
            "results/sheet.html",
            page=sheet_page(current(), course_id, clock.today()),
            **entry_addresses(),
        )
