"""The sheet of results of a class: pupils × subjects, filled by keyboard [R1 R2 P3]."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.results.queries.class_sheet import classes_with_sheets
from app.results.views.class_page import class_page, class_url


def entry_addresses() -> dict[str, Any]:
    """What the scripts of a grid need of its page: entries go the way of the journal page."""
    return {
        "save_url": url_for("JournalPage.entries"),
        "history_url": url_for("JournalPage.history"),
        "news_url": url_for("JournalPage.news"),
        "now": clock.now().isoformat(),
        "person": current().user_id,
    }


class ClassResultsPage(Page):
    """Results of every subject of a class in a period."""

    route_base = "/results/class"
    title = _l("Results of a class")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The own class, or the first that the person may see."""
        classes = classes_with_sheets(current(), clock.today())
        own = [one for one in classes if one.teacher_id and one.teacher_id == current().staff_id]
        if not classes:
            return self.render_template("results/no_class.html", title=self.title)
        return redirect(class_url((own or classes)[0].id))

    @expose("/<int:class_id>")
    @has_access
    @permission_name("view")
    def sheet(self, class_id: int) -> ResponseReturnValue:
        """The sheet of `?period=`, by default of the last that has begun."""
        period = request.args.get("period", type=int)
        page = class_page(current(), class_id, period, clock.today())
        return self.render_template("results/class.html", page=page, **entry_addresses())
